import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { readTextIfExists } from '../support/files.ts';
import type { GoPackage } from './packages.ts';

/** Enough for a licence header, build constraints and the package clause. */
const headBytes = 64 << 10;

/**
 * The main packages of a folder as their files' package clauses say, without the go command: for a plan only. When the
 * run is real, `go list` decides, which knows build constraints. The folder's own package comes first.
 */
export async function scanPrograms(directory: string): Promise<GoPackage[]> {
  const module = await moduleAround(directory);
  const found: GoPackage[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    if (folder !== directory && entries.some(({ name }) => name === 'go.mod')) return;
    const files = entries.filter((entry) => entry.isFile() && /^[^._].*(?<!_test)\.go$/.test(entry.name));
    const clauses = await Promise.all(files.map(({ name }) => packageClause(join(folder, name))));
    const name = clauses.includes('main') ? 'main' : clauses.find((clause) => clause !== undefined);
    if (name !== undefined || folder === directory) {
      const path = posix.join(module.Path, relative(module.Dir, folder).split(sep).join('/'));
      found.push({
        ImportPath: path,
        Module: module,
        Dir: folder,
        ...(name !== undefined && { Name: name }),
      });
    }
    for (const entry of entries) {
      if (entry.isDirectory() && !/^[._]|^(testdata|vendor)$/.test(entry.name))
        await visit(join(folder, entry.name));
    }
  };
  await visit(directory);
  return found;
}

async function moduleAround(directory: string): Promise<{ Path: string; Dir: string }> {
  for (let folder = directory; ; folder = dirname(folder)) {
    const text = await readTextIfExists(join(folder, 'go.mod'));
    const path = /^module\s+"?([^\s"]+)/m.exec(text ?? '')?.[1];
    if (path !== undefined) return { Path: path, Dir: folder };
    if (dirname(folder) === folder) return { Path: 'main', Dir: directory };
  }
}

/** The name after `package`; undefined for a file that is never built (`//go:build ignore`) or has no clause. */
async function packageClause(path: string): Promise<string | undefined> {
  const head = (await readFile(path, 'utf8')).slice(0, headBytes).replaceAll(/\/\*[\s\S]*?\*\//g, '');
  if (/^\/\/go:build\s+ignore\s*$/m.test(head)) return undefined;
  return /^\s*package\s+([\p{L}_][\p{L}\p{N}_]*)/mu.exec(head)?.[1];
}
