import type { Difference } from '../difference.ts';
import { firstOtherOrder } from '../order.ts';
import { shownCount, shownDigits, shownLength, shownText } from '../shown.ts';
import type { CompareCode } from './addresses.ts';
import { type DifferingPart, offsetsOf } from './aligned.ts';
import type { NamedPart } from './named-parts.ts';

const mostListed = 8;
const sameInOtherOrder =
  'it does the same things in another order, as generated code that was written by ranging over a map';

/** Functions in another order: those that are in both. */
export function orderOfFunctions(
  a: readonly NamedPart[],
  b: readonly NamedPart[],
  place: string,
): Difference[] {
  const [inA, inB] = [functionsOf(a), functionsOf(b)];
  const [namesA, namesB] = [inA.map(({ name }) => name), inB.map(({ name }) => name)];
  const first = firstOtherOrder(namesA, namesB);
  if (first === undefined || !isSameCode(namesA, namesB)) return [];
  const [nameA, nameB] = first;
  const section = inA[0]?.section ?? '';
  return [
    {
      kind: 'symbol',
      place: `${place}${section}, order of functions`,
      a: shownText(`${nameA} first`),
      b: shownText(`${nameB} first`),
      cause: {
        kind: 'order',
        detail:
          'functions stand in another order, as in generated code that was written by ranging over a map',
      },
    },
  ];
}

/** Of other code the order says nothing: at most one of a hundred functions is in one of them alone. */
function isSameCode(a: readonly string[], b: readonly string[]): boolean {
  const [inA, inB] = [new Set(a), new Set(b)];
  const alone =
    [...inA].filter((name) => !inB.has(name)).length + [...inB].filter((name) => !inA.has(name)).length;
  return 100 * alone <= inA.size;
}

function functionsOf(parts: readonly NamedPart[]): NamedPart[] {
  return parts.filter(({ nature }) => nature === 'function');
}

/** Functions that are not the same. */
export interface FunctionDifferences {
  /** What stands in another order in them. */
  readonly reordered: readonly Difference[];
  /**
   * Those that have other instructions one by one, the program's own first; those that differ in addresses alone are one difference,
   * since they follow from what moved.
   */
  readonly others: readonly Difference[];
}

export function functionDifferences(
  parts: readonly DifferingPart[],
  place: string,
  compare: CompareCode,
): FunctionDifferences {
  const functions = parts.filter(({ nature }) => nature === 'function');
  const groups = Map.groupBy(functions, (part) => compare(part) ?? 'unknown');
  const real = (groups.get('other') ?? []).toSorted((a, b) => ownFirst(a.name, b.name));
  const open = groups.get('unknown') ?? [];
  const listed = [...real, ...(open.length <= mostListed ? open : [])];
  const cause = { kind: 'order', detail: sameInOtherOrder } as const;
  const reordered = (groups.get('order') ?? []).map((part) => ({
    ...functionDifference(part, place),
    cause,
  }));
  return {
    reordered,
    others: [
      ...listed.slice(0, mostListed).map((part) => functionDifference(part, place)),
      ...summary(listed.slice(mostListed), place, 'more functions that are not the same'),
      ...summary(
        open.length <= mostListed ? [] : open,
        place,
        'functions of the same length, other addresses or instructions',
      ),
      ...summary(groups.get('addresses') ?? [], place, 'functions that differ in addresses alone'),
    ],
  };
}

/** Orders symbols: the main package's before those of modules, and those before the standard library's. */
export function ownFirst(a: string, b: string): number {
  return rank(a) - rank(b);
}

function rank(name: string): number {
  if (name.startsWith('main.')) return 0;
  return /^[^/]*\.[^/]*\//.test(name) ? 1 : 2;
}

function functionDifference(part: DifferingPart, place: string): Difference {
  const { section, name, a, b, bytes, list } = part;
  const [first] = list;
  const isSameLength = a.bytes.length === b.bytes.length;
  const told = (side: 'a' | 'b'): string => {
    const { bytes: code } = part[side];
    if (code.length === 0) return '';
    return isSameLength && first
      ? shownDigits(code.subarray(first[side].from, first[side].to))
      : shownLength(code.length);
  };
  return {
    kind: 'symbol',
    place: `${place}${section}, ${shownText(name)}`,
    ...(isSameLength
      ? offsetsOf(part, first)
      : offsetsOf(part, { a: { from: 0, to: 0 }, b: { from: 0, to: 0 } })),
    bytes,
    a: told('a'),
    b: told('b'),
  };
}

/** Many functions as one, with what the first of them has. */
function summary(parts: readonly DifferingPart[], place: string, what: string): Difference[] {
  const [first] = parts;
  if (first === undefined) return [];
  const shown = functionDifference(first, place);
  return [
    {
      ...shown,
      kind: 'section',
      place: `${place}${first.section}, ${shownCount(parts.length)} ${what}, such as ${shownText(first.name)}`,
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    },
  ];
}
