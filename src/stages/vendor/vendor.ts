import { join } from 'node:path';
import { storeFolders } from '../../cache/folders.ts';
import type { BuildContext } from '../../gobuild/build.ts';
import type { Target } from '../../gobuild/targets.ts';
import type { Wanted } from '../../gobuild/vendor/build-both.ts';
import type { CompiledPackage } from '../../gobuild/vendor/compiled-packages.ts';
import { findVendorFolder, vendoringFaults, withModules } from '../../gobuild/vendor/vendor-folder.ts';
import type { VendorFile, VendorInspection, VendorModule } from '../../report/vendor-inspection.ts';
import type { ModuleRequest, VendorQuestion } from '../../request/module-request.ts';
import { SlipwayError } from '../../support/errors.ts';
import { moduleTargets, openModule } from '../module.ts';
import type { Ports } from '../ports.ts';
import { compareVendorFiles } from './vendor-files.ts';
import { type BuiltBoth, buildBoth, compareBoth } from './vendor-program.ts';
import { vendorVerdicts } from './vendor-verdicts.ts';

/**
 * Compares a vendor folder with the modules that go.sum names, file by file, and the programs that are built from either.
 * @throws SlipwayError E_CONFIG when there is no vendor folder or no program, E_TOOLCHAIN, E_BUILD, E_NETWORK; a program that does
 *   not compile, or a module that cannot be had, is in the answer
 */
export async function inspectVendor(
  request: ModuleRequest<VendorQuestion>,
  ports: Ports,
): Promise<VendorInspection> {
  const { name, platform, build, cacheDirectory } = request;
  if (build.source.kind !== 'directory') {
    throw new SlipwayError('E_CONFIG', '--vendor is for a folder: a published module has no vendor folder', {
      hint: 'clone its repository and name the folder',
    });
  }
  const { origin, context } = await openModule(build, ports);
  const { directory } = context.workspace;
  const folder = await findVendorFolder(context.go, directory);
  const files = await compareVendorFiles(folder, {
    go: origin.go,
    offline: build.offline,
    workFolder: join(cacheDirectory, storeFolders.modules),
  });
  const inconsistent = await vendoringFaults(context.go, directory);
  const wanted = (await targetsEitherWay(context)).map((target): Wanted => ({ context, target, platform }));
  const built: BuiltBoth[] = [];
  for (const one of wanted) built.push(await buildBoth(one, inconsistent.length === 0));
  const programs: VendorInspection['targets'][number][] = [];
  for (const [at, one] of wanted.entries()) {
    const both = built[at];
    if (both !== undefined) programs.push(await compareBoth(one, both, files.differing));
  }
  const isBuilt = builtFiles(built);
  const answer = {
    question: 'vendor' as const,
    source: name,
    toolchain: { go: origin.toolchain.version, source: origin.toolchain.source },
    platform,
    workspace: folder.modulesTxt.workspace,
    modules: files.modules.map((module) => withBuilt(module, isBuilt)),
    strays: files.strays.map((path) => marked({ path }, isBuilt)),
    modulesTxt: [...inconsistent, ...files.goLines, ...otherVersions(built)],
    targets: programs,
    notices: [...origin.notices, ...files.altered.map(alteredNotice)],
  };
  return { ...answer, verdicts: vendorVerdicts(answer) };
}

/** Which programs there are does not depend on where modules come from; but one way may not work. */
async function targetsEitherWay(context: BuildContext): Promise<Target[]> {
  try {
    return await moduleTargets({ ...context, go: withModules(context.go, 'readonly') });
  } catch (error) {
    const vendored = { ...context, go: withModules(context.go, 'vendor') };
    return moduleTargets(vendored).catch(() => Promise.reject(error));
  }
}

function alteredNotice(module: string): string {
  return `the module cache has other files of ${module} than go.sum says, so what is built of downloaded modules is not proved: go clean -modcache removes them`;
}

/** Undefined where no program could be built, so that nobody knows. */
function builtFiles(all: readonly BuiltBoth[]): ((path: string) => boolean) | undefined {
  const packages = all.flatMap(({ vendored, downloaded }) =>
    [vendored, downloaded].flatMap((one) => [...(one?.packages.values() ?? [])]),
  );
  if (packages.length === 0) return undefined;
  const read = new Set(
    packages.flatMap(({ importPath, files }) => files.map((file) => `${importPath}/${file}`)),
  );
  return (path) => read.has(path);
}

function marked<File extends VendorFile>(file: File, isBuilt: ReturnType<typeof builtFiles>): File {
  return isBuilt === undefined ? file : { ...file, built: isBuilt(file.path) };
}

function withBuilt(module: VendorModule, isBuilt: ReturnType<typeof builtFiles>): VendorModule {
  const { changed, extra, missing } = module;
  return {
    ...module,
    changed: changed.map((file) => marked(file, isBuilt)),
    extra: extra.map((file) => marked(file, isBuilt)),
    missing: missing.map((file) => marked(file, isBuilt)),
  };
}

/** Versions of what is only required by others, which the go command does not compare with modules.txt. */
function otherVersions(all: readonly BuiltBoth[]): string[] {
  const faults = all.flatMap(({ vendored, downloaded }) =>
    [...(vendored?.packages.values() ?? [])].flatMap((one) =>
      versionFault(one, downloaded?.packages.get(one.importPath)),
    ),
  );
  return [...new Set(faults)];
}

function versionFault(vendored: CompiledPackage, downloaded: CompiledPackage | undefined): string[] {
  const { module, version } = vendored;
  if (downloaded === undefined || module === undefined || downloaded.version === version) return [];
  return [
    `${module}@${version}: is in vendor/modules.txt, but the modules of the build have ${downloaded.version}`,
  ];
}
