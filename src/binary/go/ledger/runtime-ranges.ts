import { functionAtAddress } from '../functions/functions.ts';
import { type GoProgram, isInTable } from '../linked/go-program.ts';
import { pointerReader } from '../linked/memory.ts';
import type { Span } from '../linked/moduledata.ts';
import { structure } from '../owners.ts';
import { kindAt, partsOf, typeKind } from '../types/type-layout.ts';
import { symbolKind } from '../types/type-symbols.ts';
import { type RangeList, rangeKind } from './ranges.ts';
import type { Functions } from './table-ranges.ts';
import type { Types } from './type-ranges.ts';

/** Adds what the linker writes for the runtime: moduledata, the index of functions by address, tasks of initialisation. */
export function addRuntimeRanges(list: RangeList, go: GoProgram, functions: Functions): void {
  const { memory, moduledata } = go;
  const { record, textSections, findFunctionTable } = moduledata;
  list.add(record.address, record.end - record.address, rangeKind.structure, structure.moduledata);
  list.add(
    textSections.address,
    textSections.end - textSections.address,
    rangeKind.structure,
    structure.moduledata,
  );
  const bytes = isInTable(go) ? (moduledata.tableEnd ?? 0) - findFunctionTable : indexBytes(go, functions);
  if (memory.holds(findFunctionTable, bytes)) {
    list.add(findFunctionTable, bytes, rangeKind.structure, structure.functionIndex);
  }
  addInitTasks(list, go, functions);
}

/**
 * One byte for each 256 bytes of code and 4 for each 4096 (cmd/link/internal/ld/pcln.go, findfunctab). Of wasm the length of
 * the last function is not known, which is less than this.
 */
function indexBytes({ program }: GoProgram, { table: { entries, count } }: Functions): number {
  const end = program.format === 'wasm' ? (entries[count - 1] ?? 0) + 1 : (entries[count] ?? 0);
  const code = end - (entries[0] ?? 0);
  return Math.ceil(code / 256) + 4 * Math.ceil(code / 4096);
}

/**
 * Since Go 1.21: a list of tasks, each with a state, a count, and the functions that initialise one package
 * (runtime.initTask).
 */
function addInitTasks(list: RangeList, { memory, moduledata }: GoProgram, functions: Functions): void {
  if (moduledata.initTasks === undefined) return;
  const { address, end } = moduledata.initTasks;
  const { wordBytes } = memory;
  const tasks = memory.read(address, end - address);
  const found: [address: number, bytes: number, owner: number][] = [];
  for (let at = 0; at + wordBytes <= tasks.bytes.length; at += wordBytes) {
    const task = tasks.pointer(at);
    if (!memory.holds(task, 8 + wordBytes)) continue;
    const head = memory.read(task, 8 + wordBytes);
    const first = functionAtAddress(functions.table, head.pointer(8));
    const owner = functions.owners.functions[first ?? -1];
    const bytes = 8 + head.u32(4) * wordBytes;
    if (owner === undefined || !memory.holds(task, bytes)) continue;
    found.push([address + at, wordBytes, owner], [task, bytes, owner]);
  }
  addInOrder(list, found);
}

function addInOrder(list: RangeList, found: [address: number, bytes: number, owner: number][]): void {
  let last = 0;
  for (const [address, bytes, owner] of found.sort(([a], [b]) => a - b)) {
    if (address < last) continue;
    list.add(address, bytes, rangeKind.descriptor, owner);
    last = address + bytes;
  }
}

/**
 * Adds descriptors of functions, what a function value points to: one word each, the address of a function. The linker puts
 * them together (go:funcdesc), and types lead there by the functions that compare their values; from one that is known, all
 * words before and after that are addresses of functions are such descriptors.
 * @param known ranges that have been added, where descriptors are not looked for
 * @returns addresses of descriptors, ascending
 */
export function addDescriptorRanges(
  list: RangeList,
  { memory }: GoProgram,
  functions: Functions,
  { types, known }: { types: Types; known: readonly Span[] },
): number[] {
  const { wordBytes } = memory;
  const pointerAt = pointerReader(memory);
  const called = (address: number): number | undefined => {
    const target = pointerAt(address);
    const index = target === undefined ? undefined : functionAtAddress(functions.table, target);
    return index === undefined ? undefined : functions.owners.functions[index];
  };
  const isKnown = (address: number): boolean =>
    known.some((span) => address >= span.address && address < span.end);
  const seen = new Set<number>();
  const found: [address: number, bytes: number, owner: number][] = [];
  for (const seed of closuresOf(types)) {
    for (const direction of [-wordBytes, wordBytes]) {
      for (let at = direction < 0 ? seed : seed + wordBytes; !seen.has(at) && !isKnown(at); at += direction) {
        const owner = called(at);
        if (owner === undefined) break;
        seen.add(at);
        found.push([at, wordBytes, owner]);
      }
    }
  }
  addInOrder(list, found);
  return found.map(([address]) => address);
}

/** Addresses of what is called to compare or hash values of types. */
function closuresOf({ symbols }: Types): Set<number> {
  const { layout } = symbols;
  const { region, wordBytes } = layout;
  const found = new Set<number>();
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    if (symbols.kinds[symbol] !== symbolKind.type) continue;
    const offset = symbols.starts[symbol] ?? 0;
    found.add(region.pointer(offset + 2 * wordBytes + 8));
    if (kindAt(layout, offset) !== typeKind.map) continue;
    const parts = partsOf(layout, offset);
    if (parts !== undefined) found.add(region.pointer(parts.own + 3 * wordBytes));
  }
  return found;
}
