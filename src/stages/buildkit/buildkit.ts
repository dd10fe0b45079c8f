import { assembleWithBuildkit, type SameBytes } from '../../engine/buildkit/assemble.ts';
import { type BuildkitClient, findClient } from '../../engine/buildkit/client.ts';
import { readTakesPrograms, type UserDockerfile } from '../../engine/buildkit/user-dockerfile.ts';
import type { Origin } from '../../gobuild/origin.ts';
import { mayPack } from '../../request/pack-policy.ts';
import type { BuildRequest } from '../../request/request.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { Engine } from '../engine.ts';
import type { RunPorts } from '../registries.ts';
import { cachesOf } from './buildkit-cache.ts';
import { compiling } from './buildkit-compile.ts';
import { loggedIn } from './buildkit-logins.ts';
import { type BuildkitRun, tellAll } from './buildkit-run.ts';

/**
 * The user's BuildKit as the engine of a run.
 * @param why it is BuildKit, in words
 * @throws SlipwayError E_TOOL when it cannot be reached
 */
export async function openBuildkit(
  request: BuildRequest,
  why: string,
  origin: Origin,
  ports: RunPorts,
): Promise<Engine> {
  const client = await findClient(request.engine, ports);
  const { compile, dockerfile, provenance } = request.engine;
  const report = { name: 'buildkit', why, compile, ...clientReport(client) } as const;
  const run: BuildkitRun = { request, client, origin, ports };
  const user = dockerfile === undefined ? undefined : await userDockerfile(dockerfile, request);
  if (user !== undefined) {
    const { dockerfileEngine } = await import('./buildkit-dockerfile.ts');
    return { report, ...dockerfileEngine(user, run, compiling(run)) };
  }
  return {
    report,
    assemble: async (name, plans, annotations, { store }, told) => {
      const folder = await store.reserve();
      const { layout, same } = await assembleWithBuildkit(
        name,
        plans,
        annotations,
        await loggedIn(client, folder, request, ports),
        { cacheFor: cachesOf(`image-${name}`, run), provenance },
        store,
        folder,
      );
      tellAll(layout.images, plans, told);
      return { layout, verdicts: [sameArchives(name, same)] };
    },
    ...(compile === 'buildkit' && { compile: compiling(run) }),
  };
}

async function userDockerfile(
  path: string,
  { source, engine, defaults, targets }: BuildRequest,
): Promise<UserDockerfile> {
  if (source.kind !== 'directory') {
    throw new SlipwayError(
      'E_CONFIG',
      '--dockerfile needs a source folder as its context, and a module version is built',
    );
  }
  const takes = await readTakesPrograms(path);
  const isPacked = [defaults, ...targets.map(({ settings }) => settings)].some(({ pack }) => mayPack(pack));
  if (!takes && isPacked) {
    throw new SlipwayError(
      'E_CONFIG',
      '--pack: the Dockerfile compiles the program itself, so it is not packed here',
      {
        hint: 'let Slipway compile it: COPY --from=programs / /',
      },
    );
  }
  const { secrets, ssh } = engine;
  return { path, context: source.directory, takesPrograms: takes, secrets, ssh };
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
