import { lstat, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { storeFolders } from '../cache/folders.ts';
import { SlipwayError } from '../support/errors.ts';
import { hexOf, sha256 } from '../support/hashing.ts';
import { withLock } from '../support/lock.ts';
import { type Git, type GitPorts, gitIn, gitSays } from './git.ts';
import { fillSubmodules } from './submodules.ts';

export interface WorktreeRequest {
  /** A folder of the checkout. */
  readonly directory: string;
  /** Hash of the commit, which is here. */
  readonly commit: string;
  readonly cacheDirectory: string;
}

/** A commit's files, for the time of one call. */
export interface Worktree {
  /** A folder for whatever else is made, which goes with the work tree. */
  readonly scratch: string;
  /** The path there of a path in the user's checkout; any other path stays as it is. Absolute. */
  readonly moved: (path: string) => string;
  readonly notices: readonly string[];
}

export type WorktreePorts = GitPorts & { readonly signal: AbortSignal };

/**
 * Does work in a work tree of a commit, outside of the user's checkout, with the repository's own objects, refs and settings
 * (gitrepository-layout(5), "commondir"). It is not registered as `git worktree add` would do it: the go command
 * stamps no commit where .git is a file, and a run that is killed would leave an entry in the user's repository. It lies at
 * one place for each repository, so that the next commit's programs are built over this one's. Taken away at the end,
 * also when interrupted.
 * @throws SlipwayError E_IO when git cannot make it; what `work` throws; the signal's reason
 */
export async function withWorktree<T>(
  request: WorktreeRequest,
  ports: WorktreePorts,
  work: (tree: Worktree) => Promise<T>,
): Promise<T> {
  const directory = await realpath(request.directory);
  const repository = await placesOf(gitIn(directory, ports), directory);
  return withFolder(repository, request.cacheDirectory, ports.signal, async (folder) => {
    const [root, scratch] = [join(folder, 'slipway-baseline'), join(folder, 'scratch')];
    for (const made of [root, scratch]) await mkdir(made, { recursive: true, mode: 0o700 });
    const notices = await checkOut({ root, folder, commit: request.commit }, repository, ports);
    return work({ scratch, moved: mover([request.directory, directory], repository, root), notices });
  });
}

interface Repository {
  /** Where the user's checkout begins, as a real path. */
  readonly root: string;
  /** The path of the asked folder in it, '' or ending in '/'. */
  readonly prefix: string;
  /** The git directory that all work trees share. */
  readonly common: string;
}

async function placesOf(git: Git, directory: string): Promise<Repository> {
  const result = await git('rev-parse', '--show-toplevel', '--show-prefix', '--git-common-dir');
  if (result.status !== 0) {
    throw new SlipwayError('E_IO', `${directory} is in no checkout that git opens: ${gitSays(result)}`);
  }
  const [root = '', prefix = '', common = ''] = result.stdout.split('\n');
  return { root: await realpath(root), prefix, common: await realpath(resolve(directory, common)) };
}

/**
 * The repository's own place in the cache folder, of which runs wait for each other; a folder elsewhere, which nobody else has, when
 * that lies in the checkout, whose go.mod and go.work would hold for it too. Empty before, gone after.
 */
async function withFolder<T>(
  { root, common }: Repository,
  cacheDirectory: string,
  signal: AbortSignal,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = join(cacheDirectory, storeFolders.worktrees);
  await mkdir(folder, { recursive: true });
  const real = await realpath(folder);
  if (isInside(real, root)) {
    return passing(await realpath(await mkdtemp(join(tmpdir(), 'slipway-worktree-'))), work);
  }
  const own = join(real, hexOf(sha256(`${root}\n${common}`)).slice(0, 32));
  return withLock(`${own}.lock`, { signal }, async () => {
    // What a killed run left.
    await takeAway(own);
    return passing(own, work);
  });
}

async function passing<T>(folder: string, work: (folder: string) => Promise<T>): Promise<T> {
  try {
    return await work(folder);
  } finally {
    await takeAway(folder);
  }
}

interface Place {
  readonly root: string;
  readonly folder: string;
  readonly commit: string;
}

async function checkOut(
  { root, folder, commit }: Place,
  repository: Repository,
  ports: WorktreePorts,
): Promise<readonly string[]> {
  // As the checkout itself has it, so that both are stamped, or neither is.
  const isLinked = (await lstat(join(repository.root, '.git'))).isFile();
  const gitDirectory = isLinked ? join(folder, 'git') : join(root, '.git');
  await mkdir(gitDirectory);
  await writeFile(join(gitDirectory, 'HEAD'), `${commit}\n`);
  await writeFile(join(gitDirectory, 'commondir'), `${repository.common}\n`);
  if (isLinked) await writeFile(join(root, '.git'), `gitdir: ${gitDirectory}\n`);
  const git = gitIn(root, ports);
  const filled = await git('reset', '--quiet', '--hard');
  if (filled.status !== 0) {
    throw new SlipwayError('E_IO', `git cannot check out commit ${commit}: ${gitSays(filled)}`);
  }
  return fillSubmodules(root, git);
}

/** A program that was interrupted may still be at its last write. */
async function takeAway(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function mover(
  [named, real]: readonly [named: string, real: string],
  { root, prefix }: Repository,
  to: string,
): (path: string) => string {
  // The checkout may have been named through a link: then its root has a name on that side as well.
  const levels = prefix.split('/').filter(Boolean);
  const begun = [root, resolve(real, ...levels.map(() => '..')), resolve(named, ...levels.map(() => '..'))];
  return (path) => {
    const from = begun.find((start) => isInside(path, start));
    return from === undefined ? path : join(to, relative(from, path));
  };
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
