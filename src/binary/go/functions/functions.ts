import { SlipwayError } from '../../../support/errors.ts';
import type { GoProgram } from '../linked/go-program.ts';
import type { Memory } from '../linked/memory.ts';
import type { Moduledata } from '../linked/moduledata.ts';
import type { PclntabHeader } from '../linked/pclntab.ts';

/** The functions of a program, in the order of their addresses, and the tables that describe them. */
export interface FunctionTable {
  readonly header: PclntabHeader;
  /** From the header up to the index of functions. */
  readonly bytes: Buffer;
  readonly count: number;
  /** Where each begins; one more at the end: where the last one ends. In wasm not a place in memory. */
  readonly entries: Float64Array;
  /** The index of functions and their records. */
  readonly words: Uint32Array;
  /** Where in `words` the record of each begins (runtime._func), and where its lists end. */
  readonly records: Uint32Array;
  readonly recordEnds: Uint32Array;
  /** Length of a record in words, without its lists. */
  readonly recordWords: 10 | 11;
  readonly little: boolean;
}

/** What stands in the record of a function. Offsets of tables are from their own begin; 0 is none. */
export interface GoFunction {
  readonly name: string;
  readonly address: number;
  /** Where the next one begins: what lies between its last instruction and there is padding. */
  readonly end: number;
  /** internal/abi.FuncID: what the runtime knows it by; 0 for most. */
  readonly id: number;
  /** internal/abi.FuncFlag. */
  readonly flag: number;
  /** Line of the word func; 0 where it is not known, as before Go 1.20. */
  readonly startLine: number;
  /** Index in the table of files where those of its compilation unit begin; undefined for what has none. */
  readonly unit: number | undefined;
  readonly stackTable: number;
  readonly fileTable: number;
  readonly lineTable: number;
  readonly pcdata: readonly number[];
  /** Offsets from go:func.*; undefined is none. */
  readonly funcdata: readonly (number | undefined)[];
}

/** Words of a record; the last one holds four numbers of a byte each. */
export const recordField = {
  entry: 0,
  name: 1,
  stack: 4,
  file: 5,
  line: 6,
  pcdataCount: 7,
  unit: 8,
  startLine: 9,
} as const;
export const none = 0xffffffff;

/**
 * Reads the index of functions and their records.
 * @throws SlipwayError E_BINARY where they do not stand one behind the other, with the offset
 */
export function readFunctions(go: GoProgram): FunctionTable {
  const { program, memory, header, moduledata } = go;
  const { functionCount: count, address, functions, form } = header;
  const words = memory.words(
    address + functions,
    Math.floor((moduledata.functions.end - address - functions) / 4),
  );
  if (count * 2 + 1 > words.length) throw damaged(go, 0);
  const recordWords = form === 1.18 ? 10 : 11;
  const little = program.endian === 'little';
  const table = {
    header,
    bytes: memory.read(address, functions).bytes,
    count,
    entries: new Float64Array(count + 1),
    words,
    records: new Uint32Array(count),
    recordEnds: new Uint32Array(count),
    recordWords,
    little,
  } as const;
  const isNumber = program.format === 'wasm' && (words[0] ?? 0) < 1 << 16;
  const addressOf = addressesOf(memory, moduledata, isNumber ? 1 << 16 : 1);
  let last = count * 2 + 1;
  for (let index = 0; index < count; index++) {
    const entry = words[index * 2] ?? 0;
    const record = (words[index * 2 + 1] ?? 0) / 4;
    const end = record + recordWords;
    const lists = (words[record + recordField.pcdataCount] ?? 0) + listCount(words[end - 1] ?? 0, little);
    const isRight =
      record === alignedTo(last, memory.wordBytes / 4) &&
      end + lists <= words.length &&
      words[record] === entry &&
      entry <= (words[index * 2 + 2] ?? 0);
    if (!isRight) throw damaged(go, index);
    table.entries[index] = addressOf(entry);
    table.records[index] = record;
    last = end + lists;
    table.recordEnds[index] = last;
  }
  table.entries[count] = addressOf(words[count * 2] ?? 0);
  return table;
}

function damaged({ memory, header }: GoProgram, index: number): SlipwayError {
  const [range] = memory.held(header.address + header.functions + index * 8, 8);
  return new SlipwayError(
    'E_BINARY',
    `the function table is damaged: the record of function ${index} is not where the index at offset ${range?.offset ?? 0} should say`,
    { hint: 'build it again' },
  );
}

/** Number of funcdata: the fourth byte of a record's last word. */
export function listCount(lastWord: number, little: boolean): number {
  return little ? lastWord >>> 24 : lastWord & 0xff;
}

/**
 * The address of an offset in code, as runtime.(*moduledata).textAddr. Large programs have several sections of code, which
 * an external linker moves apart; since Go 1.25 the offset in wasm is the number of a function, which is the upper half of
 * its address.
 */
function addressesOf(
  memory: Memory,
  { text, textSections }: Moduledata,
  unit: number,
): (offset: number) => number {
  const entryBytes = 3 * memory.wordBytes;
  const sections = memory.read(textSections.address, textSections.end - textSections.address);
  const count = sections.bytes.length / entryBytes;
  if (count === 1) return (offset) => text.address + offset * unit;
  return (offset) => {
    for (let index = 0; index < count; index++) {
      const from = sections.word(index * entryBytes);
      const to = sections.word(index * entryBytes + memory.wordBytes);
      const isLast = index === count - 1;
      if (offset >= from && (offset < to || (isLast && offset === to))) {
        return sections.pointer(index * entryBytes + 2 * memory.wordBytes) + offset - from;
      }
    }
    return text.address + offset;
  };
}

export function alignedTo(offset: number, alignment: number): number {
  const over = offset % alignment;
  return over === 0 ? offset : offset + alignment - over;
}

/** @param index of the function, below the table's count */
export function functionAt(table: FunctionTable, index: number): GoFunction {
  const { words, entries, recordWords, little } = table;
  const record = table.records[index] ?? 0;
  const word = (field: number): number => words[record + field] ?? 0;
  const lastWord = word(recordWords - 1);
  const unit = word(recordField.unit);
  const lists = record + recordWords;
  const funcdata = lists + word(recordField.pcdataCount);
  return {
    name: functionName(table, index),
    address: entries[index] ?? 0,
    end: entries[index + 1] ?? 0,
    id: little ? lastWord & 0xff : lastWord >>> 24,
    flag: (lastWord >>> (little ? 8 : 16)) & 0xff,
    startLine: recordWords === 11 ? word(recordField.startLine) : 0,
    unit: unit === none ? undefined : unit,
    stackTable: word(recordField.stack),
    fileTable: word(recordField.file),
    lineTable: word(recordField.line),
    pcdata: [...words.subarray(lists, funcdata)],
    funcdata: Array.from(words.subarray(funcdata, funcdata + listCount(lastWord, little)), (offset) =>
      offset === none ? undefined : offset,
    ),
  };
}

/** Before Go 1.21 without type arguments: `[...]` stands for them. Empty where its offset leads out of the names. */
export function functionName({ bytes, header, words, records }: FunctionTable, index: number): string {
  const start = header.names + (words[(records[index] ?? 0) + recordField.name] ?? 0);
  const end = start < header.units ? bytes.indexOf(0, start) : -1;
  return end < 0 || end > header.units ? '' : bytes.toString('utf8', start, end);
}

/** The same for all functions of a table. Nearly all names are ASCII, and parts of one long text are cheaper than texts of their own. */
export function functionNames(table: FunctionTable): (index: number) => string {
  const { bytes, header, words, records } = table;
  const all = bytes.toString('latin1', header.names, header.units);
  return (index) => {
    const start = words[(records[index] ?? 0) + recordField.name] ?? 0;
    const end = all.indexOf('\0', start);
    const name = end < 0 ? '' : all.slice(start, end);
    return name === '' || notAscii.test(name) ? functionName(table, index) : name;
  };
}

const notAscii = /[\x80-\xff]/;

/** Number of the function that begins at an address; undefined where none does. */
export function functionAtAddress({ entries, count }: FunctionTable, address: number): number | undefined {
  if (!(address >= (entries[0] ?? 0) && address <= (entries[count - 1] ?? 0))) return undefined;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] ?? 0) < address) low = middle + 1;
    else high = middle;
  }
  return low < count && entries[low] === address ? low : undefined;
}
