import semver from 'semver';
import type { Comparison, ImageComparison, ModuleChange } from '../report/comparison.ts';
import type { HistoryChange, HistoryPart } from '../report/history/history.ts';
import { growth } from '../size/difference.ts';
import type { SizeSnapshot } from '../size/snapshot.ts';
import { compareSides } from './compare.ts';
import { sideOfSnapshot } from './snapshot.ts';

/** An image of a history whose snapshot was read. */
export interface ReadEntry {
  /** What the history calls it. */
  readonly name: string;
  readonly version: string | undefined;
  readonly snapshot: SizeSnapshot;
}

const mostParts = 12;
/** Changes of less are noise: a build ID, the length of a version. */
const noiseBytes = 1024;

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
  return targets.flatMap(({ name, images }) => {
    const image = images.find(isInBoth);
    if (image === undefined) return [];
    const { importPath = '' } = after.snapshot.targets.find((target) => target.name === name) ?? {};
    const { parts, rest } = changedParts(image, importPath);
    const { platform } = image;
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

/**
 * Modules that came, went or moved as a whole; of all others, and of the program's own, the packages. So no byte is told twice.
 * @param main import path of the main package
 */
function changedParts(
  { modules, packages }: ImageComparison,
  main: string,
): Pick<HistoryChange, 'parts' | 'rest'> {
  const whole = modules.filter((module) => isTold(module) && !isWithin(main, module.name));
  const single = packages.filter(({ path }) => !whole.some(({ name }) => isWithin(path, name)));
  const all = [
    ...whole.map(({ chain: _, ...module }): HistoryPart => ({ kind: 'module', ...module })),
    ...single.map(({ path, before, after }): HistoryPart => ({ kind: 'package', name: path, before, after })),
  ].toSorted((a, b) => Math.abs(growth(b)) - Math.abs(growth(a)) || (a.name < b.name ? -1 : 1));
  const parts = all.filter((part) => Math.abs(growth(part)) >= noiseBytes).slice(0, mostParts);
  const others = all.filter((part) => growth(part) !== 0 && !parts.includes(part));
  const bytes = others.reduce((sum, part) => sum + growth(part), 0);
  return { parts, rest: { parts: others.length, bytes } };
}

function isTold({ name, before, after, versions: { before: old, after: now } = {} }: ModuleChange): boolean {
  if (name === 'std' || name === '') return false;
  return before === 0 || after === 0 || (old !== undefined && now !== undefined && old !== now);
}

function isWithin(path: string, module: string): boolean {
  return path === module || path.startsWith(`${module}/`);
}
