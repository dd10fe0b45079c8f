import { mkdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findKeptSize, type KeptSizes, sizeFile } from '../cache/kept-sizes.ts';
import type { RemoteCache } from '../cache/remote-cache.ts';
import { sizeKey } from '../cache/size-key.ts';
import type { Report } from '../report/model.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import { type BaselineRequest, formatBaseline } from '../request/baseline.ts';
import type { AskedRun } from '../request/baseline-request.ts';
import { asksForImages } from '../request/output.ts';
import { withPaths } from '../request/sources.ts';
import { encodeSnapshot } from '../size/snapshot.ts';
import { snapshotOf } from '../stages/sizes/snapshot.ts';
import { SlipwayError } from '../support/errors.ts';
import { exec } from '../support/exec.ts';
import { parseFields } from '../support/fields.ts';
import { writeFileAtomic } from '../support/files.ts';
import { cacheService } from './cache-service.ts';
import type { RunnerHost } from './host.ts';
import { type CacheHost, type CacheObstacle, cacheObstacle } from './kept.ts';
import { logGroups } from './log-groups.ts';
import { saveState } from './runner.ts';
import { sizeState } from './state.ts';

/** A run, as far as sizes are kept for it or by it. */
interface SizeRun {
  readonly inputs: ActionValues;
  readonly host: CacheHost;
  /** The step's own. */
  readonly folder: string;
  /** False: the service was asked, and does not answer. */
  readonly served: boolean;
}

/**
 * The sizes that runs of branches kept; undefined where there is no cache.
 * @throws SlipwayError E_CONFIG, E_TOOL, E_NETWORK when the cache is asked for by name, and there is none
 */
export function keptSizes(asked: AskedRun, run: SizeRun): KeptSizes | undefined {
  const { baseline } = asked.request;
  const obstacle = obstacleOf(asked, run);
  if (obstacle !== undefined && baseline.kind === 'cache') throw noCache(baseline, obstacle);
  if (obstacle !== undefined) return undefined;
  const what = whatIsBuilt(asked);
  return {
    find: async (branch, commit) => {
      const place = join(run.folder, 'kept-sizes');
      await mkdir(place, { recursive: true });
      return findKeptSize({ what, branch }, commit, place, serviceIn(place, run.host));
    },
  };
}

/**
 * Leaves what a run of a branch weighs for its post step. Only what the branch's own commit is, all of it and nothing else, is kept as
 * its sizes; what was refused is not.
 */
export async function keepSizes(
  report: Report,
  branch: string,
  asked: AskedRun,
  run: SizeRun,
): Promise<void> {
  if (report.outcome === 'fail' || obstacleOf(asked, run) !== undefined) return;
  const snapshot = snapshotOf(report);
  const { commit } = snapshot;
  if (commit === undefined || commit !== run.host.env['GITHUB_SHA']) return;
  const folder = join(run.folder, 'own-sizes');
  await writeFileAtomic(join(folder, sizeFile), gzipSync(encodeSnapshot(snapshot)));
  const key = sizeKey({ what: whatIsBuilt(asked), branch }, commit);
  saveState(sizeState, JSON.stringify({ folder, key }));
}

function obstacleOf({ request }: AskedRun, { inputs, host, served }: SizeRun): CacheObstacle | undefined {
  return cacheObstacle(inputs, request, host.env) ?? (served ? undefined : unserved);
}

const unserved: CacheObstacle = { code: 'E_NETWORK', why: 'the cache service does not answer' };

function noCache(baseline: BaselineRequest, { code, why }: CacheObstacle): SlipwayError {
  return new SlipwayError(code, `baseline: ${formatBaseline(baseline)}: ${why}`, {
    hint: 'write baseline: rebuild, or auto for what can be had',
  });
}

/** Inputs of the action that tell the jobs of a matrix apart. What may have the commit in it, as linker flags, is none of them. */
const telling = [
  'target',
  'main',
  'platforms',
  'buildTags',
  'goexperiment',
  'cgo',
  'go',
  'goVersionFile',
  'base',
  'compression',
] as const;

/**
 * What tells one build of a repository from another. The workflow says it, not the configuration: a pull request that changes that
 * is compared with what its base was. A step that uses an action begins at the workspace.
 */
function whatIsBuilt({ request, flags, host }: AskedRun): unknown {
  const within = (path: string): string => relative(host.cwd, resolve(host.cwd, path)).split(sep).join('/');
  const values = withPaths(flags.values, within);
  const { config } = values;
  return {
    source: within(flags.positionals[0] ?? '.'),
    config: config === undefined ? null : within(config),
    images: asksForImages(request),
    said: telling.map((name) => values[name] ?? null),
  };
}

/** Keeps what `keepSizes` left in the main step. Gives what is to be told of a failure. */
export async function saveSizes(
  text: string,
  host: CacheHost & Pick<RunnerHost, 'print'>,
): Promise<string | undefined> {
  const { folder, key } = parseFields(text) ?? {};
  if (typeof folder !== 'string' || typeof key !== 'string') return undefined;
  const outcome = await serviceIn(folder, host).save([sizeFile], key);
  if (outcome.kind === 'saved') logGroups(host.print).say(`kept for later runs as ${key}`);
  return outcome.kind === 'failed' ? `the cache could not be saved: ${outcome.reason}` : undefined;
}

/** A small file: what takes longer is not worth it. */
const limits = { answerMilliseconds: 15_000, totalMilliseconds: 60_000 };

function serviceIn(folder: string, { env, signal, cacheJob }: CacheHost): RemoteCache {
  return cacheService({ exec, env, entry: cacheJob, signal, folder, limits });
}
