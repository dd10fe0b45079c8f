import semver from 'semver';
import type { Comparison } from '../../report/comparison.ts';
import type { HistoryChange } from '../../report/history/history.ts';
import type { SizeSnapshot } from '../../size/snapshot.ts';
import { compareSides } from './compare.ts';
import { changedParts, packagesOf } from './history-parts.ts';
import { sideOfSnapshot } from './snapshot.ts';

/** An image of a history whose snapshot was read. */
export interface ReadEntry {
  /** What the history calls it. */
  readonly name: string;
  readonly version: string | undefined;
  readonly snapshot: SizeSnapshot;
}

/**
 * What an image is compared with: a release with the release before it, where pre-releases are passed over unless it is one
 * itself or there is nothing else; what is no release with what comes before it in the list.
 * @param entries of one repository, from the newest to the oldest
 */
export function predecessorOf(entry: ReadEntry, entries: readonly ReadEntry[]): ReadEntry | undefined {
  const { version } = entry;
  if (version === undefined) return entries[entries.indexOf(entry) + 1];
  const lower = entries
    .flatMap((each) => (each.version === undefined ? [] : [{ each, version: each.version }]))
    .filter((other) => semver.lt(other.version, version))
    .toSorted((a, b) => semver.rcompare(a.version, b.version));
  const isWhole = (text: string): boolean => semver.prerelease(text) === null;
  const found = isWhole(version) ? lower.find((other) => isWhole(other.version)) : undefined;
  return (found ?? lower[0])?.each;
}

/** What changed from one image to another, target by target, each on the first platform that both have. */
export function changesBetween(before: ReadEntry, after: ReadEntry): HistoryChange[] {
  const platforms = comparedPlatforms(before.snapshot, after.snapshot);
  const { targets } = compareSides(
    sideOfSnapshot(before.name, onlyOf(before.snapshot, platforms)),
    sideOfSnapshot(after.name, onlyOf(after.snapshot, platforms)),
  );
  return targets.flatMap(({ name, formerName = name, images }) => {
    const image = images.find(isInBoth);
    if (image === undefined) return [];
    const { platform } = image;
    const old = packagesOf(before.snapshot, formerName, platform);
    const now = packagesOf(after.snapshot, name, platform);
    // Without symbols static data belongs to nobody: packages would seem to have lost or gained it.
    if (old.method === undefined || old.method !== now.method) return [];
    const { parts, rest } = changedParts(image, old, now);
    return parts.length === 0 ? [] : [{ target: name, platform, since: before.name, parts, rest }];
  });
}

/** For each target the first platform that the other side has too. */
function comparedPlatforms(before: SizeSnapshot, after: SizeSnapshot): Set<string> {
  const known = new Set(before.targets.flatMap(({ images }) => images.map(({ platform }) => platform)));
  const firsts = after.targets.map(({ images }) => images.find(({ platform }) => known.has(platform)));
  return new Set(firsts.flatMap((image) => (image === undefined ? [] : [image.platform])));
}

function onlyOf(snapshot: SizeSnapshot, platforms: ReadonlySet<string>): SizeSnapshot {
  const targets = snapshot.targets.map((target) => ({
    ...target,
    images: target.images.filter(({ platform }) => platforms.has(platform)),
  }));
  return { ...snapshot, targets };
}

function isInBoth({ fileBytes }: Comparison['targets'][number]['images'][number]): boolean {
  return fileBytes !== undefined && fileBytes.before > 0 && fileBytes.after > 0;
}
