import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { rootCertificates } from 'node:tls';
import { isThere, moduleFiles, workspaceFolders } from '../../gobuild/inputs.ts';
import { fileFields, type GoModule, type PackageFiles } from '../../gobuild/packages.ts';
import { SlipwayError } from '../../support/errors.ts';
import { isFile, isWithin } from '../../support/files.ts';

/** Fields of files that constraints leave out for every platform of the run. */
const unread = new Set<string>(['IgnoredGoFiles', 'IgnoredOtherFiles']);

/** What Go reads of the user's, where it lies. */
export interface SourceFiles {
  /** Absolute: the folder that has all of it. */
  readonly root: string;
  /** go.mod, go.sum, go.work and the like, relative to the root. */
  readonly manifest: readonly string[];
  /** Everything that is compiled or embedded, and the manifest, relative to the root. */
  readonly files: readonly string[];
}

/**
 * The files that a build reads of the user's own code: of each package those that its constraints choose on any platform of the run,
 * what it embeds, and the files that say which modules there are. What lies in the module cache and in GOROOT is not among them.
 * @param packages everything that is needed, as the go command listed it
 * @param directory where the go command runs; absolute
 * @param workFile the go.work in use, absolute; undefined: none
 * @throws SlipwayError E_CONFIG when a module lies outside of the folder that is sent to BuildKit
 */
export async function sourceFiles(
  packages: readonly PackageFiles[],
  directory: string,
  workFile: string | undefined,
  moduleCache: string,
): Promise<SourceFiles> {
  const own = packages.filter(
    ({ Standard, Dir }) => Standard !== true && Dir !== undefined && !isWithin(moduleCache, Dir),
  );
  const modules = new Map(
    own.flatMap(({ Module }) => (Module === undefined ? [] : [[folderOf(Module), Module.Path] as const])),
  );
  // Of a workspace the go command reads every module's go.mod, whatever is built.
  for (const folder of workFile === undefined ? [] : workspaceFolders(workFile).slice(1))
    if (!modules.has(folder)) modules.set(folder, `of ${workFile}`);
  const mains = own.filter(({ Module }) => Module?.Main === true).flatMap(({ Module }) => Module?.Dir ?? []);
  const root = workFile === undefined ? (mains[0] ?? directory) : dirname(workFile);
  for (const [folder, path] of modules) {
    if (folder === undefined || isWithin(root, folder)) continue;
    throw new SlipwayError(
      'E_CONFIG',
      `the module ${path} lies in ${folder}, outside of ${root}, which is what BuildKit is sent`,
      {
        hint: 'use a go.work above both, or "go mod vendor", or --compile host',
      },
    );
  }
  const folders = new Set([root, directory, ...[...modules.keys()].flatMap((folder) => folder ?? [])]);
  const named = [
    ...(workFile === undefined ? [] : [workFile, `${workFile}.sum`]),
    ...[...folders].flatMap((folder) => ownModuleFiles.map((name) => join(folder, name))),
  ];
  const manifest = [...new Set(named)].filter(isThere);
  const read = await Promise.all(own.map(filesOf));
  const below = (path: string): string => relative(root, path).split(sep).join('/');
  return {
    root,
    manifest: manifest.map(below),
    files: [...new Set([...manifest, ...read.flat()].map(below))].sort(),
  };
}

/** Without go.work: which one counts is known. */
const ownModuleFiles = moduleFiles.filter((name) => !name.startsWith('go.work'));

/** Every file of a package that is read, absolute. */
async function filesOf(found: PackageFiles): Promise<string[]> {
  const folder = found.Dir ?? '';
  const named = fileFields
    .filter((field) => !unread.has(field))
    .flatMap((field) => (found[field] ?? []).map((name) => join(folder, name)));
  // `go help build`, -pgo: a main package's profile is taken by its name.
  const profile = [join(folder, 'default.pgo')].filter((path) => found.Name === 'main' && isThere(path));
  const included = (found.CgoFiles ?? []).length === 0 ? [] : await treeOf(folder);
  return [...named, ...profile, ...included];
}

/** Everything below a folder but other modules and what is hidden: what C code includes and links from there nobody lists. */
async function treeOf(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) files.push(path);
    if (entry.isDirectory() && !isThere(join(path, 'go.mod'))) files.push(...(await treeOf(path)));
  }
  return files;
}

/** Whether a module's code is the user's: neither downloaded nor vendored. */
export function isOwnModule({ Version, Replace, Main }: GoModule): boolean {
  return Main === true || (Replace === undefined ? Version : Replace.Version) === undefined;
}

/** A module's folder where it is the user's own. */
function folderOf(module: GoModule): string | undefined {
  if (!isOwnModule(module)) return undefined;
  return module.Main === true ? module.Dir : (module.Replace?.Dir ?? module.Dir);
}

/**
 * Copies what BuildKit needs to compile into a folder: a copy shares its blocks where the file system can do that.
 * @param certificates the machine's own CA certificates, PEM; undefined: those of Mozilla's list
 */
export async function writeCompileContext(
  folder: string,
  { root, manifest, files }: SourceFiles,
  certificates: string | undefined,
): Promise<void> {
  const copy = async (below: string, name: string): Promise<void> => {
    const to = join(folder, below, name);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(join(root, name), to, constants.COPYFILE_FICLONE);
  };
  await mkdir(join(folder, 'manifest'), { recursive: true });
  for (const name of manifest) if (!name.endsWith('modules.txt')) await copy('manifest', name);
  for (const name of files) await copy('source', name);
  await writeFile(join(folder, 'ca-certificates.crt'), certificates ?? `${rootCertificates.join('\n')}\n`);
}
