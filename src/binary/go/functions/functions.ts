import { SlipwayError } from '../../../support/errors.ts';
import type { GoProgram } from '../linked/go-program.ts';
import type { Memory, Region } from '../linked/memory.ts';
import type { Moduledata } from '../linked/moduledata.ts';
import type { PclntabHeader } from '../linked/pclntab.ts';

/** The functions of a program, in the order of their addresses, and the tables that describe them. */
export interface FunctionTable {
  readonly header: PclntabHeader;
  /** All from the header to the end of the records. */
  readonly region: Region;
  readonly count: number;
  /** Where each begins; one more at the end: where the last one ends. In wasm: numbers of functions with a body. */
  readonly entries: Float64Array;
  /** Where in the region the record of each stands (runtime._func); one more at the end: the end of the records. */
  readonly records: Uint32Array;
  readonly recordBytes: 40 | 44;
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

/** Offsets in a record. */
export const recordField = {
  entry: 0,
  name: 4,
  stack: 16,
  file: 20,
  line: 24,
  pcdataCount: 28,
  unit: 32,
} as const;
export const none = 0xffffffff;

/**
 * Reads the index of functions and their records.
 * @throws SlipwayError E_BINARY where they do not stand one behind the other, with the offset
 */
export function readFunctions({ program, memory, header, moduledata }: GoProgram): FunctionTable {
  const region = memory.read(header.address, moduledata.functions.end - header.address);
  const { functionCount: count, functions: start } = header;
  const recordBytes = header.form === 1.18 ? 40 : 44;
  const length = region.bytes.length;
  const entries = new Float64Array(count + 1);
  const records = new Uint32Array(count + 1);
  const fail = (index: number, why: string): never => {
    const [range] = memory.held(header.address + start + index * 8, 8);
    throw new SlipwayError(
      'E_BINARY',
      `the function table is damaged: function ${index}, at offset ${range?.offset ?? 0}, ${why}`,
    );
  };
  const isNumber = program.format === 'wasm' && region.u32(start) < 1 << 16;
  const address = addressesOf(memory, moduledata, isNumber ? 1 << 16 : 1);
  let last = start + count * 8 + 4;
  for (let index = 0; index < count; index++) {
    const entry = region.u32(start + index * 8);
    const record = start + region.u32(start + index * 8 + 4);
    if (record !== alignedTo(last, memory.wordBytes) || record + recordBytes > length) {
      fail(index, 'has no record where it should be');
    }
    if (region.u32(record) !== entry) fail(index, 'has the record of another');
    if (entry > region.u32(start + index * 8 + 8)) fail(index, 'begins after the next one');
    entries[index] = address(entry);
    records[index] = record;
    const lists =
      region.u32(record + recordField.pcdataCount) + (region.bytes[record + recordBytes - 1] ?? 0);
    last = record + recordBytes + lists * 4;
    if (last > length) fail(index, 'has more tables than there are');
  }
  entries[count] = address(region.u32(start + count * 8));
  records[count] = last;
  return { header, region, count, entries, records, recordBytes };
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
  return Math.ceil(offset / alignment) * alignment;
}

/** @param index of the function, below the table's count */
export function functionAt(table: FunctionTable, index: number): GoFunction {
  const { region, entries, recordBytes } = table;
  const record = table.records[index] ?? 0;
  const at = (field: number): number => region.u32(record + field);
  const unit = at(recordField.unit);
  const pcdataCount = at(recordField.pcdataCount);
  const lists = record + recordBytes;
  const offsets = (from: number, count: number): number[] =>
    Array.from({ length: count }, (_, each) => region.u32(from + each * 4));
  return {
    name: functionName(table, index),
    address: entries[index] ?? 0,
    end: entries[index + 1] ?? 0,
    id: region.bytes[record + recordBytes - 4] ?? 0,
    flag: region.bytes[record + recordBytes - 3] ?? 0,
    startLine: recordBytes === 44 ? at(36) : 0,
    unit: unit === none ? undefined : unit,
    stackTable: at(recordField.stack),
    fileTable: at(recordField.file),
    lineTable: at(recordField.line),
    pcdata: offsets(lists, pcdataCount),
    funcdata: offsets(lists + pcdataCount * 4, region.bytes[lists - 1] ?? 0).map((offset) =>
      offset === none ? undefined : offset,
    ),
  };
}

/** Before Go 1.21 without type arguments: `[...]` stands for them. Empty where its offset leads out of the names. */
export function functionName({ region, header, records }: FunctionTable, index: number): string {
  const start = header.names + region.u32((records[index] ?? 0) + recordField.name);
  const end = start < header.units ? region.bytes.indexOf(0, start) : -1;
  return end < 0 || end > header.units ? '' : region.bytes.toString('utf8', start, end);
}

/** Number of the function that begins at an address; undefined where none does. */
export function functionAtAddress({ entries, count }: FunctionTable, address: number): number | undefined {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] ?? 0) < address) low = middle + 1;
    else high = middle;
  }
  return low < count && entries[low] === address ? low : undefined;
}
