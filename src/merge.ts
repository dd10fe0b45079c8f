import type { SourceFacts } from './gobuild/source.ts';
import type { Report, StageReport } from './report/model.ts';
import { formatPlatform } from './request/platform.ts';
import type { BuildRequest } from './request/request.ts';
import { toResults, type Verified } from './results.ts';
import { askedMeasures } from './stages/asked-measures.ts';
import { deadCodeCheck, judgeDeadCode } from './stages/attribution/dead-code.ts';
import { conformance } from './stages/conformance.ts';
import type { InspectedTarget } from './stages/inspection.ts';
import { checkLoad } from './stages/load.ts';
import type { Ports } from './stages/ports.ts';
import { type RunPorts, runRegistry } from './stages/registries.ts';
import { requestReport, sourceReport } from './stages/reporting.ts';
import type { SbomDocument } from './stages/sbom/sbom.ts';
import type { ShardSet } from './stages/shards/complete.ts';
import { mergeShards } from './stages/shards/merge.ts';
import { sbomsOf } from './stages/shards/programs.ts';
import type { ShardRecord } from './stages/shards/record.ts';
import type { OtherWays } from './stages/sizes/baseline.ts';
import { checkBaselineFile } from './stages/sizes/baseline-file.ts';
import { rounded, stopwatch } from './stages/stopwatch.ts';
import { settleAll } from './support/concurrency.ts';
import { SlipwayError } from './support/errors.ts';
import type { Verdict } from './verify/verdict.ts';
import { slipwayVersion } from './version.ts';

/**
 * The other way to images: what several machines built (`slipway build --shard`) → one index for each target → verified images; from there
 * on as in a build. What the shards' machines found out of programs, bases and trials is theirs; images are verified anew.
 * @throws SlipwayError for whatever keeps the run from having an answer
 */
export async function merge(
  request: BuildRequest,
  set: ShardSet,
  ports: Ports,
  ways: OtherWays,
): Promise<Report> {
  const started = ports.clock.seconds();
  const registry = runRegistry(request, ports);
  try {
    const report = await mergeReport(request, set, { ...ports, registry, ways });
    return { ...report, seconds: rounded(ports.clock.seconds() - started) };
  } finally {
    await registry.close();
  }
}

async function mergeReport(
  request: BuildRequest,
  set: ShardSet,
  ports: RunPorts & { readonly ways: OtherWays },
): Promise<Omit<Report, 'seconds'>> {
  const stages: StageReport[] = [];
  const stage = stopwatch(stages, ports);
  const [first, ...others] = set.shards.map(({ record }) => record);
  if (first === undefined) throw new SlipwayError('E_INTERNAL', 'a set of shards has none');
  // One that had nothing to do says nothing of the images.
  const records = [first, ...others].filter(({ targets }) => targets.length > 0);
  await checkLoad(request.load, ports);
  await checkBaselineFile(request.baseline);
  // What each step brings was measured where programs were linked.
  const measure = await askedMeasures({ ...request, waterfall: false }, ports, stage);
  const source = sourceOf(request, first);
  const { directory } = source;
  announce(set, ports);
  const made = await stage('merge', async () => {
    const named = new Map(request.targets.map(({ name, settings }) => [name, settings]));
    const settings = (target: string) => named.get(target) ?? request.defaults;
    return [await mergeShards(set, settings, directory, ports), 'none'];
  });
  const { targets, layouts } = made;
  const imageVerdicts = await stage('verify', async () => [
    await conformance(targets, layouts, ports),
    'none',
  ]);
  const workspace = { directory, pattern: './...', importRoot: undefined, self: '.' };
  const toolchain = { version: first.toolchain.go };
  const measured = await measure({ targets, layouts });
  const told = sourceReport({ source });
  const verdicts = (when: keyof ShardRecord['verdicts']) =>
    inOrder(distinct(records.flatMap((record) => record.verdicts[when])), targets);
  const reports = inOrder(
    records.flatMap(({ sandbox }) => sandbox),
    targets,
  );
  const tried = { verdicts: verdicts('tried'), reports };
  // A shard may have been asked for less than is asked for here.
  const built = verdicts('built').filter(({ check }) => check !== deadCodeCheck);
  const notices = [...new Set(records.flatMap((record) => record.notices))];
  const judged = judgeDeadCode(targets, { byPath: made.attributions, notices });
  const verified: Verified = {
    targets,
    layouts,
    head: {
      slipway: slipwayVersion,
      request: { ...requestReport(request), ...first.request },
      toolchain: first.toolchain,
      ...(first.engine !== undefined && { engine: first.engine }),
      ...(told !== undefined && { source: told }),
    },
    origin: { source, workspace, toolchain },
    making: {
      goVersion: first.toolchain.go,
      settingsOf: ({ name }) => made.settings.get(name) ?? {},
    },
    originsOf: () => made.origins,
    attributions: made.attributions,
    measured: { ...measured.reports, waterfalls: made.waterfalls },
    tried,
    verdicts: [...built, ...imageVerdicts, ...tried.verdicts, ...judged],
    imageVerdicts,
    notices: [...notices, ...compressorNotice(records), ...measured.notices],
    listSboms: request.sbom && (async () => ({ documents: await sboms(set), verdicts: verdicts('listed') })),
    chains: async () => (program) => made.chains.get(program),
    zstd: made.zstd,
  };
  return toResults(request, verified, ports, stages);
}

/** The code as the shards had it; its folder here has lines that can be pointed at. */
function sourceOf({ source, cacheDirectory }: BuildRequest, { vcs, module }: ShardRecord): SourceFacts {
  return {
    directory: source.kind === 'directory' ? source.directory : cacheDirectory,
    vcs: vcs && { branch: undefined, remote: undefined, ...vcs },
    module: module && { time: undefined, revision: undefined, repository: undefined, ...module },
  };
}

function announce({ shards }: ShardSet, { progress }: Ports): void {
  const records = shards.map(({ record }) => record);
  const bases = records.flatMap(({ targets }) => targets.map(({ base }) => base));
  const distinct = [...new Map(bases.map((base) => [`${base.reference} ${base.digest}`, base])).values()];
  const go = records[0]?.toolchain.go ?? '';
  const source = records.length === 1 ? 'of one shard' : `of ${records.length} shards`;
  progress({ kind: 'start', go, source, goroot: '', bases: distinct });
}

/** What all shards were asked, each answers. */
function distinct(all: readonly Verdict[]): readonly Verdict[] {
  return [...new Map(all.map((verdict) => [JSON.stringify(verdict), verdict])).values()];
}

/** As one machine gives them: of what all have in common, then program by program. */
function inOrder<T extends Pick<Verdict, 'subject'>>(
  found: readonly T[],
  targets: readonly Pick<InspectedTarget, 'name' | 'executables'>[],
): readonly T[] {
  const subjects = targets.flatMap(({ name, executables }) =>
    executables.map(({ platform }) => `${name} (${formatPlatform(platform)})`),
  );
  return found.toSorted((a, b) => subjects.indexOf(a.subject) - subjects.indexOf(b.subject));
}

/** Then the index may have another digest than one machine gives it. */
function compressorNotice(records: readonly ShardRecord[]): readonly string[] {
  const compressors = [...new Set(records.map(({ request }) => request.compressor))];
  if (compressors.length < 2) return [];
  return [`the shards' layers were compressed by different compressors: ${compressors.join('; ')}`];
}

async function sboms({ shards }: ShardSet): Promise<readonly SbomDocument[]> {
  return (await settleAll(shards.map(sbomsOf))).flat();
}
