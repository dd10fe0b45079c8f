import { constants } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileFields, type GoModule, type PackageFiles } from '../../gobuild/packages.ts';
import { SlipwayError } from '../../support/errors.ts';
import { readTextIfExists } from '../../support/files.ts';

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
    ({ Standard, Dir }) => Standard !== true && Dir !== undefined && !isBelow(Dir, moduleCache),
  );
  const modules = new Map(
    own.flatMap(({ Module }) => (Module === undefined ? [] : [[Module.Path, folderOf(Module)] as const])),
  );
  const mains = own.filter(({ Module }) => Module?.Main === true).flatMap(({ Module }) => Module?.Dir ?? []);
  const root = workFile === undefined ? (mains[0] ?? directory) : dirname(workFile);
  for (const [path, folder] of modules) {
    if (folder === undefined || isBelow(folder, root)) continue;
    throw new SlipwayError(
      'E_CONFIG',
      `the module ${path} lies in ${folder}, outside of ${root}, which is what BuildKit is sent`,
      {
        hint: 'use a go.work above both, or "go mod vendor", or --compile host',
      },
    );
  }
  const folders = [...new Set([root, directory, ...[...modules.values()].flatMap((folder) => folder ?? [])])];
  const named = [
    ...(workFile === undefined ? [] : [workFile, `${workFile}.sum`]),
    ...folders.flatMap((folder) =>
      ['go.mod', 'go.sum', 'vendor/modules.txt'].map((name) => join(folder, name)),
    ),
  ];
  const manifest: string[] = [];
  for (const path of new Set(named)) {
    if ((await readTextIfExists(path)) !== undefined) manifest.push(slashed(relative(root, path)));
  }
  const read = own.flatMap((found) =>
    fileFields
      .filter((field) => !unread.has(field))
      .flatMap((field) =>
        (found[field] ?? []).map((name) => slashed(relative(root, join(found.Dir ?? root, name)))),
      ),
  );
  return { root, manifest, files: [...new Set([...manifest, ...read])].sort() };
}

/** A module's folder where it is the user's own; undefined for one that was downloaded or vendored. */
function folderOf({ Version, Replace, Dir, Main }: GoModule): string | undefined {
  if (Main === true) return Dir;
  if (Replace !== undefined) return Replace.Version === undefined ? (Replace.Dir ?? Dir) : undefined;
  return Version === undefined ? Dir : undefined;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function slashed(path: string): string {
  return path.split(sep).join('/');
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
