import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { BuildRequest, TargetSettings } from '../request/request.ts';
import { slipwayVersion } from '../version.ts';
import type { BuildContext, BuiltTarget, Compiled } from './build.ts';
import { type BuildInputs, buildInputs, stateOf } from './inputs.ts';

/** File times come from a coarser clock than Date.now's; milliseconds. */
const clockGrain = 20;

/** What an earlier run of the same request read and made. */
interface BuildRecord {
  readonly inputs: BuildInputs;
  readonly state: string;
  readonly targets: readonly Omit<BuiltTarget, 'settings'>[];
}

export interface RecordContext extends BuildContext {
  /** GOROOT of the toolchain, its version, and the module cache: parts of what a build depends on. */
  readonly goroot: string;
  readonly goVersion: string;
  readonly moduleCache: string;
  readonly workFile: string | undefined;
}

/**
 * The targets of an earlier run when everything it read is as it was; then the go command need not be asked at all.
 * The programs are known by digest; whoever reads one checks it.
 */
export async function recallBuild(context: RecordContext): Promise<readonly BuiltTarget[] | undefined> {
  if (usesCgo(context.request)) return undefined;
  const record = (await context.store.recall(recordKey(context))) as BuildRecord | undefined;
  if (record === undefined || stateOf(record.inputs) !== record.state) return undefined;
  const targets = record.targets.map((target) => ({
    ...target,
    settings: settingsOf(context.request, target.name),
  }));
  const executables = targets.flatMap((target) => target.executables);
  const there = executables.every(
    ({ path, bytes }) => statSync(path, { throwIfNoEntry: false })?.size === bytes,
  );
  return there ? targets : undefined;
}

/** The state of a build's inputs before it ran, to be remembered when it is still the same after. */
export async function rememberBuild(
  context: RecordContext,
  compiled: Compiled,
  startedAt: number,
): Promise<void> {
  if (usesCgo(context.request)) return;
  const { goroot, moduleCache, workFile, workspace, request } = context;
  const inputs = buildInputs({
    packages: compiled.packages,
    directory: workspace.directory,
    goroot,
    moduleCache,
    workFile,
    searched: request.targets.length === 0 || request.targets.some(({ main }) => main === undefined),
  });
  const state = stateOf(inputs);
  if (state === undefined || changedSince(inputs, startedAt)) return;
  const targets = compiled.targets.map(({ settings: _, ...target }) => target);
  await context.store.remember(recordKey(context), { inputs, state, targets } satisfies BuildRecord);
}

/** True when one of the user's own files was written while the build ran: what was compiled is then uncertain. */
function changedSince(inputs: BuildInputs, startedAt: number): boolean {
  return Object.entries(inputs.files).some(([folder, names]) => {
    if (inputs.readOnlyRoots.some((root) => folder.startsWith(root))) return false;
    return names.some(
      (name) =>
        (statSync(`${folder}/${name}`, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= startedAt - clockGrain,
    );
  });
}

/** A C compiler and the headers of the machine cannot be watched. */
function usesCgo(request: BuildRequest): boolean {
  return request.defaults.cgo || request.targets.some(({ settings }) => settings.cgo);
}

function settingsOf(request: BuildRequest, name: string): TargetSettings {
  return request.targets.find((target) => target.name === name)?.settings ?? request.defaults;
}

function recordKey(context: RecordContext): string {
  const { request, source, go, goroot, goVersion, workspace } = context;
  const settings = [request.defaults, ...request.targets.map((target) => target.settings)];
  const stamped = settings.some(({ vcsStamp, ldflags }) => vcsStamp === 'auto' || ldflags.includes('{{'));
  const named = request.targets.map(({ name, main }) => [name, main]);
  const compiles = settings.map(({ platforms, buildTags, ldflags, goexperiment, vcsStamp }) => [
    platforms,
    buildTags,
    ldflags,
    goexperiment,
    vcsStamp,
  ]);
  const variables = Object.entries(go.environment).filter(
    ([name]) => /^(GO|CGO_)/.test(name) && name !== 'GOTMPDIR',
  );
  const parts = [
    slipwayVersion,
    goVersion,
    goroot,
    workspace,
    request.source,
    named,
    compiles,
    stamped ? { ...source.vcs, changes: undefined } : undefined,
    source.module,
    variables.sort(),
  ];
  return `build-${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
