import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bakeFile, buildctlArguments, platformName } from '../engine/buildkit/arguments.ts';
import { assembleSolve } from '../engine/buildkit/assemble.ts';
import { compiledAssemblyText, layOut } from '../engine/buildkit/assembly.ts';
import { layOutCompile, type Requested, requestsOf } from '../engine/buildkit/compile.ts';
import type { Solve } from '../engine/buildkit/solve.ts';
import { compileTargets, type Dependencies } from '../gobuild/build.ts';
import type { Origin } from '../gobuild/origin.ts';
import type { BuildRequest } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { shellLine } from '../support/exec.ts';
import { compileSetting } from './buildkit/buildkit-compile.ts';
import { type Engine, embedded } from './engine.ts';
import type { Ports } from './ports.ts';

/** What was listed for compiling. */
interface Listed extends Dependencies {
  readonly requests: readonly Requested[];
}

/**
 * Lays out what BuildKit would be given, in a folder that stays, and says it; the images are put together by the embedded engine, so that
 * what is printed is of images that passed the checks. No BuildKit is asked.
 * @throws SlipwayError E_CONFIG for what has no generated definition
 */
export function printingEngine(request: BuildRequest, origin: Origin, ports: Ports): Engine {
  const { dockerfile, compile, print } = request.engine;
  const { form, folder: place } = print ?? { form: 'bake', folder: request.cacheDirectory };
  if (dockerfile !== undefined) {
    throw new SlipwayError('E_CONFIG', '--print: nothing is generated where --dockerfile says what is made');
  }
  const solves: Solve[] = [];
  let listed: Listed | undefined;
  return {
    report: { ...embedded.report, why: '--print makes no image' },
    forgets: true,
    compile: async (context, targets, packages) => {
      const compiled = await compileTargets(context, targets, packages);
      listed = { requests: requestsOf(context, targets), ...(await packages) };
      return compiled;
    },
    assemble: async (name, plans, annotations, store, told) => {
      const folder = join(place, name);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      // Neither git nor, for the dot in its name, the go command looks into it.
      await writeFile(join(dirname(place), '.gitignore'), '*\n');
      const assembly = await layOut(name, plans, folder, store.store);
      const solve = assembleSolve(assembly, plans, join(folder, 'out'));
      const inside = compile === 'buildkit' ? listed : undefined;
      solves.push(inside ? await withCompiling(name, solve, assembly.hasAssets, inside, folder) : solve);
      return embedded.assemble(name, plans, annotations, store, told);
    },
    printed: async () => {
      const texts = await Promise.all(
        solves.map(({ definition }) => readFile(definition.dockerfile, 'utf8')),
      );
      if (form === 'dockerfile') return texts.join('\n');
      if (form === 'bake') return bakeFile(solves);
      return `${solves.map((solve) => shellLine({ file: 'buildctl', args: buildctlArguments(solve) })).join('\n')}\n`;
    },
  };

  /** One definition that compiles and puts together. Where modules come from is taken from the environment of who runs it. */
  async function withCompiling(
    name: string,
    solve: Solve,
    hasAssets: boolean,
    { requests, ...needed }: Listed,
    folder: string,
  ): Promise<Solve> {
    const own = requests.filter(({ target }) => target.name === name);
    const setting = await compileSetting(request, [], origin, ports);
    const compiling = await layOutCompile(origin, own, needed, setting, folder);
    await appendFile(compiling.dockerfile, `\n${compiledAssemblyText(name, hasAssets)}`);
    await rm(join(folder, 'secrets'), { recursive: true, force: true });
    for (const { platform } of own) {
      await rm(join(folder, 'context', `program-${platformName(platform)}.tar`), { force: true });
    }
    const outside = compiling.contexts.map(({ path }) => `--allow=fs.read=${path}`).join(' ');
    ports.progress({ kind: 'notice', text: `docker buildx bake asks for ${outside}` });
    const { definition, output } = solve;
    return {
      ...solve,
      definition: {
        ...definition,
        contexts: [...definition.contexts, ...compiling.contexts],
        secrets: compiling.secrets.map((secret) =>
          secret.replace(/^id=([A-Z0-9_]+),"?src=.*$/, 'id=$1,env=$1'),
        ),
        ssh: compiling.ssh,
      },
      // The program is written now, and takes the time of everything else.
      output: output.kind === 'layout' ? { ...output, rewriteTimestamp: true } : output,
    };
  }
}
