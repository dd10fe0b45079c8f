import type { Comparison, ImageComparison, ProgramComparison } from '../../report/comparison.ts';
import { changesOf } from '../../size/difference.ts';
import type { Digest } from '../../support/hashing.ts';
import { comparePrograms, isSameProgram, type ProgramPair, programNotices } from './compared-programs.ts';
import type { Side, SizedImage } from './compared-sides.ts';
import { type MatchedTarget, matchedTargets, type Pair, pairsBy } from './matched-targets.ts';

/**
 * Two sides, target by target and platform by platform. What only one side has is compared with nothing; two single programs
 * are compared with each other, also where their platforms or paths differ, which is then said.
 */
export function compareSides(before: Side, after: Side): Comparison {
  const matched = matchedTargets(before, after);
  const notices = matched.flatMap((target) => [
    ...renamedNotice(target),
    ...target.pairs.flatMap(pairNotices),
  ]);
  const targets = matched.map(({ pairs, ...target }) => ({ ...target, images: pairs.map(compared) }));
  return { before: before.name, after: after.name, targets, verdicts: [], notices: [...new Set(notices)] };
}

/** The digests of programs that have to be looked into for a comparison. Programs that are the same need not be. */
export function programsToRead(before: Side, after: Side): Set<Digest> {
  const pairs = matchedTargets(before, after).flatMap((target) => target.pairs);
  const differing = pairs.flatMap(programPairs).filter((pair) => !isSameProgram(pair));
  return new Set(differing.flat().flatMap((program) => program?.digest ?? []));
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

function renamedNotice({ name, formerName }: MatchedTarget): string[] {
  return formerName === undefined ? [] : [`the target ${formerName} is called ${name} now`];
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
