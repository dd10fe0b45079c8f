import type { GoProgram } from '../linked/go-program.ts';
import { type Memory, pointerReader } from '../linked/memory.ts';
import type { Span } from '../linked/moduledata.ts';
import { structure } from '../owners.ts';
import { kindAt, partsOf, typeKind } from '../types/type-layout.ts';
import { symbolKind } from '../types/type-symbols.ts';
import { type RangeList, rangeKind } from './ranges.ts';
import type { Types } from './type-ranges.ts';

/**
 * Gives tables of methods (internal/abi.ITab) to whom their types belong. Before Go 1.27 they stand among other read-only
 * data, and lists say where they and the descriptors are that reflection can find; since then they are behind the types.
 */
export function addItabRanges(list: RangeList, go: GoProgram, types: Types): void {
  const { memory, moduledata } = go;
  if (moduledata.layout !== undefined) addLaidOut(list, go, types);
  if (moduledata.links === undefined) return;
  addLinked(list, memory, types, moduledata.links.itabs);
  addTypeLinks(list, go, types);
}

function addLinked(list: RangeList, memory: Memory, types: Types, itabs: Span): void {
  const { wordBytes } = memory;
  const entries = memory.read(itabs.address, itabs.end - itabs.address);
  const addresses = new Float64Array(entries.bytes.length / wordBytes);
  for (let each = 0; each < addresses.length; each++) addresses[each] = entries.pointer(each * wordBytes);
  const pointerAt = pointerReader(memory);
  const found = new Map<number, Itab>();
  let last = 0;
  for (const address of addresses.toSorted()) {
    const itab = itabOf(pointerAt(address), pointerAt(address + wordBytes), types);
    if (itab === undefined || address < last || !memory.holds(address, itab.bytes)) continue;
    found.set(address, itab);
    list.add(address, itab.bytes, rangeKind.itab, itab.owner);
    last = address + itab.bytes;
  }
  for (const [each, address] of addresses.entries()) {
    const owner = found.get(address)?.owner ?? structure.shared;
    list.add(itabs.address + each * wordBytes, wordBytes, rangeKind.itab, owner);
  }
}

interface Itab {
  readonly bytes: number;
  readonly owner: number;
}

/** An interface, a type, a hash, and a function for each method of the interface. */
function itabOf(
  inter: number | undefined,
  type: number | undefined,
  { symbols, owners }: Types,
): Itab | undefined {
  const { layout } = symbols;
  const offset = (inter ?? 0) - layout.region.address;
  const found = symbols.at(offset);
  const concrete = symbols.at((type ?? 0) - layout.region.address);
  if (found === undefined || concrete === undefined || symbols.kinds[found] !== symbolKind.type)
    return undefined;
  const parts = kindAt(layout, offset) === typeKind.interface ? partsOf(layout, offset) : undefined;
  if (parts === undefined || symbols.kinds[concrete] !== symbolKind.type) return undefined;
  return {
    bytes: (3 + Math.max(1, parts.listCount)) * layout.wordBytes,
    owner: owners[concrete] ?? structure.shared,
  };
}

function addLaidOut(list: RangeList, { moduledata }: GoProgram, types: Types): void {
  const { region, wordBytes } = types.symbols.layout;
  const itabs = moduledata.layout?.itabs ?? { address: 0, end: 0 };
  const end = itabs.end - region.address;
  for (let at = itabs.address - region.address; at + 2 * wordBytes <= end; ) {
    const itab = itabOf(region.pointer(at), region.pointer(at + wordBytes), types);
    if (itab === undefined || at + itab.bytes > end) return;
    list.add(region.address + at, itab.bytes, rangeKind.itab, itab.owner);
    at += itab.bytes;
  }
}

function addTypeLinks(list: RangeList, { memory, moduledata }: GoProgram, { symbols, owners }: Types): void {
  const { address, end } = moduledata.links?.types ?? { address: 0, end: 0 };
  const links = memory.read(address, end - address);
  for (let at = 0; at + 4 <= links.bytes.length; at += 4) {
    const symbol = symbols.at(links.u32(at));
    list.add(address + at, 4, rangeKind.type, owners[symbol ?? -1] ?? structure.shared);
  }
}
