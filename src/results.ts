import { refusalOf } from './binary/checks/check.ts';
import type { SourceFacts } from './gobuild/source.ts';
import type { Workspace } from './gobuild/targets.ts';
import type { Layout } from './image/image.ts';
import type { MadeArchive } from './output/release-archive.ts';
import { noSboms } from './report/build-report.ts';
import type { Report, StageReport, TargetReport } from './report/model.ts';
import { formatBase } from './request/base.ts';
import { hasCaps } from './request/budget.ts';
import { outputsFor } from './request/output.ts';
import type { BuildRequest } from './request/request.ts';
import { shardFolder } from './request/shard-request.ts';
import type { AskedMeasures } from './stages/asked-measures.ts';
import type { Attributions } from './stages/attribution/attribution.ts';
import { type Delivery, deliver } from './stages/delivery.ts';
import type { InspectedTarget } from './stages/inspection.ts';
import { loadImages } from './stages/load.ts';
import { localNames } from './stages/names.ts';
import { nothingPublished, publish } from './stages/publish.ts';
import type { RunPorts } from './stages/registries.ts';
import { type Making, targetReports } from './stages/reporting.ts';
import type { BuiltAgain } from './stages/reproduce/reproduce-again.ts';
import type { TriedTargets } from './stages/sandbox/sandbox-plan.ts';
import type { Sboms } from './stages/sbom/sbom.ts';
import { nothingListed, writeListed } from './stages/sbom/sboms.ts';
import type { LeftShard } from './stages/shards/leave.ts';
import { type PlannedShard, shardReport } from './stages/shards/plan.ts';
import type { OtherWays } from './stages/sizes/baseline.ts';
import { snapshotsOf } from './stages/sizes/snapshot.ts';
import type { Sizing } from './stages/sizes/weigh.ts';
import { stopwatch } from './stages/stopwatch.ts';
import { SlipwayError } from './support/errors.ts';
import type { Digest } from './support/hashing.ts';
import type { Toolchain } from './toolchain/resolve.ts';
import type { ChainOrigin } from './verify/chain/chain.ts';
import { outcomeOf, type Verdict } from './verify/verdict.ts';

/**
 * Programs and images that were made and verified, by this run or by others whose shards were merged; and all that is known of how.
 */
export interface Verified {
  readonly targets: readonly InspectedTarget[];
  /** In the order of `targets`. */
  readonly layouts: readonly (Layout | undefined)[];
  readonly head: Pick<Report, 'slipway' | 'request' | 'toolchain' | 'engine' | 'source'>;
  readonly origin: {
    readonly source: SourceFacts;
    readonly workspace: Workspace;
    readonly toolchain: Pick<Toolchain, 'version'>;
  };
  readonly making: Making;
  /** Where layers of a target's bases can be had that need not lie in the store. */
  readonly originsOf: (target: InspectedTarget) => Delivery['origins'];
  readonly attributions: Attributions['byPath'];
  readonly measured: AskedMeasures['reports'];
  readonly tried: Pick<TriedTargets, 'verdicts' | 'reports'>;
  /** All so far, those of images and of trials among them. */
  readonly verdicts: readonly Verdict[];
  readonly imageVerdicts: readonly Verdict[];
  readonly notices: readonly string[];
  /** Makes bills of materials; undefined: nobody asks for them. */
  readonly listSboms: (() => Promise<Sboms>) | undefined;
  /** Finds the first links of programs' chains, by their paths; undefined: nobody keeps them. */
  readonly chains: (() => Promise<Chains>) | undefined;
  /** What the pull would be with another compression, by manifest digest. */
  readonly zstd: ReadonlyMap<Digest, number>;
  /** What BuildKit would be given; undefined: nobody asks. */
  readonly printed?: (() => Promise<string>) | undefined;
  /** Of which build this is a part; undefined: of none, it is the whole. */
  readonly shard?: PlannedShard;
}

type Archives = ReadonlyMap<string, MadeArchive>;
type Chains = (program: string) => ChainOrigin | undefined;
type ResultPorts = RunPorts & { readonly ways: OtherWays };

/**
 * The second half of the way, which a build and a merge of shards have in common: verified images → sizes → outputs → publications →
 * report. A shard's images are left for who merges them, and nothing else is done with them.
 * @param stages of the run so far; those of the results are added to them
 * @throws SlipwayError for whatever keeps the run from having an answer
 */
export async function toResults(
  request: BuildRequest,
  verified: Verified,
  ports: ResultPorts,
  stages: StageReport[],
): Promise<Omit<Report, 'seconds'>> {
  const stage = stopwatch(stages, ports);
  const { targets, head, origin, making, shard } = verified;
  const verdicts: Verdict[] = [...verified.verdicts];
  const { deliveries, notices: named } = await deliveriesOf(request, verified, ports);
  // What is known of the targets before anything is done with them.
  const unplaced = (chain?: Chains, archives: Archives = new Map()): TargetReport[] => {
    const made = {
      ...{ zstd: new Map(), loaded: new Map(), sboms: noSboms, archives },
      ...measuresOf(verified),
      chain,
    };
    return targetReports(deliveries, making, 'fail', { ...made, ...nothingPublished });
  };
  const sizing = isWeighed(request, verified)
    ? await stage('size', async () => {
        const { weighAgainst } = await import('./stages/sizes/sizing.ts');
        const ways = { ...ports.ways, ports };
        return [
          await weighAgainst(request, { targets: unplaced(), verdicts }, targets, origin, ways),
          'none',
        ];
      })
    : nothingWeighed;
  verdicts.push(...sizing.verdicts);
  const { listSboms } = verified;
  const listed =
    listSboms === undefined || refusalOf(verdicts) !== undefined
      ? nothingListed
      : await stage('sbom', async () => [await listSboms(), 'none']);
  verdicts.push(...listed.verdicts);
  const again = await builtAgain(request, verified, verdicts, async () =>
    stage('reproduce', async () => [
      await ports.ways.again({ report: { ...head, targets: unplaced() }, deliveries }),
      'none',
    ]),
  );
  verdicts.push(...again.verdicts);
  const outcome = outcomeOf(verdicts);
  const refused = outcome === 'fail';
  const chains = await verified.chains?.();
  const written = await stage('output', async () => {
    const sboms = await writeListed(refused ? nothingListed : listed, request.sbom);
    const archives: Archives = refused ? new Map() : await archivesOf(deliveries, request, verified, ports);
    const unchanged =
      shard === undefined
        ? refused || (await deliver(deliveries, archives, ports))
        : await leave({ ...verified, shard, deliveries, listed, verdicts, chains }, refused, request, ports);
    return [{ sboms: sboms.reports, archives }, unchanged && sboms.unchanged ? 'hit' : 'miss'];
  });
  const { load } = request;
  const loaded =
    load === undefined || outcome !== 'pass'
      ? new Map()
      : await stage('load', async () => [await loadImages(deliveries, load, ports), 'none']);
  const published =
    request.push.length === 0 || outcome !== 'pass'
      ? nothingPublished
      : await stage('push', async () => {
          const snapshots = request.attachSnapshot ? snapshotsOf(unplaced(), head.source, verdicts) : [];
          const signing = request.signing && {
            ...{ signing: request.signing, cacheDirectory: request.cacheDirectory },
            facts: {
              ...{ report: head, targets: unplaced(chains, written.archives), verdicts },
              ...{ sboms: listed.documents, reproduced: again.reproduced },
            },
          };
          return [await publish(deliveries, request, origin, { ...ports, snapshots, signing }), 'none'];
        });
  return {
    schemaVersion: 1,
    ...head,
    outcome,
    base: targets[0]?.base ?? { reference: formatBase(request.defaults.base) },
    ...(shard !== undefined && { shard: shardReport(shard) }),
    targets: targetReports(deliveries, making, outcome, {
      ...{ zstd: verified.zstd, loaded, chain: chains, ...written },
      ...measuresOf(verified),
      ...published,
    }),
    stages,
    verdicts,
    ...(verified.printed !== undefined && { definition: await verified.printed() }),
    ...(sizing.size !== undefined && { size: sizing.size }),
    ...(verified.tried.reports.length > 0 && { sandbox: verified.tried.reports }),
    ...(again.reproduced !== undefined && { reproduction: again.reproduced }),
    notices: [
      ...new Set([
        ...verified.notices,
        ...sizing.notices,
        ...named,
        ...again.notices,
        ...[...loaded.values()].flatMap(({ notices }) => notices),
        ...published.notices,
      ]),
    ],
  };
}

interface AgainOrNot extends Partial<BuiltAgain> {
  readonly verdicts: readonly Verdict[];
  readonly notices: readonly string[];
}

/** What was refused is not built once more, and a part is nothing that others can be held against. */
async function builtAgain(
  { reproduce }: BuildRequest,
  { shard }: Verified,
  verdicts: readonly Verdict[],
  build: () => Promise<BuiltAgain>,
): Promise<AgainOrNot> {
  if (!reproduce || outcomeOf(verdicts) === 'fail') return { verdicts: [], notices: [] };
  if (shard === undefined) return { ...(await build()), notices: [] };
  const where = 'slipway reproduce --against report.json compares what they are merged to';
  return { verdicts: [], notices: [`one of several shards is not built once more: ${where}`] };
}

const nothingWeighed: Sizing = { verdicts: [], notices: [] };

/** Sizes of a part are compared with nothing. */
function isWeighed({ baseline }: BuildRequest, { targets, shard }: Verified): boolean {
  if (shard !== undefined) return false;
  return baseline.kind !== 'none' || targets.some(({ settings }) => hasCaps(settings.budget));
}

function measuresOf({ attributions, measured, head }: Verified) {
  return { attributions, engine: head.engine, ...measured };
}

async function deliveriesOf(
  request: BuildRequest,
  { targets, layouts, origin, originsOf }: Verified,
  ports: RunPorts,
): Promise<{ readonly deliveries: readonly Delivery[]; readonly notices: readonly string[] }> {
  const targetNames = targets.map(({ name }) => name);
  const places = outputsFor(request, targetNames);
  const names = await localNames(request, targetNames, origin, ports);
  const deliveries = targets.map((target, at) => ({
    target,
    layout: layouts[at],
    places: must(places.get(target.name)),
    names: names.get(target.name)?.names ?? [],
    origins: originsOf(target),
  }));
  return { deliveries, notices: [...names.values()].flatMap(({ notices }) => notices) };
}

/** By the paths of their programs. */
async function archivesOf(
  deliveries: readonly Delivery[],
  request: BuildRequest,
  { origin }: Verified,
  ports: RunPorts,
): Promise<Archives> {
  if (!request.outputs.some(({ kind }) => kind === 'bin-archive')) return new Map();
  const { makeArchives } = await import('./stages/archives/archives.ts');
  return makeArchives(deliveries, request, origin, ports);
}

/** Leaves a shard for who merges it; of one that was refused nothing. */
async function leave(
  found: LeftShard,
  refused: boolean,
  request: BuildRequest,
  ports: RunPorts,
): Promise<boolean> {
  const { leaveShard, removeRecord } = await import('./stages/shards/leave.ts');
  const folder = must(shardFolder(request));
  if (refused) return removeRecord(folder);
  return leaveShard(folder, found, request, ports);
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new SlipwayError('E_INTERNAL', 'a target lost its place');
  return value;
}
