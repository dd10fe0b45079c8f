import { packageIndex } from '../../binary/go/objects/object-layout.ts';
import type { ObjectView, SymbolReference } from '../../binary/go/objects/object-view.ts';
import { noNode } from '../reach/graph.ts';
import type { ProgramReach } from '../reach/program-reach.ts';

type Referring<T> = (home: number, view: ObjectView, reference: SymbolReference) => T;

/** Which symbol a reference of an object leads to; undefined where no object defines it. */
export function referredSymbols({ numbering, objects, tables }: ProgramReach): Referring<number | undefined> {
  const first = new Map<string, number>();
  for (const [at, { package: path }] of objects.entries()) if (!first.has(path)) first.set(path, at);
  const builtins = tables.builtins.map(({ name, abi }) => numbering.named(name, abi));
  return (home, { counts }, [packageNumber, symbol]) => {
    const [own, short, hashed] = counts;
    switch (packageNumber) {
      case packageIndex.own:
        return numbering.symbolOf(home, symbol);
      case packageIndex.short:
        return numbering.symbolOf(home, own + symbol);
      case packageIndex.hashed:
        return numbering.symbolOf(home, own + short + symbol);
      case packageIndex.none:
        return numbering.symbolOf(home, own + short + hashed + symbol);
      case packageIndex.builtin:
        return builtins[symbol];
    }
    const other = first.get(objects[home]?.columns.packages[packageNumber] ?? '');
    return other === undefined ? undefined : numbering.symbolOf(other, symbol);
  };
}

/** Which node it leads to; `noNode` for what is not kept. */
export function referredNodes(reach: ProgramReach): Referring<number> {
  const { numbering, flood, nodeOf } = reach;
  const symbolOf = referredSymbols(reach);
  return (home, view, reference) => {
    const symbol = symbolOf(home, view, reference);
    const node = symbol === undefined || symbol >= numbering.end ? undefined : nodeOf(symbol);
    return node === undefined || flood.reached[node] !== 1 ? noNode : node;
  };
}
