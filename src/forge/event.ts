import { SlipwayError } from '../support/errors.ts';
import { readTextIfExists } from '../support/files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What started a run of GitHub Actions, and what is checked out. */
export interface GitHubEvent {
  /** `push`, `pull_request`, `schedule` …; in a called workflow the caller's. */
  readonly name: string | undefined;
  /** Undefined for tags and pull requests. */
  readonly branch: string | undefined;
  readonly tag: string | undefined;
  readonly defaultBranch: string | undefined;
  /** The branch that a pull request is to be merged into. */
  readonly baseRef: string | undefined;
  /** Its commit when the pull request was last looked at. */
  readonly baseCommit: string | undefined;
  /** The last commit of a pull request; `commit` is that of its test merge. */
  readonly headCommit: string | undefined;
  /** OWNER/NAME */
  readonly repository: string | undefined;
  readonly pullRequest: PullRequest | undefined;
  /** What happened, as far as the payload says it. */
  readonly activity: Activity;
  /** The commit that the event is about; the one that is checked out may be another. */
  readonly commit: string | undefined;
  /** https://github.com, or that of a GitHub Enterprise Server; no slash at the end. */
  readonly server: string;
  /** The page of this run; undefined where the runner does not say which it is. */
  readonly runAddress: string | undefined;
}

/** docs.github.com, "Webhook events and payloads", pull_request. */
interface Activity {
  /** `opened`, `synchronize`, `labeled` … */
  readonly action: string | undefined;
  /** Of `labeled` and `unlabeled` the label. */
  readonly label: string | undefined;
  /** When the pull request was changed last, RFC 3339. */
  readonly updated: string | undefined;
}

interface PullRequest {
  /** Undefined where the payload of pull_request_target does not say it. */
  readonly number: string | undefined;
  /** True when its code comes from another repository, or from one that is gone: GitHub gives such a run no rights. */
  readonly fork: boolean;
}

/**
 * The event of this run; undefined outside of GitHub Actions.
 * @throws SlipwayError E_IO when GITHUB_EVENT_PATH names a file that is not JSON
 */
export async function readGitHubEvent(env: Environment): Promise<GitHubEvent | undefined> {
  if (env['GITHUB_ACTIONS'] !== 'true' || !env['GITHUB_REF']) return undefined;
  return gitHubEvent(env, await readPayload(env['GITHUB_EVENT_PATH']));
}

/**
 * What GITHUB_EVENT_PATH names; undefined: nothing.
 * @throws SlipwayError E_IO when it is not JSON
 */
export async function readPayload(path: string | undefined): Promise<unknown> {
  const text = path === undefined || path === '' ? undefined : await readTextIfExists(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SlipwayError('E_IO', `GITHUB_EVENT_PATH: ${path} is not JSON`, { cause });
  }
}

/**
 * An event by the runner's variables (docs.github.com, "Variables reference") and its payload ("Webhook events and
 * payloads"), which scheduled runs have next to nothing of.
 */
export function gitHubEvent(env: Environment, payload: unknown): GitHubEvent {
  const name = env['GITHUB_EVENT_NAME'] || undefined;
  const ref = env['GITHUB_REF'] ?? '';
  const pullRequest = pullRequestOf(name, ref, payload);
  const server = (env['GITHUB_SERVER_URL'] || 'https://github.com').replace(/\/+$/, '');
  const [repository, run] = [env['GITHUB_REPOSITORY'] || undefined, env['GITHUB_RUN_ID'] || undefined];
  return {
    name,
    branch: pullRequest === undefined ? after(ref, 'refs/heads/') : undefined,
    tag: pullRequest === undefined ? after(ref, 'refs/tags/') : undefined,
    defaultBranch: textAt(payload, 'repository', 'default_branch'),
    baseRef: env['GITHUB_BASE_REF'] || undefined,
    baseCommit: textAt(payload, 'pull_request', 'base', 'sha'),
    headCommit: textAt(payload, 'pull_request', 'head', 'sha'),
    repository,
    pullRequest,
    activity: {
      action: textAt(payload, 'action'),
      label: textAt(payload, 'label', 'name'),
      updated: textAt(payload, 'pull_request', 'updated_at'),
    },
    commit: env['GITHUB_SHA'] || undefined,
    server,
    runAddress: repository && run && `${server}/${repository}/actions/runs/${run}`,
  };
}

/** pull_request_target runs on the base branch, so its ref says nothing of the pull request. */
function pullRequestOf(name: string | undefined, ref: string, payload: unknown): PullRequest | undefined {
  const byRef = /^refs\/pull\/(\d+)\//.exec(ref)?.[1];
  const target = name === 'pull_request_target';
  if (byRef === undefined && !target) return undefined;
  const number = (target ? textAt(payload, 'pull_request', 'number') : undefined) ?? byRef;
  const base = textAt(payload, 'pull_request', 'base', 'repo', 'full_name');
  const head = textAt(payload, 'pull_request', 'head', 'repo', 'full_name');
  const named = textAt(payload, 'pull_request', 'head', 'sha') !== undefined;
  return { number, fork: named && head !== base };
}

/** True where a run is about the default branch; scheduled runs are, and their payload does not name it. */
export function isDefaultBranch({ name, branch, defaultBranch }: GitHubEvent): boolean {
  if (branch === undefined) return false;
  return defaultBranch === undefined ? name === 'schedule' : branch === defaultBranch;
}

function after(text: string, start: string): string | undefined {
  return text.startsWith(start) ? text.slice(start.length) : undefined;
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>(
    (held, key) =>
      typeof held === 'object' && held !== null ? (held as Record<string, unknown>)[key] : undefined,
    value,
  );
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}
