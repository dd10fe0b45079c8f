import { type GitHubEvent, readGitHubEvent } from '../forge/event.ts';
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
  const event = await readGitHubEvent(env);
  return event === undefined ? gitContext(facts, now) : gitHubContext(event, facts, now);
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

/** Of the tags at the commit the highest version of the module in this folder, else the highest version, else the last by name. */
function ownTag({ tags, prefix }: GitFacts): string | undefined {
  const here = tags.filter(({ exact }) => exact).map(({ name }) => name);
  // go.dev/ref/mod, "Mapping versions to commits": a module in a folder has the folder before its versions.
  const own = here.filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('/'));
  return highestVersion(own) ?? highestVersion(here) ?? here.at(-1);
}

function gitHubContext(event: GitHubEvent, facts: GitFacts | undefined, now: Date): TagContext {
  const { name, tag, branch, defaultBranch, baseRef, pullRequest, commit } = event;
  return {
    ...nothing,
    event: name,
    tag,
    branch,
    defaultBranch,
    baseRef,
    pullRequest: pullRequest?.number,
    // What was checked out is what is built, also where a workflow chose another commit.
    commit: facts?.revision ?? commit,
    commitTime: facts === undefined ? undefined : new Date(facts.time),
    now,
  };
}
