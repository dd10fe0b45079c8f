import type { Cause, ExplainContext, OfBoth } from './difference.ts';
import type { Span } from './hunks.ts';
import { shownText } from './shown.ts';
import { textPatterns } from './text-patterns.ts';

/** A text with the part of it that differs; what is around that part tells what it is. */
export interface TextAround extends Span {
  readonly text: string;
}

export interface TextCause {
  readonly cause: Cause;
  /** What was recognised, such as all of a date of which one digit differs; empty where a side has none. */
  readonly a: Span;
  readonly b: Span;
}

/**
 * What a difference of two texts is blamed for: first what is known of the builds, then what the texts look like.
 * Undefined where nothing is recognised in what differs.
 */
export function causeOfTexts(a: TextAround, b: TextAround, context: ExplainContext): TextCause | undefined {
  const [nearA, nearB] = [near(a), near(b)];
  const found =
    known(nearA, nearB, context.paths, 'path', 'a folder of the build') ??
    known(nearA, nearB, context.hosts, 'host', 'the name of the machine') ??
    known(nearA, nearB, context.users, 'user', 'the name of the user') ??
    unixTime(nearA, nearB, context.times) ??
    recognised(nearA, nearB);
  return found && { ...found, a: moved(found.a, nearA.start), b: moved(found.b, nearB.start) };
}

/** How far a text is looked at on either side of what differs, and how much of that. */
const mostAround = 256;
const mostDiffering = 4096;

/** Texts may be long, and are searched many times. */
function near({ text, from, to }: TextAround): TextAround & { readonly start: number } {
  const start = Math.max(0, from - mostAround);
  const end = Math.min(to, from + mostDiffering);
  return { text: text.slice(start, end + mostAround), from: from - start, to: end - start, start };
}

function moved({ from, to }: Span, by: number): Span {
  return { from: from + by, to: to + by };
}

function known(
  a: TextAround,
  b: TextAround,
  facts: OfBoth<string> | undefined,
  kind: Cause['kind'],
  what: string,
): TextCause | undefined {
  if (facts === undefined) return undefined;
  // A name may be a word like others; a folder is none.
  const isSure = kind === 'path';
  const [inA, inB] = [factIn(a, facts.a, isSure), factIn(b, facts.b, isSure)];
  if (inA === undefined && inB === undefined) return undefined;
  return causeOf(kind, what, [a, inA], [b, inB]);
}

/** The longest of the facts that stands where the text differs: of nested folders the innermost. */
function factIn(around: TextAround, facts: readonly string[], isSure: boolean): Span | undefined {
  for (const fact of facts.toSorted((one, other) => other.length - one.length)) {
    if (fact.length < 2) continue;
    for (let at = around.text.indexOf(fact); at >= 0; at = around.text.indexOf(fact, at + 1)) {
      const span = { from: at, to: at + fact.length };
      if (touches(span, around) && (isSure || besideOf(span, around) <= mostBeside)) return span;
    }
  }
  return undefined;
}

const secondsPerDay = 86_400;
/** Seconds, or thousandths, millionths, billionths of them. */
const epoch = /(?<!\d)\d{10}(?:\d{3}|\d{6}|\d{9})?(?!\d)/g;
/** Numbers of ten digits that may be a time: 2014 to 2036. */
const [firstSecond, lastSecond] = [1_400_000_000, 2_100_000_000];

/** A number near when they were built; where that is not known, two that may both be a time, not ten years apart. */
function unixTime(a: TextAround, b: TextAround, times: OfBoth<number> | undefined): TextCause | undefined {
  const [inA, inB] = [matchIn(a, epoch), matchIn(b, epoch)];
  // Where one has nothing, the other's is compared with itself.
  const secondsA = secondsIn(a, inA) ?? (a.from === a.to ? secondsIn(b, inB) : undefined);
  const secondsB = secondsIn(b, inB) ?? (b.from === b.to ? secondsIn(a, inA) : undefined);
  if (secondsA === undefined || secondsB === undefined) return undefined;
  const isNear =
    times === undefined
      ? Math.abs(secondsA - secondsB) < 3650 * secondsPerDay
      : [...times.a, ...times.b].some(
          (time) =>
            Math.abs(time - secondsA) < 2 * secondsPerDay || Math.abs(time - secondsB) < 2 * secondsPerDay,
        );
  const isTime = [secondsA, secondsB].every((seconds) => seconds > firstSecond && seconds < lastSecond);
  return isNear && isTime ? causeOf('time', 'a time in seconds since 1970', [a, inA], [b, inB]) : undefined;
}

function secondsIn({ text }: TextAround, span: Span | undefined): number | undefined {
  return span && Number(text.slice(span.from, span.from + 10));
}

function recognised(a: TextAround, b: TextAround): TextCause | undefined {
  const found = textPatterns.map((pattern) => ({
    pattern,
    inA: matchIn(a, pattern.expression),
    inB: matchIn(b, pattern.expression),
  }));
  const both = found.find(({ inA, inB }) => inA !== undefined && inB !== undefined);
  // Of one alone: where the other has nothing, or something short.
  const isShort = (around: TextAround): boolean => around.to - around.from <= mostBeside;
  const one = found.find(
    ({ inA, inB }) => (inA !== undefined && isShort(b)) || (inB !== undefined && isShort(a)),
  );
  const { pattern, inA, inB } = both ?? one ?? {};
  return pattern && causeOf(pattern.kind, pattern.what, [a, inA], [b, inB]);
}

/** What looks like something in a text of which much more differs says nothing of that. */
const mostBeside = 24;

function matchIn(around: TextAround, expression: RegExp): Span | undefined {
  for (const match of around.text.matchAll(expression)) {
    const span = { from: match.index, to: match.index + match[0].length };
    if (touches(span, around) && besideOf(span, around) <= mostBeside) return span;
  }
  return undefined;
}

/** How much of what differs is not in a span. */
function besideOf({ from, to }: Span, around: Span): number {
  return Math.max(0, from - around.from) + Math.max(0, around.to - to);
}

/** Whether a span has some of what differs; where nothing stands, whether it is around that place. */
function touches({ from, to }: Span, around: Span): boolean {
  return from < around.to && to > around.from;
}

type Side = readonly [around: TextAround, found: Span | undefined];

function causeOf(kind: Cause['kind'], what: string, a: Side, b: Side): TextCause {
  const [spanA, spanB] = [spanOf(a), spanOf(b)];
  const [textA, textB] = [textOf(a[0], spanA), textOf(b[0], spanB)];
  return { cause: { kind, detail: `${what}: ${textA} and ${textB}` }, a: spanA, b: spanB };
}

/** What was found, or else what differs. */
function spanOf([{ from, to }, found]: Side): Span {
  return found ?? { from, to };
}

function textOf({ text }: TextAround, { from, to }: Span): string {
  return from === to ? 'nothing' : shownText(text.slice(from, to));
}
