import { resolve } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { readTextIfExists } from '../support/files.ts';
import { type Git, type GitPorts, gitIn, gitSays, isCommitHash } from './git.ts';
import { patientGit, type RemotePorts } from './git-remote.ts';

/** The commits of a repository, and more of them from its remote. Every commit is named by its whole hash. */
export interface History {
  readonly remote: string;
  /** The commit of HEAD, of a whole ref name or of a hash; undefined when there is none here. */
  readonly commitNamed: (name: string) => Promise<string | undefined>;
  /** The names of refs below `places` that point at a commit. */
  readonly refsAt: (commit: string, places: readonly string[]) => Promise<readonly string[]>;
  /** The parents as the commit itself names them, also those that are not here. */
  readonly parents: (commit: string) => Promise<readonly string[]>;
  /** The best common ancestor of a commit and any of the others, as far as history is here. */
  readonly mergeBase: (commit: string, others: readonly string[]) => Promise<string | undefined>;
  /** Where the history of commits is cut off in a shallow clone, but for what belongs to `known`'s. */
  readonly boundaries: (commits: readonly string[], known?: string) => Promise<readonly string[]>;
  readonly isRefName: (name: string) => Promise<boolean>;
  /** Where a branch is at the remote now. */
  readonly remoteTip: (name: string) => Promise<string | undefined>;
  /** Fetches a commit that is not here. */
  readonly need: (commit: string) => Promise<void>;
  /** Fetches what is behind the cuts. */
  readonly deepen: (how: string, boundaries: readonly string[]) => Promise<void>;
}

/** With how long a remote is asked. */
export type HistoryPorts = GitPorts & RemotePorts;

interface HistoryRequest {
  readonly directory: string;
  readonly remote?: string | undefined;
  readonly offline: boolean;
}

/**
 * The history of the repository around a folder.
 * @throws SlipwayError E_IO when git finds none there; its functions E_IO when something is to be fetched and cannot be asked for,
 *   E_NETWORK when the remote does not give it
 */
export async function openHistory(request: HistoryRequest, ports: HistoryPorts): Promise<History> {
  const { directory, remote = 'origin' } = request;
  const git = gitIn(directory, ports);
  const opened = await git('rev-parse', '--git-path', 'shallow');
  if (opened.status !== 0) {
    throw new SlipwayError('E_IO', `${directory} is in no repository that git opens: ${gitSays(opened)}`);
  }
  const shallowFile = resolve(directory, opened.stdout.trim());
  const cuts = async (): Promise<readonly string[]> =>
    ((await readTextIfExists(shallowFile)) ?? '').split('\n').filter(isCommitHash);
  const remotely: Remotely = { git: patientGit(git, ports), remote, offline: request.offline };
  const commitNamed: History['commitNamed'] = (name) =>
    answer(git, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`);
  return {
    remote,
    commitNamed,
    refsAt: (commit, places) =>
      lines(git, 'for-each-ref', `--points-at=${commit}`, '--format=%(refname)', ...places),
    parents: async (commit) => {
      const [head = ''] = (await must(git, 'cat-file', 'commit', commit)).split('\n\n');
      return [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = '']) => parent);
    },
    mergeBase: (commit, others) => answer(git, 'merge-base', commit, ...others),
    boundaries: async (commits, known) => {
      const cut = new Set(await cuts());
      if (cut.size === 0) return [];
      const without = known === undefined ? [] : [`^${known}`];
      return (await lines(git, 'rev-list', ...commits, ...without)).filter((commit) => cut.has(commit));
    },
    isRefName: async (name) => (await git('check-ref-format', name)).status === 0,
    remoteTip: (name) => remoteTip(remotely, name),
    need: async (commit) => {
      if ((await commitNamed(commit)) !== undefined) return;
      // A depth would cut off the history of a clone that has all of it.
      const depth = (await cuts()).length > 0 ? ['--depth=1'] : [];
      await fetchCommits(remotely, depth, [commit], `commit ${commit}`);
    },
    deepen: (how, boundaries) => fetchCommits(remotely, [how], boundaries, 'the history of a shallow clone'),
  };
}

/**
 * Makes sure that a commit is here.
 * @throws SlipwayError E_IO when it cannot be asked for, E_NETWORK when the remote does not give it
 */
export async function needCommit(commit: string, request: HistoryRequest, ports: GitPorts): Promise<void> {
  const history = await openHistory(request, ports);
  await history.need(commit);
}

/** A single answer on a line; undefined when git has none. */
async function answer(git: Git, ...args: readonly string[]): Promise<string | undefined> {
  const { status, stdout } = await git(...args);
  return (status === 0 && stdout.split('\n')[0]) || undefined;
}

async function must(git: Git, ...args: readonly string[]): Promise<string> {
  const result = await git(...args);
  if (result.status === 0) return result.stdout;
  throw new SlipwayError('E_IO', `git ${args[0]}: ${gitSays(result)}`, {
    hint: 'the repository may be damaged: git fsck',
  });
}

async function lines(git: Git, ...args: readonly string[]): Promise<readonly string[]> {
  return (await must(git, ...args)).split('\n').filter((line) => line !== '');
}

interface Remotely {
  readonly git: Git;
  readonly remote: string;
  readonly offline: boolean;
}

const wholeHistory =
  'check out the whole history: with actions/checkout, fetch-depth: 0; elsewhere git fetch --unshallow, or git fetch origin BRANCH';

async function remoteTip(remotely: Remotely, name: string): Promise<string | undefined> {
  await checkRemote(remotely, `${name} is not here`);
  const { git, remote } = remotely;
  const result = await git('ls-remote', '--quiet', '--refs', '--', remote, name);
  if (result.status !== 0) throw unanswered(`${remote} does not say where ${name} is`, gitSays(result));
  // A pattern fits the ends of names: refs/heads/x/refs/heads/main too.
  const found = result.stdout.split('\n').map((line) => line.split('\t'));
  const hash = found.find(([, ref]) => ref === name)?.[0];
  return hash !== undefined && isCommitHash(hash) ? hash : undefined;
}

/**
 * Fetches commits by their hashes, which no configured refspec fits, so no remote-tracking branch moves; nor does a tag or a
 * submodule, and nothing is pruned. Writes no FETCH_HEAD where git is 2.29 or newer.
 */
async function fetchCommits(
  remotely: Remotely,
  depth: readonly string[],
  commits: readonly string[],
  what: string,
): Promise<void> {
  await checkRemote(remotely, `${what} is not here`);
  const { git, remote } = remotely;
  const still = ['--quiet', '--no-tags', '--no-prune', '--no-recurse-submodules'];
  const run = (...more: readonly string[]) =>
    git(
      ...['-c', `remote.${remote}.followRemoteHEAD=never`, '-c', 'fetch.writeCommitGraph=false'],
      ...['fetch', ...still, ...more, ...depth, '--', remote, ...commits],
    );
  const first = await run('--no-write-fetch-head');
  const result = first.status === usageError ? await run() : first;
  if (result.status !== 0) throw unanswered(`${remote} does not give ${what}`, gitSays(result));
}

/** git's exit status for options that it does not know (api-parse-options). */
const usageError = 129;

async function checkRemote({ git, remote, offline }: Remotely, why: string): Promise<void> {
  if (offline)
    throw new SlipwayError('E_IO', `${why}, and --offline says to use no network`, { hint: wholeHistory });
  if ((await lines(git, 'remote')).includes(remote)) return;
  throw new SlipwayError(
    'E_IO',
    `${why}, and the repository has no remote ${JSON.stringify(remote)} to ask`,
    {
      hint: wholeHistory,
    },
  );
}

function unanswered(what: string, said: string): SlipwayError {
  return new SlipwayError('E_NETWORK', `${what}: ${said}`, { hint: wholeHistory });
}
