import { mkdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findKeptSize, type KeptSizes, sizeFile } from '../cache/kept-sizes.ts';
import type { RemoteCache } from '../cache/remote-cache.ts';
import { sizeKey } from '../cache/size-key.ts';
import { runOrigin, savingBranch } from '../forge/cache-trust.ts';
import type { Report } from '../report/model.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import { type BaselineRequest, formatBaseline } from '../request/baseline.ts';
import type { AskedRun } from '../request/baseline-request.ts';
import { asksForImages } from '../request/output.ts';
import { withPaths } from '../request/sources.ts';
import { encodeSnapshot } from '../size/snapshot.ts';
import { snapshotOf } from '../stages/snapshot.ts';
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

/** What a run has to do with the sizes that others kept, and they with its own. */
export interface SizesBetweenRuns {
  /** Undefined: there is no cache. */
  readonly kept: KeptSizes | undefined;
  /** Leaves what the run weighs for its post step, if later runs are to have it. */
  keep(report: Report): Promise<void>;
}

/**
 * @param folder the step's own
 * @param served false: the service was asked, and does not answer
 * @throws SlipwayError E_CONFIG, E_TOOL, E_NETWORK when the cache is asked for by name, and there is none
 */
export function sizesBetweenRuns(
  asked: AskedRun,
  run: {
    readonly inputs: ActionValues;
    readonly host: CacheHost;
    readonly folder: string;
    readonly served: boolean;
  },
): SizesBetweenRuns {
  const { inputs, host, folder, served } = run;
  const { baseline } = asked.request;
  const obstacle = cacheObstacle(inputs, asked.request, host.env) ?? (served ? undefined : unserved);
  if (obstacle !== undefined) {
    if (baseline.kind === 'cache') throw noCache(baseline, obstacle);
    return { kept: undefined, keep: async () => undefined };
  }
  const what = whatIsBuilt(asked);
  return {
    kept: {
      find: async (branch, commit) => {
        const place = join(folder, 'kept-sizes');
        await mkdir(place, { recursive: true });
        return findKeptSize({ what, branch }, commit, place, serviceIn(place, host));
      },
    },
    keep: (report) => keep(report, what, join(folder, 'own-sizes'), host.env),
  };
}

const unserved = { code: 'E_NETWORK', why: 'the cache service does not answer' } as const;

function noCache(baseline: BaselineRequest, { code, why }: CacheObstacle | typeof unserved): SlipwayError {
  return new SlipwayError(code, `baseline: ${formatBaseline(baseline)}: ${why}`, {
    hint: 'write baseline: rebuild, or auto for what can be had',
  });
}

/** Inputs of the action that tell the jobs of a matrix apart. What may have the commit in it, as linker flags, is none of them. */
const telling = [
  ...(['target', 'main', 'platforms', 'buildTags', 'goexperiment', 'cgo'] as const),
  ...(['go', 'goVersionFile', 'base', 'compression'] as const),
];

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

/** Only what a branch's own commit is, all of it and nothing else, is kept as its sizes; what was refused is not. */
async function keep(report: Report, what: unknown, folder: string, env: RunnerHost['env']): Promise<void> {
  const branch = savingBranch(runOrigin(env));
  if (branch === undefined || report.outcome === 'fail') return;
  const snapshot = snapshotOf(report);
  const { commit } = snapshot;
  if (commit === undefined || commit !== env['GITHUB_SHA']) return;
  await writeFileAtomic(join(folder, sizeFile), gzipSync(encodeSnapshot(snapshot)));
  saveState(sizeState, JSON.stringify({ folder, key: sizeKey({ what, branch }, commit) }));
}

/** Keeps what `keep` left in the main step. Gives what is to be told of a failure. */
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
