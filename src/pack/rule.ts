import type { Amount } from '../request/amount.ts';
import type { PackPolicy } from '../request/pack-policy.ts';
import type { StartMeasure } from '../sandbox/measure-start.ts';
import type { PackSetting } from './settings.ts';
import { median } from './start.ts';

/** What a file weighs: on the disk and, where it lies in an image, as the layer that is pulled. */
export interface Weight {
  readonly bytes: number;
  /** The program's layer at the compression of its image; undefined for a bare file. */
  readonly wireBytes: number | undefined;
}

export interface Candidate extends Weight {
  readonly setting: PackSetting;
}

/** The best first: by what is pulled, then by the file, then by the name, so that equal bytes always give one order. */
export function ranked<Each extends Candidate>(candidates: readonly Each[]): Each[] {
  return candidates.toSorted(
    (a, b) =>
      (a.wireBytes ?? 0) - (b.wireBytes ?? 0) || a.bytes - b.bytes || (a.setting < b.setting ? -1 : 1),
  );
}

/** Why a candidate does not save enough; undefined: it does. Bytes alone decide, which are the same on every machine. */
export function tooLittle(
  before: Weight,
  after: Weight,
  { wire, disk }: PackPolicy['minGain'],
): string | undefined {
  if (before.wireBytes !== undefined && after.wireBytes !== undefined) {
    const fault = missed(before.wireBytes, after.wireBytes, wire, 'pulled layer');
    if (fault !== undefined) return fault;
  }
  return missed(before.bytes, after.bytes, disk, 'file');
}

function missed(before: number, after: number, least: Amount, what: string): string | undefined {
  const saved = before - after;
  const wanted = 'bytes' in least ? least.bytes : (before * least.percent) / 100;
  if (saved >= wanted) return undefined;
  const asked = 'bytes' in least ? `${least.bytes} bytes` : `${least.percent} %`;
  return `the ${what} would be ${change(before, after)}, and --pack-min-gain asks for ${asked} less`;
}

/** `12.3 % smaller` or `1.0 % larger`. */
export function change(before: number, after: number): string {
  const percent = (Math.abs(before - after) / Math.max(before, 1)) * 100;
  return `${percent.toFixed(1)} % ${after <= before ? 'smaller' : 'larger'}`;
}

/** A packed program lies in memory unpacked, and no longer shared with the file: more than that is a sign of something else. */
const memoryFactor = 1.5;
const memoryFloor = 8 * 2 ** 20;

/**
 * Why a packed program is not what should be shipped, judged by its runs; undefined: nothing speaks against it. Both vetoes are
 * coarse, and times under an emulator say nothing.
 */
export function veto(
  before: StartMeasure,
  after: StartMeasure,
  unpackedBytes: number,
  { maxStartup }: Pick<PackPolicy, 'maxStartup'>,
): string | undefined {
  const added = median(after.startSeconds) - median(before.startSeconds);
  if (!before.emulated && !after.emulated && added > maxStartup) {
    return `it starts ${milliseconds(added)} later, and --pack-max-startup allows ${milliseconds(maxStartup)}`;
  }
  if (before.memoryBytes === undefined || after.memoryBytes === undefined) return undefined;
  const grown = after.memoryBytes - before.memoryBytes;
  const allowed = Math.max(memoryFloor, unpackedBytes * memoryFactor);
  if (grown <= allowed) return undefined;
  return `it takes ${(grown / 2 ** 20).toFixed(1)} MiB more memory, and ${(allowed / 2 ** 20).toFixed(1)} MiB are what unpacking explains`;
}

export function milliseconds(seconds: number): string {
  const value = seconds * 1000;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
