import { withFileSource } from '../../binary/byte-source.ts';
import { readBuildInfo } from '../../binary/go/build-info.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import { type CompiledPackage, compiledPackages } from '../../gobuild/compiled-packages.ts';
import { importTree } from '../../gobuild/import-chain.ts';
import type { ImportedPackage } from '../../gobuild/program-imports.ts';
import type { Target } from '../../gobuild/targets.ts';
import type { AttributionReport } from '../../report/inspection.ts';
import { quoted } from '../../request/faults.ts';
import type { BuildRequest } from '../../request/request.ts';
import { attribute } from '../../size/attribute.ts';
import type { Attribution } from '../../size/attribution.ts';
import { keptMismatch } from '../../size/kept-set.ts';
import { placedData } from '../../size/placed-data.ts';
import { besideObjects, keptObjects } from '../../size/placing/kept-objects.ts';
import type { ProgramReach } from '../../size/reach/program-reach.ts';
import { SlipwayError } from '../../support/errors.ts';
import { withImporters } from '../attribution/imported-by.ts';
import { findingsOf, type LinkedFrom, reachOf } from '../attribution/reach.ts';
import { withFindings } from '../attribution/reached-report.ts';
import { moduleTargets, openModule } from '../module.ts';
import type { Ports } from '../ports.ts';
import { programPlatform } from '../program-platform.ts';
import type { FileObjects } from './inspect-file.ts';

/**
 * Compiles the packages of a file's program, for the file's platform, as a build would.
 * @param file what it is called to people, and where it lies
 * @throws SlipwayError E_CONFIG when the module has no such program; E_BUILD, E_BINARY, E_TOOLCHAIN, E_NETWORK, E_IO
 */
export async function builtFrom(
  file: { readonly name: string; readonly path: string },
  build: BuildRequest,
  ports: Ports,
): Promise<FileObjects> {
  const { origin, context } = await openModule(build, ports);
  const platform = programPlatform(file.path);
  const target = targetOf(file, await moduleTargets(context));
  const directory = context.workspace.directory;
  const linked = {
    packages: await compiledPackages({ go: context.go, directory }, target, platform),
    ...{ main: target.importPath, platform, buildTags: target.settings.buildTags },
    ...{ goroot: origin.go.goroot, cacheDirectory: build.cacheDirectory },
  };
  const reach = await reachOf(linked, ports);
  return {
    attributionOf: (program) => attributedBy(program, reach),
    withReasons: (report) => withReasons(report, linked, reach),
  };
}

function attributedBy(program: ProgramFile, reach: ProgramReach): Attribution | undefined {
  const beside = besideObjects(program, keptObjects(reach, program.architecture));
  const mismatch = keptMismatch(beside);
  if (mismatch === undefined) return attribute(program, placedData(beside));
  throw new SlipwayError('E_BINARY', mismatch.message, {
    hint: 'name the very source, and the Go, build tags and other settings that the program was built with',
  });
}

function withReasons(
  report: AttributionReport,
  linked: LinkedFrom<CompiledPackage>,
  reach: ProgramReach,
): AttributionReport {
  const { packages, main } = linked;
  const importedBy = importTree(
    packages.map(({ path, imports }) => ({ ImportPath: path, Imports: imports })),
    main,
  );
  const imports = new Map(
    packages.map(({ path, module, direct }): [string, ImportedPackage] => {
      const importer = importedBy.get(path);
      return [path, { module, direct, ...(importer !== undefined && { importedBy: importer }) }];
    }),
  );
  return withImporters(withFindings(report, findingsOf(reach, linked)), imports, main);
}

/** The only program there is, or the one that the file says it is. */
function targetOf(
  file: { readonly name: string; readonly path: string },
  targets: readonly Target[],
): Target {
  const path = withFileSource(file.path, readBuildInfo)?.path;
  const found =
    targets.find(({ importPath }) => importPath === path) ?? (path === undefined ? targets[0] : undefined);
  if (found !== undefined && (path !== undefined || targets.length === 1)) return found;
  const has = targets.map(({ importPath }) => importPath).join(', ');
  throw new SlipwayError(
    'E_CONFIG',
    path === undefined
      ? `${quoted(file.name)} does not say which program it is, and there are several: ${has}`
      : `${quoted(file.name)} is a program of ${quoted(path)}, and --built-from has ${has}`,
    { hint: '--target names the main package' },
  );
}
