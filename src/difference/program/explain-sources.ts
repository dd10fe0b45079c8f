import { type ByteSource, bytesSource } from '../../binary/byte-source.ts';
import { type FatSlice, readFat, sliceSource } from '../../binary/macho/fat.ts';
import { openProgram } from '../../binary/open-program.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import { SlipwayError } from '../../support/errors.ts';
import { byteDifferences } from '../bytes.ts';
import type { Difference, ExplainContext } from '../difference.ts';
import { printable } from '../shown.ts';
import { explainProgram } from './explain-program.ts';
import { formatDifference, kindOf } from './form.ts';

/** Everything of a program is looked at, so it is read once; one that is longer is read piece by piece. */
const mostHeldBytes = 1 << 28;

/**
 * How two programs differ, each byte by what its format says that it is. What cannot be read as a program is compared byte by byte.
 * @param place what stands before every place: empty, or where the programs lie, with a comma
 * @throws SlipwayError E_BINARY when one is cut while it is read
 */
export function explainSources(
  sources: { readonly a: ByteSource; readonly b: ByteSource },
  place: string,
  context: ExplainContext,
): Difference[] {
  const [a, b] = [held(sources.a), held(sources.b)];
  if (areEqual(a, b)) return [];
  const [inA, inB] = [opened(a), opened(b)];
  if ('why' in inA || 'why' in inB) {
    const slices = slicePairs(a, b);
    if (slices !== undefined)
      return slices.flatMap(({ name, ...each }) => explainSources(each, `${place}${name}, `, context));
    const [whyA, whyB] = ['why' in inA ? inA.why : readsWell, 'why' in inB ? inB.why : readsWell];
    return [...formatDifference('the format', whyA, whyB, place), ...byteDifferences(a, b, place, context)];
  }
  const [kindA, kindB] = [kindOf(inA), kindOf(inB)];
  if (kindA !== kindB)
    return [...formatDifference('the format', kindA, kindB, place), ...byteDifferences(a, b, place, context)];
  // Names of sections are what a damaged file has there.
  return explainProgram({ a: inA, b: inB }, place, context).map((each) => ({
    ...each,
    place: printable(each.place),
  }));
}

function held(source: ByteSource): ByteSource {
  return source.length > mostHeldBytes ? source : bytesSource(source.read(0, source.length));
}

const windowBytes = 1 << 20;

function areEqual(a: ByteSource, b: ByteSource): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += windowBytes) {
    const length = Math.min(windowBytes, a.length - at);
    if (Buffer.compare(a.read(at, length), b.read(at, length)) !== 0) return false;
  }
  return true;
}

const readsWell = 'a program that can be read';

function opened(source: ByteSource): ProgramFile | { readonly why: string } {
  try {
    return openProgram(source);
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_BINARY') return { why: error.message };
    throw error;
  }
}

/** The programs of two universal files, where both have the same ones. */
function slicePairs(
  a: ByteSource,
  b: ByteSource,
): { readonly name: string; readonly a: ByteSource; readonly b: ByteSource }[] | undefined {
  const [inA, inB] = [slicesOf(a), slicesOf(b)];
  const isPaired =
    inA.length === inB.length && inA.every((slice, at) => slice.processor === inB[at]?.processor);
  if (inA.length === 0 || !isPaired) return undefined;
  const pairs = inA.flatMap((slice, at) => {
    const other = inB[at];
    const name = slice.architecture ?? `processor ${slice.processor}`;
    return other === undefined ? [] : [{ name, a: sliceSource(a, slice), b: sliceSource(b, other) }];
  });
  // Where no program differs, what is around them does.
  return pairs.every((pair) => areEqual(pair.a, pair.b)) ? undefined : pairs;
}

function slicesOf(source: ByteSource): readonly FatSlice[] {
  try {
    return readFat(source) ?? [];
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_BINARY') return [];
    throw error;
  }
}
