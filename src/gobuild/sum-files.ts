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

function sumFiles(directory: string, gowork: string): string[] {
  const above = parents(directory);
  const nearest = (name: string): string | undefined =>
    above.map((folder) => join(folder, name)).find(isThere);
  const workFile = gowork === 'off' ? undefined : gowork || nearest('go.work');
  if (workFile !== undefined) {
    const folders = workspaceFolders(workFile).slice(1);
    return [...folders.map((folder) => join(folder, 'go.sum')), join(dirname(workFile), 'go.work.sum')];
  }
  const goMod = nearest('go.mod');
  return goMod === undefined ? [] : [join(dirname(goMod), 'go.sum')];
}
