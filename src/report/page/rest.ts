import type { CollectedPackage } from './collect.ts';
import { zeros } from './collect.ts';
import type { KindRow } from './data.ts';
import { kindIndex } from './kinds.ts';

/** A function has its tables with it, and an embedded file may be a datum. */
const covered = [
  [kindIndex('code'), kindIndex('tables')],
  [kindIndex('data'), kindIndex('embedded')],
] as const;

/**
 * What no symbol of a package has, by kind. How wire bytes are spread over kinds is not known: they are one row, of the kind
 * that the package has most of.
 */
export function restOf({ numbers, parts, symbols }: CollectedPackage, sides: number): KindRow[] {
  const columns = numbers.length;
  const bySide = parts.map((part, side) => {
    const left = [...part];
    for (const symbol of symbols.values()) {
      left[symbol.kind] = (left[symbol.kind] ?? 0) - (symbol.numbers[side] ?? 0);
    }
    return settled(left, beyondSymbols(numbers, symbols, side));
  });
  const kinds = parts[0]?.map((_, kind) => kind) ?? [];
  const rows = kinds.map((kind): KindRow => {
    const row = zeros(columns);
    for (const [side, left] of bySide.entries()) row[side] = left[kind] ?? 0;
    return [kind, ...row];
  });
  const wire = zeros(columns);
  for (let column = sides; column < columns; column += 1) {
    wire[column] = Math.max(0, beyondSymbols(numbers, symbols, column));
  }
  return [...rows, [mostOf(parts), ...wire] as const].filter(([, ...row]) =>
    row.some((number) => number > 0),
  );
}

function mostOf(parts: readonly (readonly number[])[]): number {
  const largest = parts[0]?.map((_, kind) => Math.max(...parts.map((part) => part[kind] ?? 0))) ?? [];
  return largest.indexOf(Math.max(...largest));
}

/** What a package has in a column beyond its symbols. */
function beyondSymbols(
  numbers: readonly number[],
  symbols: CollectedPackage['symbols'],
  column: number,
): number {
  let left = numbers[column] ?? 0;
  for (const symbol of symbols.values()) left -= symbol.numbers[column] ?? 0;
  return left;
}

/**
 * The same sum without negative numbers: where symbols of a kind have more than the package has of it, they have some of
 * another kind. What is left beyond all kinds is of no known kind.
 */
function settled(left: number[], whole: number): number[] {
  const take = (from: number, to: number): void => {
    const moved = Math.min(Math.max(0, -(left[from] ?? 0)), Math.max(0, left[to] ?? 0));
    left[from] = (left[from] ?? 0) + moved;
    left[to] = (left[to] ?? 0) - moved;
  };
  for (const [from, to] of covered) take(from, to);
  for (const from of left.keys()) for (const to of left.keys()) take(from, to);
  const known = left.map((bytes) => Math.max(0, bytes));
  const sum = known.reduce((all, bytes) => all + bytes, 0);
  const other = kindIndex('other');
  known[other] = (known[other] ?? 0) + Math.max(0, whole - sum);
  return known;
}
