/** A module that vendor/modules.txt names, in one place of the file or in several. */
export interface VendoredModule {
  readonly path: string;
  /** Empty for a replacement of every version. */
  readonly version: string;
  /** Where its files come from instead: a module, or without a version a folder beside the vendor folder. */
  readonly replacement?: { readonly path: string; readonly version?: string };
  /** That go.mod requires it. */
  readonly explicit: boolean;
  /** The go line of its go.mod: the language version that its packages are compiled as. */
  readonly goVersion?: string;
  /** Import paths of its packages that were copied. */
  readonly packages: readonly string[];
}

export interface ModulesTxt {
  /** Made by `go work vendor`. */
  readonly workspace: boolean;
  /** In the file's order. */
  readonly modules: readonly VendoredModule[];
}

interface Draft {
  path: string;
  version: string;
  replacement?: { path: string; version?: string };
  explicit: boolean;
  goVersion?: string;
  packages: string[];
}

/**
 * Reads vendor/modules.txt as the go command does: lines that it does not understand are passed over, and of what is said twice
 * the last counts (cmd/go/internal/modload/vendor.go, readVendorList).
 */
export function parseModulesTxt(text: string): ModulesTxt {
  const lines = text.split('\n');
  const modules = new Map<string, Draft>();
  let current: Draft | undefined;
  for (const line of lines) {
    if (line.startsWith('# ')) {
      const words = line.split(/\s+/).filter((word) => word !== '');
      if (words.length >= 3) current = moduleOf(words, modules);
    } else if (line.startsWith('## ')) {
      if (current !== undefined) annotate(current, line.slice(3));
    } else if (current !== undefined) {
      const words = line.split(/\s+/).filter((word) => word !== '');
      const [name] = words;
      if (words.length === 1 && name !== undefined && isBelow(name, current.path))
        current.packages.push(name);
    }
  }
  return { workspace: isForWorkspace(lines[0] ?? ''), modules: [...modules.values()] };
}

/** cmd/go/internal/modload, modulesTextIsForWorkspace. */
function isForWorkspace(line: string): boolean {
  const entries = line.startsWith('## ') ? line.slice(3).split(';') : [];
  return entries.some((entry) => entry.trim() === 'workspace');
}

/** The module of a line `# PATH VERSION [=> PATH [VERSION]]`; undefined for another comment. */
function moduleOf(
  [, path = '', ...words]: readonly string[],
  modules: Map<string, Draft>,
): Draft | undefined {
  const [second = ''] = words;
  if (!isVersion(second) && second !== '=>') return undefined;
  const version = isVersion(second) ? second : '';
  const [arrow, to, toVersion, ...more] = version === '' ? words : words.slice(1);
  const key = `${path} ${version}`;
  const module = modules.get(key) ?? { path, version, explicit: false, packages: [] };
  modules.set(key, module);
  if (arrow !== '=>' || to === undefined || more.length > 0) return module;
  if (toVersion === undefined) module.replacement = { path: to };
  else if (isVersion(toVersion)) module.replacement = { path: to, version: toVersion };
  return module;
}

function annotate(module: Draft, text: string): void {
  for (const entry of text.split(';').map((one) => one.trim())) {
    if (entry === 'explicit') module.explicit = true;
    if (entry.startsWith('go ')) module.goVersion = entry.slice(3);
  }
}

/** golang.org/x/mod/semver, IsValid. */
function isVersion(text: string): boolean {
  return /^v\d+(\.\d+(\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?)?)?$/.test(text);
}

/**
 * A package of the module, and nothing that leads out of the vendor folder (golang.org/x/mod/module, CheckImportPath). One that
 * is not below the path of its module cannot be one of its packages, though the go command does not mind.
 */
function isBelow(text: string, modulePath: string): boolean {
  const isImportPath = /^[\w.~+/-]+$/.test(text) && !/(^|\/)\.*(\/|$)/.test(text);
  return isImportPath && (text === modulePath || text.startsWith(`${modulePath}/`));
}

/**
 * Whose a file below vendor/ is: that of the nearest folder above it that is a package of modules.txt or the root of a module
 * there; undefined where there is none.
 * @param path with `/`
 */
export function ownersOf(
  modules: readonly VendoredModule[],
): (path: string) => { readonly module: VendoredModule; readonly package?: string } | undefined {
  const roots = new Map<string, VendoredModule>();
  const packages = new Map<string, VendoredModule>();
  for (const module of modules) {
    if (module.packages.length > 0) roots.set(module.path, module);
    for (const name of module.packages) packages.set(name, module);
  }
  return (path) => {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      const module = packages.get(folder);
      if (module !== undefined) return { module, package: folder };
      const root = roots.get(folder);
      if (root !== undefined) return { module: root };
    }
    return undefined;
  };
}
