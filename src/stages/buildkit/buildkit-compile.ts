import { rm } from 'node:fs/promises';
import { needVersion } from '../../engine/buildkit/client.ts';
import { type CompileSetting, compileInBuildkit } from '../../engine/buildkit/compile.ts';
import { nodesOf } from '../../engine/buildkit/nodes.ts';
import type { Origin } from '../../gobuild/origin.ts';
import { workFileFor } from '../../gobuild/sum-files.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import type { BuildRequest } from '../../request/request.ts';
import { resolveToolchain } from '../../toolchain/resolve.ts';
import type { Compile } from '../engine.ts';
import { type Ports, toolchainPorts } from '../ports.ts';
import { cachesOf } from './buildkit-cache.ts';
import { loggedIn } from './buildkit-logins.ts';
import type { BuildkitRun } from './buildkit-run.ts';

/** Go compiles inside the run's BuildKit. */
export function compiling(run: BuildkitRun): Compile {
  const { request, client, origin, ports } = run;
  return async (context, targets, packages) => {
    needVersion(client, '0.16.0', '--compile buildkit');
    const folder = await ports.store.reserve();
    try {
      const platforms = targets.flatMap(({ settings }) => settings.platforms);
      const nodes = await nodesOf(client, distinct(platforms), folder);
      const setting = await compileSetting(request, nodes, origin, ports);
      const by = {
        cacheFor: cachesOf('programs', run),
        client: await loggedIn(client, folder, request, ports),
      };
      return await compileInBuildkit(context, targets, packages, setting, by, folder);
    } finally {
      // Logins lie in it too.
      await rm(folder, { recursive: true, force: true });
    }
  };
}

function distinct(platforms: readonly Platform[]): Platform[] {
  return [...new Map(platforms.map((platform) => [formatPlatform(platform), platform])).values()];
}

/**
 * How a run compiles inside BuildKit.
 * @param nodePlatforms what the nodes are that compile; empty: not known
 */
export async function compileSetting(
  request: BuildRequest,
  nodePlatforms: readonly string[],
  origin: Origin,
  ports: Ports,
): Promise<CompileSetting> {
  const { go, toolchain, workspace } = origin;
  const { compileImage: image, secrets, ssh, cache } = request.engine;
  const certificates = ports.env['SSL_CERT_FILE'];
  return {
    ...{ image, secrets, ssh, goVersion: toolchain.version },
    moduleCache: go.moduleCache,
    workFile: workFileFor(workspace.directory, go.command.environment['GOWORK'] ?? ''),
    variables: go.environment.shown,
    environment: go.environment.variables,
    goroots: await goroots(request, nodePlatforms, origin, ports),
    // What lies in the builder's own folders no registry carries.
    keep: cache === undefined ? 'mounts' : 'layers',
    certificates: certificates === '' ? undefined : certificates,
  };
}

/** The same Go for every kind of node: this machine's own, or fetched and checked as any other. */
async function goroots(
  request: BuildRequest,
  nodePlatforms: readonly string[],
  { toolchain }: Origin,
  ports: Ports,
): Promise<ReadonlyMap<string, string>> {
  const { os, architecture } = ports.host;
  const own = `${os}/${architecture}`;
  const nodes = [...new Set(nodePlatforms.map((name) => name.split('/').slice(0, 2).join('/')))];
  const found = new Map<string, string>();
  for (const node of nodes.length === 0 ? [`linux/${architecture}`] : nodes) {
    const [nodeOs = '', nodeArchitecture = ''] = node.split('/');
    if (node === own) {
      found.set(node, toolchain.goroot);
      continue;
    }
    const host = { os: nodeOs, architecture: nodeArchitecture };
    const say = (text: string): void => ports.progress({ kind: 'notice', text });
    // What lies on PATH here is no Go for that node.
    const elsewhere = {
      ...toolchainPorts({ ...ports, host }, request, say),
      env: { ...ports.env, PATH: '' },
    };
    const wanted = {
      kind: 'exact',
      version: toolchain.version,
      askedBy: `the builder's node ${node}`,
    } as const;
    found.set(node, (await resolveToolchain(wanted, elsewhere)).goroot);
  }
  return found;
}
