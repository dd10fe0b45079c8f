import { constants, type Dirent } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readlink,
  realpath,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { inParallel } from '../support/concurrency.ts';
import { isSystemError } from '../support/errors.ts';
import { copyGitDirectory } from './git-copy.ts';
import { isThere, parents, replacementFolders, workspaceFolders } from './inputs.ts';

export interface SourceCopyRequest {
  /** The module's folder as the user named it. */
  readonly directory: string;
  /** The go.work in force; undefined: none. */
  readonly workFile: string | undefined;
  /** An empty folder that gets the copy. */
  readonly into: string;
  /** Folders that are no source: caches, and whatever is written now. Where one lies inside, a file stands for it. */
  readonly without: readonly string[];
  /** Bits that the modes of the copied files lack (umask(2)). */
  readonly umask: number;
}

/** A source that was copied. */
export interface SourceCopy {
  /** The path there of a path in the source; any other path stays as it is. Absolute. */
  readonly moved: (path: string) => string;
}

/**
 * Copies a source as it is, uncommitted, ignored and unknown files too: the checkout around its folder, and what its go.mod and go.work
 * name beside that by relative paths, in the same places to each other. Files get the times of now, and modes that the umask leaves. Git finds the same commit, index
 * and settings there, over the repository's own objects, and so sees the same changes; nothing in the repository is written.
 * @throws the system's error when something cannot be read or written
 */
export async function copySource(request: SourceCopyRequest, signal: AbortSignal): Promise<SourceCopy> {
  const directory = await realpath(request.directory);
  const { workFile } = request;
  const own = workFile === undefined ? undefined : await realpath(workFile).catch(() => workFile);
  const folders = await existing([checkoutAround(directory), ...foldersBeside(directory, own)]);
  const roots = outermost(folders);
  const start = commonFolder(own === undefined ? roots : [...roots, dirname(own)]);
  const to = (path: string): string => join(request.into, 'tree', relative(start, path));
  const run = {
    without: new Set(await existing(request.without)),
    gits: join(request.into, 'git'),
    umask: request.umask,
    signal,
  };
  for (const root of roots) await copyFolder(root, to(root), run);
  for (const file of own === undefined ? [] : [own, `${own}.sum`]) {
    if (roots.some((root) => isInside(file, root)) || !isThere(file)) continue;
    await mkdir(dirname(to(file)), { recursive: true });
    await copyFile(file, to(file));
  }
  const named = aliasOf(request.directory, directory);
  return {
    moved: (path) => {
      const real = named(path);
      return real === own || roots.some((root) => isInside(real, root)) ? to(real) : path;
    },
  };
}

/** What makes a folder a checkout (cmd/go, internal/vcs: vcsList). */
const checkoutMarks = ['.git', '.hg', '.svn', '.bzr', '.fslckout', '_FOSSIL_'];

function checkoutAround(directory: string): string {
  const found = parents(directory).find((folder) =>
    checkoutMarks.some((mark) => isThere(join(folder, mark))),
  );
  return found ?? moduleAround(directory) ?? directory;
}

function moduleAround(directory: string): string | undefined {
  return parents(directory).find((folder) => isThere(join(folder, 'go.mod')));
}

/** The folders of the workspace and of replaced modules. */
function foldersBeside(directory: string, workFile: string | undefined): string[] {
  const module = moduleAround(directory);
  const modules = new Set([
    ...(module === undefined ? [] : [module]),
    ...(workFile === undefined ? [] : workspaceFolders(workFile).slice(1)),
  ]);
  const files = [
    ...[...modules].map((folder) => join(folder, 'go.mod')),
    ...(workFile === undefined ? [] : [workFile]),
  ];
  return [...modules, ...files.flatMap(replacementFolders)];
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const real = await Promise.all(paths.map((path) => realpath(path).catch(() => undefined)));
  return [...new Set(real.filter((path) => path !== undefined))];
}

/** Those that lie in no other. */
function outermost(folders: readonly string[]): string[] {
  return folders.filter((one) => !folders.some((other) => other !== one && isInside(one, other)));
}

function commonFolder(folders: readonly string[]): string {
  const [first = sep, ...others] = folders;
  return parents(first).find((folder) => others.every((other) => isInside(other, folder))) ?? sep;
}

interface CopyRun {
  readonly without: ReadonlySet<string>;
  /** Where git directories lie of checkouts whose .git is a file. */
  readonly gits: string;
  readonly umask: number;
  readonly signal: AbortSignal;
}

const atOnce = 8;

async function copyFolder(from: string, to: string, run: CopyRun): Promise<void> {
  run.signal.throwIfAborted();
  await mkdir(to, { recursive: true, mode: 0o777 });
  const entries = await readable(
    () => readdir(from, { withFileTypes: true }),
    () => [],
  );
  // In the opposite order, which file systems without an order of their own show.
  const files = entries.filter((entry) => !entry.isDirectory()).reverse();
  await inParallel(files, atOnce, (entry) =>
    copyEntry(entry, join(from, entry.name), join(to, entry.name), run),
  );
  for (const entry of entries.filter((each) => each.isDirectory()).reverse()) {
    const [path, target] = [join(from, entry.name), join(to, entry.name)];
    if (run.without.has(path)) await standIn(path, target);
    else if (entry.name === '.git') await copyGitDirectory(path, { at: target, gits: run.gits });
    else await copyFolder(path, target, run);
  }
}

/** What this user may not read is no part of a build of theirs: a database's folder, say. Git sees that it is there, or nothing, as before. */
async function readable<T>(read: () => Promise<T>, otherwise: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EACCES') throw error;
    return otherwise();
  }
}

/** A folder that is not copied is still there for git, tracked or not. */
async function standIn(from: string, to: string): Promise<void> {
  if ((await readdir(from)).length === 0) return;
  await mkdir(to);
  await writeFile(join(to, 'not-copied'), '');
}

async function copyEntry(entry: Dirent, from: string, to: string, { gits, umask }: CopyRun): Promise<void> {
  if (entry.isSymbolicLink()) return symlink(await readlink(from), to);
  if (!entry.isFile()) return;
  if (entry.name === '.git') return copyGitDirectory(from, { at: to, gits });
  await readable(
    () => copyFile(from, to, constants.COPYFILE_FICLONE),
    () => writeFile(to, ''),
  );
  // What copying keeps of the mode but whether it may be executed is the other umask's to say.
  const { mode } = await lstat(from);
  await chmod(to, ((mode & 0o111) === 0 ? 0o666 : 0o777) & ~umask);
}

/** The path by its real name, where it was named through a link. */
function aliasOf(named: string, real: string): (path: string) => string {
  return (path) => (isInside(path, named) ? join(real, relative(named, path)) : path);
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
