import { refusalOf } from './binary/checks/check.ts';
import { checkCgoStubs } from './gobuild/cgo-stubs.ts';
import { findOrigin, type Origin } from './gobuild/origin.ts';
import { checkSource } from './gobuild/source-check.ts';
import type { Layout } from './image/image.ts';
import { baseReport, noSboms } from './report/build-report.ts';
import type { CacheUse, Report, StageReport, TargetReport } from './report/model.ts';
import { hasCaps, hasPartCaps } from './request/budget.ts';
import { isReportKept } from './request/kept-report.ts';
import { outputsFor } from './request/output.ts';
import type { BuildRequest } from './request/request.ts';
import { zstdPullBytes } from './stages/alternatives.ts';
import { askedMeasures } from './stages/asked-measures.ts';
import { attributePrograms, nothingAttributed } from './stages/attribution.ts';
import type { OtherWays } from './stages/baseline.ts';
import { checkBaselineFile } from './stages/baseline-file.ts';
import { makeBases } from './stages/bases.ts';
import { conformance } from './stages/conformance.ts';
import { type Delivery, deliver, originsOf } from './stages/delivery.ts';
import type { Bases } from './stages/foreign-bases.ts';
import { makeLayouts } from './stages/images.ts';
import { inspectTargets } from './stages/inspection.ts';
import { checkLoad, loadImages } from './stages/load.ts';
import { localNames } from './stages/names.ts';
import { nothingPacked, type Packing, packWhereAsked } from './stages/packing.ts';
import { type Ports, toolchainPorts } from './stages/ports.ts';
import { makeProgramLayers } from './stages/program-layers.ts';
import { makePrograms } from './stages/programs.ts';
import { nothingPublished, publish } from './stages/publish.ts';
import { type RunPorts, runRegistry } from './stages/registries.ts';
import { requestReport, sourceReport, targetReports, toolchainReport } from './stages/reporting.ts';
import { isTried, nothingTried } from './stages/sandbox-plan.ts';
import { listSboms, nothingListed, writeListed } from './stages/sboms.ts';
import { snapshotsOf } from './stages/snapshot.ts';
import { rounded, stopwatch } from './stages/stopwatch.ts';
import type { Sizing } from './stages/weigh.ts';
import { settleAll } from './support/concurrency.ts';
import { SlipwayError } from './support/errors.ts';
import type { ChainOrigin } from './verify/chain/chain.ts';
import { outcomeOf, type Verdict } from './verify/verdict.ts';
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
  try {
    return await buildFrom(origin, request, outside, stages, false);
  } catch (error) {
    // A program that an earlier run recorded may have been damaged since; then this run makes it itself.
    const recalled = stages.some(({ name, cache }) => name === 'build' && cache === 'hit');
    // What is compared with is another build's, and none of them.
    const isOfPrograms = stages.at(-1)?.name !== 'size';
    if (!recalled || !isOfPrograms || !(error instanceof SlipwayError) || error.code !== 'E_IO') throw error;
    return await buildFrom(origin, request, outside, stages.slice(0, 1), true);
  } finally {
    await registry.close();
  }
}

/** Targets as they are shipped, and their images. */
type Made = Packing & { readonly layouts: readonly (Layout | undefined)[] };

const nothingWeighed: Sizing = { verdicts: [], notices: [] };

type Untimed = Omit<Report, 'seconds'>;

async function buildFrom(
  origin: Origin,
  request: BuildRequest,
  ports: RunPorts & BuildPorts,
  stages: StageReport[],
  fresh: boolean,
): Promise<Untimed> {
  const stage = stopwatch(stages, ports);
  await checkLoad(request.load, ports);
  await checkBaselineFile(request.baseline);
  const measure = await askedMeasures(request, ports, stage);
  const verdicts: Verdict[] = [checkSource(origin.source)];
  const begun = Promise.withResolvers<void>();
  const building = stage('build', async () => {
    const made = await makePrograms(request, origin, ports, fresh, begun.resolve);
    return [made, made.cache];
  }).finally(begun.resolve);
  // Loading what talks to registries would keep the compiler waiting.
  const announcing = begun.promise.then(() =>
    stage('base', async () => [await announcedBases(request, origin, ports), 'none']),
  );
  const [bases, programs] = await settleAll([announcing, building]);
  verdicts.push(checkCgoStubs(programs.stubs), ...bases.verdicts);
  const targetNames = programs.targets.map(({ name }) => name);
  const places = outputsFor(request, targetNames);
  const names = await localNames(request, targetNames, origin, ports);
  const inspecting = stage('inspect', async () => {
    const all = await inspectTargets(programs, bases, origin, ports);
    verdicts.push(...all.verdicts);
    return [all.targets, 'none'];
  });
  // Compressing is other threads' work: it goes on while the programs are looked at.
  const imaging = stage('image', async (): Promise<readonly [Made, CacheUse]> => {
    const layers = await makeProgramLayers(programs.targets, request, ports);
    const targets = await inspecting;
    const refused = refusalOf(verdicts) !== undefined;
    if (refused) return [{ ...nothingPacked(targets, layers), layouts: [] }, 'none'];
    const packing = await packWhereAsked(targets, layers, request, ports, stage);
    verdicts.push(...packing.verdicts);
    const [layouts, cache] = await makeLayouts(packing.targets, packing.layers, request, origin, ports);
    return [{ ...packing, layouts }, cache];
  });
  // Noting what was built is the disk's work, and this thread's while others compress.
  const [made] = await settleAll([imaging, inspecting, programs.remember()]);
  const { targets: inspected, layouts } = made;
  await stage('verify', async () => {
    verdicts.push(...(await conformance(inspected, layouts, ports)));
    return [undefined, 'none'];
  });
  const tried = isTried(request, inspected, verdicts)
    ? await stage('sandbox', async () => {
        const { tryTargets } = await import('./stages/sandbox.ts');
        const found = await tryTargets(inspected, layouts, request, ports);
        return [found, found.cache];
      })
    : nothingTried;
  verdicts.push(...tried.verdicts);
  // Linking and reading each program once more takes time, so only where someone keeps the report, or limits what is in it.
  const isKept = isReportKept(request);
  const isLimited = inspected.some(({ settings }) => hasPartCaps(settings.budget));
  const attributions =
    (isKept || isLimited) && request.attribution
      ? await stage('attribute', async () => {
          const found = await attributePrograms(programs, layouts, origin, request, ports);
          return [found, found.cache];
        })
      : nothingAttributed;
  const measured = await measure({ targets: inspected, layouts, origin });
  const deliveries: Delivery[] = inspected.map((target, at) => ({
    target,
    layout: layouts[at],
    places: must(places.get(target.name)),
    names: names.get(target.name)?.names ?? [],
    origins: originsOf(target),
  }));
  const source = sourceReport(origin);
  const head = {
    slipway: slipwayVersion,
    request: requestReport(request),
    toolchain: toolchainReport(origin),
    ...(source !== undefined && { source }),
  };
  // What is known of the targets before anything is done with them.
  const unplaced = (chain?: ChainOrigin): TargetReport[] => {
    const made = {
      ...{ zstd: new Map(), loaded: new Map(), sboms: noSboms },
      ...{ attributions: attributions.byPath, chain, ...measured.reports },
    };
    return targetReports(deliveries, origin, 'fail', { ...made, ...nothingPublished });
  };
  const isWeighed =
    request.baseline.kind !== 'none' || inspected.some(({ settings }) => hasCaps(settings.budget));
  const sizing = isWeighed
    ? await stage('size', async () => {
        const { weighAgainst } = await import('./stages/sizing.ts');
        const ways = { ...ports.ways, ports };
        const built = { targets: unplaced(), verdicts };
        return [await weighAgainst(request, built, inspected, origin, ways), 'none'];
      })
    : nothingWeighed;
  verdicts.push(...sizing.verdicts);
  const { sbom } = request;
  const listed =
    sbom === undefined || refusalOf(verdicts) !== undefined
      ? nothingListed
      : await stage('sbom', async () => {
          const run = { request, sbom, origin, imports: programs.imports };
          return [await listSboms(inspected, layouts, run, ports), 'none'];
        });
  verdicts.push(...listed.verdicts);
  const { reproduced, verdicts: compared = [] } =
    request.reproduce && outcomeOf(verdicts) !== 'fail'
      ? await stage('reproduce', async () => {
          const made = { report: { ...head, targets: unplaced() }, deliveries };
          return [await ports.ways.again(made), 'none'];
        })
      : { verdicts: [] };
  verdicts.push(...compared);
  const outcome = outcomeOf(verdicts);
  const written = await stage('output', async () => {
    const refused = outcome === 'fail';
    const unchanged = refused || (await deliver(deliveries, ports));
    const sboms = await writeListed(refused ? nothingListed : listed, sbom);
    return [sboms.reports, unchanged && sboms.unchanged ? 'hit' : 'miss'];
  });
  const { load } = request;
  const loaded =
    load === undefined || outcome !== 'pass'
      ? new Map()
      : await stage('load', async () => [await loadImages(deliveries, load, ports), 'none']);
  const folders = inspected.flatMap(({ module: { Dir } }) => Dir ?? []);
  const chain =
    isKept || request.signing !== undefined
      ? await (await import('./stages/chain-origin.ts')).chainOrigin(origin, folders, ports)
      : undefined;
  const published =
    request.push.length === 0 || outcome !== 'pass'
      ? nothingPublished
      : await stage('push', async () => {
          const snapshots = request.attachSnapshot ? snapshotsOf(unplaced(), source, verdicts) : [];
          const signing = request.signing && {
            ...{ signing: request.signing, cacheDirectory: request.cacheDirectory },
            facts: { report: head, targets: unplaced(chain), verdicts, sboms: listed.documents, reproduced },
          };
          return [await publish(deliveries, request, origin, { ...ports, snapshots, signing }), 'none'];
        });
  // Costs as much as compressing did.
  const zstd = isKept ? await zstdPullBytes(layouts, ports) : new Map();
  return {
    schemaVersion: 1,
    ...head,
    outcome,
    base: must(inspected[0]).base,
    targets: targetReports(deliveries, origin, outcome, {
      zstd,
      loaded,
      sboms: written,
      attributions: attributions.byPath,
      ...measured.reports,
      chain,
      ...published,
    }),
    stages,
    verdicts,
    ...(sizing.size !== undefined && { size: sizing.size }),
    ...(tried.reports.length > 0 && { sandbox: tried.reports }),
    ...(reproduced && { reproduction: reproduced }),
    notices: [
      ...new Set([
        ...origin.notices,
        ...bases.notices,
        ...made.notices,
        ...attributions.notices,
        ...measured.notices,
        ...sizing.notices,
        ...[...names.values()].flatMap(({ notices }) => notices),
        ...[...loaded.values()].flatMap(({ notices }) => notices),
        ...published.notices,
      ]),
    ],
  };
}

/** The bases; with them all is known that the first line says. */
async function announcedBases(request: BuildRequest, origin: Origin, ports: RunPorts): Promise<Bases> {
  const bases = await makeBases(request, origin, ports, ports.registry);
  const { version, source, goroot } = origin.toolchain;
  const made = [...bases.byKey.values()].map(baseReport);
  ports.progress({ kind: 'start', go: version, source, goroot, bases: made });
  return bases;
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new SlipwayError('E_INTERNAL', 'a target lost its place');
  return value;
}
