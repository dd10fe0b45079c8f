import type { Platform } from '../request/platform.ts';
import type { LinkedPackage } from './compiled-packages.ts';
import type { LinkedArchives } from './linked-archives.ts';
import { type ImportedPackage, type ImportRecord, importsOf, ownFilesOf } from './program-imports.ts';

/**
 * What a program is linked from, without asking the go command again: archives from what it tells its linker, all else from what was
 * listed for the build.
 * @returns undefined where the program, or something that it is linked from, was not listed
 */
export function linkedPackages(
  archives: LinkedArchives,
  imports: ImportRecord,
  target: string,
  platform: Platform,
): LinkedPackage[] | undefined {
  const listed = importsOf(imports, target, platform);
  if (listed === undefined) return undefined;
  const files = ownFilesOf(imports, target, platform);
  const packages: LinkedPackage[] = [];
  for (const [path, archive] of archives) {
    const { module, version } = listed.get(path) ?? linkersOwn(path);
    if (module === '') return undefined;
    packages.push({
      ...{ path, archive, module, files: files.get(path) ?? [] },
      ...(version !== undefined && { version }),
    });
  }
  return packages;
}

/** What nothing imports the linker needs for itself, of the standard library alone (cmd/go/internal/load/pkg.go, LinkerDeps). */
function linkersOwn(path: string): Pick<ImportedPackage, 'module' | 'version'> {
  return { module: /^[^/]*\./.test(path) ? '' : 'std' };
}
