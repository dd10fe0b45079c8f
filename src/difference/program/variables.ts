import type { Difference } from '../difference.ts';
import { shownDigits, shownLength, shownText } from '../shown.ts';
import { type DifferingPart, offsetsOf } from './aligned.ts';
import { ownFirst } from './code.ts';
import type { Open } from './sections.ts';

const mostListed = 6;

/**
 * Variables of which more than addresses differ, the program's own first; only a symbol table names them. What of them is told
 * here, by part.
 */
export function variableDifferences(
  parts: readonly DifferingPart[],
  { left, pointers }: Open,
  place: string,
): Map<DifferingPart, Difference> {
  const values = (part: DifferingPart): number => left(part) - Math.min(left(part), pointers(part));
  const open = parts.filter((part) => part.nature === 'data' && values(part) > 0);
  const listed = open.toSorted((a, b) => ownFirst(a.name, b.name)).slice(0, mostListed);
  return new Map(listed.map((part) => [part, variableDifference(part, values(part), place)]));
}

function variableDifference(part: DifferingPart, bytes: number, place: string): Difference {
  const { section, name, a, b, list } = part;
  const [first] = list;
  const told = (side: 'a' | 'b'): string => {
    const { bytes: value } = side === 'a' ? a : b;
    if (value.length === 0) return '';
    if (a.bytes.length !== b.bytes.length || first === undefined) return shownLength(value.length);
    return shownDigits(value.subarray(first[side].from, first[side].to));
  };
  return {
    kind: 'symbol',
    place: `${place}${section}, ${shownText(name)}`,
    ...offsetsOf(part, first),
    bytes,
    a: told('a'),
    b: told('b'),
  };
}
