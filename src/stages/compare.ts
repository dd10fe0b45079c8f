import type { Comparison, ImageComparison, ProgramComparison } from '../report/comparison.ts';
import { changesOf } from '../size/difference.ts';
import type { Digest } from '../support/hashing.ts';
import { comparePrograms, isSameProgram, type ProgramPair, programNotices } from './compared-programs.ts';
import { onlyTarget, type Side, type SizedImage } from './compared-sides.ts';

/**
 * Two sides, target by target and platform by platform. What only one side has is compared with nothing; two single programs
 * are compared with each other, also where their platforms or paths differ, which is then said.
 */
export function compareSides(before: Side, after: Side): Comparison {
  const matched = matchedTargets(before, after);
  const notices = matched.flatMap(({ pairs }) => pairs.flatMap(pairNotices));
  const targets = matched.map(({ name, pairs }) => ({ name, images: pairs.map(compared) }));
  return { before: before.name, after: after.name, targets, verdicts: [], notices: [...new Set(notices)] };
}

/** The digests of programs that have to be looked into for a comparison. Programs that are the same need not be. */
export function programsToRead(before: Side, after: Side): Set<Digest> {
  const pairs = matchedTargets(before, after).flatMap((target) => target.pairs);
  const differing = pairs.flatMap(programPairs).filter((pair) => !isSameProgram(pair));
  return new Set(differing.flat().flatMap((program) => program?.digest ?? []));
}

type Pair<Item> = readonly [Item | undefined, Item | undefined];

interface MatchedTarget {
  readonly name: string;
  readonly pairs: readonly Pair<SizedImage>[];
}

/** Targets of one name; a program or image alone has none, and is compared with the only target of a build. */
function matchedTargets(before: Side, after: Side): MatchedTarget[] {
  const [one, other] = [before.targets, after.targets];
  const isAlone = [...one, ...other].some(({ name }) => name === onlyTarget);
  if (isAlone && one.length === 1 && other.length === 1) {
    const name = one[0]?.name || other[0]?.name || onlyTarget;
    return [{ name, pairs: imagePairs(one[0]?.images ?? [], other[0]?.images ?? []) }];
  }
  return pairsBy(one, other, ({ name }) => name).map(([old, now]) => ({
    name: now?.name ?? old?.name ?? onlyTarget,
    pairs: imagePairs(old?.images ?? [], now?.images ?? []),
  }));
}

function imagePairs(before: readonly SizedImage[], after: readonly SizedImage[]): Pair<SizedImage>[] {
  if (before.length === 1 && after.length === 1) return [[before[0], after[0]]];
  return pairsBy(before, after, ({ platform }) => platform);
}

/** Of images with several programs by their paths. */
function programPairs(pair: Pair<SizedImage>): ProgramPair[] {
  const only = onlyProgram(pair);
  if (only !== undefined) return [only];
  const [before, after] = pair;
  return pairsBy(before?.programs ?? [], after?.programs ?? [], ({ path }) => path);
}

/** Undefined where one of the sides has several. */
function onlyProgram([before, after]: Pair<SizedImage>): ProgramPair | undefined {
  const [one, other] = [before?.programs ?? [], after?.programs ?? []];
  return one.length > 1 || other.length > 1 ? undefined : [one[0], other[0]];
}

function pairsBy<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): Pair<Item>[] {
  const keys = new Set([...before, ...after].map(keyOf));
  const of = (items: readonly Item[], key: string) => items.find((item) => keyOf(item) === key);
  return [...keys].map((key) => [of(before, key), of(after, key)]);
}

function compared(pair: Pair<SizedImage>): ImageComparison {
  const [before, after] = pair;
  const programs = programPairs(pair);
  const single = onlyProgram(pair);
  const bytes = (field: 'diskBytes' | 'pullBytes') =>
    knowBoth(pair, field) && { [field]: { before: before?.[field] ?? 0, after: after?.[field] ?? 0 } };
  const changes = (field: 'sections' | 'files') =>
    knowBoth(pair, field) ? changesOf(before?.[field] ?? [], after?.[field] ?? []) : [];
  return {
    platform: after?.platform || before?.platform || '',
    ...bytes('diskBytes'),
    ...bytes('pullBytes'),
    sections: changes('sections'),
    ...(single === undefined ? { modules: [], packages: [] } : comparePrograms(single)),
    ...(knowBoth(pair, 'files') && { files: changes('files') }),
    ...(single === undefined && {
      programs: programs.filter((one) => !isSameProgram(one)).flatMap(comparedProgram),
    }),
  };
}

/** Whether what is there is known of on both sides: what only one of them tells says nothing of the other. */
function knowBoth([before, after]: Pair<SizedImage>, field: keyof SizedImage): boolean {
  return (before ?? after)?.[field] !== undefined && (after ?? before)?.[field] !== undefined;
}

function comparedProgram(pair: ProgramPair): (ProgramComparison & { path: string })[] {
  const path = (pair[1] ?? pair[0])?.path;
  return path === undefined ? [] : [{ path, ...comparePrograms(pair) }];
}

/** What is said where two are compared that are not called the same, and of how their programs were read. */
function pairNotices(pair: Pair<SizedImage>): string[] {
  const [before, after] = pair;
  if (before === undefined || after === undefined) return [];
  const platforms = [before.platform, after.platform].map((platform) => platform || 'unknown');
  const [one, other] = onlyProgram(pair) ?? [];
  const inImages = before.files !== undefined && after.files !== undefined;
  const moved = inImages && one !== undefined && other !== undefined && one.path !== other.path;
  return [
    ...(before.platform === after.platform ? [] : [`the platforms differ: ${platforms.join(' and ')}`]),
    ...(moved ? [`the program is at another path: ${one.path} and ${other.path}`] : []),
    ...programPairs(pair).flatMap(programNotices),
  ];
}
