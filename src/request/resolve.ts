import { resolve } from 'node:path';
import { type ConfigFile, loadConfig } from './config-file.ts';
import { type Fault, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import { cacheDirectory, gitAuth, type HostEnvironment, sourceDateEpoch } from './host-environment.ts';
import type { InputValues } from './inputs.ts';
import { absoluteOutput, outputsFor } from './output.ts';
import type { BuildRequest, GoRequest, NamedTarget, Output } from './request.ts';
import { type Sources, said, settingsOf, weighed } from './settings.ts';
import { readSource } from './source.ts';
import type { TargetChoice } from './target-name.ts';

/**
 * The request of `slipway build`: flags, then a target's entry in the file, then the file's top, then defaults.
 * @param flags as {@link readFlags} gives them
 * @param host the folder, environment and system of the caller, who alone reads them
 * @throws SlipwayError E_CONFIG with every fault of the configuration file or of what the sources say together
 */
export async function buildRequest(flags: Flags, host: HostEnvironment): Promise<BuildRequest> {
  const source = await readSource(flags.positionals[0] ?? '.', host.cwd);
  const directory = source.kind === 'directory' ? source.directory : undefined;
  const file = await loadConfig(flags.values.config, host.cwd, directory);
  const given = located(flags.values, host.cwd);
  const top = file === undefined ? {} : located(file.top, file.directory);
  const run: Sources = [given, top];
  const outputs = weighed('outputs', run).map((output) => absoluteOutput(output, host.cwd));
  const faults: Fault[] = [];
  const request: BuildRequest = {
    source,
    go: goRequest(given, top, file, faults),
    targets: namedTargets(given, top, file, outputs, faults),
    defaults: settingsOf(run, outputs, faults),
    outputs,
    digestFile: said('digestFile', run),
    reportFile: said('report', run),
    json: weighed('json', run),
    jobs: said('jobs', run),
    offline: weighed('offline', run),
    dryRun: weighed('dryRun', run),
    cacheDirectory: cacheDirectory(given.cacheDirectory, host, faults),
    gitAuth: gitAuth(given.gitAuth ?? {}, host, faults),
    sourceDateEpoch: sourceDateEpoch(host, faults),
  };
  throwFaults(distinct(faults), 'slipway build');
  const names = request.targets.map(({ name }) => name);
  outputsFor(request, names.length === 0 ? ['main'] : names);
  return request;
}

/** The same values with paths of this machine made absolute. */
function located(values: InputValues, directory: string): InputValues {
  const absolute = (path: string): string => resolve(directory, path);
  return {
    ...values,
    ...(values.goVersionFile !== undefined && { goVersionFile: absolute(values.goVersionFile) }),
    ...(values.digestFile !== undefined && { digestFile: absolute(values.digestFile) }),
    ...(values.report !== undefined && { report: absolute(values.report) }),
    ...(values.cacheDirectory !== undefined && { cacheDirectory: absolute(values.cacheDirectory) }),
    ...(values.assets !== undefined && {
      assets: values.assets.map(({ from, to }) => ({ from: absolute(from), to })),
    }),
    ...(values.outputs !== undefined && {
      outputs: values.outputs.map((output) => absoluteOutput(output, directory)),
    }),
  };
}

/** A digest belongs to the version beside it: one in the file says nothing of a version that a flag names. */
function goRequest(
  flags: InputValues,
  top: InputValues,
  file: ConfigFile | undefined,
  faults: Fault[],
): GoRequest {
  const none = { version: undefined, askedBy: undefined, sha256: undefined, versionFile: undefined };
  if (flags.go !== undefined) return { ...none, version: flags.go, askedBy: '--go', sha256: flags.goSha256 };
  if (flags.goVersionFile !== undefined) return { ...none, versionFile: flags.goVersionFile };
  const sha256 = flags.goSha256 ?? top.goSha256;
  if (top.go !== undefined) return { ...none, version: top.go, askedBy: file?.name, sha256 };
  if (sha256 !== undefined) {
    const message = 'is the digest of the distribution that --go names by URL, and no --go is given';
    faults.push({ where: '--go-sha256', message });
  }
  return { ...none, versionFile: top.goVersionFile };
}

function namedTargets(
  flags: InputValues,
  top: InputValues,
  file: ConfigFile | undefined,
  outputs: readonly Output[],
  faults: Fault[],
): NamedTarget[] {
  const entries = file?.targets ?? new Map<string, InputValues>();
  const choices: readonly TargetChoice[] =
    flags.target ?? [...entries.keys()].map((name) => ({ name, main: undefined }));
  const seen = new Set<string>();
  return choices.map(({ name, main }) => {
    if (seen.has(name)) {
      const hint = 'give one of them another name: --target other=./cmd/api';
      faults.push({ where: '--target', message: `two targets are called ${name}`, hint });
    }
    seen.add(name);
    const entry = entries.get(name);
    const own = entry === undefined ? {} : located(entry, file?.directory ?? '');
    return { name, main: main ?? own.main, settings: settingsOf([flags, own, top], outputs, faults) };
  });
}

/** The same settings of several targets have the same fault. */
function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.where} ${fault.message}`, fault])).values()];
}
