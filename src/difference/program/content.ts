import type { Cause, Difference, ExplainContext } from '../difference.ts';
import { type Hunk, hunkBytes } from '../hunks.ts';
import { isReordered } from '../order.ts';
import { isPrintable, shownBytes } from '../shown.ts';
import { type DifferingPart, offsetsOf } from './aligned.ts';
import { fileDifferences } from './names.ts';
import { type FoundText, textsOf } from './texts.ts';

/** What was found in parts that may hold texts and values, by how much it tells. */
export interface Content {
  /** With a cause. */
  readonly blamed: readonly Difference[];
  readonly reordered: readonly Difference[];
  readonly others: readonly Difference[];
  /** Bytes of each part that these account for. */
  readonly told: ReadonlyMap<DifferingPart, number>;
}

/** What is the same in another order is not looked at text by text from so many bytes on: chance does not make that. */
const surelyReordered = 16;

/** Texts of a program, of its variables and its source files' names, and what changed places. */
export function contentDifferences(
  parts: readonly DifferingPart[],
  place: string,
  context: ExplainContext,
): Content {
  const told = new Map<DifferingPart, number>();
  const [blamed, reordered, others]: [Difference[], Difference[], Difference[]] = [[], [], []];
  const tell = (part: DifferingPart, bytes: number): void =>
    void told.set(part, (told.get(part) ?? 0) + bytes);
  for (const part of parts) {
    if (part.nature === 'files') {
      for (const found of fileDifferences(part, place, context)) {
        tell(part, found.bytes ?? 0);
        (found.cause === undefined ? others : blamed).push(found);
      }
    }
    if (part.nature !== 'texts' && part.nature !== 'data') continue;
    if (part.bytes >= surelyReordered && isOrder(part, part.list)) {
      reordered.push(orderDifference(part, place, part.list));
      tell(part, part.bytes);
      continue;
    }
    const texts = textsOf(part, place, context);
    const caused = texts.filter(({ difference }) => difference.cause !== undefined);
    for (const { difference } of caused) {
      blamed.push(difference);
      tell(part, difference.bytes ?? 0);
    }
    const left = withoutHunks(part.list, caused);
    if (isOrder(part, left)) {
      reordered.push(orderDifference(part, place, left));
      tell(part, bytesOf(left));
      continue;
    }
    for (const { difference } of texts) {
      if (difference.cause !== undefined) continue;
      others.push(difference);
      tell(part, difference.bytes ?? 0);
    }
  }
  return { blamed: together(blamed), reordered, others: together(others), told };
}

function withoutHunks(list: readonly Hunk[], found: readonly FoundText[]): Hunk[] {
  const gone = new Set(found.flatMap(({ hunks }) => hunks));
  return list.filter((hunk) => !gone.has(hunk));
}

function bytesOf(hunks: readonly Hunk[]): number {
  return hunks.reduce((sum, hunk) => sum + hunkBytes(hunk), 0);
}

/** Only where all that differs is at hand. */
function isOrder({ a, b, bytes, list }: DifferingPart, hunks: readonly Hunk[]): boolean {
  return bytesOf(list) === bytes && isReordered(a.bytes, b.bytes, hunks);
}

const shownAround = 24;

function orderDifference(part: DifferingPart, place: string, hunks: readonly Hunk[]): Difference {
  const { section, name, nature, a, b } = part;
  const [first] = hunks;
  const shown = (side: 'a' | 'b'): string => {
    if (first === undefined) return '';
    const { bytes } = side === 'a' ? a : b;
    let { from, to } = first[side];
    while (from > 0 && first[side].from - from < shownAround && isPrintable(bytes[from - 1] ?? 0)) from -= 1;
    while (to < bytes.length && to - first[side].to < shownAround && isPrintable(bytes[to] ?? 0)) to += 1;
    return shownBytes(bytes.subarray(from, to));
  };
  return {
    kind: nature === 'data' ? 'symbol' : 'section',
    place: `${place}${section}${name === '' ? '' : `, ${name}`}`,
    ...offsetsOf(part, first),
    bytes: bytesOf(hunks),
    a: shown('a'),
    b: shown('b'),
    cause: {
      kind: 'order',
      detail: 'the same bytes in another order, as in generated code that was written by ranging over a map',
    },
  };
}

/**
 * What is the same text at several places is told once; and a text that is gone at one place is one with the next that is new at
 * another, since linkers put longer ones behind.
 */
function together(differences: readonly Difference[]): Difference[] {
  const found = new Map<string, Difference>();
  for (const difference of moved(differences)) {
    const key = JSON.stringify([difference.kind, difference.a, difference.b, difference.cause?.kind]);
    const known = found.get(key);
    const bytes = (known?.bytes ?? 0) + (difference.bytes ?? 0);
    found.set(key, { ...(known ?? difference), bytes });
  }
  return [...found.values()];
}

function moved(differences: readonly Difference[]): Difference[] {
  const found: Difference[] = [];
  for (const each of differences) {
    const isOpen = each.a === '' || each.b === '';
    const at = isOpen ? found.findIndex((other) => completes(each, other)) : -1;
    const other = found[at];
    if (other === undefined) {
      found.push(each);
      continue;
    }
    const [gone, fresh] = each.b === '' ? [each, other] : [other, each];
    found[at] = {
      ...other,
      bytes: (each.bytes ?? 0) + (other.bytes ?? 0),
      a: gone.a,
      b: fresh.b,
      ...(each.cause !== undefined && { cause: causeOfBoth(each.cause, gone.a, fresh.b) }),
    };
  }
  return found;
}

/** One has nothing where the other has something, in the same section and for the same reason. */
function completes(one: Difference, other: Difference): boolean {
  const isOpen = (one.a === '' && other.b === '') || (one.b === '' && other.a === '');
  const [kind, kindOfOther] = [one.cause?.kind, other.cause?.kind];
  return (
    isOpen && one.a !== other.a && kind !== undefined && kind === kindOfOther && one.place === other.place
  );
}

function causeOfBoth({ kind, detail }: Cause, a: string, b: string): Cause {
  return { kind, detail: `${detail.replace(/: .*$/s, '')}: ${a} and ${b}` };
}
