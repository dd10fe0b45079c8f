import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileFields, type PackageFiles } from './packages.ts';

/**
 * Everything a build read, as lists of paths: enough to see later, without the go command, that nothing changed.
 * Files outside of the module cache and GOROOT are the user's own: they are compared by content. The others are
 * compared by inode, size, mtime and ctime, as git's index does: the go command treats them as read-only too.
 */
export interface BuildInputs {
  /** Folder → names of the files a build read there. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** Folders in which a new or vanished Go file would change the build. */
  readonly packageFolders: readonly string[];
  /** Folders that are listed whole, with everything below: what `//go:embed` patterns may match, or `./...`. */
  readonly trees: readonly Tree[];
  /** Paths whose appearance would change the build, such as a go.work further up. */
  readonly absent: readonly string[];
  /** Folders whose files are compared by stat only. */
  readonly readOnlyRoots: readonly string[];
}

export interface Tree {
  readonly folder: string;
  /** `go`: only names that the go command looks at; `all`: every name. */
  readonly names: 'go' | 'all';
}

export interface InputsRequest {
  readonly packages: readonly PackageFiles[];
  readonly directory: string;
  readonly goroot: string;
  readonly moduleCache: string;
  /** True when main packages were searched for: then every Go file below the folder matters. */
  readonly searched: boolean;
  /** The go.work in force, when one is. */
  readonly workFile: string | undefined;
  /** True when `directory` is Slipway's own, around a published module. */
  readonly published: boolean;
}

/** The inputs of the packages that `go list -deps` named. */
export function buildInputs(request: InputsRequest): BuildInputs {
  const { packages, directory, goroot, moduleCache } = request;
  const files = new Map<string, Set<string>>();
  const packageFolders = new Set<string>();
  const trees: Tree[] = request.searched ? [{ folder: directory, names: 'go' }] : [];
  const add = (path: string): void => {
    const folder = dirname(path);
    const names = files.get(folder) ?? new Set();
    files.set(folder, names.add(path.slice(folder.length + 1)));
  };
  for (const found of packages) {
    if (found.Dir === undefined) continue;
    const folder = found.Dir;
    packageFolders.add(folder);
    for (const field of fileFields) for (const name of found[field] ?? []) add(join(folder, name));
    trees.push(...(found.EmbedPatterns ?? []).map((pattern) => embedTree(folder, pattern)));
    if (found.Name === 'main') add(join(folder, 'default.pgo'));
  }
  for (const folder of moduleFolders(request)) for (const name of moduleFiles) add(join(folder, name));
  for (const tool of toolchainFiles(goroot)) add(tool);
  const above = parents(directory).flatMap((folder) => [join(folder, 'go.work'), join(folder, 'go.mod')]);
  if (request.workFile !== undefined) above.push(request.workFile);
  for (const path of above.filter(isThere)) add(path);
  const absent = [...above, ...packages.flatMap(modulesBetween)].filter((path) => !isThere(path));
  return {
    files: Object.fromEntries([...files].map(([folder, names]) => [folder, [...names].sort()])),
    packageFolders: [...packageFolders].sort(),
    trees,
    absent: [...new Set(absent)].sort(),
    readOnlyRoots: [goroot, moduleCache, ...(request.published ? [directory] : [])],
  };
}

export const moduleFiles = ['go.mod', 'go.sum', 'go.work', 'go.work.sum', 'vendor/modules.txt'];

/**
 * The folders of all modules whose go.mod takes part in choosing versions: those that packages come from, those of the
 * workspace, and those that a replace directive names, also when no package of theirs is used.
 */
function moduleFolders({ packages, directory, workFile }: InputsRequest): Set<string> {
  const named = packages.flatMap(({ Module }) => [Module?.GoMod, Module?.Replace?.GoMod]);
  const folders = new Set(named.flatMap((path) => (path === undefined ? [] : [dirname(path)])));
  // Also where GOWORK=off: watching more than is used costs a question at most.
  const found =
    workFile ??
    parents(directory)
      .map((folder) => join(folder, 'go.work'))
      .find(isThere);
  for (const folder of found === undefined ? [] : workspaceFolders(found)) folders.add(folder);
  const own = packages.filter(({ Module }) => Module?.Main === true).map(({ Module }) => Module?.GoMod);
  for (const file of new Set([found, ...own])) {
    for (const folder of file === undefined ? [] : replacementFolders(file)) folders.add(folder);
  }
  return folders;
}

/** Where a new go.mod would take a package out of its module. */
function modulesBetween({ Dir, Module }: PackageFiles): string[] {
  if (Dir === undefined || Module?.Dir === undefined || Module.Version !== undefined) return [];
  const way = relative(Module.Dir, Dir);
  if (way === '' || way.startsWith('..')) return [];
  const folders = parents(Dir).slice(0, way.split(sep).length);
  return folders.map((folder) => join(folder, 'go.mod'));
}

function toolchainFiles(goroot: string): string[] {
  const tools = join(goroot, 'pkg/tool');
  const programs = (isThere(tools) ? readdirSync(tools) : []).flatMap((host) =>
    ['asm', 'compile', 'link'].map((tool) => join(tools, host, tool)),
  );
  return [join(goroot, 'VERSION'), join(goroot, 'go.env'), join(goroot, 'bin/go'), ...programs];
}

/** The folders a go.work uses (golang.org/ref/mod#go-work-file-use), its own first. */
export function workspaceFolders(workFile: string): string[] {
  const lines = /^\s*use\s*(?:\(([^)]*)\)|(\S+))/gm;
  const uses = [...directives(workFile).matchAll(lines)].flatMap(([, block, single]) =>
    block === undefined ? [single ?? ''] : block.split('\n'),
  );
  const folders = uses.map(unquoted).filter((use) => use !== '');
  return [dirname(workFile), ...folders.map((folder) => resolve(dirname(workFile), folder))];
}

/** The folders that replace directives name (golang.org/ref/mod#go-mod-file-replace): paths, not modules. */
export function replacementFolders(file: string): string[] {
  const named = [...directives(file).matchAll(/=>\s*("[^"]*"|`[^`]*`|\S+)/g)].map(([, path = '']) =>
    unquoted(path),
  );
  const local = named.filter((path) => /^\.{0,2}\/|^\.{1,2}$/.test(path));
  return local.map((path) => resolve(dirname(file), path));
}

/** The text of a go.mod or go.work without its comments. */
function directives(file: string): string {
  return isThere(file) ? readFileSync(file, 'utf8').replaceAll(/\/\/.*$/gm, '') : '';
}

function unquoted(word: string): string {
  return word.trim().replaceAll(/^["`]|["`]$/g, '');
}

/** The part of an embed pattern before its first wildcard names the folder below which a new file could match. */
function embedTree(folder: string, pattern: string): Tree {
  const plain = pattern.replace(/^all:/, '').split('/');
  const wild = plain.findIndex((element) => /[*?[\\]/.test(element));
  return { folder: join(folder, ...plain.slice(0, wild === -1 ? plain.length : wild)), names: 'all' };
}

/** A folder and all above it. */
export function parents(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...parents(parent)];
}

export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
