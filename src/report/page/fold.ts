import type { CollectedPackage, CollectedSymbol } from './collect.ts';

/** Growth is what a comparison is looked at for: a byte of it weighs as much as this many that stayed. */
const growthWeight = 8;

/** How much a symbol matters to who looks: its disk bytes, or what has changed of them. */
export function weightOf({ numbers }: CollectedSymbol, sides: number): number {
  const [before = 0, after = 0] = numbers;
  if (sides === 1) return before;
  return Math.max(growthWeight * Math.abs(after - before), before, after);
}

/** Characters that a symbol takes in the page: its name in quotes, its kind, its numbers, commas. */
function lengthOf({ name, numbers }: CollectedSymbol, path: string): number {
  const own = name.startsWith(`${path}.`) ? name.length - path.length : name.length;
  return numbers.reduce((sum, number) => sum + String(number).length + 1, own + 4);
}

/**
 * The weight that a symbol must have more of to be shown by itself, so that all of those together take at most `room`
 * characters; -1 when all may be. Symbols of equal weight are shown all or not at all.
 */
export function threshold(packages: readonly CollectedPackage[], sides: number, room: number): number {
  const all = packages.flatMap(({ path, symbols }) =>
    [...symbols.values()].map((symbol) => ({
      weight: weightOf(symbol, sides),
      length: lengthOf(symbol, path),
    })),
  );
  all.sort((a, b) => b.weight - a.weight);
  let taken = 0;
  for (const { weight, length } of all) {
    taken += length;
    if (taken > room) return weight;
  }
  return -1;
}
