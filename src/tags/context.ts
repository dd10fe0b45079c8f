import { SlipwayError } from '../support/errors.ts';
import { readTextIfExists } from '../support/files.ts';
import { highestVersion } from './version.ts';

/** What tag rules can know of the source and of the run. A field that is undefined makes rules that need it not apply. */
export interface TagContext {
  /** GitHub's name of what started the run: push, pull_request, schedule … */
  readonly event: string | undefined;
  /** The git tag that is built, such as v1.2.3. */
  readonly tag: string | undefined;
  readonly branch: string | undefined;
  readonly defaultBranch: string | undefined;
  /** The branch that a pull request is to be merged into. */
  readonly baseRef: string | undefined;
  /** The pull request's number. */
  readonly pullRequest: string | undefined;
  /** All 40 digits. */
  readonly commit: string | undefined;
  readonly commitTime: Date | undefined;
  readonly now: Date;
  /** Why tag and commit are not known although there are some. */
  readonly notice: string | undefined;
}

/** What git says of the source, of which rules use this much (see VcsFacts). */
interface GitFacts {
  readonly revision: string;
  readonly time: string;
  readonly modified: boolean;
  readonly prefix: string;
  readonly branch: string | undefined;
  readonly tags: readonly { readonly name: string; readonly exact: boolean }[];
}

const nothing = {
  event: undefined,
  tag: undefined,
  branch: undefined,
  defaultBranch: undefined,
  baseRef: undefined,
  pullRequest: undefined,
  commit: undefined,
  commitTime: undefined,
  notice: undefined,
} as const;

/**
 * The context of a run: in GitHub Actions what started it, elsewhere what git says.
 * @param env the caller's environment
 * @param facts what git says of the source; undefined where there is no repository
 * @throws SlipwayError E_IO when GITHUB_EVENT_PATH names a file that is not JSON
 */
export async function readTagContext(
  env: Readonly<Record<string, string | undefined>>,
  facts: GitFacts | undefined,
  now: Date,
): Promise<TagContext> {
  if (env['GITHUB_ACTIONS'] !== 'true' || !env['GITHUB_REF']) return gitContext(facts, now);
  return gitHubContext(env, await readEvent(env['GITHUB_EVENT_PATH']), facts, now);
}

/** The context of a published module: its version is all that is known. */
export function publishedContext(version: string, now: Date): TagContext {
  return { ...nothing, tag: version, now };
}

/** Files that differ from the commit are not what its tag and digits name, so neither is used. */
function gitContext(facts: GitFacts | undefined, now: Date): TagContext {
  if (facts === undefined) return { ...nothing, now };
  const { branch, revision, time, modified } = facts;
  const notice = 'files differ from the commit, so no image tag is taken from its git tags and digits';
  if (modified) return { ...nothing, branch, now, notice };
  return { ...nothing, tag: ownTag(facts), branch, commit: revision, commitTime: new Date(time), now };
}

/** Of the tags at the commit the highest version of the module in this folder, else of any, else the last by name. */
function ownTag({ tags, prefix }: GitFacts): string | undefined {
  const here = tags.filter(({ exact }) => exact).map(({ name }) => name);
  // go.dev/ref/mod, "Mapping versions to commits": a module in a folder has the folder before its versions.
  const own = here.filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('/'));
  return highestVersion(own) ?? highestVersion(here) ?? here.at(-1);
}

async function readEvent(path: string | undefined): Promise<unknown> {
  const text = path === undefined || path === '' ? undefined : await readTextIfExists(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SlipwayError('E_IO', `GITHUB_EVENT_PATH: ${path} is not JSON`, { cause });
  }
}

/** docs.github.com, "Variables reference": GITHUB_REF is refs/heads/…, refs/tags/… or refs/pull/NUMBER/merge. */
function gitHubContext(
  env: Readonly<Record<string, string | undefined>>,
  payload: unknown,
  facts: GitFacts | undefined,
  now: Date,
): TagContext {
  const event = env['GITHUB_EVENT_NAME'];
  const ref = env['GITHUB_REF'] ?? '';
  // pull_request_target runs on the base branch, and must not move the base branch's tags.
  const number = event === 'pull_request_target' ? textAt(payload, 'pull_request', 'number') : undefined;
  const pullRequest = number ?? /^refs\/pull\/(\d+)\//.exec(ref)?.[1];
  const isPull = pullRequest !== undefined || event === 'pull_request_target';
  return {
    ...nothing,
    event,
    tag: isPull ? undefined : after(ref, 'refs/tags/'),
    branch: isPull ? undefined : after(ref, 'refs/heads/'),
    defaultBranch: textAt(payload, 'repository', 'default_branch'),
    baseRef: env['GITHUB_BASE_REF'] || undefined,
    pullRequest,
    // What was checked out is what is built, also where a workflow chose another commit.
    commit: facts?.revision ?? (env['GITHUB_SHA'] || undefined),
    commitTime: facts === undefined ? undefined : new Date(facts.time),
    now,
  };
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
