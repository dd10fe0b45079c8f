import { isFields, parseFields } from '../support/fields.ts';
import type { BuildCacheKeys } from './build-cache-key.ts';
import { type CachedFolder, discardWrittenSince, isWorthSaving } from './cached-folders.ts';
import type { RemoteCache, RestoreOutcome } from './remote-cache.ts';

/** What one run wants of the remote cache: the same folders in the same order find what was saved. */
export interface BuildCachePlan extends BuildCacheKeys {
  readonly folders: readonly CachedFolder[];
  /** False: the run may read only. */
  readonly mayWrite: boolean;
}

/** What the run's end must know of its beginning; goes through JSON. */
export interface RestoredState {
  readonly key: string;
  readonly folders: readonly CachedFolder[];
  /** True: what the build brings may be saved under the key. */
  readonly mayWrite: boolean;
  /** The entry that was restored. */
  readonly restoredKey: string | undefined;
  /** What came later is the build's: milliseconds since 1970. */
  readonly since: number;
}

export interface Restored {
  readonly state: RestoredState;
  /** True when the entry is of the very key, as actions/cache and setup-go mean `cache-hit`. */
  readonly hit: boolean;
  /** False: the service does not answer, and asking it again in this run is no use. */
  readonly served: boolean;
  /** What people should know, in one line. */
  readonly notice: string | undefined;
}

/**
 * Brings the nearest entry here, before the build. A cache that does not work costs a notice; a half restored one is removed.
 * @param now milliseconds since 1970
 */
export async function restoreBuildCache(
  plan: BuildCachePlan,
  cache: RemoteCache,
  now: () => number,
): Promise<Restored> {
  const { key, prefixes, folders } = plan;
  const began = now();
  const outcome = await cache.restore(pathsOf(folders), key, prefixes);
  if (outcome.kind === 'failed') await discardWrittenSince(folders, began);
  const restoredKey = outcome.kind === 'restored' ? outcome.key : undefined;
  const hit = restoredKey === key;
  // An entry is never written again, and a service that is down now gets no second chance to cost time.
  const served = outcome.kind !== 'unavailable' && outcome.kind !== 'absent';
  const mayWrite = plan.mayWrite && served && !hit;
  return {
    state: { key, folders, mayWrite, restoredKey, since: now() },
    hit,
    served,
    notice: noticeOf(outcome),
  };
}

function noticeOf(outcome: RestoreOutcome): string | undefined {
  if (outcome.kind === 'unavailable') return `the cache is not used: ${outcome.reason}`;
  if (outcome.kind === 'failed') return `the cache could not be restored: ${outcome.reason}`;
  return undefined;
}

export type Saved =
  | { readonly kind: 'saved'; readonly key: string }
  | { readonly kind: 'not-needed' }
  | { readonly kind: 'failed'; readonly notice: string };

/**
 * Saves what the run brought, once, at its end: when something is there that was not before the build. A build that
 * failed saves as well: an entry of GOCACHE is addressed by what it was made from, a module's zip and a toolchain are moved
 * into place when they are whole, and the next commit, which puts it right, needs all of them.
 */
export async function saveBuildCache(state: RestoredState, cache: RemoteCache): Promise<Saved> {
  if (!state.mayWrite || !(await isWorthSaving(state.folders, state.since))) return { kind: 'not-needed' };
  const outcome = await cache.save(pathsOf(state.folders), state.key);
  if (outcome.kind === 'saved') return { kind: 'saved', key: state.key };
  if (outcome.kind === 'failed')
    return { kind: 'failed', notice: `the cache could not be saved: ${outcome.reason}` };
  return { kind: 'not-needed' };
}

function pathsOf(folders: readonly CachedFolder[]): string[] {
  return folders.map(({ path }) => path);
}

/** Reads what `JSON.stringify` made of a state; undefined when the run did not come so far as to have one. */
export function parseRestoredState(text: string): RestoredState | undefined {
  const { key, folders, mayWrite, restoredKey, since } = parseFields(text) ?? {};
  if (typeof key !== 'string' || typeof since !== 'number' || !Array.isArray(folders)) return undefined;
  if (!folders.every(isCachedFolder)) return undefined;
  const restored = typeof restoredKey === 'string' ? restoredKey : undefined;
  return { key, folders, mayWrite: mayWrite === true, restoredKey: restored, since };
}

function isCachedFolder(value: unknown): value is CachedFolder {
  return (
    isFields(value) &&
    typeof value['path'] === 'string' &&
    ['modules', 'packages', 'toolchains'].includes(String(value['kind']))
  );
}
