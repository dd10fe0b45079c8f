import type { GoProgram } from '../../binary/go/linked/go-program.ts';
import { flag, pcTable } from '../../binary/go/objects/columns.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import { type FilledIn, filledIn } from './filled-in.ts';
import { type RowName, rowsOfKinds } from './rows.ts';

/** A symbol of data that a program keeps and its file holds. */
export interface DataItem {
  readonly node: number;
  /** Its number, which is the linker's. */
  readonly symbol: number;
  readonly bytes: number;
  /** As objects say; 0 where the linker chooses. */
  readonly align: number;
  /** By its kind: read-only data are parted by their names. */
  readonly row: RowName;
  readonly filledIn: FilledIn | undefined;
}

/** The data that a program keeps, but for types, in the order of their numbers. */
export function dataItems(reach: ProgramReach, go: GoProgram): DataItem[] {
  const { graph, flood, numbering, objects, names, tables } = reach;
  const rows = rowsOfKinds(tables.kinds);
  const fromLinker = filledNodes(reach, go);
  const found: Omit<DataItem, 'align'>[] = [];
  for (let node = 0; node < graph.symbols.length; node += 1) {
    const symbol = graph.symbols.values[node] ?? 0;
    if (symbol === 0 || flood.reached[node] !== 1) continue;
    const columns = objects[numbering.homes[symbol] ?? 0]?.columns;
    const definition = numbering.definitions[symbol] ?? 0;
    const kind = columns?.kinds[definition] ?? pcTable;
    const special = fromLinker.get(node);
    const row = special?.row ?? (kind === pcTable ? undefined : rows[kind]);
    const bytes = columns?.sizes[definition] ?? 0;
    const isType = ((columns?.flags[definition] ?? 0) & flag.goType) !== 0;
    if (row === undefined || bytes === 0 || isType || names[node]?.startsWith('type:') === true) continue;
    found.push({ node, symbol, bytes, row, filledIn: special });
  }
  found.sort((a, b) => a.symbol - b.symbol);
  const aligns = largestAligns(reach, found);
  return found.map(({ node, symbol, bytes, row, filledIn: special }, at) => ({
    node,
    symbol,
    bytes,
    align: aligns[at] ?? 0,
    row,
    filledIn: special,
  }));
}

/** Nodes of what the linker fills in in this program. */
function filledNodes({ graph, flood, names }: ProgramReach, { program }: GoProgram): Map<number, FilledIn> {
  const found = new Map<number, FilledIn>();
  const absent = new Set([...filledIn.values()].map(({ without }) => without));
  for (let node = 0; node < graph.symbols.length; node += 1) {
    const name = names[node] ?? '';
    if (flood.reached[node] !== 1 || !name.startsWith('runtime.')) continue;
    const special = filledIn.get(name);
    if (special !== undefined) found.set(node, special);
    absent.delete(name);
  }
  for (const [node, { without, architecture }] of found) {
    const isElsewhere = architecture !== undefined && architecture !== program.architecture;
    if (isElsewhere || (without !== undefined && !absent.has(without))) found.delete(node);
  }
  return found;
}

/** Of all that define a symbol the largest alignment counts (cmd/link/internal/loader, preloadSyms). */
function largestAligns(
  { numbering, objects }: ProgramReach,
  symbols: readonly Pick<DataItem, 'symbol'>[],
): Uint8Array {
  const aligns = new Uint8Array(symbols.length);
  /** By symbol: one more than its place. */
  const places = new Uint32Array(numbering.end);
  for (const [place, { symbol }] of symbols.entries()) places[symbol] = place + 1;
  for (const [at, { columns }] of objects.entries()) {
    for (let definition = 0; definition < columns.kinds.length; definition += 1) {
      const align = columns.aligns[definition] ?? 0;
      if (align === 0) continue;
      const place = (places[numbering.symbolOf(at, definition)] ?? 0) - 1;
      if (place >= 0 && align > (aligns[place] ?? 0)) aligns[place] = align;
    }
  }
  return aligns;
}
