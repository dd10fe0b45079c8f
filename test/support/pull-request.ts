import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { readTextIfExists } from '../../src/support/files.ts';
import { quietEnvironment } from './build-run.ts';
import { type Edits, edit } from './edits.ts';
import { folderOf } from './temporary.ts';
import { commitAll, git } from './workspace.ts';

/** A repository with a pull request, as a forge has it. */
export interface Upstream {
  readonly folder: string;
  readonly url: string;
  /** Where the branch left main. */
  readonly fork: string;
  /** The end of main, which moved on since. */
  readonly main: string;
  /** The end of the branch `feature`. */
  readonly head: string;
  /** refs/pull/1/merge: main with the branch merged into it. */
  readonly merge: string;
}

export interface Changes {
  readonly start: Edits;
  /** On main after the branch left it. */
  readonly main: Edits;
  readonly feature: Edits;
}

export async function upstreamWith(t: Pick<TestContext, 'after'>, changes: Changes): Promise<Upstream> {
  const folder = await folderOf(t);
  await edit(folder, changes.start);
  const fork = await commitAll(folder, 'v1.0.0');
  await git(folder, 'config', 'uploadpack.allowFilter', 'true');
  await git(folder, 'switch', '--quiet', '--create', 'feature');
  const head = await commitEdits(folder, changes.feature, 'Feature');
  await git(folder, 'switch', '--quiet', 'main');
  const main = await commitEdits(folder, changes.main, 'Main moves on');
  await git(folder, 'switch', '--quiet', '--detach');
  await git(folder, 'merge', '--quiet', '--no-ff', '--message', `Merge ${head} into ${main}`, 'feature');
  const merge = await git(folder, 'rev-parse', 'HEAD');
  await git(folder, 'update-ref', 'refs/pull/1/merge', merge);
  await git(folder, 'switch', '--quiet', 'main');
  return { folder, url: `file://${folder}`, fork, main, head, merge };
}

export async function commitEdits(folder: string, edits: Edits, message: string): Promise<string> {
  await edit(folder, edits);
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(folder, 'rev-parse', 'HEAD');
}

/** Empty commits on top of a branch that nobody has checked out, all at once. Gives the last one. */
export async function manyCommits(folder: string, branch: string, count: number): Promise<string> {
  const from = await git(folder, 'rev-parse', branch);
  const commits = Array.from({ length: count }, (_, at) => {
    const start = at === 0 ? `from ${from}\n` : '';
    return `commit refs/heads/${branch}\ncommitter A <a@example.com> ${1_770_000_000 + at} +0000\ndata ${branch.length}\n${branch}\n${start}\n`;
  });
  const env = quietEnvironment();
  const { status, stderr } = await exec({
    file: 'git',
    args: ['fast-import', '--quiet', '--force'],
    cwd: folder,
    env,
    input: commits.join(''),
  });
  if (status !== 0) throw new Error(stderr);
  return git(folder, 'rev-parse', branch);
}

/** As actions/checkout does it: one ref or commit, by name below refs/remotes, detached. */
export async function checkOutRef(
  t: Pick<TestContext, 'after'>,
  { url }: Pick<Upstream, 'url'>,
  ref: string,
  options: readonly string[] = ['--depth=1'],
): Promise<string> {
  const folder = await folderOf(t);
  const local = ref.replace(/^refs\/(heads\/)?/, (_, heads) => `refs/remotes/${heads ? 'origin/' : ''}`);
  await git(folder, 'init', '--quiet');
  await git(folder, 'remote', 'add', 'origin', url);
  await git(folder, 'fetch', '--quiet', '--no-tags', ...options, 'origin', `+${ref}:${local}`);
  await git(folder, 'checkout', '--quiet', '--detach', local);
  return folder;
}

/** All of a checkout that a person or another program could miss: refs, HEAD, index, settings, work trees, what status says. */
export async function stateOf(folder: string): Promise<Record<string, string>> {
  const inGit = async (name: string): Promise<string> =>
    (await readTextIfExists(join(folder, '.git', name))) ?? '';
  return {
    status: await git(folder, '--no-optional-locks', 'status', '--porcelain=v2', '--branch', '--ignored'),
    refs: await git(folder, 'for-each-ref', '--format=%(refname) %(objectname) %(symref)'),
    head: await inGit('HEAD'),
    fetched: await inGit('FETCH_HEAD'),
    log: await inGit('logs/HEAD'),
    config: await inGit('config'),
    index: (await readFile(join(folder, '.git', 'index'))).toString('hex'),
    worktrees: await git(folder, 'worktree', 'list', '--porcelain'),
  };
}
