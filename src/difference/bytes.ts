import type { ByteSource } from '../binary/byte-source.ts';
import type { Difference, ExplainContext } from './difference.ts';
import { type Hunk, hunksOf } from './hunks.ts';
import { isPrintable, shownBytes, shownText } from './shown.ts';
import { causeOfTexts } from './text-causes.ts';

/** Longer ones are compared at their places alone. */
const mostHeldBytes = 1 << 26;
const windowBytes = 1 << 20;
const shownAround = 16;
const mostLine = 200;

/**
 * How two files differ of which nothing more is known: where first, in how many bytes, and the line there if they are text.
 * None for the same bytes.
 */
export function byteDifferences(
  a: ByteSource,
  b: ByteSource,
  place: string,
  context: ExplainContext,
): Difference[] {
  if (Math.max(a.length, b.length) > mostHeldBytes) return farDifferences(a, b, place);
  const [inA, inB] = [whole(a), whole(b)];
  const { bytes, list } = hunksOf(inA, inB);
  const [first] = list;
  if (first === undefined) return [];
  const offset = { a: first.a.from, b: first.b.from };
  const isText = inA.every(isTextByte) && inB.every(isTextByte);
  const name = place.replace(/, $/, '');
  if (!isText) {
    return [
      {
        kind: 'bytes',
        place: name,
        offset,
        bytes,
        a: shownAt(inA, first.a.from),
        b: shownAt(inB, first.b.from),
      },
    ];
  }
  const [lineA, lineB] = [lineAt(inA, first, 'a'), lineAt(inB, first, 'b')];
  const known = causeOfTexts(lineA, lineB, context);
  const line = inA.subarray(0, offset.a).reduce((count, byte) => count + (byte === newline ? 1 : 0), 1);
  return [
    {
      kind: 'bytes',
      place: `${place}line ${line}`,
      offset,
      bytes,
      a: shownText(lineA.text),
      b: shownText(lineB.text),
      ...(known !== undefined && { cause: known.cause }),
    },
  ];
}

const newline = 0x0a;

function isTextByte(byte: number): boolean {
  return isPrintable(byte) || byte >= 0x80;
}

function whole(source: ByteSource): Buffer {
  const bytes = source.read(0, source.length);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function shownAt(bytes: Buffer, at: number): string {
  return shownBytes(bytes.subarray(at, at + shownAround));
}

/** The line that a hunk begins in, as far as it is not too long, with the part of it that differs. */
function lineAt(bytes: Buffer, hunk: Hunk, side: 'a' | 'b') {
  const { from, to } = hunk[side];
  const start = Math.max(from - mostLine, from === 0 ? 0 : bytes.lastIndexOf(newline, from - 1) + 1);
  const next = bytes.indexOf(newline, from);
  const end = Math.min(from + mostLine, next < 0 ? bytes.length : next);
  return {
    text: bytes.toString('latin1', start, end),
    from: from - start,
    to: Math.max(from, Math.min(to, end)) - start,
  };
}

function farDifferences(a: ByteSource, b: ByteSource, place: string): Difference[] {
  const shared = Math.min(a.length, b.length);
  let first = -1;
  let bytes = Math.max(a.length, b.length) - shared;
  for (let at = 0; at < shared; at += windowBytes) {
    const length = Math.min(windowBytes, shared - at);
    const [inA, inB] = [Buffer.from(a.read(at, length)), Buffer.from(b.read(at, length))];
    if (inA.equals(inB)) continue;
    for (let within = 0; within < length; within += 1) {
      if (inA[within] === inB[within]) continue;
      if (first < 0) first = at + within;
      bytes += 1;
    }
  }
  if (bytes === 0) return [];
  if (first < 0) first = shared;
  const shown = (source: ByteSource): string =>
    shownBytes(source.read(first, Math.min(shownAround, source.length - first)));
  return [
    {
      kind: 'bytes',
      place: place.replace(/, $/, ''),
      offset: { a: first, b: first },
      bytes,
      a: shown(a),
      b: shown(b),
    },
  ];
}
