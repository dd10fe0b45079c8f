import { type BuildContext, dependencies } from '../../gobuild/build.ts';
import { type CompiledPackage, compiledPackages } from '../../gobuild/compiled-packages.ts';
import { explainLoadFaults } from '../../gobuild/explain.ts';
import type { Target } from '../../gobuild/targets.ts';
import type { Fault } from '../../report/module-inspection.ts';
import type { Platform } from '../../request/platform.ts';
import type { ProgramReach } from '../../size/reach/program-reach.ts';
import { SlipwayError } from '../../support/errors.ts';
import { type LinkedFrom, reachOf } from '../attribution/reach.ts';
import { faultOf } from '../fault.ts';
import type { Ports } from '../ports.ts';

export interface CompilingReach {
  readonly platform: Platform;
  readonly context: BuildContext;
  readonly goroot: string;
  readonly cacheDirectory: string;
  readonly ports: Ports;
}

export interface CompiledReach {
  readonly linked: LinkedFrom<CompiledPackage>;
  readonly reach: ProgramReach;
}

/**
 * Compiles a program's packages, links nothing, and asks something of what the linker would keep.
 * @returns what was answered, or why a program's packages do not tell: E_BUILD, E_BINARY, E_TOOLCHAIN
 */
export async function askCompiled<Answer>(
  target: Target,
  { platform, context, goroot, cacheDirectory, ports }: CompilingReach,
  ask: (compiled: CompiledReach) => Answer,
): Promise<{ readonly answer: Answer } | { readonly error: Fault }> {
  const { go, workspace, progress, seconds } = context;
  const { name, importPath: main, settings } = target;
  const start = seconds();
  progress({ target: name, platform, step: 'compiling' });
  try {
    const packages = await compiledPackages({ go, directory: workspace.directory }, target, platform).catch(
      async (error: unknown) => {
        throw await explainLoadFaults(context, error, dependencies(context, [target]));
      },
    );
    progress({ target: name, platform, step: 'compiled', seconds: seconds() - start });
    const linked = { packages, main, platform, buildTags: settings.buildTags, goroot, cacheDirectory };
    return { answer: ask({ linked, reach: await reachOf(linked, ports) }) };
  } catch (error) {
    ports.signal.throwIfAborted();
    if (error instanceof SlipwayError && /^E_(BUILD|BINARY|TOOLCHAIN)$/.test(error.code)) {
      return { error: faultOf(error) };
    }
    throw error;
  }
}
