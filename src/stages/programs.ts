import { isDeepStrictEqual } from 'node:util';
import {
  type BuiltTarget,
  type Compiled,
  compileTargets,
  type Dependencies,
  dependencies,
  type Linking,
} from '../gobuild/build.ts';
import { type CgoStub, findCgoStubs } from '../gobuild/cgo-stubs.ts';
import { forLinking } from '../gobuild/compile.ts';
import { requirePackages } from '../gobuild/module-source.ts';
import type { Origin } from '../gobuild/origin.ts';
import type { PackageFiles } from '../gobuild/packages.ts';
import { type ImportRecord, noImports } from '../gobuild/program-imports.ts';
import { findTargets, type Target } from '../gobuild/targets.ts';
import {
  hasSamePackages,
  isUnchanged,
  lookAgain,
  type Recalled,
  type RecordContext,
  recallBuild,
  recordedInputs,
  rememberBuild,
} from '../gobuild/unchanged.ts';
import type { CacheUse } from '../report/model.ts';
import { outputsFor } from '../request/output.ts';
import type { BuildRequest } from '../request/request.ts';
import type { Exec } from '../support/exec.ts';
import { checkPlaces } from './delivery.ts';
import type { Compile, Engine } from './engine.ts';
import type { Ports } from './ports.ts';

/** Memory that one go build may need for a large link: what bounds how many run at once besides the cores. */
const memoryPerBuild = 2 * 1024 ** 3;

export interface Programs {
  readonly targets: readonly BuiltTarget[];
  readonly cache: CacheUse;
  /** Whether the files were read in this run, and are what their digests say. */
  readonly read: boolean;
  readonly stubs: readonly CgoStub[];
  /** Whom their packages are imported by. */
  readonly imports: ImportRecord;
  /** Notes the build for the next run; what else is to be done with the programs need not wait for it. */
  readonly remember: () => Promise<void>;
}

/**
 * The programs of a run: those of the run before when nothing they were made of changed, else what the go command makes.
 * Where only the content of files changed, the go command is not asked again what there is to build.
 * @param fresh true: do not trust what an earlier run recorded
 * @param told.begun called when the go command is at work, or nobody knows yet whether it will be
 */
export async function makePrograms(
  request: BuildRequest,
  origin: Origin,
  engine: Pick<Engine, 'compile' | 'forgets'>,
  ports: Ports,
  fresh: boolean,
  told: { readonly begun?: () => void; readonly linking?: Linking } = {},
): Promise<Programs> {
  const started = Promise.withResolvers<void>();
  started.promise.then(told.begun);
  const context = recordContext(request, origin, ports, { begun: started.resolve, linking: told.linking });
  const startedAt = ports.clock.now();
  const recalled = fresh || engine.forgets === true ? undefined : await recallBuild(context);
  // Who compiles elsewhere has to know first what it needs.
  const isHere = engine.compile === undefined;
  if (recalled?.differs === false || !isHere) started.resolve();
  const compile = engine.compile ?? compileTargets;
  const work: Work = { context, origin, startedAt, listing: Promise.withResolvers(), compile, isHere };
  // What is surely to be built again is built while everything is looked at.
  const early = recalled?.differs === true && isHere ? compileChanged(work, recalled.targets) : undefined;
  try {
    await Promise.race([started.promise, settled(early)]);
    const known = recalled === undefined ? undefined : await buildAgain(work, recalled, early);
    return known ?? (await buildAnew(work, recalled, early));
  } finally {
    work.listing.resolve({ packages: [], imports: noImports });
    await settled(early);
  }
}

interface Work {
  readonly context: RecordContext;
  readonly origin: Origin;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** All packages that the targets need, once it is known whether they have to be listed. */
  readonly listing: PromiseWithResolvers<Dependencies>;
  readonly compile: Compile;
  /** Whether the go command here compiles. */
  readonly isHere: boolean;
}

/** The programs that were built before, when they are still made of the same packages; undefined otherwise. */
async function buildAgain(
  work: Work,
  recalled: Recalled,
  early: Promise<Compiled> | undefined,
): Promise<Programs | undefined> {
  const seen = await lookAgain(recalled);
  if (!hasSamePackages(recalled, seen)) return undefined;
  const { targets, inputs, stubs, imports } = recalled;
  const known = { stubs, imports };
  if (isUnchanged(recalled, seen))
    return { targets, ...known, cache: 'hit', read: false, remember: async () => {} };
  if (!work.isHere) return undefined;
  work.listing.resolve({ packages: [], imports });
  const compiled = await (early ?? compileChanged(work, targets));
  return programsOf(compiled, known, () =>
    rememberBuild(work.context, { targets: compiled.targets, inputs, ...known }, work.startedAt, seen),
  );
}

/** The programs that there are now. What was begun early counts when it is what there is to build. */
async function buildAnew(
  work: Work,
  recalled: Recalled | undefined,
  early: Promise<Compiled> | undefined,
): Promise<Programs> {
  const { context, origin, listing, startedAt } = work;
  const targets = await findAll(context, origin);
  listing.resolve(dependencies(context, targets));
  listing.promise.catch(() => undefined);
  const same = recalled !== undefined && sameTargets(recalled.targets, targets);
  if (!same) await settled(early);
  const looking = listing.promise.then(({ packages }) => stubsOf(context, targets, packages));
  looking.catch(() => undefined);
  const compiled = await ((same ? early : undefined) ?? compileAll(work, targets));
  const { packages, imports } = await listing.promise;
  const inputs = recordedInputs(context, packages);
  const known = { stubs: await looking, imports };
  return programsOf(compiled, known, () =>
    rememberBuild(context, { targets: compiled.targets, inputs, ...known }, startedAt),
  );
}

/** Of the packages of targets that were built before only the content changed. */
function compileChanged(work: Work, targets: readonly Target[]): Promise<Compiled> {
  const { context } = work;
  return compileAll({ ...work, context: { ...context, go: forLinking(context.go) } }, targets);
}

async function compileAll(
  { context, listing, compile }: Work,
  targets: readonly Target[],
): Promise<Compiled> {
  const names = targets.map(({ name }) => name);
  await checkPlaces(targets, outputsFor(context.request, names));
  return compile(context, targets, listing.promise);
}

function stubsOf(
  { go, workspace }: RecordContext,
  targets: readonly Target[],
  packages: readonly PackageFiles[],
): Promise<CgoStub[]> {
  const settings = [...new Set(targets.map((target) => target.settings))];
  return findCgoStubs({ go, directory: workspace.directory, settings }, packages);
}

function programsOf(
  { targets, linked }: Compiled,
  known: Pick<Programs, 'stubs' | 'imports'>,
  remember: Programs['remember'],
): Programs {
  const files = targets.reduce((sum, { executables }) => sum + executables.length, 0);
  const cache = linked === 0 ? 'hit' : linked < files ? 'partial' : 'miss';
  return { targets, ...known, cache, read: true, remember };
}

/** What was begun comes to its end, well or not, before anything else is told. */
async function settled(work: Promise<unknown> | undefined): Promise<void> {
  await Promise.allSettled([work]);
}

function sameTargets(before: readonly Target[], now: readonly Target[]): boolean {
  const told = ({ name, importPath, module }: Target) => ({ name, importPath, module });
  return isDeepStrictEqual(before.map(told), now.map(told));
}

async function findAll(context: RecordContext, { workspace, source }: Origin): Promise<Target[]> {
  const targets = await findTargets(context.go, context.request, workspace);
  if (source.module !== undefined) {
    const packages = targets.map(({ importPath }) => importPath);
    await requirePackages(context.go, workspace, source.module, packages);
  }
  return targets;
}

/** How many go builds run at once: as was asked, else by cores and memory. */
export function buildJobs({ jobs }: BuildRequest, { machine }: Pick<Ports, 'machine'>): number {
  const byMemory = Math.max(1, Math.floor(machine.memoryBytes / memoryPerBuild));
  return jobs ?? Math.min(machine.cores, byMemory);
}

function recordContext(
  request: BuildRequest,
  origin: Origin,
  ports: Ports,
  { begun, linking }: { readonly begun: () => void; readonly linking: Linking | undefined },
): RecordContext {
  const { go, toolchain, workspace, source } = origin;
  const exec: Exec = (command) => {
    const running = go.command.exec(command);
    begun();
    return running;
  };
  return {
    go: { ...go.command, exec },
    store: ports.store,
    request,
    workspace,
    source,
    jobs: buildJobs(request, ports),
    seconds: ports.clock.seconds,
    progress: (event) => ports.progress({ kind: 'compile', ...event }),
    signal: ports.signal,
    ...(linking !== undefined && { linking }),
    goroot: go.goroot,
    goVersion: toolchain.version,
    moduleCache: go.moduleCache,
    workFile: go.workFile,
  };
}
