import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inParallel } from '../../support/concurrency.ts';
import { isFile } from '../../support/files.ts';
import { hexOf, sha256File } from '../../support/hashing.ts';
import { type FirstDifference, firstDifference } from './first-difference.ts';
import type { ModuleFiles } from './module-files.ts';
import type { VendoredModule } from './modules-txt.ts';

/** A file below vendor/ that is not what its module has there. */
export interface ChangedFile extends FirstDifference {
  /** Below vendor/, with `/`. */
  readonly path: string;
  readonly vendoredBytes: number;
  readonly moduleBytes: number;
}

/** What became of one module's files. Paths are below vendor/, with `/`. */
export interface ComparedFiles {
  readonly same: number;
  readonly changed: readonly ChangedFile[];
  /** Files that the module does not have. */
  readonly extra: readonly string[];
  /** Source files of its vendored packages that are not there. */
  readonly missing: readonly string[];
}

const parallel = 8;

/**
 * Compares the vendored files of a module with the module's own, by SHA-256, and those that differ byte by byte.
 * @param paths all its files below vendor/, with `/`
 * @throws SlipwayError E_TOOLCHAIN for a damaged zip; the system's error for a file that cannot be read
 */
export async function compareFiles(
  vendorFolder: string,
  module: VendoredModule,
  paths: readonly string[],
  files: ModuleFiles,
): Promise<ComparedFiles> {
  const changed: ChangedFile[] = [];
  const extra: string[] = [];
  let same = 0;
  await inParallel(paths, parallel, async (path) => {
    const within = withinModule(path, module);
    const expected = await files.digestOf(within);
    const own = join(vendorFolder, path);
    // A link may lead nowhere.
    if (expected === undefined || !(await isFile(own))) extra.push(path);
    else if (hexOf((await sha256File(own)).digest) === expected) same += 1;
    else changed.push(await changeOf(path, await readFile(own), await files.read(within)));
  });
  return {
    same,
    changed: changed.sort((a, b) => (a.path < b.path ? -1 : 1)),
    extra: extra.sort(),
    missing: await missingFiles(module, new Set(paths), files),
  };
}

function withinModule(path: string, { path: root }: VendoredModule): string {
  return path.slice(root.length + 1);
}

async function changeOf(path: string, vendored: Buffer, original: Buffer): Promise<ChangedFile> {
  const first = firstDifference(vendored, original) ?? { offset: 0, line: 1, lineEndsOnly: false };
  return { path, ...first, vendoredBytes: vendored.length, moduleBytes: original.length };
}

/** What go/build reads beside Go files (go/build, fileListForExt). */
const sourceFile = /\.(go|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|F|for|f90|s|S|sx|swig|swigcxx|syso)$/;

/**
 * Source files of the vendored packages that `go mod vendor` copies and that are not there: all but tests and what is marked
 * never to be built (cmd/go/internal/modcmd/vendor.go, matchPotentialSourceFile).
 */
async function missingFiles(
  module: VendoredModule,
  present: ReadonlySet<string>,
  files: ModuleFiles,
): Promise<string[]> {
  const missing: string[] = [];
  for (const name of module.packages) {
    const folder = withinModule(name, module);
    for (const file of await files.namesIn(folder)) {
      const path = `${name}/${file}`;
      if (present.has(path) || !sourceFile.test(file) || file.endsWith('_test.go')) continue;
      const within = folder === '' ? file : `${folder}/${file}`;
      if (file.endsWith('.go') && isIgnored((await files.read(within)).toString('utf8'))) continue;
      missing.push(path);
    }
  }
  return missing.sort();
}

/** A build constraint that names the tag `ignore`, which no build sets: `go mod vendor` leaves such files out. */
function isIgnored(text: string): boolean {
  const header = text.slice(0, /^package\s/m.exec(text)?.index ?? 0);
  return /^\s*\/\/(go:build|\s*\+build)\s.*\bignore\b/m.test(header);
}
