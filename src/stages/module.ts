import type { BuildContext } from '../gobuild/build.ts';
import { requirePackages } from '../gobuild/module-source.ts';
import { findOrigin, type Origin } from '../gobuild/origin.ts';
import { findTargets, type Target } from '../gobuild/targets.ts';
import type { BuildRequest } from '../request/request.ts';
import { type Ports, toolchainPorts } from './ports.ts';
import { buildJobs } from './programs.ts';

/** A Go module of which something is asked, and what its programs are built with. */
export interface OpenedModule {
  readonly origin: Origin;
  readonly context: BuildContext;
}

/**
 * Finds the module and its Go.
 * @throws SlipwayError E_CONFIG, E_TOOLCHAIN, E_NETWORK as a build would
 */
export async function openModule(request: BuildRequest, ports: Ports): Promise<OpenedModule> {
  const say = (text: string): void => ports.progress({ kind: 'notice', text });
  const origin = await findOrigin(request, {
    ...toolchainPorts(ports, request, say),
    remembered: ports.store,
  });
  const { go, workspace, source } = origin;
  return {
    origin,
    context: {
      go: go.command,
      store: ports.store,
      request,
      workspace,
      source,
      jobs: buildJobs(request, ports),
      seconds: ports.clock.seconds,
      progress: (event) => ports.progress({ kind: 'compile', ...event }),
      signal: ports.signal,
    },
  };
}

/** The programs of the module: those that were named, or the main packages that are there. */
export async function moduleTargets({ go, request, workspace, source }: BuildContext): Promise<Target[]> {
  const targets = await findTargets(go, request, workspace);
  if (source.module !== undefined) {
    const packages = targets.map(({ importPath }) => importPath);
    await requirePackages(go, workspace, source.module, packages);
  }
  return targets;
}
