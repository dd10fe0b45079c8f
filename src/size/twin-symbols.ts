import type { ByteSource } from '../binary/byte-source.ts';
import { partName } from '../binary/go/ledger/go-parts.ts';
import type { NamedRange } from '../binary/program-file.ts';
import { type ZeroTest, zeroTest } from '../binary/zero-test.ts';
import type { Owner } from './attribution.ts';
import { kindCode, none, type PieceKind, type Pieces, pieceBuilder } from './pieces.ts';
import type { PlacedSymbol } from './twin.ts';

interface Carrier {
  readonly pattern: RegExp;
  readonly owner: Owner;
  readonly kind: PieceKind;
}

/** Whose a string is no table says. */
const strings = { kind: 'unattributed', name: partName.strings } as const;
const lookup = { kind: 'structure', name: 'lookup tables' } as const;

/**
 * Symbols that the linker makes of many (cmd/link/internal/ld/symtab.go and data.go): what is in them no symbol says. Most
 * have no length: they end where the next symbol begins.
 */
const carriers: readonly Carrier[] = [
  { pattern: /^go:string\.\*$/, owner: strings, kind: 'string' },
  {
    pattern: /^type(rel|relro)?[:.]\*$/,
    owner: { kind: 'unattributed', name: partName.types },
    kind: 'type',
  },
  {
    pattern: /^go:func(rel)?\.\*$/,
    owner: { kind: 'unattributed', name: partName.funcdata },
    kind: 'funcdata',
  },
  {
    pattern: /^runtime\.gc(bits\.\*|data|bss)$/,
    owner: { kind: 'structure', name: 'masks for the garbage collector' },
    kind: 'gcmask',
  },
  {
    pattern: /^runtime\.(findfunctab|pclntab|pcheader|functab|funcnametab|cutab|filetab|pctab)$/,
    owner: { kind: 'structure', name: 'function tables' },
    kind: 'structure',
  },
  { pattern: /^runtime\.(typelink|itablink|textsectionmap|ptab)$/, owner: lookup, kind: 'structure' },
  { pattern: /^go:(main\.inittasks|buildinfo|buildid|fipsinfo)/, owner: lookup, kind: 'structure' },
];

/** Where something begins or ends; it holds nothing. */
const border = /^runtime\.e?(text|rodata|types|noptrdata|data|noptrbss|bss|nd)$/;

export interface SymbolNumbers {
  readonly ofOwner: (owner: Owner) => number;
  readonly ofSymbol: (name: string) => number;
  /** The owner of a symbol that holds one thing. */
  readonly ownerOf: (symbol: string) => Owner;
}

/** Longest room that the linker leaves for the sake of an address (thearch.Maxalign, 32 on all architectures). */
const mostPadding = 31;
export const padding = { kind: 'structure', name: 'padding' } as const;

/**
 * What the symbols of a file say of its data: what is one thing, and below that what holds many. Functions are left out,
 * which Go's own tables know. Zeros between two symbols are padding where nothing that is in no table could lie there: the
 * linker sorts data by length (cmd/link/internal/ld/data.go, dodataSect), so it would be no shorter than the first of them.
 */
export function symbolPieces(
  source: ByteSource,
  symbols: readonly PlacedSymbol[],
  { ofOwner, ofSymbol, ownerOf }: SymbolNumbers,
): { readonly single: Pieces; readonly carried: Pieces } {
  const single = pieceBuilder(1 << 14);
  const carried = pieceBuilder();
  const isZero = zeroTest(source);
  let singleEnd = 0;
  let singleBytes = 0;
  let carrier: (Carrier & { readonly start: number; readonly sectionEnd: number }) | undefined;
  const endCarrier = (end: number): void => {
    if (carrier === undefined) return;
    const { start, sectionEnd, kind, owner } = carrier;
    carried.add(start, Math.min(end, sectionEnd), kindCode(kind), ofOwner(owner), none);
    carrier = undefined;
  };
  for (const { symbol, offset, bytes, sectionEnd } of symbols) {
    const { name, kind } = symbol;
    if (carrier !== undefined && offset > carrier.start) endCarrier(offset);
    if (kind === 'function' || border.test(name)) continue;
    const many = carrierOf(name);
    if (many !== undefined) {
      carrier ??= { ...many, start: offset, sectionEnd: bytes > 0 ? offset + bytes : sectionEnd };
    } else if (offset + bytes > singleEnd) {
      const owner = ofOwner(ownerOf(name));
      const room = offset - singleEnd;
      if (isPadding(isZero, singleEnd, room, [singleBytes, bytes])) {
        single.add(singleEnd, offset, kindCode('padding'), ofOwner(padding), none);
      }
      single.add(Math.max(offset, singleEnd), offset + bytes, kindCode('data'), owner, ofSymbol(name));
      singleEnd = offset + bytes;
      singleBytes = bytes;
    }
  }
  endCarrier(Number.POSITIVE_INFINITY);
  return { single: single.build(), carried: carried.build() };
}

/**
 * Whether what lies between two symbols of data is there for the sake of an address alone.
 * @param room its length
 * @param lengths of the two
 */
export function isPadding(
  isZero: ZeroTest,
  offset: number,
  room: number,
  [before, after]: readonly [number, number],
): boolean {
  const isShort = room > 0 && room <= mostPadding && room < before && before <= after;
  return isShort && isZero(offset, room);
}

/** Strings where nothing but Go's own tables says where they are. */
export function stringPieces(parts: readonly NamedRange[], ofOwner: SymbolNumbers['ofOwner']): Pieces {
  const builder = pieceBuilder(16);
  for (const { name, offset, bytes } of parts) {
    if (name === partName.strings)
      builder.add(offset, offset + bytes, kindCode('string'), ofOwner(strings), none);
  }
  return builder.build();
}

function carrierOf(name: string): Carrier | undefined {
  return /^(go|type|runtime)/.test(name) ? carriers.find(({ pattern }) => pattern.test(name)) : undefined;
}
