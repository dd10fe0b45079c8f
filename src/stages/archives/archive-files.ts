import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isLicenceName } from '../../attest/sbom/licence/licence-name.ts';
import { repositoryRoot, type SourceFacts } from '../../gobuild/source.ts';
import { collectAssets } from '../../image/assets.ts';
import type { TarEntry } from '../../image/tar.ts';
import { SlipwayError } from '../../support/errors.ts';
import { exists, isWithin } from '../../support/files.ts';
import type { InspectedTarget } from '../inspection.ts';

/** What people look for who unpack a program, beside its licences. */
const readerFile = /^(?:readme|changelog|notice)(?:[-._].*)?(?<!\.go)$/i;

/**
 * What goes into a target's release archives beside the program: the files that were named, under their paths in the source folder;
 * else the readme, licences, notice and change log at the module's root. A module in a folder of a repository that has no licence of its
 * own goes by the repository's, as it does for the go command when it makes a module's zip.
 * @throws SlipwayError E_CONFIG for a file that is not there, or where the module's folder is not; E_IO
 */
export async function archiveFiles(
  { name, module, settings }: Pick<InspectedTarget, 'name' | 'module' | 'settings'>,
  source: SourceFacts,
): Promise<TarEntry[]> {
  const named = settings.archiveFiles;
  if (named !== undefined) {
    const assets = named.map((path) => ({ from: path, to: `/${placeOf(path, source.directory)}` }));
    return collectAssets(assets, source.directory);
  }
  const folder = module.Dir ?? (module.GoMod === undefined ? undefined : dirname(module.GoMod));
  if (folder === undefined || !(await exists(folder))) throw noFolder(name, module.Path);
  const repository = source.vcs === undefined ? folder : repositoryRoot(source);
  const own = await filesIn(folder, repository, (file) => readerFile.test(file) || isLicenceName(file));
  const above = own.some((path) => isLicenceName(basename(path)))
    ? []
    : await filesIn(repository, repository, isLicenceName);
  const assets = [...own, ...above].map((from) => ({ from, to: `/${basename(from)}` }));
  return collectAssets(assets, folder);
}

/** As it lies in the source folder; what lies outside of that comes to the top. */
function placeOf(path: string, directory: string): string {
  if (path === directory || !isWithin(directory, path)) return basename(path);
  return relative(directory, path).split(sep).join('/');
}

/** Files, and folders of licences; also by links that stay in the repository, as modules of one repository share their licence. */
async function filesIn(
  folder: string,
  repository: string,
  isWanted: (name: string) => boolean,
): Promise<string[]> {
  const root = await realpath(repository);
  const found: string[] = [];
  for (const name of (await readdir(folder)).filter(isWanted)) {
    const path = await realpath(join(folder, name)).catch(() => undefined);
    if (path === undefined || !isWithin(root, path)) continue;
    const stats = await stat(path);
    if (stats.isFile() || (stats.isDirectory() && isLicenceName(name))) found.push(join(folder, name));
  }
  return found;
}

function noFolder(target: string, module: string): SlipwayError {
  return new SlipwayError(
    'E_CONFIG',
    `the release archives of ${target} take a readme and licences from ${module}, whose folder is not here`,
    { hint: 'check the source out first, or name what goes in with --archive-file' },
  );
}
