import { refusalOf } from './binary/checks/check.ts';
import { checkCgoStubs } from './gobuild/cgo-stubs.ts';
import { findOrigin, type Origin } from './gobuild/origin.ts';
import { checkSource } from './gobuild/source-check.ts';
import type { Layout } from './image/image.ts';
import { baseReport } from './report/build-report.ts';
import type { CacheUse, Report, StageReport } from './report/model.ts';
import { asksForImages } from './request/output.ts';
import type { BuildRequest } from './request/request.ts';
import { nothingToDo } from './request/shard.ts';
import { toResults, type Verified } from './results.ts';
import { programAlternatives, zstdPullBytes } from './stages/alternatives.ts';
import { askedMeasures } from './stages/asked-measures.ts';
import { attributing } from './stages/attribution/attributing.ts';
import { attributePrograms, nothingAttributed } from './stages/attribution/attribution.ts';
import { isAttributed, isBegunEarly, isReportKept } from './stages/attribution/attribution-asked.ts';
import { judgeDeadCode } from './stages/attribution/dead-code.ts';
import { makeBases } from './stages/bases.ts';
import { conformance } from './stages/conformance.ts';
import { originsOf } from './stages/delivery.ts';
import { type Engine, embedded } from './stages/engine.ts';
import type { Bases } from './stages/foreign-bases.ts';
import { makeLayouts } from './stages/images.ts';
import { inspectTargets } from './stages/inspection.ts';
import { checkLoad } from './stages/load.ts';
import { openEngine } from './stages/open-engine.ts';
import { nothingPacked, type Packing, packWhereAsked } from './stages/pack/packing.ts';
import { type Ports, toolchainPorts } from './stages/ports.ts';
import { makeProgramLayers } from './stages/program-layers.ts';
import { makePrograms } from './stages/programs.ts';
import { type RunPorts, runRegistry } from './stages/registries.ts';
import { requestReport, settingsReport, sourceReport, toolchainReport } from './stages/reporting.ts';
import { isTried, nothingTried } from './stages/sandbox/sandbox-plan.ts';
import { listSboms } from './stages/sbom/sboms.ts';
import { type PlannedShard, planShard } from './stages/shards/plan.ts';
import type { OtherWays } from './stages/sizes/baseline.ts';
import { checkBaselineFile } from './stages/sizes/baseline-file.ts';
import { rounded, stopwatch } from './stages/stopwatch.ts';
import { settleAll } from './support/concurrency.ts';
import { SlipwayError } from './support/errors.ts';
import type { Verdict } from './verify/verdict.ts';
import { slipwayVersion } from './version.ts';

/**
 * The way through: code → programs → checked programs → images → verified images → outputs → publications. Everything is told in the
 * report, also when a check says no: then nothing is written out, and `outcome` says so.
 * @param ways what sizes may be compared with beside files and what was published
 * @throws SlipwayError for whatever keeps the run from having an answer
 */
export async function build(
  request: BuildRequest,
  ports: Ports,
  ways: OtherWays = noOtherWays,
): Promise<Report> {
  const started = ports.clock.seconds();
  const report = await buildReport(request, { ...ports, ways });
  return { ...report, seconds: rounded(ports.clock.seconds() - started) };
}

const noRebuild = { kind: 'none', why: 'this run builds no other commit' } as const;
const noOtherWays: OtherWays = {
  again: () => Promise.reject(new SlipwayError('E_INTERNAL', 'this run cannot build once more')),
  rebuild: { base: async () => noRebuild, again: async () => noRebuild },
  cached: async () => ({ kind: 'none', why: 'this run has no cache' }),
};

type BuildPorts = Ports & { readonly ways: OtherWays };

async function buildReport(request: BuildRequest, ports: BuildPorts): Promise<Untimed> {
  const stages: StageReport[] = [];
  const stage = stopwatch(stages, ports);
  const origin = await stage('toolchain', async () => {
    const say = (text: string): void => ports.progress({ kind: 'notice', text });
    const from = { ...toolchainPorts(ports, request, say), remembered: ports.store };
    return [await findOrigin(request, from), 'none'];
  });
  const registry = runRegistry(request, ports);
  const outside = { ...ports, registry };
  const planned = request.shard && (await planShard(request, origin, request.shard));
  if (planned?.units.length === 0)
    return toResults(planned.request, emptyShard(planned, origin, ports), outside, stages);
  const asked = planned?.request ?? request;
  const attempt = async (told: StageReport[], fresh: boolean): Promise<Untimed> => {
    // What is begun before it is known that somebody needs it ends with the attempt.
    const end = new AbortController();
    const ahead = { ...outside, signal: AbortSignal.any([outside.signal, end.signal]) };
    try {
      return await buildFrom(origin, asked, outside, told, { fresh, shard: planned, ahead });
    } finally {
      end.abort();
    }
  };
  try {
    return await attempt(stages, false);
  } catch (error) {
    // A program that an earlier run recorded may have been damaged since; then this run makes it itself.
    const recalled = stages.some(({ name, cache }) => name === 'build' && cache === 'hit');
    // What is compared with is another build's, and none of them.
    const isOfPrograms = stages.at(-1)?.name !== 'size';
    if (!recalled || !isOfPrograms || !(error instanceof SlipwayError) || error.code !== 'E_IO') throw error;
    return await attempt(stages.slice(0, 1), true);
  } finally {
    await registry.close();
  }
}

/** Targets as they are shipped, and their images. */
type Made = Packing & { readonly layouts: readonly (Layout | undefined)[] };

type Untimed = Omit<Report, 'seconds'>;

interface Attempt {
  /** Do not trust what an earlier run recorded. */
  readonly fresh: boolean;
  readonly shard: PlannedShard | undefined;
  /** For what is begun before somebody needs it. */
  readonly ahead: Ports;
}

async function buildFrom(
  origin: Origin,
  request: BuildRequest,
  ports: RunPorts & BuildPorts,
  stages: StageReport[],
  { fresh, shard, ahead }: Attempt,
): Promise<Untimed> {
  const stage = stopwatch(stages, ports);
  const isKept = isReportKept(request);
  const objects = attributing(origin, request, ahead, (target) => isBegunEarly(request, target));
  await checkLoad(request.load, ports);
  await checkBaselineFile(request.baseline);
  const engine = await openEngine(request, origin, ports);
  const measure = await askedMeasures(request, ports, stage);
  const verdicts: Verdict[] = [checkSource(origin.source)];
  const begun = Promise.withResolvers<void>();
  const building = stage('build', async () => {
    const made = await makePrograms(request, origin, engine, ports, fresh, {
      begun: begun.resolve,
      linking: objects.linking,
    });
    return [made, made.cache];
  }).finally(begun.resolve);
  // Loading what talks to registries would keep the compiler waiting.
  const announcing = begun.promise.then(() =>
    stage('base', async () => [await announcedBases(request, origin, engine, ports), 'none']),
  );
  const [bases, programs] = await settleAll([announcing, building]);
  verdicts.push(checkCgoStubs(programs.stubs), ...bases.verdicts);
  const inspecting = stage('inspect', async () => {
    const all = await inspectTargets(programs, bases, origin, ports);
    verdicts.push(...all.verdicts);
    return [all.targets, 'none'];
  });
  const isMeasured = isKept && asksForImages(request) && engine.report.name === 'embedded';
  const zstdBegun = isMeasured ? programAlternatives(programs.targets, request, ahead) : new Map();
  // Compressing is other threads' work: it goes on while the programs are looked at.
  const imaging = stage('image', async (): Promise<readonly [Made, CacheUse]> => {
    const layers = await makeProgramLayers(programs.targets, request, engine.report, ports);
    const targets = await inspecting;
    const refused = refusalOf(verdicts) !== undefined;
    if (refused) return [{ ...nothingPacked(targets, layers), layouts: [] }, 'none'];
    const packing = await packWhereAsked(targets, layers, request, ports, stage);
    verdicts.push(...packing.verdicts);
    const images = await makeLayouts(packing.targets, packing.layers, request, origin, engine, ports);
    verdicts.push(...images.verdicts);
    return [{ ...packing, layouts: images.layouts }, images.cache];
  });
  // Noting what was built is the disk's work, and this thread's while others compress.
  const [made] = await settleAll([imaging, inspecting, programs.remember()]);
  const { targets: inspected, layouts } = made;
  const imageVerdicts = await stage('verify', async () => [
    await conformance(inspected, layouts, ports),
    'none',
  ]);
  verdicts.push(...imageVerdicts);
  const tried = isTried(request, inspected, verdicts)
    ? await stage('sandbox', async () => {
        // What is timed has the machine for itself.
        await Promise.allSettled([objects.settled(), ...zstdBegun.values()]);
        const { tryTargets } = await import('./stages/sandbox/sandbox.ts');
        const found = await tryTargets(inspected, layouts, request, ports);
        return [found, found.cache];
      })
    : nothingTried;
  verdicts.push(...tried.verdicts);
  const attribute = async () =>
    isAttributed(request, inspected)
      ? stage('attribute', async () => {
          const found = await attributePrograms(programs, layouts, objects, { origin, request, ports });
          return [found, found.cache];
        })
      : nothingAttributed;
  const measureZstd = async () => zstdPullBytes(layouts, made.layers, zstdBegun, ports);
  const [attributions, zstd] = await settleAll([attribute(), isKept ? measureZstd() : new Map()]);
  verdicts.push(...judgeDeadCode(inspected, attributions));
  const measured = await measure({ targets: inspected, layouts, origin });
  const { sbom } = request;
  const folders = inspected.flatMap(({ module: { Dir } }) => Dir ?? []);
  const verified: Verified = {
    ...knownBefore(request, origin, engine),
    ...(shard !== undefined && { shard }),
    printed: engine.printed,
    targets: inspected,
    layouts,
    attributions: request.attribution ? attributions.byPath : nothingAttributed.byPath,
    measured: measured.reports,
    tried,
    verdicts,
    imageVerdicts,
    notices: [
      ...[...origin.notices, ...bases.notices, ...made.notices],
      ...[...attributions.notices, ...measured.notices],
    ],
    listSboms:
      sbom &&
      (() => listSboms(inspected, layouts, { request, sbom, origin, imports: programs.imports }, ports)),
    chains: isKept || request.signing !== undefined ? () => chainsOf(origin, folders, ports) : undefined,
    zstd,
  };
  return toResults(request, verified, ports, stages);
}

/** What is known before anything is built. */
function knownBefore(
  request: BuildRequest,
  origin: Origin,
  engine: Pick<Engine, 'report'> = embedded,
): Pick<Verified, 'head' | 'origin' | 'making' | 'originsOf'> {
  const source = sourceReport(origin);
  return {
    head: {
      slipway: slipwayVersion,
      request: requestReport(request, engine.report),
      toolchain: toolchainReport(origin),
      engine: engine.report,
      ...(source !== undefined && { source }),
    },
    origin,
    making: {
      goVersion: origin.toolchain.version,
      settingsOf: (target) => settingsReport(target, origin),
    },
    originsOf,
  };
}

/** Of all programs of a build the first links are the same. */
async function chainsOf(origin: Origin, folders: readonly string[], ports: Ports) {
  const { chainOrigin } = await import('./stages/evidence/chain-origin.ts');
  const chain = await chainOrigin(origin, folders, ports);
  return () => chain;
}

/** There may be more machines than there is to build. */
function emptyShard(shard: PlannedShard, origin: Origin, ports: Ports): Verified {
  return {
    ...knownBefore(shard.request, origin),
    shard,
    targets: [],
    layouts: [],
    attributions: new Map(),
    measured: { waterfalls: new Map(), befores: new Map() },
    tried: nothingTried,
    verdicts: [checkSource(origin.source)],
    imageVerdicts: [],
    notices: [...origin.notices, nothingToDo(shard.shard)],
    listSboms: undefined,
    chains: () => chainsOf(origin, [], ports),
    zstd: new Map(),
  };
}

/** The bases; with them all is known that the first line says. */
async function announcedBases(
  request: BuildRequest,
  origin: Origin,
  engine: Engine,
  ports: RunPorts,
): Promise<Bases> {
  const bases = await makeBases(request, origin, ports, ports.registry);
  const { version, source, goroot } = origin.toolchain;
  const made = [...bases.byKey.values()].map(baseReport);
  ports.progress({ kind: 'start', go: version, source, goroot, bases: made, engine: engine.report });
  return bases;
}
