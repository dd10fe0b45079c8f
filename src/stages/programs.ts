import { type BuiltTarget, compileTargets, dependencies } from '../gobuild/build.ts';
import { requirePackages } from '../gobuild/module-source.ts';
import type { Origin } from '../gobuild/origin.ts';
import { findTargets, type Target } from '../gobuild/targets.ts';
import { type RecordContext, recallBuild, recordedInputs, rememberBuild } from '../gobuild/unchanged.ts';
import type { CacheUse } from '../report/model.ts';
import { outputsFor } from '../request/output.ts';
import type { BuildRequest } from '../request/request.ts';
import { checkPlaces } from './delivery.ts';
import type { Ports } from './ports.ts';

/** Memory that one go build may need for a large link: what bounds how many run at once besides the cores. */
const memoryPerBuild = 2 * 1024 ** 3;

export interface Programs {
  readonly targets: readonly BuiltTarget[];
  readonly cache: CacheUse;
}

/**
 * The programs of a run: those of the run before when nothing they were made of changed, else what the go command makes.
 * Where only the content of files changed, the go command is not asked again what there is to build.
 * @param fresh true: do not trust what an earlier run recorded
 */
export async function makePrograms(
  request: BuildRequest,
  origin: Origin,
  ports: Ports,
  fresh: boolean,
): Promise<Programs> {
  const context = recordContext(request, origin, ports);
  const startedAt = ports.clock.now();
  const recalled = fresh ? undefined : await recallBuild(context);
  if (recalled?.unchanged) return { targets: recalled.targets, cache: 'hit' };
  const targets = recalled?.targets ?? (await findAll(context, origin));
  const names = targets.map(({ name }) => name);
  await checkPlaces(targets, outputsFor(request, names));
  const listing = recalled === undefined ? dependencies(context, targets) : Promise.resolve([]);
  listing.catch(() => undefined);
  const compiled = await compileTargets(context, targets, listing);
  const inputs = recalled?.inputs ?? recordedInputs(context, await listing);
  await rememberBuild(context, compiled.targets, inputs, startedAt, recalled?.own);
  const files = compiled.targets.reduce((sum, { executables }) => sum + executables.length, 0);
  const cache = compiled.linked === 0 ? 'hit' : compiled.linked < files ? 'partial' : 'miss';
  return { targets: compiled.targets, cache };
}

async function findAll(context: RecordContext, { workspace, source }: Origin): Promise<Target[]> {
  const targets = await findTargets(context.go, context.request, workspace);
  if (source.module !== undefined) {
    const packages = targets.map(({ importPath }) => importPath);
    await requirePackages(context.go, workspace, source.module, packages);
  }
  return targets;
}

function recordContext(request: BuildRequest, origin: Origin, ports: Ports): RecordContext {
  const { go, toolchain, workspace, source } = origin;
  const byMemory = Math.max(1, Math.floor(ports.machine.memoryBytes / memoryPerBuild));
  return {
    go: go.command,
    store: ports.store,
    request,
    workspace,
    source,
    jobs: request.jobs ?? Math.min(ports.machine.cores, byMemory),
    seconds: ports.clock.seconds,
    progress: (event) => ports.progress({ kind: 'compile', ...event }),
    signal: ports.signal,
    goroot: go.goroot,
    goVersion: toolchain.version,
    moduleCache: go.moduleCache,
    workFile: go.workFile,
  };
}
