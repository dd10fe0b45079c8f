import { join, resolve } from 'node:path';
import type { PreparedGo } from '../../gobuild/go.ts';
import { type ComparedFiles, compareFiles } from '../../gobuild/vendor/compare-files.ts';
import { filesBelow, folderFiles, type ModuleFiles } from '../../gobuild/vendor/module-files.ts';
import { ownersOf, type VendoredModule } from '../../gobuild/vendor/modules-txt.ts';
import { type Obtained, obtainModules, type WantedModule } from '../../gobuild/vendor/obtain-modules.ts';
import type { VendorFolder } from '../../gobuild/vendor/vendor-folder.ts';
import type { VendorModule } from '../../report/vendor-inspection.ts';
import { exists } from '../../support/files.ts';

/** What the files of a vendor folder are against those of the modules. */
export interface VendorFiles {
  readonly modules: readonly VendorModule[];
  /** Paths below vendor/ of files that no module can have. */
  readonly strays: readonly string[];
  /** Where the go line in modules.txt is not the module's own. */
  readonly goLines: readonly string[];
  /** PATH@VERSION of modules whose unpacked files are not what go.sum says. */
  readonly altered: readonly string[];
  /** Paths below vendor/ of all files that are changed, extra or missing. */
  readonly differing: ReadonlySet<string>;
}

interface FilesPorts {
  readonly go: PreparedGo;
  readonly offline: boolean;
  readonly workFolder: string;
}

/**
 * Compares every file of a vendor folder with its module's.
 * @throws SlipwayError E_CONFIG for a module path that cannot be one; the system's error for what cannot be read
 */
export async function compareVendorFiles(folder: VendorFolder, ports: FilesPorts): Promise<VendorFiles> {
  const { modules } = folder.modulesTxt;
  const copied = modules.filter(({ packages }) => packages.length > 0);
  const owner = ownersOf(modules);
  const paths = new Map<VendoredModule, string[]>(copied.map((module) => [module, []]));
  const strays: string[] = [];
  for (const path of await filesBelow(folder.path)) {
    if (path === 'modules.txt') continue;
    const list = paths.get(owner(path)?.module ?? nobody);
    (list ?? strays).push(path);
  }
  const obtained = await obtainModules(copied.flatMap(wantedOf), folder, {
    go: ports.go.command,
    moduleCache: ports.go.moduleCache,
    offline: ports.offline,
    workFolder: ports.workFolder,
  });
  const reports: VendorModule[] = [];
  const goLines: string[] = [];
  for (const module of copied) {
    const source = await sourceOf(module, folder.root, obtained);
    const compared =
      source.files === undefined
        ? nothing
        : await compareFiles(folder.path, module, paths.get(module) ?? [], source.files);
    goLines.push(...(await goLineFault(module, source.files)));
    reports.push(moduleReport(module, source, compared));
  }
  const differing = reports.flatMap(({ changed, extra, missing }) => [...changed, ...extra, ...missing]);
  return {
    modules: reports,
    strays,
    goLines,
    altered: obtained.altered,
    differing: new Set([...differing.map(({ path }) => path), ...strays]),
  };
}

const nobody: VendoredModule = { path: '', version: '', explicit: false, packages: [] };
const nothing: ComparedFiles = { same: 0, changed: [], extra: [], missing: [] };

/** The module version that a module's files come from; none for a folder. */
function wantedOf({ path, version, replacement }: VendoredModule): WantedModule[] {
  if (replacement === undefined) return [{ path, version }];
  return replacement.version === undefined ? [] : [{ path: replacement.path, version: replacement.version }];
}

type Source = Pick<VendorModule, 'provedBy' | 'fault'> & { readonly files?: ModuleFiles };

async function sourceOf(module: VendoredModule, root: string, obtained: Obtained): Promise<Source> {
  const [wanted] = wantedOf(module);
  if (wanted === undefined) {
    const at = resolve(root, module.replacement?.path ?? '');
    if (!(await exists(join(at, 'go.mod')))) return { fault: `${module.replacement?.path} holds no module` };
    return { provedBy: { from: 'folder' }, files: folderFiles(at) };
  }
  const name = `${wanted.path}@${wanted.version}`;
  const proved = obtained.proved.get(name);
  if (proved === undefined) return { fault: obtained.faults.get(name) ?? 'it could not be had' };
  return { provedBy: { from: proved.from, h1: proved.h1 }, files: proved.files };
}

/** The go command compiles a vendored package as the language version that modules.txt says, and does not compare. */
async function goLineFault(module: VendoredModule, files: ModuleFiles | undefined): Promise<string[]> {
  if (files === undefined || module.goVersion === undefined) return [];
  const goMod = (await files.digestOf('go.mod')) === undefined ? undefined : await files.read('go.mod');
  const own = /^go\s+([^\s/]+)/m.exec(goMod?.toString('utf8') ?? '')?.[1];
  if (own === undefined || own === module.goVersion) return [];
  const name = module.version === '' ? module.path : `${module.path}@${module.version}`;
  return [
    `${name}: is marked as go ${module.goVersion} in vendor/modules.txt, but its go.mod says go ${own}`,
  ];
}

function moduleReport(
  { path, version, replacement, packages }: VendoredModule,
  { provedBy, fault }: Source,
  { same, changed, extra, missing }: ComparedFiles,
): VendorModule {
  return {
    path,
    version,
    ...(replacement !== undefined && { replacement }),
    ...(provedBy !== undefined && { provedBy }),
    ...(fault !== undefined && { fault }),
    packages: packages.length,
    same,
    changed,
    extra: extra.map((file) => ({ path: file })),
    missing: missing.map((file) => ({ path: file })),
  };
}
