import { type Attribution, largestFirst } from './attribution.ts';
import { none, pieceKinds } from './pieces.ts';

/** A function, type or datum with all that belongs to it: a function with its share of pclntab and its funcdata. */
export interface SymbolBytes {
  readonly name: string;
  /** Import path. */
  readonly package: string;
  readonly kind: SymbolKind;
  readonly bytes: number;
}

export type SymbolKind = 'function' | 'type' | 'string' | 'data';

/** Every symbol that a package owns, the largest first. */
export function symbolsOf({ pieces, owners, symbolName }: Attribution): SymbolBytes[] {
  const sums = new Map<number, { owner: number; kind: SymbolKind | undefined; bytes: number }>();
  for (let i = 0; i < pieces.count; i += 1) {
    const symbol = pieces.subjects[i] ?? none;
    if (symbol === none) continue;
    const bytes = pieces.bytes[i] ?? 0;
    const known = sums.get(symbol);
    const kind = kindOf(pieces.kinds[i] ?? 0);
    if (known !== undefined) {
      known.bytes += bytes;
      known.kind ??= kind;
    } else sums.set(symbol, { owner: pieces.owners[i] ?? 0, kind, bytes });
  }
  const symbols: SymbolBytes[] = [];
  for (const [symbol, { owner, kind, bytes }] of sums) {
    const of = owners[owner];
    if (of?.kind === 'package')
      symbols.push({ name: symbolName(symbol), package: of.path, kind: kind ?? 'data', bytes });
  }
  return largestFirst(symbols, ({ name }) => name);
}

/** A symbol is what its first bytes are: all of a function carries the function's. What the loader reads of it says nothing. */
function kindOf(code: number): SymbolKind | undefined {
  const kind = pieceKinds[code];
  if (kind === 'linking') return undefined;
  if (kind === 'function' || kind === 'pclntab' || kind === 'funcdata') return 'function';
  if (kind === 'type' || kind === 'name' || kind === 'itab' || kind === 'gcmask') return 'type';
  return kind === 'string' ? 'string' : 'data';
}
