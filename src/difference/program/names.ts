import type { Cause, Difference, ExplainContext } from '../difference.ts';
import { shownCount, shownText } from '../shown.ts';
import { causeOfTexts } from '../text-causes.ts';
import { type DifferingPart, offsetsOf } from './aligned.ts';

/** Names with a zero byte behind each, such as those of source files. */
export interface OtherNames {
  readonly a: readonly string[];
  readonly b: readonly string[];
}

/** Names that are in one table only, each as often as it is more often there. */
export function otherNames(a: Buffer, b: Buffer): OtherNames {
  const [namesA, namesB] = [namesIn(a), namesIn(b)];
  return { a: without(namesA, namesB), b: without(namesB, namesA) };
}

function namesIn(table: Buffer): string[] {
  return table.toString('latin1').split('\0').filter(Boolean);
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of others) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.filter((name) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count - 1);
    return count <= 0;
  });
}

/** The table of source files: one difference for all, with the folder that makes it. */
export function fileDifferences(part: DifferingPart, place: string, context: ExplainContext): Difference[] {
  const { a, b } = otherNames(part.a.bytes, part.b.bytes);
  const count = Math.max(a.length, b.length);
  if (count === 0) return [];
  const { cause, a: nameA = '', b: nameB = '' } = causeOfNames({ a, b }, context);
  const more = count === 1 ? 'the name of a source file' : `the names of ${shownCount(count)} source files`;
  return [
    {
      kind: 'string',
      place: `${place}${part.section}, ${more}`,
      ...offsetsOf(part, part.list[0]),
      bytes: part.bytes,
      a: shownText(nameA),
      b: shownText(nameB),
      ...(cause !== undefined && { cause }),
    },
  ];
}

const mostLooked = 1000;

/** The first names that are another only by something that is recognised; else the first two. */
export function causeOfNames(
  { a, b }: OtherNames,
  context: ExplainContext,
): { readonly a: string | undefined; readonly b: string | undefined; readonly cause?: Cause } {
  for (const [at, inA] of a.slice(0, mostLooked).entries()) {
    const inB = b[at] ?? '';
    const [rootA, rootB] = roots(inA, inB);
    if (isAbsolute(inA) && isAbsolute(inB)) {
      const detail = `a folder of the build: ${shownText(rootA)} and ${shownText(rootB)}`;
      return { a: inA, b: inB, cause: { kind: 'path', detail } };
    }
    const known = causeOfTexts(
      { text: inA, from: 0, to: rootA.length },
      { text: inB, from: 0, to: rootB.length },
      context,
    );
    if (known !== undefined) return { a: inA, b: inB, cause: known.cause };
  }
  return { a: a[0], b: b[0] };
}

function isAbsolute(path: string): boolean {
  return /^(\/|[A-Za-z]:[\\/])/.test(path);
}

/** Two paths without the folders and the file that they end with in common. */
function roots(a: string, b: string): readonly [string, string] {
  const [partsA, partsB] = [a.split('/'), b.split('/')];
  while (partsA.length > 0 && partsB.length > 0 && partsA.at(-1) === partsB.at(-1)) {
    partsA.pop();
    partsB.pop();
  }
  return [partsA.join('/'), partsB.join('/')];
}
