/**
 * What a run may save. `branch`: entries that releases read. `pull-request`: entries for this pull request alone.
 * `none`: nothing; such a run reads what branches saved.
 */
export type CacheTrust = 'branch' | 'pull-request' | 'none';

/** What says who is behind a run: GITHUB_EVENT_NAME, GITHUB_REF and the runner's ACTIONS_CACHE_MODE. */
export interface RunOrigin {
  readonly event: string;
  readonly ref: string;
  readonly cacheMode: string | undefined;
}

/** Events whose code and ref somebody with write access chose, with a branch as the ref. */
const branchEvents = new Set(['push', 'schedule', 'workflow_dispatch']);

/**
 * GitHub keeps an entry for the ref of the run that saved it. A run reads its own ref's entries, the default branch's,
 * and for a pull request the base branch's (docs.github.com, "Dependency caching reference", Restrictions for accessing a
 * cache). From that follows:
 *
 * - A pull request's code is anybody's. Its entries are kept for refs/pull/N/merge, but once merged its `closed` event has
 *   the base branch as the ref: then nothing is saved.
 * - pull_request_target, workflow_run, issue_comment and their like run in the default branch's scope, often on code of
 *   strangers: they save nothing, whatever the token allows.
 * - What a tag or a merge group's short-lived branch saves, only a re-run could read: it would push out what others need.
 *   A merge group also builds code that is not merged yet.
 */
export function cacheTrust({ event, ref, cacheMode }: RunOrigin): CacheTrust {
  if (['read', 'none'].includes(cacheMode?.trim().toLowerCase() ?? '')) return 'none';
  if (event === 'pull_request') return ref.startsWith('refs/pull/') ? 'pull-request' : 'none';
  return branchEvents.has(event) && ref.startsWith('refs/heads/') ? 'branch' : 'none';
}

/** What a run is of by the runner's variables. */
export function runOrigin(env: Readonly<Record<string, string | undefined>>): RunOrigin {
  return {
    event: env['GITHUB_EVENT_NAME'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    cacheMode: env['ACTIONS_CACHE_MODE'],
  };
}

/** The branch for which a run may save; undefined for every run that may not. */
export function savingBranch(origin: RunOrigin): string | undefined {
  return cacheTrust(origin) === 'branch' ? origin.ref.slice('refs/heads/'.length) : undefined;
}
