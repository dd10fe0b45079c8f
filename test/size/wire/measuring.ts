import assert from 'node:assert/strict';
import { type GzipBits, gzipBits } from '../../../src/size/wire/gzip-bits.ts';
import type { OwnedRanges } from '../../../src/size/wire/ranges.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { referenceCosts } from './reference.ts';

/** From, to and owner of each range. */
export type Triple = readonly [start: number, end: number, owner: number];

export function rangesOf(triples: readonly Triple[], ownerCount?: number): OwnedRanges {
  return {
    starts: Float64Array.from(triples, ([start]) => start),
    ends: Float64Array.from(triples, ([, end]) => end),
    owners: Uint32Array.from(triples, ([, , owner]) => owner),
    ownerCount: ownerCount ?? Math.max(0, ...triples.map(([, , owner]) => owner + 1)),
  };
}

export const noRanges = rangesOf([]);

/** A range for each byte, each with an owner of its own. */
export function byteRanges(bytes: number): OwnedRanges {
  const numbers = Float64Array.from({ length: bytes }, (_, at) => at);
  return {
    starts: numbers,
    ends: numbers.map((at) => at + 1),
    owners: Uint32Array.from(numbers),
    ownerCount: bytes,
  };
}

/** All bits that a result speaks of. */
export function sumOf({ owners, unowned, overhead }: GzipBits): number {
  return [...owners, unowned, ...Object.values(overhead)].reduce((sum, bits) => sum + bits, 0);
}

/** Measures data with every byte by itself, and compares all there is with the reference. */
export function assertLikeReference(gzip: Uint8Array, output: Uint8Array): GzipBits {
  const reference = referenceCosts(gzip);
  assert.ok(reference.output.equals(output), 'the reference does not unpack it');
  const found = gzipBits([gzip], byteRanges(output.length));
  // One by one: the difference of two long lists takes minutes to tell.
  const wrong = found.owners.findIndex((bits, at) => bits !== reference.bits[at]);
  assert.equal(wrong, -1, `byte ${wrong} costs ${reference.bits[wrong]}, not ${found.owners[wrong]}`);
  assert.equal(found.unowned, 0);
  assert.deepEqual(found.overhead, reference.overhead);
  assert.equal(found.compressedBytes, gzip.length);
  assert.equal(found.uncompressedBytes, output.length);
  assert.equal(sumOf(found), gzip.length * 8);
  return found;
}

/** True for the error of damaged gzip data whose message fits. */
export function isDamage(message: RegExp = /at byte \d+/): (error: unknown) => boolean {
  return (error) =>
    error instanceof SlipwayError &&
    error.code === 'E_BASE' &&
    /^the gzip data is (damaged|cut)/.test(error.message) &&
    message.test(error.message);
}
