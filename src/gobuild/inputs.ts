import { createHash } from 'node:crypto';
import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { goHeader } from './go-header.ts';
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

interface Tree {
  readonly folder: string;
  /** `go`: only names that the go command looks at; `all`: every name. */
  readonly names: 'go' | 'all';
}

/** Where the go command looks at names only to see what is there: a bound on what a check may cost. */
const mostFolders = 20_000;

/** The endings that make a file part of a package (cmd/go/internal/imports and go/build), and the module files. */
const goNames = /\.(go|s|S|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|F|for|f90|swig|swigcxx|syso|mod|sum|work|pgo)$/;

export interface InputsRequest {
  readonly packages: readonly PackageFiles[];
  readonly directory: string;
  readonly goroot: string;
  readonly moduleCache: string;
  /** True when main packages were searched for: then every Go file below the folder matters. */
  readonly searched: boolean;
  /** The go.work in force, when one is. */
  readonly workFile: string | undefined;
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
  }
  const modules = new Set(packages.flatMap(({ Module }) => [Module?.GoMod, Module?.Replace?.GoMod]));
  const moduleFolders = [...modules].flatMap((path) => (path === undefined ? [] : [dirname(path)]));
  for (const folder of [...moduleFolders, ...workspaceFolders(request.workFile)]) {
    for (const name of moduleFiles) add(join(folder, name));
  }
  if (request.workFile !== undefined) add(request.workFile);
  for (const tool of toolchainFiles(goroot)) add(tool);
  const absent = parents(directory).flatMap((folder) => [join(folder, 'go.work'), join(folder, 'go.mod')]);
  for (const path of absent.filter(isThere)) add(path);
  return {
    files: Object.fromEntries([...files].map(([folder, names]) => [folder, [...names].sort()])),
    packageFolders: [...packageFolders].sort(),
    trees,
    absent: absent.filter((path) => !isThere(path)),
    readOnlyRoots: [goroot, moduleCache],
  };
}

const moduleFiles = ['go.mod', 'go.sum', 'go.work', 'go.work.sum', 'vendor/modules.txt', 'default.pgo'];

function toolchainFiles(goroot: string): string[] {
  const tools = join(goroot, 'pkg/tool');
  const programs = entries(tools).flatMap(({ name }) =>
    ['asm', 'compile', 'link'].map((tool) => join(tools, name, tool)),
  );
  return [join(goroot, 'VERSION'), join(goroot, 'go.env'), join(goroot, 'bin/go'), ...programs];
}

/** The folders a go.work uses (golang.org/ref/mod#go-work-file-use): their go.mod files take part in version selection. */
function workspaceFolders(workFile: string | undefined): string[] {
  if (workFile === undefined) return [];
  const text = readFileSync(workFile, 'utf8').replaceAll(/\/\/.*$/gm, '');
  const uses = [...text.matchAll(/^\s*use\s+(?:\(([^)]*)\)|(\S+))/gm)].flatMap(([, block, single]) =>
    block === undefined ? [single ?? ''] : block.split('\n'),
  );
  const folders = uses.map((use) => use.trim().replaceAll(/^["`]|["`]$/g, '')).filter((use) => use !== '');
  return [dirname(workFile), ...folders.map((folder) => resolve(dirname(workFile), folder))];
}

/** The part of an embed pattern before its first wildcard names the folder below which a new file could match. */
function embedTree(folder: string, pattern: string): Tree {
  const plain = pattern.replace(/^all:/, '').split('/');
  const wild = plain.findIndex((element) => /[*?[\\]/.test(element));
  return { folder: join(folder, ...plain.slice(0, wild === -1 ? plain.length : wild)), names: 'all' };
}

function parents(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...parents(parent)];
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The state of all inputs at a moment, as two hashes. */
export interface InputsState {
  /** What decides which files and packages make up the build: names, headers of Go files, module files. */
  readonly structure: string;
  /** What decides its bytes beyond that: the content of the user's own files. */
  readonly content: string;
}

/**
 * The state of all inputs now; undefined when there is too much to look at for a check to be worth it.
 * Synchronous on purpose: for some thousand files one thread of plain calls is several times faster than promises.
 */
export function stateOf(inputs: BuildInputs): InputsState | undefined {
  const structure = notes();
  const content = notes();
  for (const [folder, names] of Object.entries(inputs.files)) {
    const readOnly = isBelow(folder, inputs.readOnlyRoots);
    for (const name of names) {
      const path = join(folder, name);
      if (readOnly) structure.add(path, statState(path));
      else {
        const bytes = contentOf(path);
        structure.add(path, structureOf(name, bytes));
        content.add(path, hashed(bytes));
      }
    }
  }
  for (const folder of inputs.packageFolders) structure.add(folder, ...goFileNames(folder));
  let folders = 0;
  for (const tree of inputs.trees) {
    const listed = listTree(tree, mostFolders - folders);
    if (listed === undefined) return undefined;
    folders += listed.folders;
    structure.add(tree.folder, ...listed.names);
  }
  for (const path of inputs.absent) structure.add(path, isThere(path) ? 'there' : 'absent');
  return { structure: structure.result(), content: content.result() };
}

export function isBelow(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(`${root}/`));
}

function notes(): { add: (...parts: readonly string[]) => void; result: () => string } {
  const hash = createHash('sha256');
  return {
    add: (...parts) => {
      hash.update(`${parts.join('\0')}\n`);
    },
    result: () => hash.digest('hex'),
  };
}

/** What of one of the user's files may change the answers of `go list`. */
function structureOf(name: string, bytes: Buffer | undefined): string {
  if (bytes === undefined) return 'absent';
  if (name.endsWith('.go')) return hashed(Buffer.from(goHeader(bytes.toString('utf8'))));
  // Sources in other languages have build constraints too; what is embedded has none.
  return goNames.test(name) || moduleFiles.includes(name) ? hashed(bytes) : 'there';
}

function statState(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? 'absent' : [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ');
}

function contentOf(path: string): Buffer | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path) : undefined;
}

function hashed(bytes: Buffer | undefined): string {
  return bytes === undefined ? 'absent' : createHash('sha256').update(bytes).digest('hex');
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function goFileNames(folder: string): string[] {
  return entries(folder)
    .map(({ name }) => name)
    .filter((name) => goNames.test(name))
    .sort();
}

function listTree(tree: Tree, most: number): { names: string[]; folders: number } | undefined {
  if (lstatSync(tree.folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    return { names: [], folders: 0 };
  const names: string[] = [];
  const waiting = [tree.folder];
  let folders = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    folders += 1;
    if (folders > most) return undefined;
    for (const entry of entries(folder)) {
      if (tree.names === 'go' && ignoredByWildcard(entry)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (tree.names === 'all') names.push(path);
      else if (entry.name === 'go.mod' || /(?<!_test)\.go$/.test(entry.name))
        names.push(`${path} ${structureOf(entry.name, contentOf(path))}`);
    }
  }
  return { names: names.sort(), folders };
}

/** `./...` does not go into folders that begin with . or _ or are called testdata (go help packages). */
function ignoredByWildcard(entry: Dirent): boolean {
  return entry.isDirectory() && /^[._]|^(testdata|vendor)$/.test(entry.name);
}
