import { withFileSource } from '../../binary/byte-source.ts';
import { openProgram } from '../../binary/open-program.ts';
import { fileRangeOf } from '../../binary/program-file.ts';
import type { FoundPlaces } from '../../size/alike.ts';
import { attribute } from '../../size/attribute.ts';
import type { Attribution } from '../../size/attribution.ts';
import { keptMismatch } from '../../size/kept-set.ts';
import { placedData } from '../../size/placed-data.ts';
import { besideObjects, type KeptObjects, keptObjects } from '../../size/placing/kept-objects.ts';
import type { ProgramFacts } from '../../size/reach/advice/program.ts';
import { type ContentHashes, contentHashesOf } from '../../size/reach/content-hashes.ts';
import type { ReachFindings } from '../../size/reach/program-findings.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { foundBefore } from './attributed-before.ts';
import { keepAttribution } from './kept-attribution.ts';
import { programFacts } from './program-facts.ts';
import { findingsOf, type LinkedFrom, type ReachPorts, reachOf } from './reach.ts';

/** What of an attribution can go from one thread to another, and is summed. */
export type SummedAttribution = Pick<Attribution, 'method' | 'pieces' | 'owners' | 'versions'>;

/** What the compiled packages tell of a program. */
export interface AttributedObjects {
  /** Undefined of what Go did not link. */
  readonly attribution: SummedAttribution | undefined;
  readonly findings: ReachFindings;
  /** Digest of the program that it was found of: it may hold for others too, which differ in contents alone. */
  readonly name: Digest;
  readonly fault?: undefined;
  readonly passing?: undefined;
}

/**
 * By the linker's own rules over the compiled packages that a program was linked from, held against what its file holds.
 * @param path the program's, where another one may have been before
 * @param digest the program's, once it is linked: the rules need not wait for it
 * @returns SlipwayError E_BINARY or E_TOOLCHAIN where they do not tell, and why
 */
export async function attributedByObjects(
  path: string,
  digest: Promise<Digest>,
  linked: LinkedFrom,
  ports: ReachPorts,
): Promise<AttributedObjects | SlipwayError> {
  try {
    const again = await foundBefore(path, linked);
    return again?.(await digest) ?? (await foundAnew(path, digest, linked, ports));
  } catch (error) {
    if (error instanceof SlipwayError && (error.code === 'E_BINARY' || error.code === 'E_TOOLCHAIN'))
      return error;
    throw error;
  }
}

async function foundAnew(
  path: string,
  digest: Promise<Digest>,
  linked: LinkedFrom,
  ports: ReachPorts,
): Promise<AttributedObjects> {
  const { kept, findings, contents, facts } = await reached(linked, ports);
  const name = await digest;
  const { attribution, texts } = attributionOf(path, kept);
  const found = { attribution, findings, name };
  keepAttribution(path, linked, kept.tables, { contents, facts, found, texts });
  return found;
}

interface Reached {
  readonly kept: KeptObjects;
  readonly findings: ReachFindings;
  readonly contents: ContentHashes;
  readonly facts: ProgramFacts;
}

/** What the rules keep takes much memory, and is not needed any more when the program is read. */
async function reached(linked: LinkedFrom, ports: ReachPorts): Promise<Reached> {
  let contents = contentHashesOf([]);
  const reach = await reachOf(linked, {
    ...ports,
    whenRead: (objects) => {
      contents = contentHashesOf(objects);
      ports.whenRead?.(objects);
    },
  });
  const kept = keptObjects(reach, linked.platform.architecture);
  const facts = programFacts(linked);
  return { kept, findings: findingsOf(reach, linked, facts), contents, facts };
}

interface ReadProgram extends Pick<FoundPlaces, 'texts'> {
  readonly attribution: SummedAttribution | undefined;
}

/** @throws SlipwayError E_BINARY when the file is damaged, or holds other things than the rules keep */
function attributionOf(path: string, kept: KeptObjects): ReadProgram {
  return withFileSource(path, (source) => {
    const program = openProgram(source);
    const beside = besideObjects(program, kept);
    const mismatch = keptMismatch(beside);
    if (mismatch !== undefined) throw mismatch;
    const placed = placedData(beside);
    const texts = placed.texts.flatMap(({ address, bytes }) => {
      const offset = fileRangeOf(program, address)?.offset;
      return offset === undefined ? [] : { offset, bytes };
    });
    const found = attribute(program, placed);
    if (found === undefined) return { attribution: undefined, texts };
    const { method, pieces, owners, versions } = found;
    return { attribution: { method, pieces, owners, versions }, texts };
  });
}
