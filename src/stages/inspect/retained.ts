import { importTree } from '../../gobuild/import-chain.ts';
import type {
  RetainedInspection,
  RetainedModule,
  RetainedProgram,
} from '../../report/retained-inspection.ts';
import type { ModuleRequest, RetainedQuestion } from '../../request/module-request.ts';
import { ownBytes } from '../../size/reach/own-bytes.ts';
import { findingsOf } from '../attribution/reach.ts';
import { toldDeadCode } from '../attribution/told-dead-code.ts';
import { moduleTargets, openModule } from '../module.ts';
import type { Ports } from '../ports.ts';
import { askCompiled, type CompiledReach } from './compiled-reach.ts';
import { chainTo } from './why-subjects.ts';

/**
 * What would go away without each module of a module's programs, what keeps methods that nothing calls, and what can be done.
 * Packages are compiled, nothing is linked.
 * @throws SlipwayError E_CONFIG when there is no program; E_TOOLCHAIN, E_NETWORK, E_IO; why a program is not known is in the answer
 */
export async function inspectRetained(
  { name, platform, build, cacheDirectory }: ModuleRequest<RetainedQuestion>,
  ports: Ports,
): Promise<RetainedInspection> {
  const { origin, context } = await openModule(build, ports);
  const asking = { platform, context, goroot: origin.go.goroot, cacheDirectory, ports };
  const targets: RetainedProgram[] = [];
  // One program is in memory at a time.
  for (const target of await moduleTargets(context)) {
    const found = await askCompiled(target, asking, retainedOf);
    const { name: called, importPath } = target;
    targets.push({ name: called, importPath, ...('error' in found ? found : found.answer) });
  }
  const { version, source } = origin.toolchain;
  return {
    ...{ question: 'retained', source: name },
    ...{ toolchain: { go: version, source }, platform, targets, notices: origin.notices },
  };
}

function retainedOf({
  linked,
  reach,
}: CompiledReach): Omit<RetainedProgram, 'name' | 'importPath' | 'error'> {
  const { packages, main } = linked;
  const listed = packages.map(({ path, imports }) => ({ ImportPath: path, Imports: imports }));
  const importedBy = importTree(listed, main);
  // What it says of packages does not need the objects any more; the sums are made before.
  const own = ownBytes(reach);
  const { modules, deadCode, advice } = findingsOf(reach, linked);
  const told = [...modules].map(([path, retainedBytes]): RetainedModule => {
    const parts = packages.filter(({ module }) => module === path);
    const [version] = parts.flatMap((each) => each.version ?? []);
    return {
      path,
      ...(version !== undefined && { version }),
      bytes: parts.reduce((sum, each) => sum + (own.get(each.path) ?? 0), 0),
      retainedBytes,
      direct: parts.some(({ direct }) => direct),
      imports: chainTo({ importedBy }, new Set(parts.map((each) => each.path))),
    };
  });
  return {
    modules: told.sort((a, b) => b.retainedBytes - a.retainedBytes || (a.path < b.path ? -1 : 1)),
    deadCode: toldDeadCode(deadCode, main, (path) => chainTo({ importedBy }, new Set([path]))),
    advice,
  };
}
