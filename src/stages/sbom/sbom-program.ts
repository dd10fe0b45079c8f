import type { GoProgram } from '../../attest/sbom/go-program.ts';
import { sumIn } from '../../attest/sbom/module-sums.ts';
import type { ModuleInfo } from '../../binary/go/module-info.ts';
import { executablePath } from '../../engine/plan.ts';
import { type GraphModule, modulesOfProgram } from '../../gobuild/module-graph.ts';
import type { Origin } from '../../gobuild/origin.ts';
import type { ImportRecord } from '../../gobuild/program-imports.ts';
import { sourceVersion } from '../../gobuild/source.ts';
import type { ModuleSums } from '../../gobuild/sum-files.ts';
import { bareFileName } from '../../output/file-names.ts';
import type { InspectedExecutable, InspectedTarget } from '../inspection.ts';
import { readLicences } from './sbom-licences.ts';

/** What a build knows of its programs that they do not say themselves. */
export interface ProgramKnowledge {
  readonly origin: Origin;
  readonly imports: ImportRecord;
  readonly sums: ModuleSums;
  readonly licenses: boolean;
}

/** A program of a build with all that is known of what it is made of. */
export async function builtProgram(
  target: InspectedTarget,
  { platform, digest, facts }: InspectedExecutable,
  isInImage: boolean,
  { origin, imports, sums, licenses }: ProgramKnowledge,
): Promise<GoProgram & { readonly info: ModuleInfo & { readonly goVersion: string } }> {
  const graph = modulesOfProgram(imports.graph, target.name, platform);
  const info = facts.buildInfo ?? {
    goVersion: origin.toolchain.version,
    ...listedInfo(target, graph?.modules ?? []),
  };
  const licences = licenses ? await readLicences(info, target, origin) : undefined;
  return {
    file: isInImage ? executablePath(target.name) : bareFileName({ target: target.name, platform }),
    digest,
    info,
    mainVersion: toldVersion(target, origin),
    imports: graph?.imports,
    sumOf: (path, version) => sumIn(sums, path, version),
    ...(licences !== undefined && { licenceOf: (path) => licences.get(path) }),
  };
}

/** The main module's version, unless nothing of version control is to be told. */
export function toldVersion({ module, settings }: InspectedTarget, { source }: Origin): string | undefined {
  const told = settings.vcsStamp !== 'never' || source.module !== undefined;
  return told ? sourceVersion(source, module) : undefined;
}

/** Of a program without build info, which WebAssembly is: what the go command listed for it. */
function listedInfo({ importPath, module }: InspectedTarget, modules: readonly GraphModule[]): ModuleInfo {
  const dependencies = modules
    .filter(({ path }) => path !== module.Path)
    .map(({ path, version = '(devel)', replace }) => ({
      path,
      version,
      ...(replace !== undefined && {
        replace: { path: replace.path, version: replace.version ?? '(devel)' },
      }),
    }));
  return {
    path: importPath,
    main: { path: module.Path, version: module.Version ?? '(devel)' },
    dependencies,
    settings: {},
  };
}
