import { copyFile, lstat, mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readTextIfExists } from '../support/files.ts';

/** Where a copied checkout has its .git, and where git directories lie that are not in their checkout. */
export interface GitCopyPlace {
  readonly at: string;
  readonly gits: string;
}

/** What is a work tree's own (gitrepository-layout(5)); everything else it shares with its repository. */
const ofTheWorkTree =
  /^(HEAD|index|sharedindex\..*|config\.worktree|MERGE_HEAD|CHERRY_PICK_HEAD|REVERT_HEAD)$/;

/**
 * Gives a copied checkout the repository of the one that it is a copy of: the same commit, index and settings, over the same objects
 * and refs, by a git directory of its own that names the other as the common one. The go command stamps no commit where
 * .git is a file, so it is one where it was one. Submodules and linked work trees are copied in the same way.
 * @param from the .git of the checkout, a folder or a file
 */
export async function copyGitDirectory(from: string, { at, gits }: GitCopyPlace): Promise<void> {
  const isFile = (await lstat(from)).isFile();
  const directory = isFile ? await namedBy(from) : await realpath(from);
  if (directory === undefined) return copyFile(from, at);
  const common = (await readTextIfExists(join(directory, 'commondir')))?.trim();
  const own = isFile ? await newFolder(gits) : at;
  await mkdir(join(own, 'info'), { recursive: true });
  for (const name of (await readdir(directory)).filter((each) => ofTheWorkTree.test(each))) {
    await copyFile(join(directory, name), join(own, name));
  }
  await copyFile(join(directory, 'info', 'sparse-checkout'), join(own, 'info', 'sparse-checkout')).catch(
    () => undefined,
  );
  await writeFile(
    join(own, 'commondir'),
    `${common === undefined ? directory : resolve(directory, common)}\n`,
  );
  if (isFile) await writeFile(at, `gitdir: ${own}\n`);
}

/** The git directory that a .git file names; undefined when it is none, or is gone. */
async function namedBy(file: string): Promise<string | undefined> {
  const [, path] = /^gitdir: (.+)$/m.exec(await readFile(file, 'utf8')) ?? [];
  return path === undefined ? undefined : realpath(resolve(dirname(file), path)).catch(() => undefined);
}

async function newFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  const path = join(parent, String((await readdir(parent)).length));
  await mkdir(path);
  return path;
}
