import type { GoProgram } from '../../binary/go/linked/go-program.ts';
import type { ProgramSection } from '../../binary/program-file.ts';

/**
 * What the linker puts one behind the other, by length and then by number (cmd/link/internal/ld: symtab.go says which symbols are of
 * a kind, data.go, dodataSect and allocateDataSections, how each kind is laid out).
 */
export const rowNames = [
  'strings',
  'read-only',
  /** Of position-independent programs, what the loader fills in. */
  'read-only-moved',
  'read-only-fips',
  'plain',
  'plain-fips',
  'pointers',
  'pointers-fips',
] as const;

export type RowName = (typeof rowNames)[number];

/** Kinds of data that the file holds (cmd/internal/objabi/symkind.go). */
const kindRows: Readonly<Record<string, RowName>> = {
  SRODATA: 'read-only',
  SRODATAFIPS: 'read-only-fips',
  SNOPTRDATA: 'plain',
  SNOPTRDATAFIPS: 'plain-fips',
  SDATA: 'pointers',
  SDATAFIPS: 'pointers-fips',
};

/** By number of kind; undefined for what the file does not hold, and for code. */
export function rowsOfKinds(kinds: readonly string[]): readonly (RowName | undefined)[] {
  return kinds.map((kind) => kindRows[kind]);
}

const stringPrefix = 'go:string.';
/** What lies apart, and is told by Go's own tables: types, descriptors of functions, masks, funcdata. */
const apart =
  /^(type:|runtime\.gcbits\.|gclocals[.·]|gcargs\.)|(·f|\.(opendefer|arginfo[01]|argliveinfo|wrapinfo|args_stackmap|stkobj))$/;
const itabPrefix = 'go:itab.';

/** As far as objects alone tell: `read-only-moved` is what the loader fills in where the program is position-independent. */
export type ObjectRow = RowName | 'itabs';

/** In which row a symbol of read-only data is; undefined where it is in none. */
export function readOnlyRow(name: string, isFilledIn: boolean): ObjectRow | undefined {
  if (name.startsWith(stringPrefix)) return 'strings';
  if (apart.test(name)) return undefined;
  if (name.startsWith(itabPrefix)) return 'itabs';
  return isFilledIn ? 'read-only-moved' : 'read-only';
}

/** How a program's read-only data are parted. */
export interface Parting {
  /** Tables of methods are with the types, as since Go 1.27. */
  readonly itabsApart: boolean;
  /** What the loader fills in is in a section of its own. */
  readonly moved: ProgramSection | undefined;
}

export function partingOf({ program, moduledata }: GoProgram): Parting {
  return {
    itabsApart: moduledata.layout !== undefined,
    moved: program.sections.find(({ name, bytes }) => movedSections.has(name) && bytes > 0),
  };
}

const movedSections = new Set(['.data.rel.ro', '__DATA_CONST,__rodata']);

/** In which row of a program it is. */
export function partedRow(row: ObjectRow | undefined, { itabsApart, moved }: Parting): RowName | undefined {
  if (row === 'itabs' && itabsApart) return undefined;
  if (row !== 'itabs' && row !== 'read-only-moved') return row;
  return moved === undefined ? 'read-only' : 'read-only-moved';
}

/** A range of memory that a row lies in. */
export interface RowSpan {
  readonly address: number;
  readonly bytes: number;
}

/** Where in the program a row can lie: from where its section, or what goes before it there, begins. */
export function spanOf(
  row: RowName,
  { program, moduledata }: GoProgram,
  { moved }: Parting,
): RowSpan | undefined {
  const within = (address: number): RowSpan | undefined => {
    const section = program.sections.find(
      (one) => one.loaded && address >= one.address && address < one.address + one.bytes,
    );
    if (section === undefined) return undefined;
    return { address, bytes: section.address + section.bytes - address };
  };
  switch (row) {
    case 'strings':
    case 'read-only':
    case 'read-only-fips':
      return within(moduledata.rodata);
    case 'read-only-moved':
      return moved;
    case 'plain':
    case 'plain-fips':
      return within(moduledata.noptrdata.address);
    default:
      return within(moduledata.data.address);
  }
}
