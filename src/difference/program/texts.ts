import type { Cause, Difference, ExplainContext } from '../difference.ts';
import { type Hunk, hunkBytes, type Span } from '../hunks.ts';
import { isPrintable, shownText } from '../shown.ts';
import { causeOfTexts, type TextAround } from '../text-causes.ts';
import { type DifferingPart, offsetsOf } from './aligned.ts';

/** A text that is not the same in both, and how many of its part's bytes that accounts for. */
export interface FoundText {
  readonly part: DifferingPart;
  readonly difference: Difference;
  readonly hunks: readonly Hunk[];
}

/** Shorter runs of printable bytes are mostly not text. */
const shortest = 6;
/** How far a text is looked at around what differs. */
const around = 160;
const shownAround = 24;
const mostLooked = 1024;

/**
 * The texts that are in one program only, of the parts that may hold some. Go's strings stand one behind the other without a
 * border, so what is told is what differs, with what is recognised around it.
 */
export function textsOf(part: DifferingPart, place: string, context: ExplainContext): FoundText[] {
  const found: FoundText[] = [];
  let last: { a: Span; b: Span; hunks: Hunk[] } | undefined;
  for (const hunk of part.list.slice(0, mostLooked)) {
    // A date of which two digits differ is one.
    if (last !== undefined && within(hunk.a, last.a) && within(hunk.b, last.b)) {
      last.hunks.push(hunk);
      continue;
    }
    const text = textAt(part, hunk, context);
    if (text === undefined) continue;
    const hunks = [hunk];
    last = { a: text.a, b: text.b, hunks };
    found.push({ part, hunks, difference: textDifference(part, place, hunk, text) });
  }
  return found.map(({ difference, ...each }) => ({
    ...each,
    difference: { ...difference, bytes: each.hunks.reduce((sum, hunk) => sum + hunkBytes(hunk), 0) },
  }));
}

interface Text {
  readonly cause?: Cause;
  /** What is shown, in the part. */
  readonly a: Span;
  readonly b: Span;
  readonly shown: { readonly a: string; readonly b: string };
}

function textDifference(part: DifferingPart, place: string, hunk: Hunk, { cause, shown }: Text): Difference {
  const variable = part.name.replace(/\.str$/, '');
  return {
    kind: 'string',
    place: `${place}${part.section}${variable === '' ? '' : `, ${variable}`}`,
    ...offsetsOf(part, hunk),
    ...shown,
    ...(cause !== undefined && { cause }),
  };
}

/** Undefined for what is no text. */
function textAt({ a, b }: DifferingPart, hunk: Hunk, context: ExplainContext): Text | undefined {
  const [inA, inB] = [lookAround(a.bytes, hunk.a), lookAround(b.bytes, hunk.b)];
  if (inA === undefined || inB === undefined) return undefined;
  // Zero bytes alone.
  if (inA.from === inA.to && inB.from === inB.to) return undefined;
  const known = causeOfTexts(inA, inB, context);
  const isKnown = known !== undefined && ofBuild.has(known.cause.kind);
  if ((inA.isShort || inB.isShort) && !isKnown) return undefined;
  const [spanA, spanB] = known === undefined ? [shownOf(inA), shownOf(inB)] : [known.a, known.b];
  return {
    ...(known !== undefined && { cause: known.cause }),
    a: moved(spanA, inA.start),
    b: moved(spanB, inB.start),
    shown: {
      a: shownText(inA.text.slice(spanA.from, spanA.to)),
      b: shownText(inB.text.slice(spanB.from, spanB.to)),
    },
  };
}

/** Some of what is around it, where little differs; else nothing could be found by it. */
function shownOf({ text, from, to }: TextAround): Span {
  return { from: Math.max(0, from - shownAround), to: Math.min(text.length, to + shownAround) };
}

function moved({ from, to }: Span, by: number): Span {
  return { from: from + by, to: to + by };
}

function within(inner: Span, outer: Span): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}

/** What is known of a build may be shorter than what else is taken for a text. */
const ofBuild: ReadonlySet<Cause['kind']> = new Set(['user', 'host', 'path']);

interface Looked extends TextAround {
  /** Where the text begins in its part. */
  readonly start: number;
  /** It may be no text at all. */
  readonly isShort: boolean;
}

/** The printable bytes around a place. Zero bytes at its ends belong to it in C's texts, and in tables next to texts. */
function lookAround(bytes: Buffer, span: Span): Looked | undefined {
  let [from, to] = [span.from, span.to];
  while (from < to && bytes[from] === 0) from += 1;
  while (to > from && bytes[to - 1] === 0) to -= 1;
  for (let at = from; at < to; at += 1) if (!isPrintable(bytes[at] ?? 0)) return undefined;
  let start = from;
  while (start > 0 && from - start < around && isPrintable(bytes[start - 1] ?? 0)) start -= 1;
  let end = to;
  while (end < bytes.length && end - to < around && isPrintable(bytes[end] ?? 0)) end += 1;
  const isShort = end - start < shortest && from < to;
  return {
    isShort,
    text: bytes.toString('latin1', start, end),
    from: from - start,
    to: to - start,
    start,
  };
}
