import { pcTable } from '../../binary/go/objects/columns.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import { rowsOfKinds } from './rows.ts';

/** What the linker's rules keep of a program's objects, by what it is: numbers of symbols, ascending. */
export interface KeptSymbols {
  readonly functions: Uint32Array;
  /** Data that the file holds; types are among them. */
  readonly data: Uint32Array;
  /** Variables with pointers that are zero when the program starts. */
  readonly zeros: Uint32Array;
}

const group = { none: 0, functions: 1, data: 2, zeros: 3 } as const;

/** Goes over all symbols in their order, in which what is asked of objects lies one behind the other. */
export function keptSymbols({ numbering, objects, flood, nodeOf, tables }: ProgramReach): KeptSymbols {
  const { end, homes, definitions } = numbering;
  const rows = rowsOfKinds(tables.kinds);
  const groups = tables.kinds.map((kind, number) => {
    if (kind.startsWith('STEXT')) return group.functions;
    if (kind === 'SBSS') return group.zeros;
    return rows[number] === undefined ? group.none : group.data;
  });
  const kinds = objects.map(({ columns }) => columns.kinds);
  const found: readonly number[][] = [[], [], [], []];
  for (let symbol = 1; symbol < end; symbol += 1) {
    const node = nodeOf(symbol);
    if (node === undefined || flood.reached[node] !== 1) continue;
    const kind = kinds[homes[symbol] ?? 0]?.[definitions[symbol] ?? 0] ?? pcTable;
    const which = kind === pcTable ? group.none : (groups[kind] ?? group.none);
    if (which !== group.none) found[which]?.push(symbol);
  }
  const numbers = (which: number): Uint32Array => Uint32Array.from(found[which] ?? []);
  return { functions: numbers(group.functions), data: numbers(group.data), zeros: numbers(group.zeros) };
}
