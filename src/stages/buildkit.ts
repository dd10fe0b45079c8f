import { assembleWithBuildkit, type SameBytes } from '../engine/buildkit/assemble.ts';
import { type BuildkitClient, findClient } from '../engine/buildkit/client.ts';
import type { Origin } from '../gobuild/origin.ts';
import type { BuildRequest } from '../request/request.ts';
import { resolveToolchain } from '../toolchain/resolve.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { Compile, Engine } from './engine.ts';
import { type Ports, toolchainPorts } from './ports.ts';

/**
 * The user's BuildKit as the engine of a run.
 * @param why it is BuildKit, in words
 * @throws SlipwayError E_TOOL when it cannot be reached
 */
export async function openBuildkit(
  request: BuildRequest,
  why: string,
  origin: Origin,
  ports: Ports,
): Promise<Engine> {
  const client = await findClient(request.engine, ports);
  const { provenance } = request.engine;
  return {
    report: { name: 'buildkit', why, compile: request.engine.compile, ...clientReport(client) },
    assemble: async (name, plans, annotations, { store }, told) => {
      const options = { cacheFrom: [], cacheTo: [], provenance };
      const folder = await store.reserve();
      const { layout, same } = await assembleWithBuildkit(
        name,
        plans,
        annotations,
        client,
        options,
        store,
        folder,
      );
      for (const [at, image] of layout.images.entries()) {
        const plan = plans[at];
        if (plan !== undefined) told(image, plan);
      }
      return { layout, verdicts: [sameArchives(name, same)] };
    },
    ...(request.engine.compile === 'buildkit' && { compile: compiling(request, client, origin, ports) }),
  };
}

function compiling(request: BuildRequest, client: BuildkitClient, origin: Origin, ports: Ports): Compile {
  const { go, toolchain } = origin;
  const { compileImage: image, secrets, ssh } = request.engine;
  return async (context, targets, packages) => {
    const { compileInBuildkit } = await import('../engine/buildkit/compile.ts');
    const certificates = ports.env['SSL_CERT_FILE'];
    const setting = {
      ...{ client, image, secrets, ssh, goVersion: toolchain.version },
      ...{ moduleCache: go.moduleCache, workFile: go.workFile },
      variables: go.environment.shown,
      environment: go.environment.variables,
      goroots: await goroots(request, client, origin, ports),
      keep: 'mounts' as const,
      certificates: certificates === '' ? undefined : certificates,
      ...{ cacheFrom: [], cacheTo: [] },
    };
    return compileInBuildkit(context, targets, packages, setting, await ports.store.reserve());
  };
}

/** The same Go for every kind of node: this machine's own, or fetched and checked as any other. */
async function goroots(
  request: BuildRequest,
  { nodePlatforms }: BuildkitClient,
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

function clientReport({ program, builder, version }: BuildkitClient) {
  return { client: program, builder, ...(version !== undefined && { version }) };
}

/** How far BuildKit's layers are those of the embedded engine. */
function sameArchives(subject: string, { layers, sameArchives: same }: SameBytes): Verdict {
  const check = 'engine/same-archives';
  const others = layers - same;
  if (others === 0) {
    const what = layers === 1 ? 'the layer is the archive' : `all ${layers} layers are the archives`;
    const detail = `${what} that the embedded engine makes, compressed by BuildKit`;
    return { check, subject, status: 'pass', severity: 'info', detail };
  }
  const detail = `${others} of ${layers} layers are other archives than the embedded engine makes`;
  return { check, subject, status: 'fail', severity: 'info', detail };
}
