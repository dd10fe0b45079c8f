import { dirname, join } from 'node:path';
import { readTextIfExists } from '../support/files.ts';
import { isThere, parents, workspaceFolders } from './inputs.ts';
import { moduleSums } from './vendor/go-sum.ts';

/** Hashes of modules' zips by `PATH VERSION`. */
export type ModuleSums = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The hashes that the go command goes by in a folder: go.sum of its module, or of all modules of its workspace and
 * go.work.sum (go.dev/ref/mod, "go.sum files").
 * @param gowork GOWORK: a file, `off`, or empty where the nearest go.work counts
 */
export async function readModuleSums(directory: string, gowork: string): Promise<ModuleSums> {
  const files = sumFiles(directory, gowork);
  const texts = await Promise.all(files.map((file) => readTextIfExists(file)));
  return moduleSums(texts.flatMap((text) => text ?? []));
}

/**
 * The go.work that counts in a folder, absolute; undefined: none does.
 * @param gowork as `readModuleSums`
 */
export function workFileFor(directory: string, gowork: string): string | undefined {
  if (gowork === 'off') return undefined;
  return gowork === '' ? nearest(directory, 'go.work') : gowork;
}

/**
 * The files that say which modules a folder is built with: go.mod and go.sum of its module, or go.work, go.work.sum and those of all
 * modules of its workspace; those that are there, absolute, and the folder that has all of them.
 * @param gowork as `readModuleSums`
 */
export function moduleFilesFor(
  directory: string,
  gowork: string,
): { readonly root: string; readonly files: readonly string[] } {
  const workFile = workFileFor(directory, gowork);
  const goMod = nearest(directory, 'go.mod');
  const own = goMod === undefined ? directory : dirname(goMod);
  const [root, folders] =
    workFile === undefined ? [own, [own]] : [dirname(workFile), workspaceFolders(workFile).slice(1)];
  const named = [
    ...(workFile === undefined ? [] : [workFile, `${workFile}.sum`]),
    ...folders.flatMap((folder) => ['go.mod', 'go.sum'].map((name) => join(folder, name))),
  ];
  return { root, files: named.filter(isThere).sort() };
}

function nearest(directory: string, name: string): string | undefined {
  return parents(directory)
    .map((folder) => join(folder, name))
    .find(isThere);
}

function sumFiles(directory: string, gowork: string): string[] {
  const workFile = workFileFor(directory, gowork);
  if (workFile !== undefined) {
    const folders = workspaceFolders(workFile).slice(1);
    return [...folders.map((folder) => join(folder, 'go.sum')), join(dirname(workFile), 'go.work.sum')];
  }
  const goMod = nearest(directory, 'go.mod');
  return goMod === undefined ? [] : [join(dirname(goMod), 'go.sum')];
}
