import { dirname, isAbsolute, join } from 'node:path';
import type { FoundLicence } from '../../attest/sbom/licence/found-licence.ts';
import { moduleLicence } from '../../attest/sbom/licence/module-licence.ts';
import type { GoModule, ModuleInfo } from '../../binary/go/module-info.ts';
import { standardLibrary } from '../../gobuild/module-graph.ts';
import type { Origin } from '../../gobuild/origin.ts';
import type { Target } from '../../gobuild/targets.ts';
import { inParallel } from '../../support/concurrency.ts';
import { escapeModule } from '../../toolchain/module-path.ts';

/** Modules whose files are read at a time. */
const atOnce = 8;

/**
 * The licences of a program's modules by their paths, its own and the standard library's among them: by the files in the module
 * cache, or in the vendor folder. Those whose files are nowhere are left out.
 */
export async function readLicences(
  { main, dependencies }: ModuleInfo,
  { module }: Pick<Target, 'module'>,
  { go, workspace }: Origin,
): Promise<ReadonlyMap<string, FoundLicence>> {
  const root = module.GoMod === undefined ? workspace.directory : dirname(module.GoMod);
  const own = module.Dir ?? root;
  const places: (readonly [string, readonly string[]])[] = [
    [standardLibrary, [go.goroot]],
    ...(main === undefined ? [] : [[main.path, [own]] as const]),
    ...dependencies.map((one) => [one.path, foldersOf(one, go.moduleCache, root)] as const),
  ];
  const found = await inParallel(
    places,
    atOnce,
    async ([path, folders]) => [path, await firstOf(folders)] as const,
  );
  return new Map(found.flatMap(([path, licence]) => (licence === undefined ? [] : [[path, licence]])));
}

/** Where the files of a module may lie, the likeliest first. */
export function foldersOf(
  { path, replace, ...module }: GoModule,
  moduleCache: string,
  root: string,
): string[] {
  const used = replace ?? { path, ...module };
  const vendored = join(root, 'vendor', path);
  if (used.version === '' || used.version === '(devel)') {
    return [isAbsolute(used.path) ? used.path : join(root, used.path), vendored];
  }
  const name = `${escapeModule(used.path)}@${escapeModule(used.version)}`;
  return [join(moduleCache, name), vendored];
}

async function firstOf(folders: readonly string[]): Promise<FoundLicence | undefined> {
  for (const folder of folders) {
    const found = await moduleLicence(folder);
    if (found !== undefined) return found;
  }
  return undefined;
}
