import { type PieceKind, pieceKinds } from '../../size/pieces.ts';
import type { SymbolKind } from '../../size/symbols.ts';
import { type PageKind, pageKinds } from './data.ts';

/** There are more kinds of pieces than colours that an eye keeps apart. */
const ofPieces: Readonly<Record<PieceKind, PageKind>> = {
  function: 'code',
  pclntab: 'tables',
  funcdata: 'tables',
  type: 'types',
  name: 'types',
  itab: 'types',
  string: 'strings',
  descriptor: 'data',
  data: 'data',
  embedded: 'embedded',
  gcmask: 'types',
  linking: 'tables',
  structure: 'structures',
  padding: 'other',
  unattributed: 'other',
};

const ofSymbols: Readonly<Record<SymbolKind, PageKind>> = {
  function: 'code',
  type: 'types',
  string: 'strings',
  data: 'data',
};

export function kindIndex(kind: PageKind): number {
  return pageKinds.indexOf(kind);
}

export function kindOfSymbol(kind: SymbolKind): number {
  return kindIndex(ofSymbols[kind]);
}

/** Bytes by piece kind as bytes by page kind, in the order of `pageKinds`. */
export function byPageKind(parts: Readonly<Partial<Record<PieceKind, number>>>): number[] {
  const sums: number[] = pageKinds.map(() => 0);
  for (const kind of pieceKinds) {
    const index = kindIndex(ofPieces[kind]);
    sums[index] = (sums[index] ?? 0) + (parts[kind] ?? 0);
  }
  return sums;
}
