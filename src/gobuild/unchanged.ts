import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildRequest, TargetSettings } from '../request/request.ts';
import { slipwayVersion } from '../version.ts';
import { type BuildContext, type BuiltTarget, placeOfCompiling } from './build.ts';
import type { CgoStub } from './cgo-stubs.ts';
import { changedSince, type InputsState, stateOf } from './input-state.ts';
import { type BuildInputs, buildInputs, isThere, parents } from './inputs.ts';
import { type OwnFileReader, type OwnFiles, ownFileReader } from './own-files.ts';
import type { PackageFiles } from './packages.ts';
import type { ImportRecord } from './program-imports.ts';

/** What an earlier run of the same request read and made. */
interface BuildRecord {
  readonly inputs: BuildInputs;
  readonly state: InputsState;
  /** The user's own files as they were read: those that were not written since need not be read again. */
  readonly own: OwnFiles;
  /** What the linker was told of the commit. */
  readonly stamp: string;
  readonly targets: readonly Omit<BuiltTarget, 'settings'>[];
  readonly stubs: readonly CgoStub[];
  readonly imports: ImportRecord;
}

/** What an earlier run of the same request found, before anybody looked whether it is still so. */
export interface Recalled {
  readonly targets: readonly BuiltTarget[];
  readonly inputs: BuildInputs;
  readonly stubs: readonly CgoStub[];
  readonly imports: ImportRecord;
  /** True: the commit, one of the user's files or a program is not what it was, so something is to be built. False: nobody knows yet. */
  readonly differs: boolean;
  readonly state: InputsState;
  readonly own: OwnFileReader;
}

/** All inputs as they are now. */
export interface Seen {
  /** Undefined when there is too much to look at. */
  readonly state: InputsState | undefined;
  readonly own: OwnFileReader;
}

export interface RecordContext extends BuildContext {
  /** GOROOT of the toolchain, its version, and the module cache: parts of what a build depends on. */
  readonly goroot: string;
  readonly goVersion: string;
  readonly moduleCache: string;
  readonly workFile: string | undefined;
}

/** What an earlier run found. The programs are known by digest; whoever reads one checks it. */
export async function recallBuild(context: RecordContext): Promise<Recalled | undefined> {
  if (!isWatchable(context)) return undefined;
  const record = (await context.store.recall(recordKey(context))) as BuildRecord | undefined;
  if (record === undefined) return undefined;
  const targets = record.targets.map((target) => ({
    ...target,
    settings: settingsOf(context.request, target.name),
  }));
  const executables = targets.flatMap((target) => target.executables);
  const own = ownFileReader(record.own);
  const differs =
    record.stamp !== stampOf(context) ||
    executables.some(({ path, bytes }) => statSync(path, { throwIfNoEntry: false })?.size !== bytes) ||
    Object.entries(record.own).some(([path, { content }]) => own.of(path).content !== content);
  const { inputs, stubs, imports, state } = record;
  return { targets, inputs, stubs, imports, differs, state, own };
}

/**
 * Looks at everything that an earlier build read. Where something of the user's own differs, the go command looks at the
 * rest anyway, which is then taken to be as it was: if it is not, the next run will find it different.
 */
export async function lookAgain({ inputs, own, differs, state }: Recalled): Promise<Seen> {
  return { state: await stateOf(inputs, own, differs ? state : {}), own };
}

/** Whether there are the same packages made of the same files, whatever is in them: the go command need not be asked for them. */
export function hasSamePackages({ state }: Recalled, seen: Seen): boolean {
  return seen.state?.structure === state.structure && seen.state.fixed === state.fixed;
}

/** Whether nothing changed at all: the go command need not be asked for anything. */
export function isUnchanged(recalled: Recalled, seen: Seen): boolean {
  const { differs, state } = recalled;
  return !differs && hasSamePackages(recalled, seen) && seen.state?.content === state.content;
}

/**
 * Notes what a build read and made, unless something was written meanwhile: what was compiled is then uncertain.
 * @param seen the inputs as they were looked at since the build began; without, they are looked at now
 */
export async function rememberBuild(
  context: RecordContext,
  { targets, inputs, stubs, imports }: Pick<Recalled, 'targets' | 'inputs' | 'stubs' | 'imports'>,
  startedAt: number,
  seen?: Seen,
): Promise<void> {
  if (!isWatchable(context)) return;
  const own = seen?.own ?? ownFileReader();
  const state = seen === undefined ? await stateOf(inputs, own) : seen.state;
  if (state === undefined || changedSince(inputs, startedAt)) return;
  const record: BuildRecord = {
    inputs,
    state,
    own: own.settled(startedAt),
    stamp: stampOf(context),
    targets: targets.map(({ settings: _, ...target }) => target),
    stubs,
    imports,
  };
  await context.store.remember(recordKey(context), record);
}

/** The inputs of a build whose packages `go list -deps` named. */
export function recordedInputs(context: RecordContext, packages: readonly PackageFiles[]): BuildInputs {
  const { goroot, moduleCache, workFile, workspace, request, source } = context;
  const searched = request.targets.length === 0 || request.targets.some(({ main }) => main === undefined);
  return buildInputs({
    packages,
    directory: workspace.directory,
    goroot,
    moduleCache,
    workFile,
    searched,
    published: source.module !== undefined,
  });
}

/**
 * What cannot be watched: a C compiler with the machine's headers, and the state of other version control than git, which
 * -buildvcs=auto stamps as well.
 */
function isWatchable({ request, workspace }: RecordContext): boolean {
  const settings = [request.defaults, ...request.targets.map((target) => target.settings)];
  if (settings.some(({ cgo }) => cgo)) return false;
  const marks = ['.hg', '.svn', '.bzr', '.fslckout', '_FOSSIL_'];
  const above = parents(workspace.directory).flatMap((folder) => marks.map((mark) => join(folder, mark)));
  return settings.every(({ vcsStamp }) => vcsStamp !== 'auto') || !above.some(isThere);
}

function settingsOf(request: BuildRequest, name: string): TargetSettings {
  return request.targets.find((target) => target.name === name)?.settings ?? request.defaults;
}

/** What of the commit reaches the bytes: all that git says when it is stamped or a template may use it. */
function stampOf({ request, source }: RecordContext): string {
  const settings = [request.defaults, ...request.targets.map((target) => target.settings)];
  const stamped = settings.some(({ vcsStamp, ldflags }) => vcsStamp === 'auto' || ldflags.includes('{{'));
  return stamped ? JSON.stringify({ ...source.vcs, changes: undefined }) : '';
}

/** Raise it when a record gets another shape. */
const recordFormat = 6;

/** Everything else that a build depends on and that is known without looking at files. */
function recordKey(context: RecordContext): string {
  const { request, source, go, goroot, goVersion, workspace } = context;
  const settings = [request.defaults, ...request.targets.map((target) => target.settings)];
  const parts = [
    recordFormat,
    slipwayVersion,
    goVersion,
    goroot,
    workspace,
    request.source,
    source.module,
    request.targets.map(({ name, main }) => [name, main]),
    placeOfCompiling(request),
    settings.map(({ platforms, buildTags, ldflags, goexperiment, vcsStamp }) => [
      platforms,
      buildTags,
      ldflags,
      goexperiment,
      vcsStamp,
    ]),
    Object.entries(go.environment)
      .filter(([name]) => /^(GO(?!GC$|MEMLIMIT$|MAXPROCS$)|CGO_)/.test(name))
      .sort(),
  ];
  return `build ${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
