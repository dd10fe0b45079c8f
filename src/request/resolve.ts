import { join, resolve } from 'node:path';
import type { BaselineRequest } from './baseline.ts';
import type { BeforeRequest } from './before.ts';
import type { ConfigFile } from './config-file.ts';
import { engineRequest } from './engine-request.ts';
import { type Fault, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import {
  cacheDirectory,
  type HostEnvironment,
  secretVariables,
  sourceDateEpoch,
} from './host-environment.ts';
import type { InputValues } from './inputs.ts';
import { outputsFor } from './output.ts';
import { imageNames, pushPlaces } from './push.ts';
import { registrySettings } from './registry-settings.ts';
import type { BuildRequest, GoRequest, NamedTarget, Output, SbomRequest, Source } from './request.ts';
import { type Results, type Sources, said, settingsOf, weighed } from './settings.ts';
import type { Shard } from './shard.ts';
import { shardFolder, shardlessOutput, shardResults, withoutWhole } from './shard-request.ts';
import { baseSignatureRequest, checkSignsSomething, signingRequest } from './signature-requests.ts';
import { located, readSaid } from './sources.ts';
import type { TargetChoice } from './target-name.ts';

/** What a run does where nobody says otherwise, as far as that is the entry's to say. */
export interface Usual {
  /** Where images are pushed to. @param said by flags or the file; @param image their name, where one was said */
  readonly push: (said: readonly string[], image: string | undefined) => readonly string[];
  /** Where results go when no output was said. */
  readonly outputs: (results: Omit<Results, 'outputs'>) => readonly Output[];
  /** The folder that a shard is left in. */
  readonly shard: (shard: Shard) => string;
  /** Tag rules when none was said. */
  readonly tags: (push: readonly string[]) => readonly string[];
  /** What sizes are compared with. @param said by flags or the file */
  readonly baseline: (said: BaselineRequest | undefined) => BaselineRequest;
  /** Whether what is pushed gets a size snapshot for later runs to be compared with. */
  readonly attachSnapshot: boolean;
  /** Whose results a cache of BuildKit's holds. */
  readonly cacheScope: string;
  /** Folder for bills of materials. */
  readonly sbomDirectory: string;
  /** Where that which a comment is made of elsewhere is written. */
  readonly exchangeFile?: string;
  /** Where a page of what changed is written. */
  readonly sizePageFile?: string;
}

/** The command line: pushes where it is told to, and leaves a layout in out/ where nothing else was asked for. */
function commandLine(cwd: string): Usual {
  return {
    push: (said) => said,
    outputs: ({ push, load }) =>
      push.length > 0 || load !== undefined ? [] : [{ kind: 'oci', path: resolve(cwd, 'out') }],
    shard: ({ index }) => resolve(cwd, `shard-${index}`),
    tags: () => [],
    baseline: (said) => said ?? { kind: 'none' },
    attachSnapshot: false,
    cacheScope: 'local',
    sbomDirectory: resolve(cwd, 'sbom'),
  };
}

/**
 * The request of `slipway build` as somebody typed it, who means what each flag says.
 * @throws SlipwayError E_CONFIG as {@link buildRequest}, and where it asks to sign and pushes nothing
 */
export async function commandLineRequest(flags: Flags, host: HostEnvironment): Promise<BuildRequest> {
  const request = await buildRequest(flags, host);
  checkSignsSomething(flags.values, request);
  return request;
}

/**
 * The request of `slipway build`: flags, then a target's entry in the file, then the file's top, then defaults.
 * @param flags as {@link readFlags} gives them
 * @param host the folder, environment and system of the caller, who alone reads them
 * @param usual what holds where neither flags nor the file say it
 * @throws SlipwayError E_CONFIG with every fault of the configuration file or of what the sources say together
 */
export async function buildRequest(
  flags: Flags,
  host: HostEnvironment,
  usual: Usual = commandLine(host.cwd),
): Promise<BuildRequest> {
  const { source, file, given, top, lockFile } = await readSaid(flags, host);
  const run: Sources = [given, top];
  const faults: Fault[] = [];
  const shard = said('shard', run);
  const results =
    shard === undefined
      ? resultsOf(run, usual, faults)
      : shardResults(given, shard, usual.shard(shard), faults);
  const whole: BuildRequest = {
    source,
    go: goRequest(given, top, file, faults),
    targets: namedTargets(given, top, file, results, faults),
    defaults: settingsOf(run, results, faults),
    ...results,
    tags: said('tags', run) ?? usual.tags(results.push),
    image: said('image', run),
    registries: registrySettings(given, host, faults),
    lockFile,
    digestFile: said('digestFile', run),
    reportFile: said('report', run),
    baseline: usual.baseline(said('baseline', run)),
    attachSnapshot: said('attachSnapshot', run) ?? usual.attachSnapshot,
    snapshotFile: said('snapshot', run),
    pageFile: given.html,
    exchangeFile: usual.exchangeFile,
    sizePageFile: given.sizeHtml ?? usual.sizePageFile,
    baseSignature: baseSignatureRequest(run, given, host, faults),
    signing: signingRequest(run, given, host, faults),
    sbom: sbomRequest(run, usual),
    engine: engineRequest(run, given, usual.cacheScope, host.cwd, faults),
    sandbox: weighed('sandbox', run),
    json: weighed('json', run),
    attribution: weighed('attribution', run),
    waterfall: weighed('waterfall', run),
    before: beforeRequest(run, source, faults),
    jobs: said('jobs', run),
    offline: weighed('offline', run),
    dryRun: weighed('dryRun', run),
    reproduce: weighed('reproduce', run),
    shard,
    shards: said('shards', run),
    cacheDirectory: cacheDirectory(given.cacheDirectory, host, faults),
    gitAuth: secretVariables('--git-auth', given.gitAuth ?? {}, host, faults),
    sourceDateEpoch: sourceDateEpoch(host, faults),
  };
  const request = shard === undefined ? whole : inFolder(withoutWhole(whole), given.report);
  if (request.offline && request.push.length > 0) {
    faults.push({ where: '--push', message: 'a push needs the network, and --offline says to use none' });
  }
  if (request.shards !== undefined && !request.dryRun) {
    const hint = 'add --dry-run, or build one of them: --shard 1/4';
    faults.push({ where: '--shards', message: 'is asked of a plan', hint });
  }
  if (given.sizeHtml !== undefined && shard === undefined && request.baseline.kind === 'none') {
    const hint = 'name what to compare with, for example --baseline rebuild:main';
    faults.push({ where: '--size-html', message: 'shows what changed, and nothing is compared', hint });
  }
  throwFaults(distinct(faults), 'slipway build');
  placeResults(request);
  return request;
}

function beforeRequest(run: Sources, source: Source, faults: Fault[]): BeforeRequest | undefined {
  const [place, dockerfile] = [said('compareImage', run), said('compareDockerfile', run)];
  if (dockerfile === undefined) return place && { kind: 'image', place };
  const where = '--compare-dockerfile';
  if (place !== undefined)
    faults.push({ where, message: 'and --compare-image: one of them is compared with' });
  if (source.kind === 'directory') return { kind: 'dockerfile', path: dockerfile, context: source.directory };
  faults.push({ where, message: 'needs a source folder as its context, and a module version is built' });
  return undefined;
}

function sbomRequest(run: Sources, usual: Usual): SbomRequest | undefined {
  const formats = [...new Set(said('sbom', run))];
  if (formats.length === 0) return undefined;
  const directory = said('sbomDirectory', run) ?? usual.sbomDirectory;
  return { formats, directory, licenses: weighed('sbomLicenses', run) };
}

/** What a shard says of itself lies with it; the file's place for a report is the whole's. */
function inFolder(request: BuildRequest, report: string | undefined): BuildRequest {
  const { sbom } = request;
  const folder = shardFolder(request) ?? '';
  return {
    ...request,
    reportFile: report ?? join(folder, 'report.json'),
    sbom: sbom && { ...sbom, directory: join(folder, 'sboms') },
  };
}

function resultsOf(run: Sources, usual: Usual, faults: Fault[]): Results {
  const push = usual.push(weighed('push', run), said('image', run));
  const load = said('load', run);
  const outputs = said('outputs', run) ?? usual.outputs({ push, load });
  faults.push(...outputs.flatMap((output) => shardlessOutput(output) ?? []));
  return { outputs, push, load };
}

/** Finds collisions before anything is compiled; targets that are yet to be found are taken for one. */
function placeResults(request: BuildRequest): void {
  const named = request.targets.map(({ name }) => name);
  const names = named.length === 0 ? ['main'] : named;
  outputsFor(request, names);
  pushPlaces(request, names);
  const isNamed = request.load !== undefined || request.outputs.some(({ kind }) => kind === 'docker-archive');
  if (isNamed || request.image !== undefined) imageNames(request, names);
}

/** A digest belongs to the version beside it: one in the file says nothing of a version that a flag names. */
function goRequest(
  flags: InputValues,
  top: InputValues,
  file: ConfigFile | undefined,
  faults: Fault[],
): GoRequest {
  const checkLatest = weighed('checkLatest', [flags, top]);
  const none = {
    version: undefined,
    askedBy: undefined,
    sha256: undefined,
    versionFile: undefined,
    checkLatest,
  };
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
  results: Results,
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
    return { name, main: main ?? own.main, settings: settingsOf([flags, own, top], results, faults) };
  });
}

/** The same settings of several targets have the same fault. */
function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.where} ${fault.message}`, fault])).values()];
}
