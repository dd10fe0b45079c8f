import { execFileSync } from 'node:child_process';
import { goProgram } from './go-programs.ts';

export interface TruthRange {
  readonly Name: string;
  readonly Address: number;
  readonly MemoryBytes: number;
  readonly Offset: number;
  readonly Bytes: number;
  readonly Flags: number;
}

/** What Go's debug/macho and debug/pe read (`tables` of format-sources.ts). */
export interface TruthTables {
  readonly Cpu: number;
  /** Of a slice: where it begins in the file. */
  readonly Offset: number;
  readonly ImageBase: number;
  readonly Sections: readonly TruthRange[] | null;
  readonly Segments: readonly TruthRange[] | null;
  readonly Libraries: readonly string[] | null;
  readonly Symbols: number;
}

/** A Mach-O or PE file as Go's own packages read it; of a universal file one entry for each slice. */
export function goTables(path: string): TruthTables[] {
  const { path: program } = goProgram({ source: 'tables' });
  return JSON.parse(execFileSync(program, [path], { encoding: 'utf8' })) as TruthTables[];
}

export interface ReadelfSection {
  readonly name: string;
  readonly type: string;
  readonly address: number;
  readonly offset: number;
  readonly bytes: number;
  readonly flags: string;
}

export interface ReadelfSegment {
  readonly type: string;
  readonly offset: number;
  readonly address: number;
  readonly bytes: number;
  readonly memoryBytes: number;
  readonly flags: string;
}

function binutils(option: string, path: string): string {
  return execFileSync('readelf', [option, '--wide', path], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  });
}

const hex = (text: string | undefined): number => Number.parseInt(text ?? '', 16);

/** The first entry, which is none, is left out. */
export function readelfSections(path: string): ReadelfSection[] {
  const pattern =
    /^ +\[ *[1-9]\d*\] (\S*) +([A-Z_]\S*) +([0-9a-f]{8,16}) ([0-9a-f]{6,}) ([0-9a-f]{6,}) [0-9a-f]{2,} +([A-Za-z]*) /gm;
  return [...binutils('--sections', path).matchAll(pattern)].map(
    ([, name = '', type = '', address, offset, bytes, flags = '']) => ({
      name,
      type,
      address: hex(address),
      offset: hex(offset),
      bytes: hex(bytes),
      flags,
    }),
  );
}

export function readelfSegments(path: string): ReadelfSegment[] {
  const number = '0x([0-9a-f]+)';
  const pattern = new RegExp(
    `^ +([A-Z_]+) +${number} ${number} 0x[0-9a-f]+ ${number} ${number} ([RWE ]{3}) `,
    'gm',
  );
  return [...binutils('--segments', path).matchAll(pattern)].map(
    ([, type = '', offset, address, bytes, memoryBytes, flags = '']) => ({
      type,
      offset: hex(offset),
      address: hex(address),
      bytes: hex(bytes),
      memoryBytes: hex(memoryBytes),
      flags: flags.replaceAll(' ', ''),
    }),
  );
}

/** Relocations of a type such as `R_X86_64_RELATIVE`: address → addend. */
export function readelfRelocations(path: string, type: RegExp): Map<number, number> {
  const pattern = /^([0-9a-f]{8,16}) +[0-9a-f]+ (R_\S+) +([0-9a-f]+)$/gm;
  const found = [...binutils('--relocs', path).matchAll(pattern)].filter(([, , each = '']) =>
    type.test(each),
  );
  return new Map(found.map(([, address, , addend]) => [hex(address), hex(addend)]));
}

export function gnuBuildId(path: string): string | undefined {
  return /Build ID: ([0-9a-f]+)/.exec(binutils('--notes', path))?.[1];
}

export interface ReadelfSymbol {
  readonly name: string;
  readonly address: number;
  readonly bytes: number;
  /** For example FUNC, OBJECT, SECTION. */
  readonly type: string;
  /** Index of a section, or UND, ABS. */
  readonly section: string;
}

/** Of .symtab, without its first entry, which is none, and with the names that the table has: without versions. */
export function readelfSymbols(path: string): ReadelfSymbol[] {
  const [, table = ''] = binutils('--symbols', path).split("Symbol table '.symtab'");
  const pattern =
    /^ +[1-9]\d*: ([0-9a-f]+) +(\d+|0x[0-9a-f]+) ([A-Z]+) +[A-Z]+ +[A-Z]+ +(?:\[.*?\] +)?(\S+)(?: (.*))?$/gm;
  return [...table.matchAll(pattern)].map(([, address, bytes, type = '', section = '', name = '']) => ({
    name: name.replace(/@.*/, ''),
    address: hex(address),
    bytes: Number(bytes),
    type,
    section,
  }));
}
