import { type Attribution, largestFirst } from './attribution.ts';
import { none, pieceKinds } from './pieces.ts';
import type { ProgramCost } from './wire/program-cost.ts';
import { shareOut } from './wire/share-out.ts';

/** A function, type or datum with all that belongs to it: a function with its share of pclntab and its funcdata. */
export interface SymbolBytes {
  readonly name: string;
  /** Import path. */
  readonly package: string;
  readonly kind: SymbolKind;
  readonly bytes: number;
  /** Of the compressed layer, where the program lies in one. */
  readonly wireBytes?: number;
}

export type SymbolKind = 'function' | 'type' | 'string' | 'data';

interface Sum {
  readonly symbol: number;
  readonly owner: number;
  kind: SymbolKind | undefined;
  bytes: number;
}

/**
 * Every symbol that a package owns, the largest first; where it is known what the layer's bytes are spent on, with its share of
 * its package's.
 */
export function symbolsOf(attribution: Attribution, cost?: ProgramCost): SymbolBytes[] {
  const { owners, symbolName } = attribution;
  const sums = sumsOf(attribution);
  const wire = cost && symbolCost(attribution, cost, sums);
  const symbols: SymbolBytes[] = [];
  for (const { symbol, owner, kind = 'data', bytes } of sums.values()) {
    const of = owners[owner];
    if (of?.kind !== 'package') continue;
    const wireBytes = wire && { wireBytes: wire.get(symbol) ?? 0 };
    symbols.push({ name: symbolName(symbol), package: of.path, kind, bytes, ...wireBytes });
  }
  return largestFirst(symbols, ({ name }) => name);
}

function sumsOf({ pieces }: Attribution): Map<number, Sum> {
  const sums = new Map<number, Sum>();
  for (let i = 0; i < pieces.count; i += 1) {
    const symbol = pieces.subjects[i] ?? none;
    if (symbol === none) continue;
    const bytes = pieces.bytes[i] ?? 0;
    const known = sums.get(symbol);
    const kind = kindOf(pieces.kinds[i] ?? 0);
    if (known !== undefined) {
      known.bytes += bytes;
      known.kind ??= kind;
    } else sums.set(symbol, { symbol, owner: pieces.owners[i] ?? 0, kind, bytes });
  }
  return sums;
}

/**
 * Wire bytes by symbol. A package's whole bytes are shared among its symbols and what no symbol of it has by the bits that each
 * costs, so that together they are the package's.
 */
function symbolCost(
  { pieces }: Attribution,
  cost: ProgramCost,
  sums: ReadonlyMap<number, Sum>,
): Map<number, number> {
  const ofSymbols = new Map<number, number>();
  const left = new Float64Array(cost.ownerBytes.length);
  for (let i = 0; i < pieces.count; i += 1) {
    const owner = pieces.owners[i] ?? 0;
    const symbol = pieces.subjects[i] ?? none;
    const bits = cost.pieces[i] ?? 0;
    if (sums.get(symbol)?.owner === owner) ofSymbols.set(symbol, (ofSymbols.get(symbol) ?? 0) + bits);
    else left[owner] = (left[owner] ?? 0) + bits;
  }
  const byOwner = Map.groupBy(sums.values(), ({ owner }) => owner);
  const wire = new Map<number, number>();
  for (const [owner, own] of byOwner) {
    const weights = [...own.map(({ symbol }) => ofSymbols.get(symbol) ?? 0), left[owner] ?? 0];
    const shares = shareOut(cost.ownerBytes[owner] ?? 0, Float64Array.from(weights));
    for (const [place, { symbol }] of own.entries()) wire.set(symbol, shares[place] ?? 0);
  }
  return wire;
}

/** A symbol is what its first bytes are: all of a function carries the function's. What the loader reads of it says nothing. */
function kindOf(code: number): SymbolKind | undefined {
  const kind = pieceKinds[code];
  if (kind === 'linking') return undefined;
  if (kind === 'function' || kind === 'pclntab' || kind === 'funcdata') return 'function';
  if (kind === 'type' || kind === 'name' || kind === 'itab' || kind === 'gcmask') return 'type';
  return kind === 'string' ? 'string' : 'data';
}
