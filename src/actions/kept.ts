import type { RestoredState } from '../cache/build-cache.ts';
import { parseRestoredState, restoreBuildCache, saveBuildCache } from '../cache/build-cache.ts';
import type { RemoteCache } from '../cache/remote-cache.ts';
import { formatSeconds } from '../report/format-bytes.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import type { BuildRequest } from '../request/request.ts';
import { exec } from '../support/exec.ts';
import type { Host } from '../toolchain/ports.ts';
import { planBuildCache } from './build-cache-plan.ts';
import { cacheService } from './cache-service.ts';
import type { RunnerHost } from './host.ts';
import { type LogGroups, logGroups } from './log-groups.ts';
import { annotate } from './runner.ts';

export interface Kept {
  readonly state: RestoredState;
  /** True when the entry of the very key was found. */
  readonly hit: boolean;
  /** False: the service does not answer. */
  readonly served: boolean;
}

export type CacheHost = Pick<RunnerHost, 'env' | 'now' | 'signal' | 'cacheJob'>;

/** Why a run has no cache; a code for whoever asks for it all the same. */
export interface CacheObstacle {
  readonly code: 'E_CONFIG' | 'E_TOOL' | 'E_NETWORK';
  readonly why: string;
}

/** Undefined: runs keep things for each other. */
export function cacheObstacle(
  { own }: ActionValues,
  { offline }: Pick<BuildRequest, 'offline'>,
  env: RunnerHost['env'],
): CacheObstacle | undefined {
  if (own.cache !== 'true') return { code: 'E_CONFIG', why: 'the input cache is false' };
  if (offline) return { code: 'E_CONFIG', why: 'no network is to be used' };
  const service = env['ACTIONS_RESULTS_URL'] || env['ACTIONS_CACHE_URL'];
  return service ? undefined : { code: 'E_TOOL', why: 'the runner has no cache service' };
}

/** Brings here what earlier runs kept; undefined where nothing is to be kept. */
export async function restoreKept(
  inputs: ActionValues,
  request: BuildRequest,
  machine: Host,
  host: CacheHost,
  groups: LogGroups,
): Promise<Kept | undefined> {
  const { env, now } = host;
  if (request.dryRun || cacheObstacle(inputs, request, env) !== undefined) return undefined;
  const title = 'Get what earlier runs kept';
  groups.begin(title);
  const began = now();
  const dependencyPath = inputs.own['cache-dependency-path'];
  const { plan, notices } = await planBuildCache({ request, env, host: machine, dependencyPath });
  const { state, hit, served, notice } = await restoreBuildCache(plan, serviceOf(host), Date.now);
  const found = state.restoredKey ?? (notice === undefined ? 'nothing was kept yet' : undefined);
  for (const text of [...notices, found]) if (text !== undefined) groups.say(text, title);
  groups.say(formatSeconds(now() - began), title);
  groups.done(title);
  if (notice !== undefined) tellOfCache(notice);
  return { state, hit, served };
}

/**
 * Keeps what this run brought for later ones. Gives what is to be told of a failure.
 * @param text what the main step left under `keptState`; anything else keeps nothing
 */
export async function saveKept(
  text: string,
  host: CacheHost & Pick<RunnerHost, 'print'>,
): Promise<string | undefined> {
  const state = parseRestoredState(text);
  if (state === undefined) return undefined;
  const saved = await saveBuildCache(state, serviceOf(host));
  if (saved.kind === 'failed') return saved.notice;
  const { say } = logGroups(host.print);
  if (saved.kind === 'saved') say(`kept for later runs as ${saved.key}`);
  else say('nothing to keep that later runs do not have');
  return undefined;
}

/** A cache that does not work is worth a note to who looks after the repository, and nothing more. */
export function tellOfCache(message: string): void {
  annotate('notice', { title: 'slipway', message });
}

function serviceOf({ env, signal, cacheJob }: CacheHost): RemoteCache {
  return cacheService({ exec, env, entry: cacheJob, signal });
}
