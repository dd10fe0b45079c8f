import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { type BuildInputs, isThere, type Tree } from './inputs.ts';
import { fileState, goNames, type OwnFileReader, ownFileReader } from './own-files.ts';

/** File times come from a coarser clock than Date.now's; milliseconds. */
const clockGrain = 20;

/** Where the go command looks at names only to see what is there: a bound on what a check may cost. */
const mostFolders = 20_000;

/** The state of all inputs at a moment, as hashes. */
export interface InputsState {
  /** What decides which files and packages make up the build: names, headers of Go files, module files. */
  readonly structure: string;
  /** What the file system says of the module cache's and the toolchain's files, which nobody writes to. */
  readonly fixed: string;
  /** What decides its bytes beyond that: the content of the user's own files. */
  readonly content: string;
}

/** Folders that are looked at before others get their turn: about a millisecond. */
const foldersAtOnce = 16;

/**
 * The state of all inputs now, but for what is `known`; undefined when there is too much to look at for a check to be worth it.
 * Plain calls on purpose: for some thousand files one thread of them is several times faster than promises. Now and then
 * it steps aside, so that a go command that is to run meanwhile gets started.
 */
export async function stateOf(
  inputs: BuildInputs,
  own: OwnFileReader = ownFileReader(),
  known: Partial<Pick<InputsState, 'fixed'>> = {},
): Promise<InputsState | undefined> {
  const structure: string[] = [];
  const content: string[] = [];
  for (const [folder, names] of Object.entries(inputs.files)) {
    if (isBelow(folder, inputs.readOnlyRoots)) continue;
    for (const path of names.map((name) => `${folder}/${name}`)) {
      const file = own.of(path);
      structure.push(path, file.structure, '');
      content.push(path, file.content, '');
    }
  }
  for (const folder of inputs.packageFolders) {
    if (!isBelow(folder, inputs.readOnlyRoots)) structure.push(folder, ...goFileNames(folder), '');
  }
  const listed = listTrees(inputs.trees);
  if (listed === undefined) return undefined;
  for (const { tree, path } of listed.files) {
    structure.push(tree.folder, path, tree.names === 'all' ? '' : own.of(path).structure, '');
  }
  for (const path of inputs.absent) structure.push(path, isThere(path) ? 'there' : 'absent', '');
  const fixed = known.fixed ?? (await fixedState(inputs));
  return { structure: digestOf(structure), fixed, content: digestOf(content) };
}

async function fixedState({ files, packageFolders, readOnlyRoots }: BuildInputs): Promise<string> {
  const fixed: string[] = [];
  for (const [at, [folder, names]] of Object.entries(files).entries()) {
    if (at % foldersAtOnce === 0) await setImmediate();
    if (!isBelow(folder, readOnlyRoots)) continue;
    for (const path of names.map((name) => `${folder}/${name}`)) fixed.push(path, statState(path), '');
  }
  for (const folder of packageFolders) {
    if (isBelow(folder, readOnlyRoots)) fixed.push(folder, ...goFileNames(folder), '');
  }
  return digestOf(fixed);
}

/**
 * True when something of the user's own was written since a moment (milliseconds since 1970): a file that was read, or a
 * folder that was listed. What a build that ran meanwhile saw of it is then uncertain.
 */
export function changedSince(inputs: BuildInputs, moment: number): boolean {
  const isOwn = (folder: string): boolean => !isBelow(folder, inputs.readOnlyRoots);
  const files = Object.entries(inputs.files).flatMap(([folder, names]) =>
    isOwn(folder) ? names.map((name) => `${folder}/${name}`) : [],
  );
  const folders = [...inputs.packageFolders, ...(listTrees(inputs.trees)?.folders ?? [])].filter(isOwn);
  return [...files, ...folders].some(
    (path) => (statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= moment - clockGrain,
  );
}

function isBelow(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(`${root}/`));
}

/** Parts are joined by NUL, which no path holds; an empty part ends a note. */
function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}

function statState(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 'absent' : fileState(stats);
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function goFileNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => goNames.test(name))
      .sort();
  } catch {
    return [];
  }
}

interface Listing {
  readonly files: readonly { readonly tree: Tree; readonly path: string }[];
  readonly folders: readonly string[];
}

/** What lies below the trees, in a fixed order; undefined when it is too much. */
function listTrees(trees: readonly Tree[]): Listing | undefined {
  const files: { tree: Tree; path: string }[] = [];
  const folders: string[] = [];
  for (const tree of trees) {
    const waiting = [tree.folder];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      if (folders.push(folder) > mostFolders) return undefined;
      const inside = entries(folder).filter((entry) => !isPassedOver(tree, entry));
      for (const entry of inside.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) waiting.push(path);
        else files.push({ tree, path });
      }
    }
  }
  return { files, folders };
}

/**
 * `./...` does not go into folders that begin with . or _ or are called testdata or vendor (go help packages), and an
 * embed pattern matches nothing of version control (cmd/go, internal/load/pkg.go, isBadEmbedName).
 */
function isPassedOver(tree: Tree, entry: Dirent): boolean {
  if (tree.names === 'all') return /^\.(bzr|git|hg|svn)$/.test(entry.name);
  if (entry.isDirectory()) return /^[._]|^(testdata|vendor)$/.test(entry.name);
  return entry.name !== 'go.mod' && !/(?<!_test)\.go$/.test(entry.name);
}
