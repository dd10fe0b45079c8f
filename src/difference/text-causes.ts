import type { Cause, ExplainContext, OfBoth } from './difference.ts';
import type { Span } from './hunks.ts';
import { shownText } from './shown.ts';

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

interface Pattern {
  readonly kind: Cause['kind'];
  readonly expression: RegExp;
  readonly what: string;
}

const month = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const day = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const clock = String.raw`\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?`;
const zone = String.raw`(?:Z|UTC|GMT|[A-Z]{3,4}|[+-]\d\d:?\d\d)`;

/** What a text looks like, the surest first: of two that fit, the one that says more of where it comes from. */
const patterns: readonly Pattern[] = [
  {
    kind: 'vcs-stamp',
    // Go modules reference, "Pseudo-versions"; git describe.
    expression: /v\d+\.\d+\.\d+-(?:[0-9A-Za-z.-]*[.-])?\d{14}-[0-9a-f]{12}(?:\+dirty)?/g,
    what: 'a version made of the commit',
  },
  {
    kind: 'vcs-stamp',
    expression: /v?\d+\.\d+[0-9A-Za-z.-]*-\d+-g[0-9a-f]{7,40}(?:-dirty)?/g,
    what: 'what git describe says',
  },
  {
    kind: 'vcs-stamp',
    // A number of forty digits is no commit. What stands next to it may begin with a digit or two.
    expression: /(?<![0-9a-f]{8})(?=(?:\d*[a-f]){4})[0-9a-f]{40}(?![0-9a-f]{8})/g,
    what: 'a commit',
  },
  {
    kind: 'path',
    expression:
      /\/(?:home|Users|root|tmp|var|private|build|builds|work|workspace|go|src|opt|usr|mnt|data|github|srv|nix)(?:\/[A-Za-z0-9_.@+~,-]+)+|[A-Za-z]:[\\/](?:[A-Za-z0-9_.@+~ -]+[\\/])+[A-Za-z0-9_.@+~-]*/g,
    what: 'a path',
  },
  {
    kind: 'time',
    expression: new RegExp(String.raw`\d{4}([-/])\d\d\1\d\d(?:[T _]${clock}(?: ?${zone})?)?`, 'g'),
    what: 'a date',
  },
  {
    kind: 'time',
    expression: new RegExp(
      String.raw`(?:(?:${day})[a-z]*,? )?(?:(?:${month})[a-z]* {1,2}\d{1,2}|\d{1,2}[ -](?:${month})[a-z]*)(?:,? (?:${clock}(?: ${zone})? )?\d{4}|-\d{2,4}| ${clock})(?: ${clock}(?: ${zone})?)?`,
      'g',
    ),
    what: 'a date',
  },
  {
    kind: 'time',
    expression:
      /20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[T_-]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\dZ?)?)?/g,
    what: 'a date',
  },
  {
    kind: 'time',
    expression: new RegExp(String.raw`(?<!\d)${clock}(?: ?${zone})?`, 'g'),
    what: 'a time of day',
  },
  {
    kind: 'toolchain',
    expression:
      /go1\.\d+(?:\.\d+|rc\d+|beta\d+)?(?:[ -][A-Za-z0-9:.,_+-]+)?|GCC: \([^)]*\) [\d.]+|clang version [\d.]+/g,
    what: 'the version of a compiler',
  },
];

/**
 * What a difference of two texts is blamed for: first what is known of the builds, then what the texts look like.
 * Undefined where nothing is recognised in what differs.
 */
export function causeOfTexts(a: TextAround, b: TextAround, context: ExplainContext): TextCause | undefined {
  return (
    known(a, b, context.paths, 'path', 'a folder of the build') ??
    known(a, b, context.hosts, 'host', 'the name of the machine') ??
    known(a, b, context.users, 'user', 'the name of the user') ??
    unixTime(a, b, context.times) ??
    recognised(a, b)
  );
}

function known(
  a: TextAround,
  b: TextAround,
  facts: OfBoth<string> | undefined,
  kind: Cause['kind'],
  what: string,
): TextCause | undefined {
  if (facts === undefined) return undefined;
  const [inA, inB] = [factIn(a, facts.a), factIn(b, facts.b)];
  if (inA === undefined && inB === undefined) return undefined;
  return causeOf(kind, what, [a, inA], [b, inB]);
}

/** The longest of the facts that stands where the text differs: of nested folders the innermost. */
function factIn(around: TextAround, facts: readonly string[]): Span | undefined {
  for (const fact of facts.toSorted((one, other) => other.length - one.length)) {
    if (fact.length < 2) continue;
    for (let at = around.text.indexOf(fact); at >= 0; at = around.text.indexOf(fact, at + 1)) {
      const span = { from: at, to: at + fact.length };
      if (touches(span, around)) return span;
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
  const found = patterns.map((pattern) => ({
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
    const beside = Math.max(0, span.from - around.from) + Math.max(0, around.to - span.to);
    if (touches(span, around) && beside <= mostBeside) return span;
  }
  return undefined;
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
