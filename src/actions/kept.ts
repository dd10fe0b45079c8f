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
}

type CacheHost = Pick<RunnerHost, 'env' | 'now' | 'signal' | 'cacheJob'>;

/**
 * Brings here what earlier runs kept; undefined where nothing is to be kept: it was switched off, no network is to be used,
 * or the runner has no cache service.
 */
export async function restoreKept(
  { own }: ActionValues,
  request: BuildRequest,
  machine: Host,
  host: CacheHost,
  groups: LogGroups,
): Promise<Kept | undefined> {
  const { env, now } = host;
  const service = env['ACTIONS_RESULTS_URL'] || env['ACTIONS_CACHE_URL'];
  if (own.cache !== 'true' || request.offline || request.dryRun || !service) return undefined;
  const title = 'Get what earlier runs kept';
  groups.begin(title);
  const began = now();
  const dependencyPath = own['cache-dependency-path'];
  const { plan, notices } = await planBuildCache({ request, env, host: machine, dependencyPath });
  const { state, hit, notice } = await restoreBuildCache(plan, serviceOf(host), Date.now);
  const found = state.restoredKey ?? (notice === undefined ? 'nothing was kept yet' : undefined);
  for (const text of [...notices, found]) if (text !== undefined) groups.say(text, title);
  groups.say(formatSeconds(now() - began), title);
  groups.done(title);
  if (notice !== undefined) tell(notice);
  return { state, hit };
}

/**
 * Keeps what this run brought for later ones.
 * @param text what the main step left under `keptState`; anything else keeps nothing
 */
export async function saveKept(text: string, host: CacheHost & Pick<RunnerHost, 'print'>): Promise<void> {
  const state = parseRestoredState(text);
  if (state === undefined) return;
  const saved = await saveBuildCache(state, serviceOf(host));
  const { say } = logGroups(host.print);
  if (saved.kind === 'failed') tell(saved.notice);
  else if (saved.kind === 'saved') say(`kept for later runs as ${saved.key}`);
  else say('nothing to keep that later runs do not have');
}

/** A cache that does not work is worth a note to who looks after the repository, and nothing more. */
function tell(message: string): void {
  annotate('notice', { title: 'slipway', message });
}

function serviceOf({ env, signal, cacheJob }: CacheHost): RemoteCache {
  return cacheService({ exec, env, entry: cacheJob, signal });
}
