import { SlipwayError } from '../../../support/errors.ts';
import type { ProgramFile } from '../../program-file.ts';
import type { Memory, Region } from './memory.ts';

/**
 * The header of the table that the linker of Go writes about functions (runtime.pcHeader in GOROOT/src/runtime/symtab.go).
 * Offsets are in bytes from the header, which stands at `address`.
 */
export interface PclntabHeader {
  readonly address: number;
  /** The Go version that brought this form: Go 1.18 and 1.19 write the first, all since Go 1.20 the second. */
  readonly form: 1.18 | 1.2;
  /** Smallest distance between two instructions: what a step of a pc in the tables is worth. */
  readonly quantum: number;
  readonly functionCount: number;
  readonly fileCount: number;
  /** Where code begins; 0 since Go 1.26, where only moduledata says it. */
  readonly textStart: number;
  /** Tables, in the order they stand in: each ends where the next begins. */
  readonly names: number;
  readonly units: number;
  readonly files: number;
  readonly tables: number;
  readonly functions: number;
}

/** internal/abi/symtab.go, PCLnTabMagic. */
const forms = new Map<number, PclntabHeader['form']>([
  [0xfffffff0, 1.18],
  [0xfffffff1, 1.2],
]);
const oldForms = new Map([
  [0xfffffffb, 'Go 1.2 to 1.15'],
  [0xfffffffa, 'Go 1.16 and 1.17'],
]);

const headerWords = 8;
const recordBytes = 40;

/**
 * Where the function tables of a program may be: the section of that name, or, where the format has no such section (PE,
 * wasm), every place that looks like a whole header. None for a program that Go did not link.
 * @throws SlipwayError E_BINARY for a section that is damaged, or of a Go before 1.18
 */
export function* findPclntabs(program: ProgramFile, memory: Memory): Generator<PclntabHeader> {
  const section = program.sections.find(({ name, loaded }) => loaded && name.endsWith('gopclntab'));
  if (section !== undefined) {
    if (section.bytes > 0) yield readNamed(program, memory, section.address);
    return;
  }
  for (const magic of forms.keys()) {
    const needle = Buffer.concat([memory.encoded(magic, 4), Buffer.alloc(2)]);
    for (const address of memory.find(needle)) {
      const header = readHeader(memory, address);
      if (header !== undefined && beginsWell(memory, header)) yield header;
    }
  }
}

function readNamed(program: ProgramFile, memory: Memory, address: number): PclntabHeader {
  const header = readHeader(memory, address);
  if (header !== undefined) return header;
  const magic = memory.read(address, 4).u32(0);
  const offset = memory.held(address, 1)[0]?.offset ?? 0;
  const old = oldForms.get(magic);
  throw new SlipwayError(
    'E_BINARY',
    old === undefined
      ? `the function table at offset ${offset} does not begin as one of Go 1.18 or later`
      : `the function table at offset ${offset} was written by ${old}`,
    {
      hint:
        old === undefined
          ? 'the file is damaged or was changed after it was linked; build it again'
          : `link the program${program.architecture === undefined ? '' : ` for ${program.architecture}`} with Go 1.18 or later`,
    },
  );
}

/** Undefined when what stands there cannot be a header. */
function readHeader(memory: Memory, address: number): PclntabHeader | undefined {
  const { wordBytes } = memory;
  const length = 8 + headerWords * wordBytes;
  if (!memory.holds(address, length)) return undefined;
  const region = memory.read(address, length);
  const form = forms.get(region.u32(0));
  const quantum = region.bytes[6];
  const isKnown = quantum === 1 || quantum === 2 || quantum === 4;
  if (form === undefined || region.u16(4) !== 0 || !isKnown || region.bytes[7] !== wordBytes)
    return undefined;
  const word = (index: number): number => region.word(8 + index * wordBytes);
  const header = {
    address,
    form,
    quantum,
    functionCount: word(0),
    fileCount: word(1),
    textStart: region.pointer(8 + 2 * wordBytes),
    names: word(3),
    units: word(4),
    files: word(5),
    tables: word(6),
    functions: word(7),
  };
  return isOrdered(header, length) && memory.holds(address, leastBytes(header)) ? header : undefined;
}

function isOrdered(header: PclntabHeader, headerBytes: number): boolean {
  const { names, units, files, tables, functions } = header;
  return names >= headerBytes && names < units && units <= files && files <= tables && tables < functions;
}

/** The table is at least as long as its index of functions and a record for each. */
function leastBytes({ functions, functionCount, form }: PclntabHeader): number {
  return functionCount < 1
    ? Number.NaN
    : functions + functionCount * (8 + recordBytes + (form === 1.18 ? 0 : 4)) + 4;
}

/** Whether the index begins as one: functions in the order of their addresses, each with a record of the same address. */
function beginsWell(memory: Memory, { address, functions, functionCount }: PclntabHeader): boolean {
  const count = Math.min(functionCount, 16);
  const index: Region = memory.read(address + functions, count * 8 + 4);
  for (let at = 0; at < count; at++) {
    const entry = index.u32(at * 8);
    if (entry > index.u32(at * 8 + 8)) return false;
    const record = address + functions + index.u32(at * 8 + 4);
    if (!memory.holds(record, recordBytes) || memory.read(record, 4).u32(0) !== entry) return false;
  }
  return true;
}
