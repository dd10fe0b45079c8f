import { aux } from '../../binary/go/objects/object-layout.ts';
import type { ObjectView } from '../../binary/go/objects/object-view.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import type { Candidate } from './naming-strings.ts';
import { referredSymbols } from './references.ts';

/** Finds the variables that are empty strings when the program starts, unless the linker gives them a text: to no others it does. */
export interface EmptyStrings {
  /** Symbols of which some are. */
  readonly possible: Uint32Array;
  /** @param home the object that defines a symbol of the possible ones, whose view this is */
  read(symbol: number, view: ObjectView, home: number): void;
  /** When all were read: in the order of their numbers. */
  found(): readonly Candidate[];
}

/** @param zeros variables that are zero when the program starts */
export function emptyStrings(reach: ProgramReach, zeros: Uint32Array): EmptyStrings {
  const { numbering, objects, names, nodeOf, tables } = reach;
  const { homes, definitions } = numbering;
  const symbolOf = referredSymbols(reach);
  const string = numbering.named('type:string');
  const found: Candidate[] = [];
  const nameOf = (symbol: number): string => names[nodeOf(symbol) ?? 0] ?? '';
  const possible = zeros.filter((symbol) => {
    const size = objects[homes[symbol] ?? 0]?.columns.sizes[definitions[symbol] ?? 0];
    return size === 2 * tables.pointerBytes && nameOf(symbol) !== '';
  });
  return {
    possible: string === undefined ? new Uint32Array() : possible,
    read: (symbol, view, home) => {
      const [from, end] = view.auxiliaries(definitions[symbol] ?? 0);
      for (let a = from; a < end; a += 1) {
        if (view.auxType(a) !== aux.goType) continue;
        const isString = symbolOf(home, view, view.auxSymbol(a)) === string;
        if (isString) found.push({ symbol, name: nameOf(symbol) });
        return;
      }
    },
    found: () => found.toSorted((a, b) => a.symbol - b.symbol),
  };
}
