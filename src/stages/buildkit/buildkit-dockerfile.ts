import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readParts } from '../../engine/buildkit/read-back.ts';
import { solveInParts } from '../../engine/buildkit/run.ts';
import type { Definition, SolveOutput } from '../../engine/buildkit/solve.ts';
import {
  layOutDockerfile,
  programIn,
  type UserDockerfile,
  viewMade,
  withProgram,
  withPrograms,
} from '../../engine/buildkit/user-dockerfile.ts';
import { assembleIndex } from '../../engine/embedded.ts';
import { compileRequest } from '../../gobuild/build.ts';
import { adopt, type Executable } from '../../gobuild/compile.ts';
import type { Target } from '../../gobuild/targets.ts';
import { formatPlatform } from '../../request/platform.ts';
import type { Compile, Engine } from '../engine.ts';
import { cachesOf } from './buildkit-cache.ts';
import { loggedIn } from './buildkit-logins.ts';
import { type BuildkitRun, tellAll } from './buildkit-run.ts';

/**
 * A Dockerfile of the user's as the engine: it puts together what was compiled, or compiles itself. Then what it made is what is looked
 * into: the program is taken out of the image.
 * @param compile inside BuildKit, where that is asked for
 */
export function dockerfileEngine(
  user: UserDockerfile,
  run: BuildkitRun,
  compile: Compile,
): Pick<Engine, 'assemble' | 'compile' | 'forgets'> {
  const { request } = run;
  const assemble: Engine['assemble'] = async (name, plans, annotations, { store }, told) => {
    const platforms = plans.map(({ platform }) => platform);
    const folder = await store.reserve();
    try {
      const definition = await layOutDockerfile(name, platforms, plans, user, folder, store);
      const [plan] = plans;
      const labels = plan?.metadata.labels ?? {};
      const perPlatform = new Map(
        plans.map(({ platform, metadata }) => [formatPlatform(platform), metadata.annotations]),
      );
      const { compression = request.defaults.compression } = plan?.settings ?? {};
      const wanted = { compression, annotations: perPlatform };
      const made = await solveDockerfile({ ...definition, labels }, wanted, run, folder, store);
      const images = withPrograms(made.images, await viewMade(made.parts, store), plans);
      const layout = await assembleIndex(images, annotations, store, made);
      for (const { done } of made.parts) await done(layout, store);
      tellAll(layout.images, plans, told);
      return { layout, verdicts: [] };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  if (user.takesPrograms) return { assemble, ...(request.engine.compile === 'buildkit' && { compile }) };
  return { assemble, forgets: true, compile: programsOfImages(user, run) };
}

async function solveDockerfile(
  definition: Definition,
  wanted: Pick<Extract<SolveOutput, { kind: 'layout' }>, 'compression' | 'annotations'>,
  run: BuildkitRun,
  folder: string,
  store: BuildkitRun['ports']['store'],
) {
  const { request, client, ports } = run;
  const path = join(folder, 'made');
  const what = {
    definition,
    provenance: request.engine.provenance,
    output: {
      ...({ kind: 'layout', path, ...wanted } as const),
      // Its base keeps its own form, and what RUN wrote takes the commit's time.
      ...{ force: false, rewriteTimestamp: true },
    },
  };
  const by = await loggedIn(client, folder, request, ports);
  const parts = await solveInParts(by, what, cachesOf(`image-${definition.name}`, run), 'E_BUILD');
  return { ...(await readParts(parts, () => ({ kind: 'base' }), store)), parts };
}

/** Has the Dockerfile make the images, and takes the programs out of them. */
function programsOfImages(user: UserDockerfile, run: BuildkitRun): Compile {
  return async (context, targets) => {
    const built = new Map<string, Executable[]>();
    for (const target of targets) built.set(target.name, await programsOf(target, user, run, context));
    return {
      targets: targets.map((target) => ({ ...target, executables: built.get(target.name) ?? [] })),
      linked: [...built.values()].flat().length,
    };
  };
}

async function programsOf(
  target: Target,
  user: UserDockerfile,
  run: BuildkitRun,
  context: Parameters<Compile>[0],
): Promise<Executable[]> {
  const { store } = run.ports;
  const { platforms } = target.settings;
  const started = context.seconds();
  for (const platform of platforms) context.progress({ target: target.name, platform, step: 'compiling' });
  const folder = await store.reserve();
  try {
    const definition = await layOutDockerfile(target.name, platforms, [], user, folder, store);
    const { parts } = await solveDockerfile(
      definition,
      { compression: target.settings.compression, annotations: new Map() },
      run,
      folder,
      store,
    );
    const views = await viewMade(parts, store);
    const executables: Executable[] = [];
    for (const platform of platforms) {
      const made = views.get(formatPlatform(platform));
      if (made === undefined) continue;
      const file = programIn(made.view, made.started, target.name);
      const request = compileRequest(context, target, platform, '');
      executables.push(await withProgram(made, file, store, (copy) => adopt(request, copy)));
      const seconds = context.seconds() - started;
      context.progress({ target: target.name, platform, step: 'compiled', seconds, linked: true });
    }
    return executables;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
