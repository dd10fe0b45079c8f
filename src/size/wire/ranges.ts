import { SlipwayError } from '../../support/errors.ts';
import { blockBytes } from '../../support/tar/header.ts';
import type { TarEntry } from '../../support/tar/read-tar.ts';

/**
 * Ranges of bytes in ascending order, none of which overlap, each with the number of who owns it. They are columns because
 * the functions of a large program are 300,000.
 */
export interface OwnedRanges {
  readonly starts: Float64Array;
  /** The first byte behind each range. */
  readonly ends: Float64Array;
  readonly owners: Uint32Array;
  /** Above every owner's number. */
  readonly ownerCount: number;
}

/** @throws SlipwayError E_INTERNAL when they are not in order, overlap, or are not whole numbers */
export function checkRanges({ starts, ends, owners, ownerCount }: OwnedRanges): void {
  const { length } = starts;
  if (ends.length !== length || owners.length !== length)
    throw wrong('are given in columns of different lengths');
  let before = 0;
  for (let at = 0; at < length; at++) {
    const start = starts[at] ?? Number.NaN;
    const end = ends[at] ?? Number.NaN;
    if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && before <= start && start <= end))
      throw wrong(`are out of order: one from ${start} to ${end} follows one that ends at ${before}`);
    if ((owners[at] ?? 0) >= ownerCount) throw wrong(`name owner ${owners[at]} of ${ownerCount}`);
    before = end;
  }
}

/** @throws SlipwayError E_INTERNAL when one ends behind `bytes`: what owns it was read from something else */
export function checkInside({ ends }: OwnedRanges, bytes: number): void {
  const last = ends.at(-1) ?? 0;
  if (last > bytes) throw wrong(`end at byte ${last}, where there are ${bytes} bytes`);
}

/** Where the content of an archive's entry begins: behind its header, which is the last one if it has several. */
export function contentOffset(entry: TarEntry): number {
  return entry.offset + blockBytes;
}

/**
 * Ranges of a file as ranges of the archive that it is in.
 * @throws SlipwayError E_INTERNAL when they do not lie inside the file
 */
export function rangesInArchive(ranges: OwnedRanges, entry: TarEntry): OwnedRanges {
  checkInside(ranges, entry.size);
  const offset = contentOffset(entry);
  const moved = (places: Float64Array): Float64Array => {
    const found = new Float64Array(places);
    for (let at = 0; at < found.length; at += 1) found[at] = (found[at] ?? 0) + offset;
    return found;
  };
  return { ...ranges, starts: moved(ranges.starts), ends: moved(ranges.ends) };
}

function wrong(what: string): SlipwayError {
  return new SlipwayError('E_INTERNAL', `the ranges of owners ${what}`);
}
