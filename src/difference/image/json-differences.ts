import { SlipwayError } from '../../support/errors.ts';
import { isFields } from '../../support/fields.ts';
import type { Cause, Difference, ExplainContext } from '../difference.ts';
import { hunksOf } from '../hunks.ts';
import { shownText } from '../shown.ts';
import { causeOfTexts } from '../text-causes.ts';

/** A place in a document: keys of objects and positions in lists. */
export type JsonPath = readonly (string | number)[];

/**
 * What differs between two JSON values, field by field.
 * @param follows whether a place differs only because something else does, which is told there
 * @throws SlipwayError E_BASE for one that is nested beyond measure
 */
export function jsonDifferences(
  a: unknown,
  b: unknown,
  place: string,
  context: ExplainContext,
  follows: (path: JsonPath) => boolean,
): Difference[] {
  const found: Difference[] = [];
  for (const value of [a, b]) checkDepth(value, place);
  const walk = (inA: unknown, inB: unknown, path: JsonPath): void => {
    if (follows(path)) return;
    if (isFields(inA) && isFields(inB)) {
      for (const key of new Set([...Object.keys(inA), ...Object.keys(inB)]))
        walk(inA[key], inB[key], [...path, key]);
    } else if (Array.isArray(inA) && Array.isArray(inB)) {
      const length = Math.max(inA.length, inB.length);
      for (let at = 0; at < length; at += 1) walk(inA[at], inB[at], [...path, at]);
    } else if (JSON.stringify(inA) !== JSON.stringify(inB)) {
      found.push(difference(inA, inB, path, place, context));
    }
  };
  walk(a, b, []);
  return found;
}

/** Real documents have some six levels, and a stack has room for some thousands. */
const mostLevels = 200;

function checkDepth(value: unknown, place: string): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostLevels)
      throw new SlipwayError(
        'E_BASE',
        `${place} cannot be compared: it is nested deeper than ${mostLevels} levels`,
      );
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
}

function difference(
  a: unknown,
  b: unknown,
  path: JsonPath,
  place: string,
  context: ExplainContext,
): Difference {
  const [textA, textB] = [textOf(a), textOf(b)];
  const cause = causeOfField(path, textA, textB, context);
  return {
    kind: 'document',
    place: `${place}, ${shownText(pathText(path))}`,
    bytes: hunksOf(Buffer.from(textA), Buffer.from(textB)).bytes,
    a: shownText(textA),
    b: shownText(textB),
    ...(cause !== undefined && { cause }),
  };
}

function textOf(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** As jq writes it: a key with a dot in it in quotes. */
function pathText(path: JsonPath): string {
  const text = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[A-Za-z_][\w-]*$/.test(step) ? `.${step}` : `.${JSON.stringify(step)}`;
  });
  return text.join('').replace(/^\./, '');
}

/** Labels and annotations of image-spec (annotations.md, "Pre-Defined Annotation Keys") and what config.md says of `created`. */
const byKey: readonly (readonly [RegExp, Cause])[] = [
  [/(^|\.)revision$/, { kind: 'vcs-stamp', detail: 'another commit: the label names it' }],
  [
    /^org\.opencontainers\.image\.version$/,
    { kind: 'vcs-stamp', detail: 'the version follows from the commit and its tags' },
  ],
  [/(^|\.)created$/, { kind: 'time', detail: 'when the image was made' }],
];

function causeOfField(path: JsonPath, a: string, b: string, context: ExplainContext): Cause | undefined {
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  const named = byKey.find(([pattern]) => pattern.test(key))?.[1];
  if (named !== undefined) return named;
  // Of latin1 each character is a byte, so that places agree.
  const [hunk] = hunksOf(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')).list;
  return hunk && causeOfTexts({ text: a, ...hunk.a }, { text: b, ...hunk.b }, context)?.cause;
}
