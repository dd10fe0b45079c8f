import type { GoProgram } from '../linked/go-program.ts';
import type { Memory } from '../linked/memory.ts';
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
  const { itabs } = moduledata.links;
  const { wordBytes } = memory;
  const entries = memory.read(itabs.address, itabs.end - itabs.address);
  const found = new Map<number, Itab>();
  for (let at = 0; at + wordBytes <= entries.bytes.length; at += wordBytes) {
    const address = entries.pointer(at);
    const read = itabAt(memory, address, types);
    list.add(entries.address + at, wordBytes, rangeKind.itab, read?.owner ?? structure.shared);
    if (read !== undefined && memory.holds(address, read.bytes)) found.set(address, read);
  }
  let last = 0;
  for (const [address, { bytes, owner }] of [...found].sort(([a], [b]) => a - b)) {
    if (address >= last) list.add(address, bytes, rangeKind.itab, owner);
    last = Math.max(last, address + bytes);
  }
  addTypeLinks(list, go, types);
}

/** Most stand in the region that was read for types, which before Go 1.27 goes on to the end of read-only data. */
function itabAt(memory: Memory, address: number, types: Types): Itab | undefined {
  const { region, wordBytes } = types.symbols.layout;
  const within = address - region.address;
  if (within >= 0 && within + 2 * wordBytes <= region.bytes.length) {
    return itabOf(region.pointer(within), region.pointer(within + wordBytes), types);
  }
  if (!memory.holds(address, 2 * wordBytes)) return undefined;
  const itab = memory.read(address, 2 * wordBytes);
  return itabOf(itab.pointer(0), itab.pointer(wordBytes), types);
}

interface Itab {
  readonly bytes: number;
  readonly owner: number;
}

/** An interface, a type, a hash, and a function for each method of the interface. */
function itabOf(inter: number, type: number, { symbols, owners }: Types): Itab | undefined {
  const { layout } = symbols;
  const offset = inter - layout.region.address;
  const found = offset < 0 ? undefined : symbols.at(offset);
  const concrete = type < layout.region.address ? undefined : symbols.at(type - layout.region.address);
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
