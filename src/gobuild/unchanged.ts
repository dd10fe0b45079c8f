import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildRequest, TargetSettings } from '../request/request.ts';
import { slipwayVersion } from '../version.ts';
import type { BuildContext, BuiltTarget } from './build.ts';
import { changedSince, type InputsState, stateOf } from './input-state.ts';
import { type BuildInputs, buildInputs, isThere, parents } from './inputs.ts';
import { type OwnFiles, ownFileReader } from './own-files.ts';
import type { PackageFiles } from './packages.ts';

/** What an earlier run of the same request read and made. */
interface BuildRecord {
  readonly inputs: BuildInputs;
  readonly state: InputsState;
  /** The user's own files as they were read: those that were not written since need not be read again. */
  readonly own: OwnFiles;
  /** What the linker was told of the commit. */
  readonly stamp: string;
  readonly targets: readonly Omit<BuiltTarget, 'settings'>[];
}

/** What is still true of an earlier run. */
export interface Recalled {
  readonly targets: readonly BuiltTarget[];
  /** True: nothing changed at all. False: files have other content, but the packages and their files are the same. */
  readonly unchanged: boolean;
  readonly inputs: BuildInputs;
  readonly own: OwnFiles;
}

export interface RecordContext extends BuildContext {
  /** GOROOT of the toolchain, its version, and the module cache: parts of what a build depends on. */
  readonly goroot: string;
  readonly goVersion: string;
  readonly moduleCache: string;
  readonly workFile: string | undefined;
}

/**
 * What an earlier run found, as far as what it read is as it was: then the go command need not be asked at all, or need not
 * be asked what there is to build. The programs are known by digest; whoever reads one checks it.
 */
export async function recallBuild(context: RecordContext): Promise<Recalled | undefined> {
  if (!isWatchable(context)) return undefined;
  const record = (await context.store.recall(recordKey(context))) as BuildRecord | undefined;
  const state = record === undefined ? undefined : stateOf(record.inputs, ownFileReader(record.own));
  if (record === undefined || state?.structure !== record.state.structure) return undefined;
  const targets = record.targets.map((target) => ({
    ...target,
    settings: settingsOf(context.request, target.name),
  }));
  const executables = targets.flatMap((target) => target.executables);
  const there = executables.every(
    ({ path, bytes }) => statSync(path, { throwIfNoEntry: false })?.size === bytes,
  );
  const same = state.content === record.state.content && record.stamp === stampOf(context);
  return { targets, unchanged: there && same, inputs: record.inputs, own: record.own };
}

/**
 * Notes what a build read and made, unless something was written meanwhile: what was compiled is then uncertain.
 * @param known the user's own files as an earlier run read them
 */
export async function rememberBuild(
  context: RecordContext,
  targets: readonly BuiltTarget[],
  inputs: BuildInputs,
  startedAt: number,
  known: OwnFiles = {},
): Promise<void> {
  if (!isWatchable(context)) return;
  const reader = ownFileReader(known);
  const state = stateOf(inputs, reader);
  if (state === undefined || changedSince(inputs, startedAt)) return;
  const record: BuildRecord = {
    inputs,
    state,
    own: reader.settled(startedAt),
    stamp: stampOf(context),
    targets: targets.map(({ settings: _, ...target }) => target),
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

/** Everything else that a build depends on and that is known without looking at files. */
function recordKey(context: RecordContext): string {
  const { request, source, go, goroot, goVersion, workspace } = context;
  const settings = [request.defaults, ...request.targets.map((target) => target.settings)];
  const parts = [
    slipwayVersion,
    goVersion,
    goroot,
    workspace,
    request.source,
    source.module,
    request.targets.map(({ name, main }) => [name, main]),
    settings.map(({ platforms, buildTags, ldflags, goexperiment, vcsStamp }) => [
      platforms,
      buildTags,
      ldflags,
      goexperiment,
      vcsStamp,
    ]),
    Object.entries(go.environment)
      .filter(([name]) => /^(GO|CGO_)/.test(name))
      .sort(),
  ];
  return `build ${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
