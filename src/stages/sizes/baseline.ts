import { type BaseCommitRequest, type BaselineRequest, formatBaseline } from '../../request/baseline.ts';
import type { BuildRequest } from '../../request/request.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { RunPorts } from '../registries.ts';
import type { Again } from '../reproduce/reproduce-again.ts';
import type { BaseAnswer, BaseBuild } from './base-builds.ts';
import { readBaselineFile } from './baseline-file.ts';
import type { CachedBaseline } from './cached-baseline.ts';
import { publishedBaseline, publishedName } from './published-baseline.ts';
import type { RebuiltBaseline } from './rebuild-baseline.ts';
import { snapshotOf } from './snapshot.ts';
import type { Baseline } from './weigh.ts';

/** A baseline, or why there is none; and what a person should know of it. */
export interface BaselineAnswer {
  readonly baseline?: Baseline;
  readonly notices: readonly string[];
}

/** Builds other commits as the run was built. */
export interface Rebuild {
  /** The one that it is compared with, for its report. */
  readonly base: (base: BaseCommitRequest) => Promise<RebuiltBaseline>;
  /** One by its hash, as often as `work` asks for it. */
  readonly again: <T>(commit: string, work: (build: BaseBuild) => Promise<T>) => Promise<BaseAnswer<T>>;
}

/** What runs of the action kept of the base branch. */
export type Cached = (base: BaseCommitRequest) => Promise<CachedBaseline>;

/** What the entry of a run gives it to build other than by itself: a baseline, and the same once more. */
export interface OtherWays {
  readonly again: Again;
  readonly rebuild: Rebuild;
  readonly cached: Cached;
}

interface Ways extends Omit<OtherWays, 'again'> {
  readonly ports: Pick<RunPorts, 'registry' | 'store' | 'signal'>;
}

/**
 * What a build is to be compared with. That there is none yet is an answer: a new project, a new image.
 * @param targets names of what was built
 * @throws SlipwayError E_CONFIG when a file or a snapshot cannot be read; as rebuildBaseline, cachedBaseline and findSnapshot
 */
export async function findBaseline(
  { baseline, image }: Pick<BuildRequest, 'baseline' | 'image'>,
  targets: readonly string[],
  ways: Ways,
): Promise<BaselineAnswer> {
  switch (baseline.kind) {
    case 'none':
      return { notices: [] };
    case 'file':
      return { baseline: await readBaselineFile(baseline.path), notices: [] };
    case 'registry':
      return about(baseline, published(baseline.reference, targets, ways, 'is compared with nothing'));
    case 'cache':
      return about(baseline, cached(baseline, ways));
    case 'rebuild':
      return about(baseline, rebuilt(baseline, ways));
    case 'auto':
      return firstOf(baseline, publishedName(image, baseline.branch), targets, ways);
  }
}

/** With what was asked for in the message of what goes wrong. */
async function about<Answer>(baseline: BaselineRequest, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    const { code, message, hint, cause } = error;
    const why = `--baseline ${formatBaseline(baseline)}: ${message}`;
    throw new SlipwayError(code, why, { cause, ...(hint !== undefined && { hint }) });
  }
}

/** What nobody asked for by name, and what cannot be had, is done without; then it is said. */
async function firstOf(
  base: BaseCommitRequest,
  reference: string | undefined,
  targets: readonly string[],
  ways: Ways,
): Promise<BaselineAnswer> {
  const tries: readonly (readonly [() => Promise<BaselineAnswer>, string])[] = [
    [() => publishedOrNothing(reference, targets, ways), 'the published image is not compared with'],
    [() => cachedOrNothing(base, ways), 'the sizes in the cache are not compared with'],
    [() => rebuilt(base, ways), 'sizes are not compared'],
  ];
  const notices: string[] = [];
  for (const [look, so] of tries) {
    const { baseline, notices: told } = await orNotice(look(), so);
    notices.push(...told);
    if (baseline !== undefined) return { baseline, notices };
  }
  return { notices };
}

async function orNotice(answer: Promise<BaselineAnswer>, so: string): Promise<BaselineAnswer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof SlipwayError) || !elsewhere.has(error.code)) throw error;
    const hint = error.hint === undefined ? '' : ` (${error.hint})`;
    return { notices: [`${so}: ${error.message}${hint}`] };
  }
}

/** Codes of what is the network's, the registry's, the checkout's. */
const elsewhere: ReadonlySet<string> = new Set([
  'E_REGISTRY',
  'E_NETWORK',
  'E_AUTH',
  'E_BASE',
  'E_CONFIG',
  'E_IO',
  'E_TOOL',
]);

/** @param so what a notice says of a target beside whose image there is nothing */
async function published(
  reference: string,
  targets: readonly string[],
  { ports }: Ways,
  so: string,
): Promise<BaselineAnswer> {
  const { missing, ...found } = await publishedBaseline(reference, targets, ports);
  return { ...found, notices: missing.map(({ target, why }) => `${target} ${so}: ${why}`) };
}

async function publishedOrNothing(
  reference: string | undefined,
  targets: readonly string[],
  ways: Ways,
): Promise<BaselineAnswer> {
  if (reference === undefined) return { notices: [] };
  return published(reference, targets, ways, 'is compared with no published image');
}

async function cached(base: BaseCommitRequest, ways: Ways): Promise<BaselineAnswer> {
  const found = await ways.cached(base);
  if (found.kind === 'none') return { notices: [`sizes are compared with nothing: ${found.why}`] };
  return { baseline: found.baseline, notices: [] };
}

/** Most have neither a cache nor anything in it yet, which is no news. */
async function cachedOrNothing(base: BaseCommitRequest, ways: Ways): Promise<BaselineAnswer> {
  if (base.branch === undefined) return { notices: [] };
  const { baseline } = await cached(base, ways);
  return { ...(baseline !== undefined && { baseline }), notices: [] };
}

async function rebuilt(base: BaseCommitRequest, { rebuild }: Ways): Promise<BaselineAnswer> {
  const found = await rebuild.base(base);
  if (found.kind === 'none') return { notices: [`sizes are compared with nothing: ${found.why}`] };
  const { report, commit, how, notices } = found;
  return { baseline: { kind: 'rebuild', name: how, commit, snapshot: snapshotOf(report) }, notices };
}
