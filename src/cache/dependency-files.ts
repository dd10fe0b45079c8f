import { createHash } from 'node:crypto';
import { glob } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { isFile, isWithin } from '../support/files.ts';
import { sha256File } from '../support/hashing.ts';

export interface DependencyFiles {
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
  /** SHA-256 in hex over paths and contents. */
  readonly hash: string;
  /** Patterns that match no file. */
  readonly unmatched: readonly string[];
}

const moduleFiles = ['go.mod', 'go.sum', 'go.work', 'go.work.sum'];

/**
 * The files that say what a build depends on, as setup-go's cache-dependency-path has it: paths and patterns, one a line,
 * relative to the workspace; `!` in front takes files out again, and lines with `#` in front are comments. Only files in
 * the workspace count.
 * @param source a folder; undefined for a published module
 * @param patterns '' or undefined: the module's and workspace's own files, in the source folder and the folders above it
 */
export async function hashDependencyFiles(
  workspace: string,
  source: string | undefined,
  patterns: string | undefined,
): Promise<DependencyFiles> {
  const lines = linesOf(patterns ?? '');
  const { files, unmatched } =
    lines.length === 0
      ? { files: source === undefined ? [] : await ownFiles(workspace, source), unmatched: [] }
      : await matching(workspace, lines);
  const hash = createHash('sha256');
  for (const file of files) {
    const name = relative(workspace, file).split(sep).join('/');
    hash.update(JSON.stringify([name, (await sha256File(file)).digest]));
  }
  return { files, hash: hash.digest('hex'), unmatched };
}

function linesOf(patterns: string): string[] {
  return patterns
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** From the source folder up to the workspace, as the go command looks for go.work; a source elsewhere stands alone. */
async function ownFiles(workspace: string, source: string): Promise<string[]> {
  const folders = [source];
  for (let folder = source; isWithin(workspace, folder) && folder !== workspace; ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  const files = folders.flatMap((folder) => moduleFiles.map((name) => join(folder, name)));
  const there = await Promise.all(files.map(isFile));
  return files.filter((_, at) => there[at]).sort();
}

async function matching(
  workspace: string,
  lines: readonly string[],
): Promise<Pick<DependencyFiles, 'files' | 'unmatched'>> {
  const exclude = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1).trim());
  const found = new Set<string>();
  const unmatched: string[] = [];
  for (const pattern of lines.filter((line) => !line.startsWith('!'))) {
    const files = await filesOf(workspace, pattern, exclude);
    if (files.length === 0) unmatched.push(pattern);
    for (const file of files) found.add(file);
  }
  return { files: [...found].sort(), unmatched };
}

async function filesOf(workspace: string, pattern: string, exclude: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for await (const name of glob(pattern, { cwd: workspace, exclude: [...exclude] })) {
    const path = isAbsolute(name) ? name : join(workspace, name);
    if (isWithin(workspace, path) && (await isFile(path))) files.push(path);
  }
  return files;
}
