import { assembleWithBuildkit, type SameBytes } from '../engine/buildkit/assemble.ts';
import { type BuildkitClient, findClient } from '../engine/buildkit/client.ts';
import type { BuildRequest } from '../request/request.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { Engine } from './engine.ts';
import type { Ports } from './ports.ts';

/**
 * The user's BuildKit as the engine of a run.
 * @param why it is BuildKit, in words
 * @throws SlipwayError E_TOOL when it cannot be reached
 */
export async function openBuildkit(request: BuildRequest, why: string, ports: Ports): Promise<Engine> {
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
  };
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
