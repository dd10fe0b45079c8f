import type { Difference } from '../difference.ts';
import { shownLength } from '../shown.ts';
import { type DifferingPart, offsetsOf } from './aligned.ts';
import type { NamedPart } from './named-parts.ts';

/** By part: bytes that nothing else tells, and how many of those are addresses of what moved. */
export interface Open {
  readonly left: (part: DifferingPart) => number;
  readonly pointers: (part: DifferingPart) => number;
}

/** What of each section nothing else tells, the most first; headers and what fills gaps together. */
export function sectionDifferences(
  parts: readonly DifferingPart[],
  { left, pointers }: Open,
  both: { readonly a: readonly NamedPart[]; readonly b: readonly NamedPart[] },
  place: string,
): Difference[] {
  const open = parts.filter((part) => left(part) > 0);
  const [inA, inB] = [lengthsOf(both.a), lengthsOf(both.b)];
  const groups = Map.groupBy(open, groupOf);
  const found = [...groups].flatMap(([group, members]): Difference[] => {
    const first = members.reduce((most, each) => (left(each) > left(most) ? each : most));
    const names = [...new Set(members.map(({ name }) => name).filter(Boolean))];
    const [name] = names;
    const only = names.length === 1 && members.length === 1 && name !== undefined ? `, ${name}` : '';
    const bytes = members.reduce((sum, part) => sum + left(part), 0);
    const moved = members.reduce((sum, part) => sum + Math.min(left(part), pointers(part)), 0);
    const shown = {
      kind: 'section',
      ...offsetsOf(first, first.list[0]),
      a: shownLength(inA.get(group) ?? 0),
      b: shownLength(inB.get(group) ?? 0),
    } as const;
    const parts = [
      { ...shown, place: `${place}${group}${only}`, bytes: bytes - moved },
      { ...shown, place: `${place}${group}, addresses of what moved`, bytes: moved },
    ];
    return parts.filter((part) => part.bytes > 0);
  });
  return found.sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));
}

const headers = 'headers and padding';

function groupOf({ nature, section }: Pick<NamedPart, 'nature' | 'section'>): string {
  return nature === 'header' || nature === 'padding' ? headers : section;
}

function lengthsOf(parts: readonly NamedPart[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const part of parts) {
    const group = groupOf(part);
    sums.set(group, (sums.get(group) ?? 0) + part.bytes);
  }
  return sums;
}
