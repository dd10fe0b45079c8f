import { join } from 'node:path';
import { exists } from '../support/files.ts';
import { type Git, gitSays } from './git.ts';

/**
 * Fills the submodules of a new work tree that the user's checkout has initialised; the others stay empty, as they are
 * there. None is registered anew, since the settings are those of all work trees (gitsubmodules(7), "Active submodules").
 * @param root the work tree
 * @returns what a person should know of those that are empty
 */
export async function fillSubmodules(root: string, git: Git): Promise<readonly string[]> {
  if (!(await exists(join(root, '.gitmodules')))) return [];
  const known = await git('config', '--get-regexp', '^submodule\\..*\\.url$');
  if (known.status !== 0) {
    return [
      'submodules are empty in the commit that is compared with, since the checkout has none of its own',
    ];
  }
  const filled = await git('submodule', '--quiet', 'update', '--checkout', '--depth=1');
  if (filled.status !== 0) {
    return [`submodules of the commit that is compared with cannot be had: ${gitSays(filled)}`];
  }
  const status = await git('submodule', 'status', '--recursive');
  const empty = status.stdout.split('\n').flatMap((line) => /^-[0-9a-f]+ (.*)$/.exec(line)?.[1] ?? []);
  return empty.length === 0
    ? []
    : [`submodules that are empty in the commit that is compared with: ${empty.join(', ')}`];
}
