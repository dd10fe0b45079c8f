import { SlipwayError } from '../../../support/errors.ts';
import { alignedTo, type FunctionTable, functionAtAddress, functionName } from '../functions/functions.ts';
import type { GoProgram } from '../linked/go-program.ts';
import { markOffsets } from '../linked/numbers.ts';
import {
  lastNameFlags,
  mapForms,
  nameAt,
  partsOf,
  type TypeLayout,
  type TypeName,
  typeLayout,
} from './type-layout.ts';

export const symbolKind = { name: 0, type: 1, closure: 2 } as const;
type SymbolKind = (typeof symbolKind)[keyof typeof symbolKind];

/** What the linker puts behind one another from `types` on: descriptors, names, functions that compare or hash, itabs. */
export interface TypeSymbols {
  readonly layout: TypeLayout;
  readonly count: number;
  /** Offsets in the layout's region, ascending: where each begins and ends. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly kinds: Uint8Array;
  /** Number of the symbol that begins at an offset; undefined where none does. */
  at(offset: number): number | undefined;
}

interface Walk {
  readonly layout: TypeLayout;
  readonly table: FunctionTable;
  /** Where names may begin. */
  readonly leastAlignment: number;
  /** Length of the last symbol: the next one is not shorter. */
  least: number;
  readonly starts: number[];
  readonly ends: number[];
  readonly kinds: SymbolKind[];
}

/**
 * Reads all that stands in the region of types. The linker sorts it by size, so that what each next symbol is follows from
 * what can stand there and is not smaller than the last; since Go 1.27 descriptors that reflection can find come first.
 * Every descriptor that the program lists must be among them.
 * @throws SlipwayError E_BINARY when it is not, with the offset
 */
export function readTypeSymbols(go: GoProgram, table: FunctionTable): TypeSymbols {
  const { memory, moduledata } = go;
  const { types, funcdata } = moduledata;
  const { address } = types;
  // Before Go 1.27 `types` goes on to the end of read-only data, and before Go 1.26 funcdata is in there.
  const end = funcdata > address && funcdata < types.end ? funcdata : types.end;
  const region = memory.read(address, end - address);
  const forms = mapForms(memory.wordBytes);
  const { buckets, groups, strides } = forms;
  // The form of maps is known to the version; where it cannot be, what comes out right is.
  const tried = moduledata.layout
    ? [strides, groups]
    : moduledata.tableEnd
      ? [groups, buckets]
      : [buckets, groups];
  let furthest = 0;
  for (const mapBytes of tried) {
    const walk: Walk = {
      layout: typeLayout(region, memory.wordBytes, mapBytes),
      table,
      leastAlignment: go.program.architecture === 's390x' ? 2 : 1,
      least: 0,
      starts: [],
      ends: [],
      kinds: [],
    };
    const stop =
      moduledata.layout === undefined ? walkAll(walk, firstPlace(walk, go)) : walkLaidOut(walk, go);
    const symbols = symbolsOf(walk);
    const missing = stop ?? firstMissing(symbols, go);
    if (missing === undefined) return symbols;
    furthest = Math.max(furthest, missing);
  }
  const offset = memory.held(address + furthest, 1)[0]?.offset ?? 0;
  throw new SlipwayError('E_BINARY', `the types of the program are damaged: none is at offset ${offset}`);
}

/** Before Go 1.27: the first listed descriptor that was not met. */
function firstMissing(symbols: TypeSymbols, { memory, moduledata }: GoProgram): number | undefined {
  if (moduledata.links === undefined) return undefined;
  const { address, end } = moduledata.links.types;
  const links = memory.read(address, end - address);
  for (let at = 0; at + 4 <= links.bytes.length; at += 4) {
    const offset = links.u32(at);
    const symbol = symbols.at(offset);
    if (symbol === undefined || symbols.kinds[symbol] !== symbolKind.type) return offset;
  }
  return undefined;
}

/**
 * Where descriptors need relocations, they are not with other read-only data, and the first byte is left out, so that no symbol
 * is at 0 (cmd/link/internal/ld/data.go, allocateDataSections); since Go 1.20 what comes first is aligned to words.
 */
function firstPlace({ layout: { region, wordBytes } }: Walk, { moduledata }: GoProgram): number {
  if (region.bytes.length >= wordBytes && region.pointer(0) === 0) return wordBytes;
  return moduledata.types.address === moduledata.rodata ? 0 : 1;
}

/** Symbols from the first, until nothing can stand there that is not smaller than the last one. */
function walkAll(walk: Walk, first: number): undefined {
  const { region } = walk.layout;
  const end = region.bytes.length;
  for (let at: number | undefined = first; at !== undefined && at < end; ) {
    at = step(walk, at, end);
  }
}

/** Since Go 1.27: descriptors, one behind the other; all else but itabs, by size; itabs. Gives where it went wrong. */
function walkLaidOut(walk: Walk, { memory, moduledata }: GoProgram): number | undefined {
  const { address } = moduledata.types;
  const { descriptorsEnd, itabs } = moduledata.layout ?? { descriptorsEnd: address, itabs: moduledata.types };
  let at: number = memory.wordBytes;
  while (at < descriptorsEnd - address) {
    const parts = partsOf(walk.layout, at);
    if (parts === undefined) return at;
    add(walk, at, parts.end, symbolKind.type);
    at = alignedTo(parts.end, memory.wordBytes);
  }
  const end = itabs.address - address;
  walk.least = 0;
  while (alignedTo(at, memory.wordBytes) < end) {
    const next = step(walk, at, end);
    if (next === undefined) return at;
    at = next;
  }
  return undefined;
}

/** Adds the symbol that stands at an offset, or behind some padding, and gives its end; undefined when there is none. */
function step(walk: Walk, from: number, end: number): number | undefined {
  const { layout, least } = walk;
  const start = alignedTo(from, walk.leastAlignment);
  const name = nameAt(layout.region, start);
  // The empty path of a package is the smallest symbol of all; elsewhere zeros are padding.
  const isName =
    name !== undefined && (name.textBytes > 0 || least === 0) && !looksLikeClosure(walk, start, name);
  if (isName && name.end - start >= least && name.end <= end) {
    return add(walk, start, name.end, symbolKind.name);
  }
  const { wordBytes } = layout;
  for (let at = alignedTo(from, wordBytes); at < from + mostPadding && at < end; at += wordBytes) {
    const closure = closureEnd(walk, at);
    if (closure !== undefined && closure - at >= least && closure <= end) {
      return add(walk, at, closure, symbolKind.closure);
    }
    const type = typeEnd(layout, at);
    if (type !== undefined && type - at >= least && type <= end) {
      return add(walk, at, type, symbolKind.type);
    }
    if (at + wordBytes > end || layout.region.pointer(at) !== 0) return undefined;
  }
  return undefined;
}

/** The strictest alignment that Go's linkers know (cmd/link/internal/*, maxAlign). */
const mostPadding = 32;

function add(walk: Walk, start: number, end: number, kind: SymbolKind): number {
  walk.starts.push(start);
  walk.ends.push(end);
  walk.kinds.push(kind);
  walk.least = end - start;
  return end;
}

/** What calls a function that compares or hashes: its address, and for those of any length that length. */
function closureEnd({ layout, table }: Walk, at: number): number | undefined {
  const { region, wordBytes } = layout;
  if (at + wordBytes > region.bytes.length) return undefined;
  const called = functionAtAddress(table, region.pointer(at));
  if (called === undefined) return undefined;
  return at + (functionName(table, called).endsWith('_varlen') ? 2 : 1) * wordBytes;
}

/**
 * A name of two letters may be the address of a function in 32 bits, big endian (MIPS), where such an address begins as a
 * name does. What is no identifier, or leads to the functions whose closures are longer, is a closure.
 */
function looksLikeClosure(walk: Walk, start: number, name: TypeName): boolean {
  const { region, wordBytes } = walk.layout;
  if (start % wordBytes !== 0 || name.end !== start + wordBytes) return false;
  const end = closureEnd(walk, start);
  if (end === undefined) return false;
  return (
    end > name.end || !/^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(region.bytes.toString('utf8', name.text, name.end))
  );
}

function typeEnd(layout: TypeLayout, at: number): number | undefined {
  const { region, wordBytes } = layout;
  const parts = partsOf(layout, at);
  if (parts === undefined) return undefined;
  const alignment = region.bytes[at + 2 * wordBytes + 5] ?? 0;
  const isAlignment = alignment > 0 && alignment <= 64 && (alignment & (alignment - 1)) === 0;
  const size = region.word(at);
  if (!isAlignment || size % alignment !== 0 || region.word(at + wordBytes) > size) return undefined;
  const name = region.u32(at + 4 * wordBytes + 8);
  const isName = (region.bytes[name] ?? 0xff) <= lastNameFlags && region.bytes[name + 1] !== 0;
  return isName ? parts.end : undefined;
}

function symbolsOf({ layout, starts, ends, kinds }: Walk): TypeSymbols {
  const marks = markOffsets();
  for (let symbol = 0; symbol < starts.length; symbol++) marks.mark(starts[symbol] ?? 0);
  const { count, offsets, at } = marks.numbers();
  return {
    layout,
    count,
    starts: offsets,
    ends: Uint32Array.from(ends),
    kinds: Uint8Array.from(kinds),
    at,
  };
}
