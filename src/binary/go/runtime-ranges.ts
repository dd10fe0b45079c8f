import { functionAtAddress } from './functions.ts';
import type { GoProgram } from './go-program.ts';
import type { Span } from './moduledata.ts';
import { structure } from './owners.ts';
import type { RangeList } from './ranges.ts';
import type { Functions } from './table-ranges.ts';
import { kindAt, partsOf, typeKind } from './type-layout.ts';
import type { Types } from './type-ranges.ts';
import { symbolKind } from './type-symbols.ts';

/** Adds what the linker writes for the runtime: moduledata, the index of functions by address, tasks of initialisation. */
export function addRuntimeRanges(list: RangeList, go: GoProgram, functions: Functions): void {
  const { memory, moduledata } = go;
  const { record, textSections, findFunctionTable } = moduledata;
  list.add(record.address, record.end - record.address, 'structure', structure.moduledata);
  list.add(textSections.address, textSections.end - textSections.address, 'structure', structure.moduledata);
  const bytes = indexBytes(functions);
  if (memory.holds(findFunctionTable, bytes)) {
    list.add(findFunctionTable, bytes, 'structure', structure.functionIndex);
  }
  addInitTasks(list, go, functions);
}

/** One byte for each 256 bytes of code and 4 for each 4096 (cmd/link/internal/ld/pcln.go, findfunctab). */
function indexBytes({ table: { entries, count } }: Functions): number {
  const code = (entries[count] ?? 0) - (entries[0] ?? 0);
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
    list.add(address + at, wordBytes, 'descriptor', owner);
    found.push([task, bytes, owner]);
  }
  addInOrder(list, found);
}

function addInOrder(list: RangeList, found: [address: number, bytes: number, owner: number][]): void {
  let last = 0;
  for (const [address, bytes, owner] of found.sort(([a], [b]) => a - b)) {
    if (address < last) continue;
    list.add(address, bytes, 'descriptor', owner);
    last = address + bytes;
  }
}

/**
 * Adds descriptors of functions, what a function value points to: one word each, the address of a function. The linker puts
 * them together (go:funcdesc), and types lead there by the functions that compare their values; from one that is known, all
 * words before and after that are addresses of functions are such descriptors.
 * @param known ranges that have been added, where descriptors are not looked for
 */
export function addDescriptorRanges(
  list: RangeList,
  { memory }: GoProgram,
  functions: Functions,
  { types, known }: { types: Types; known: readonly Span[] },
): void {
  const { wordBytes } = memory;
  const called = (address: number): number | undefined =>
    memory.holds(address, wordBytes)
      ? functionAtAddress(functions.table, memory.read(address, wordBytes).pointer(0))
      : undefined;
  const isKnown = (address: number): boolean =>
    known.some((span) => address >= span.address && address < span.end);
  const seen = new Set<number>();
  const found: [address: number, bytes: number, owner: number][] = [];
  for (const seed of closuresOf(types)) {
    for (const direction of [-wordBytes, wordBytes]) {
      for (let at = direction < 0 ? seed : seed + wordBytes; !seen.has(at) && !isKnown(at); at += direction) {
        const owner = functions.owners.functions[called(at) ?? -1];
        if (owner === undefined) break;
        seen.add(at);
        found.push([at, wordBytes, owner]);
      }
    }
  }
  addInOrder(list, found);
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
