import { flag, type LastingColumns, pcTable } from '../../binary/go/objects/columns.ts';
import type { Architecture } from '../../request/platform.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import { type FilledIn, filledIn } from './filled-in.ts';
import { type RowName, rowsOfKinds } from './rows.ts';

/** Symbols of data that a program keeps and its file holds, in columns, in the order of their numbers. */
export interface DataItems {
  /** Their numbers, which are the linker's. */
  readonly symbols: Uint32Array;
  readonly nodes: Uint32Array;
  readonly bytes: Uint32Array;
  /** As objects say; 0 where the linker chooses. */
  readonly aligns: Uint8Array;
  /** By their kinds: read-only data are parted by their names. */
  readonly rows: readonly RowName[];
  /** By item, of those that the linker fills in itself. */
  readonly filledIn: ReadonlyMap<number, FilledIn>;
}

/**
 * The data that a program keeps, but for types.
 * @param data symbols of kinds that the file holds
 */
export function dataItems(
  reach: ProgramReach,
  data: Uint32Array,
  architecture: Architecture | undefined,
): DataItems {
  const { numbering, objects, names, nodeOf, tables } = reach;
  const rowOfKind = rowsOfKinds(tables.kinds);
  const special = filledSymbols(reach, architecture);
  const candidates = withSymbols(data, special.keys());
  const column = () => new Uint32Array(candidates.length);
  const [symbols, nodes, bytes] = [column(), column(), column()];
  const rows: RowName[] = [];
  const filled = new Map<number, FilledIn>();
  for (const symbol of candidates) {
    const columns = objects[numbering.homes[symbol] ?? 0]?.columns;
    const definition = numbering.definitions[symbol] ?? 0;
    const given = special.get(symbol);
    const row = given?.row ?? rowOfKind[columns?.kinds[definition] ?? 0];
    const size = columns?.sizes[definition] ?? 0;
    const node = nodeOf(symbol) ?? 0;
    const isType = ((columns?.flags[definition] ?? 0) & flag.goType) !== 0;
    if (row === undefined || size === 0 || isType || names[node]?.startsWith('type:')) continue;
    const item = rows.push(row) - 1;
    if (given !== undefined) filled.set(item, given);
    [symbols[item], nodes[item], bytes[item]] = [symbol, node, size];
  }
  const found = symbols.subarray(0, rows.length);
  return {
    symbols: found,
    nodes: nodes.subarray(0, rows.length),
    bytes: bytes.subarray(0, rows.length),
    aligns: largestAligns(reach, found),
    rows,
    filledIn: filled,
  };
}

/** With some that may not be among them, in their order. */
function withSymbols(symbols: Uint32Array, more: Iterable<number>): Uint32Array {
  const missing = [...more].filter((symbol) => !symbols.includes(symbol));
  const all = new Uint32Array(symbols.length + missing.length);
  all.set(symbols);
  all.set(missing, symbols.length);
  return all.sort();
}

/** Symbols of what the linker fills in in this program. */
function filledSymbols(
  { graph, flood, names }: ProgramReach,
  own: Architecture | undefined,
): Map<number, FilledIn> {
  const found = new Map<number, FilledIn>();
  const absent = new Set([...filledIn.values()].map(({ without }) => without));
  for (let node = 0; node < names.length; node += 1) {
    const name = names[node] ?? '';
    if (flood.reached[node] !== 1 || !name.startsWith('runtime.')) continue;
    const special = filledIn.get(name);
    if (special !== undefined) found.set(graph.symbols.values[node] ?? 0, special);
    absent.delete(name);
  }
  for (const [symbol, { without, architecture }] of found) {
    const isElsewhere = architecture !== undefined && architecture !== own;
    if (isElsewhere || (without !== undefined && !absent.has(without))) found.delete(symbol);
  }
  return found;
}

/** Of all that define a symbol the largest alignment counts (cmd/link/internal/loader, preloadSyms). */
function largestAligns({ numbering, objects }: ProgramReach, symbols: Uint32Array): Uint8Array {
  const found = new Uint8Array(symbols.length);
  /** By symbol: one more than its place. */
  const places = new Uint32Array(numbering.end);
  for (let place = 0; place < symbols.length; place += 1) places[symbols[place] ?? 0] = place + 1;
  // One loop for each object: V8 compiles the inner of two loops anew each time that it is left.
  const raise = ({ aligns, kinds }: LastingColumns, home: number): void => {
    for (let definition = 0; definition < aligns.length; definition += 1) {
      const align = aligns[definition] ?? 0;
      if (align === 0 || kinds[definition] === pcTable) continue;
      const place = (places[numbering.symbolOf(home, definition)] ?? 0) - 1;
      if (place >= 0 && align > (found[place] ?? 0)) found[place] = align;
    }
  };
  for (const [home, { columns }] of objects.entries()) raise(columns, home);
  return found;
}
