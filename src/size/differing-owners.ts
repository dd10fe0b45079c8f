import type { FileRange } from '../binary/program-file.ts';
import type { Attribution, Owner } from './attribution.ts';
import { largestFirst } from './attribution.ts';
import { changesOf } from './difference.ts';
import { none } from './pieces.ts';
import { symbolsOf } from './symbols.ts';

/** Bytes that differ, by whom they belong to. */
export interface DifferingOwner {
  readonly owner: Owner;
  readonly bytes: number;
  /** Functions, types and variables that have some of them, in the file's order. */
  readonly symbols: readonly string[];
}

/**
 * Whose the bytes of some ranges are; those of one owner together, the most first.
 * @param ranges in the file's order, none over another
 */
export function ownersOfRanges(
  { pieces, owners, symbolName }: Attribution,
  ranges: readonly FileRange[],
): DifferingOwner[] {
  const sums = new Map<number, { bytes: number; symbols: Set<number> }>();
  let next = 0;
  for (const { offset, bytes } of ranges) {
    const end = offset + bytes;
    const endOf = (at: number): number => (pieces.starts[at] ?? 0) + (pieces.bytes[at] ?? 0);
    while (next < pieces.count && endOf(next) <= offset) next += 1;
    for (let at = next; at < pieces.count && (pieces.starts[at] ?? 0) < end; at += 1) {
      const shared = Math.min(end, endOf(at)) - Math.max(offset, pieces.starts[at] ?? 0);
      const owner = pieces.owners[at] ?? 0;
      const sum = sums.get(owner) ?? { bytes: 0, symbols: new Set<number>() };
      sums.set(owner, sum);
      sum.bytes += shared;
      const subject = pieces.subjects[at] ?? none;
      if (subject !== none) sum.symbols.add(subject);
    }
  }
  const list = [...sums].flatMap(([number, { bytes, symbols }]): DifferingOwner[] => {
    const owner = owners[number];
    return owner === undefined ? [] : [{ owner, bytes, symbols: [...symbols].map(symbolName) }];
  });
  return largestFirst(list, ({ owner }) => (owner.kind === 'package' ? owner.path : owner.name));
}

/** The symbols of a package that have another length in the second program, or are in one of them only; what changed most first. */
export function resizedSymbols(
  before: Attribution,
  after: Attribution,
): ReadonlyMap<string, readonly string[]> {
  const listOf = (attribution: Attribution) =>
    symbolsOf(attribution).map(({ package: path, name, bytes }) => ({ name: `${path} ${name}`, bytes }));
  const names = new Map<string, string[]>();
  for (const { name } of changesOf(listOf(before), listOf(after))) {
    const space = name.indexOf(' ');
    const path = name.slice(0, space);
    names.set(path, [...(names.get(path) ?? []), name.slice(space + 1)]);
  }
  return names;
}
