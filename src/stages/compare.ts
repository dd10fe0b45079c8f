import type { Comparison, ImageComparison, ProgramComparison } from '../report/comparison.ts';
import type { NamedBytes } from '../size/attribution.ts';
import { changesOf } from '../size/difference.ts';
import type { Digest } from '../support/hashing.ts';
import { comparePrograms, hasUnexplainedNews } from './compared-programs.ts';
import type { Side, SizedImage, SizedProgram } from './compared-sides.ts';

/**
 * Two sides, target by target and platform by platform. What only one side has is compared with nothing; two single programs
 * are compared with each other, also where their platforms or paths differ, which is then said.
 */
export function compareSides(before: Side, after: Side): Comparison {
  const notices: string[] = [];
  const matched = matchedTargets(before, after);
  const targets = matched.map(({ name, pairs }) => ({
    name,
    images: pairs.map((pair) => compared(pair, notices)),
  }));
  const programs = matched.flatMap(({ pairs }) => pairs.flatMap(programPairs));
  if (programs.some((pair) => hasUnexplainedNews(...pair))) notices.push(whereChainsAre);
  return { before: before.name, after: after.name, targets, verdicts: [], notices: [...new Set(notices)] };
}

const whereChainsAre =
  'which imports bring what is new only a build knows: compare two reports of slipway build --report';

/**
 * The digests of programs that have to be looked into for a comparison. Programs that are the same need not be.
 */
export function programsToRead(before: Side, after: Side): Set<Digest> {
  const pairs = matchedTargets(before, after).flatMap((target) => target.pairs);
  const differing = pairs.flatMap(programPairs).filter((pair) => !isSame(pair));
  return new Set(differing.flat().flatMap((program) => program?.digest ?? []));
}

type Pair<Item> = readonly [Item | undefined, Item | undefined];

function matchedTargets(before: Side, after: Side): { name: string; pairs: Pair<SizedImage>[] }[] {
  const names = new Set([...before.targets, ...after.targets].map(({ name }) => name));
  const of = ({ targets }: Side, name: string) =>
    targets.find((target) => target.name === name)?.images ?? [];
  return [...names].map((name) => ({ name, pairs: imagePairs(of(before, name), of(after, name)) }));
}

function imagePairs(before: readonly SizedImage[], after: readonly SizedImage[]): Pair<SizedImage>[] {
  if (before.length === 1 && after.length === 1) return [[before[0], after[0]]];
  return pairsBy(before, after, ({ platform }) => platform);
}

/** Of images with several programs by their paths. */
function programPairs([before, after]: Pair<SizedImage>): Pair<SizedProgram>[] {
  const [one, other] = [before?.programs ?? [], after?.programs ?? []];
  if (one.length <= 1 && other.length <= 1) return [[one[0], other[0]]];
  return pairsBy(one, other, ({ path }) => path);
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

function isSame([one, other]: Pair<SizedProgram>): boolean {
  return one?.digest !== undefined && one.digest === other?.digest;
}

function compared(pair: Pair<SizedImage>, notices: string[]): ImageComparison {
  const [before, after] = pair;
  const programs = programPairs(pair);
  const [first = [undefined, undefined]] = programs;
  const isOne = programs.length === 1;
  notices.push(...pairNotices(pair, isOne ? first : undefined));
  const bytes = (field: 'diskBytes' | 'pullBytes') =>
    before?.[field] === undefined && after?.[field] === undefined
      ? {}
      : { [field]: { before: before?.[field] ?? 0, after: after?.[field] ?? 0 } };
  const lists = (field: 'sections' | 'files'): readonly NamedBytes[][] =>
    [before, after].map((image) => [...(image?.[field] ?? [])]);
  const hasFiles = before?.files !== undefined || after?.files !== undefined;
  const [oldSections = [], sections = []] = lists('sections');
  const [oldFiles = [], files = []] = lists('files');
  return {
    platform: after?.platform || before?.platform || '',
    ...bytes('diskBytes'),
    ...bytes('pullBytes'),
    sections: changesOf(oldSections, sections),
    ...(isOne ? comparePrograms(...first) : { modules: [], packages: [] }),
    ...(hasFiles && { files: changesOf(oldFiles, files) }),
    ...(!isOne && { programs: programs.filter((one) => !isSame(one)).flatMap(comparedProgram) }),
  };
}

function comparedProgram([one, other]: Pair<SizedProgram>): (ProgramComparison & { path: string })[] {
  const path = other?.path ?? one?.path;
  return path === undefined ? [] : [{ path, ...comparePrograms(one, other) }];
}

/** What is said where two are compared that are not called the same. */
function pairNotices([before, after]: Pair<SizedImage>, program: Pair<SizedProgram> | undefined): string[] {
  if (before === undefined || after === undefined) return [];
  const platforms = [before.platform, after.platform].map((platform) => platform || 'unknown');
  const [one, other] = program ?? [];
  const inImages = before.files !== undefined && after.files !== undefined;
  const moved = inImages && one !== undefined && other !== undefined && one.path !== other.path;
  return [
    ...(before.platform === after.platform ? [] : [`the platforms differ: ${platforms.join(' and ')}`]),
    ...(moved ? [`the program is at another path: ${one.path} and ${other.path}`] : []),
    ...[...before.programs, ...after.programs].flatMap(({ path, notice }) =>
      notice === undefined ? [] : [`${path}: ${notice}`],
    ),
  ];
}
