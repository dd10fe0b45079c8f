import type { Memory } from './memory.ts';
import type { PclntabHeader } from './pclntab.ts';

/** A range of memory: from `address` up to `end`. */
export interface Span {
  readonly address: number;
  readonly end: number;
}

/**
 * What the linker tells the runtime about the program (runtime.moduledata in GOROOT/src/runtime/symtab.go, written by
 * cmd/link/internal/ld.(*Link).symtab). All numbers are addresses in memory.
 */
export interface Moduledata {
  /** The record itself, as far as the linker fills it. */
  readonly record: Span;
  readonly names: Span;
  readonly units: Span;
  readonly files: Span;
  readonly tables: Span;
  readonly functions: Span;
  readonly findFunctionTable: number;
  /** From the first instruction of the first function. In wasm these are not places in memory. */
  readonly text: Span;
  readonly noptrdata: Span;
  readonly data: Span;
  readonly gcdata: number;
  readonly gcbss: number;
  /** From the first type descriptor. Before Go 1.27 the end is that of all read-only data. */
  readonly types: Span;
  readonly rodata: number;
  /** What functions refer to, such as maps of their stacks (go:func.*). */
  readonly funcdata: number;
  /** Since Go 1.25: where the function table ends, which since Go 1.26 has funcdata in it. */
  readonly tableEnd: number | undefined;
  readonly textSections: Span;
  /** Before Go 1.27: offsets of type descriptors from `types`, and addresses of itabs. */
  readonly links: { readonly types: Span; readonly itabs: Span } | undefined;
  /** Since Go 1.27: where in `types` descriptors stand one behind the other, and where itabs do. */
  readonly layout: { readonly descriptorsEnd: number; readonly itabs: Span } | undefined;
  /** Since Go 1.21: addresses of what initialises each package. */
  readonly initTasks: Span | undefined;
}

const tables = 'pcHeader funcnametab[] cutab[] filetab[] pctab[] pclntable[] ftab[] findfunctab minpc maxpc';
const data = 'text etext noptrdata enoptrdata data edata bss ebss noptrbss enoptrbss';
const links = 'textsectmap[] typelinks[] itablinks[] ptab[] pluginpath"" pkghashes[]';
/** What comes after `hasmain` is filled in by the runtime. */
const last = 'modulename"" modulehashes[] hasmain gcdatamask"" gcbssmask"" typemap next';

/** The fields in their order, newest first; [] is a slice, of three words, and "" a string, of two. */
const layouts = [
  // Go 1.27
  `${tables} ${data} covctrs ecovctrs end gcdata gcbss types typedesclen etypes itaboffset itabsize rodata gofunc epclntab textsectmap[] ptab[] pluginpath"" pkghashes[] inittasks[] ${last}`,
  // Go 1.25 and 1.26
  `${tables} ${data} covctrs ecovctrs end gcdata gcbss types etypes rodata gofunc epclntab ${links} inittasks[] ${last}`,
  // Go 1.21 to 1.24
  `${tables} ${data} covctrs ecovctrs end gcdata gcbss types etypes rodata gofunc ${links} inittasks[] ${last}`,
  // Go 1.20
  `${tables} ${data} covctrs ecovctrs end gcdata gcbss types etypes rodata gofunc ${links} ${last}`,
  // Go 1.18 and 1.19
  `${tables} ${data} end gcdata gcbss types etypes rodata gofunc ${links} ${last}`,
].map((layout) => layout.split(' '));

/** No layout is longer. */
const mostWords = 96;
/** ppc64 has one for every 64 MiB of code, and arm for every 32. */
const mostTextSections = 4096;

/**
 * Finds moduledata by its first word, the address of the function table's header, and reads it in the one layout in which
 * it agrees with that header. Undefined when no place does. A program has its main package, which a layout that is too long by
 * empty slices does not say.
 */
export function findModuledata(memory: Memory, header: PclntabHeader): Moduledata | undefined {
  let other: Fields | undefined;
  for (const address of placesOf(memory, header.address)) {
    if (address % memory.wordBytes !== 0) continue;
    for (const layout of layouts) {
      const fields = readFields(memory, address, layout);
      if (fields === undefined || !isConsistent(memory, header, fields)) continue;
      if (hasMain(memory, fields)) return moduledataOf(memory, fields);
      other ??= fields;
    }
  }
  return other && moduledataOf(memory, other);
}

/** Addresses where a pointer to `target` stands: the runtime writes to moduledata, so it is in writable memory. */
function* placesOf(memory: Memory, target: number): Generator<number> {
  if (memory.moved.size > 0) {
    for (const [address, value] of memory.moved) if (value === target) yield address;
  }
  yield* memory.find(memory.encoded(target, memory.wordBytes), 'writable');
}

/** The flag is one byte, and what is behind it in the word is zero. */
function hasMain({ wordBytes }: Memory, { value }: Fields): boolean {
  return value('hasmain') === 1 || value('hasmain') === 2 ** (8 * (wordBytes - 1));
}

interface Fields {
  readonly record: Span;
  /** Address or number of a field; of a slice where its elements begin. */
  value(name: string): number;
  /** Elements of a slice. */
  count(name: string): number;
  has(name: string): boolean;
}

/** Undefined where a slice has not the capacity that is its length, as all that the linker makes have. */
function readFields(memory: Memory, address: number, layout: readonly string[]): Fields | undefined {
  const { wordBytes } = memory;
  const bytes = layout.reduce((sum, field) => sum + wordsOf(field), 0) * wordBytes;
  if (bytes > mostWords * wordBytes || !memory.holds(address, bytes)) return undefined;
  const region = memory.read(address, bytes);
  const offsets = new Map<string, number>();
  let at = 0;
  for (const field of layout) {
    offsets.set(field.replace(/\W+$/, ''), at);
    if (field.endsWith('[]') && region.word(at + wordBytes) !== region.word(at + 2 * wordBytes))
      return undefined;
    at += wordsOf(field) * wordBytes;
  }
  const offset = (name: string): number => offsets.get(name) ?? 0;
  return {
    record: { address, end: address + bytes },
    value: (name) => region.pointer(offset(name)),
    count: (name) => region.word(offset(name) + wordBytes),
    has: (name) => offsets.has(name),
  };
}

function wordsOf(field: string): number {
  return field.endsWith('[]') ? 3 : field.endsWith('""') ? 2 : 1;
}

/** What the header says too, in words of this record's own; then whether all else lies where it can. */
function isConsistent(memory: Memory, header: PclntabHeader, fields: Fields): boolean {
  const { value, count, has } = fields;
  const agrees =
    value('funcnametab') === header.address + header.names &&
    value('cutab') === header.address + header.units &&
    value('filetab') === header.address + header.files &&
    value('pctab') === header.address + header.tables &&
    value('pclntable') === header.address + header.functions &&
    value('ftab') === value('pclntable') &&
    count('ftab') === header.functionCount + 1 &&
    memory.holds(value('pclntable'), count('pclntable')) &&
    (header.textStart === 0 || header.textStart === value('text'));
  if (!agrees || value('hasmain') % 256 > 1) return false;
  const pairs = 'text noptrdata data bss noptrbss'.split(' ');
  const isOrdered = pairs.every((name) => value(name) <= value(`e${name}`));
  const wordBytes = memory.wordBytes;
  const slices: readonly (readonly [name: string, elementBytes: number])[] = [
    ['textsectmap', 3 * wordBytes],
    ['typelinks', 4],
    ['itablinks', wordBytes],
    ['inittasks', wordBytes],
  ];
  return (
    isOrdered &&
    (!has('covctrs') || isCovered(fields)) &&
    memory.holds(value('types'), value('etypes') - value('types')) &&
    (!has('itaboffset') || hasLayout(fields)) &&
    [value('rodata'), value('gofunc')].every((address) => memory.holds(address, 0)) &&
    (!has('epclntab') || value('epclntab') >= value('pclntable') + count('pclntable')) &&
    count('textsectmap') > 0 &&
    count('textsectmap') <= mostTextSections &&
    slices.every(([name, bytes]) => !has(name) || holdsSlice(memory, value(name), count(name), bytes))
  );
}

function holdsSlice(memory: Memory, address: number, count: number, bytes: number): boolean {
  return count === 0 || memory.holds(address, count * bytes);
}

/** Counters lie among what has no pointers and is zero at the start. */
function isCovered({ value }: Fields): boolean {
  return (
    value('covctrs') <= value('ecovctrs') &&
    value('covctrs') >= value('noptrbss') &&
    value('ecovctrs') <= value('enoptrbss')
  );
}

function hasLayout({ value }: Fields): boolean {
  return (
    value('typedesclen') <= value('itaboffset') &&
    value('itaboffset') + value('itabsize') <= value('etypes') - value('types')
  );
}

function moduledataOf(memory: Memory, fields: Fields): Moduledata {
  const { record, value, count, has } = fields;
  const { wordBytes } = memory;
  const slice = (name: string, elementBytes: number): Span => ({
    address: value(name),
    end: value(name) + count(name) * elementBytes,
  });
  const span = (from: string, to = `e${from}`): Span => ({ address: value(from), end: value(to) });
  const types = value('types');
  const itabs = types + value('itaboffset');
  return {
    record,
    names: slice('funcnametab', 1),
    units: slice('cutab', 4),
    files: slice('filetab', 1),
    tables: slice('pctab', 1),
    functions: slice('pclntable', 1),
    findFunctionTable: value('findfunctab'),
    text: span('text'),
    noptrdata: span('noptrdata'),
    data: span('data'),
    gcdata: value('gcdata'),
    gcbss: value('gcbss'),
    types: span('types'),
    rodata: value('rodata'),
    funcdata: value('gofunc'),
    tableEnd: has('epclntab') ? value('epclntab') : undefined,
    textSections: slice('textsectmap', 3 * wordBytes),
    links: has('typelinks')
      ? { types: slice('typelinks', 4), itabs: slice('itablinks', wordBytes) }
      : undefined,
    layout: has('itaboffset')
      ? {
          descriptorsEnd: types + value('typedesclen'),
          itabs: { address: itabs, end: itabs + value('itabsize') },
        }
      : undefined,
    initTasks: has('inittasks') ? slice('inittasks', wordBytes) : undefined,
  };
}
