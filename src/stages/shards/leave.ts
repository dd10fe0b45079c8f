import { mkdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { sbomFileName } from '../../attest/sbom/documents.ts';
import type { SourceFacts } from '../../gobuild/source.ts';
import type { Image, Layout } from '../../image/image.ts';
import { writeLayout } from '../../image/layout.ts';
import { writeCheckedFolder } from '../../output/checked-folder.ts';
import { bareFileName } from '../../output/file-names.ts';
import type { AttributionReport } from '../../report/inspection.ts';
import type { Report } from '../../report/model.ts';
import { formatCompression } from '../../request/compression.ts';
import { type Platform, samePlatform } from '../../request/platform.ts';
import type { BuildRequest } from '../../request/request.ts';
import { SlipwayError } from '../../support/errors.ts';
import { exists, readTextIfExists, writeFileAtomic } from '../../support/files.ts';
import { type Digest, sha256 } from '../../support/hashing.ts';
import type { ChainOrigin } from '../../verify/chain/chain.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { slipwayVersion } from '../../version.ts';
import type { AskedMeasures } from '../asked-measures.ts';
import { bareFile, type Delivery, layoutRefName, storeOf } from '../delivery.ts';
import type { InspectedExecutable } from '../inspection.ts';
import type { Ports } from '../ports.ts';
import type { Making } from '../reporting.ts';
import type { TriedTargets } from '../sandbox/sandbox-plan.ts';
import type { SbomDocument, Sboms } from '../sbom/sbom.ts';
import { checkShardPlace, shardPaths } from './folder.ts';
import type { PlannedShard } from './plan.ts';
import type { ShardProgram, ShardRecord, ShardTarget } from './record.ts';

/** What a shard made and found out, for who merges it. */
export interface LeftShard {
  readonly shard: PlannedShard;
  readonly head: Pick<Report, 'toolchain' | 'request' | 'engine'>;
  readonly origin: { readonly source: SourceFacts };
  readonly making: Making;
  readonly deliveries: readonly Delivery[];
  readonly attributions: ReadonlyMap<string, AttributionReport>;
  readonly measured: AskedMeasures['reports'];
  readonly tried: Pick<TriedTargets, 'verdicts' | 'reports'>;
  readonly listed: Sboms;
  readonly verdicts: readonly Verdict[];
  /** Those of `verdicts` that are found again when all images are together. */
  readonly imageVerdicts: readonly Verdict[];
  readonly notices: readonly string[];
  readonly chains: ((program: string) => ChainOrigin | undefined) | undefined;
  /** Bytes to pull with another compression, by manifest digest. */
  readonly zstd: ReadonlyMap<Digest, number>;
}

/**
 * Writes all of it into the folder, the record last: so a folder with a record is whole. One that was left before is updated.
 * @returns true when everything was there already
 * @throws SlipwayError E_IO; as `writeLayout` and `writeCheckedFolder`
 */
export async function leaveShard(
  folder: string,
  left: LeftShard,
  request: BuildRequest,
  ports: Ports,
): Promise<boolean> {
  await checkShardPlace(folder);
  await mkdir(folder, { recursive: true });
  const ignore = join(folder, shardPaths.ignore);
  if (!(await exists(ignore))) await writeFileAtomic(ignore, '*\n');
  let unchanged = true;
  const noted = (written: boolean): void => {
    if (written) unchanged = false;
  };
  for (const { target, layout, ...delivery } of left.deliveries) {
    const place = join(folder, shardPaths.images, target.name);
    if (layout !== undefined)
      noted(await writeLayout(layout, storeOf(delivery, ports), place, layoutRefName));
    const { name, executables } = target;
    const programs = executables.map((each) => bareFile(name, each));
    noted(await writeCheckedFolder(programs, join(folder, shardPaths.programs)));
    const packed = executables.flatMap(({ platform, pack }) =>
      pack?.shipped ? [bareFile(name, { platform, ...pack.shipped })] : [],
    );
    if (packed.length > 0) noted(await writeCheckedFolder(packed, join(folder, shardPaths.packed)));
  }
  const text = `${JSON.stringify(recordOf(left, request))}\n`;
  const path = join(folder, shardPaths.record);
  if ((await readTextIfExists(path)) === text) return unchanged;
  await writeFileAtomic(path, text);
  return false;
}

/** A shard that a check refused leaves nothing to merge, also where one was left before. */
export async function removeRecord(folder: string): Promise<boolean> {
  await rm(join(folder, shardPaths.record), { force: true });
  return true;
}

function recordOf(left: LeftShard, request: BuildRequest): ShardRecord {
  const { shard, head, origin, deliveries, listed, tried, verdicts, imageVerdicts, chains } = left;
  const later = new Set([...imageVerdicts, ...tried.verdicts, ...listed.verdicts]);
  const { vcs, module } = origin.source;
  const { platforms, compression, compressor, vcsStamp } = head.request;
  const [first] = deliveries.flatMap(({ target }) => target.executables);
  const chain = chains?.(first?.path ?? '');
  if (chain === undefined) throw new SlipwayError('E_INTERNAL', 'a shard has no chain');
  return {
    schemaVersion: 1,
    slipway: slipwayVersion,
    shard: shard.shard,
    plan: shard.plan,
    toolchain: head.toolchain,
    ...(head.engine !== undefined && { engine: defined(head.engine) }),
    request: { platforms, compression, compressor, vcsStamp },
    ...(vcs !== undefined && { vcs: defined(vcs) }),
    ...(module !== undefined && { module: defined(module) }),
    chain: defined(chain),
    targets: deliveries.map((delivery) => targetOf(delivery, left)),
    sboms: request.sbom === undefined ? [] : listed.documents.map(sbomOf),
    verdicts: {
      built: verdicts.filter((each) => !later.has(each)),
      tried: tried.verdicts,
      listed: listed.verdicts,
    },
    sandbox: tried.reports,
    notices: left.notices,
  };
}

function targetOf({ target, layout, origins }: Delivery, left: LeftShard): ShardTarget {
  const { name, importPath, module, base, settings, executables } = target;
  const goMod = module.GoMod && relative(left.origin.source.directory, module.GoMod).split(sep).join('/');
  const within = goMod?.startsWith('../') === false && left.origin.source.module === undefined;
  return {
    ...{ name, importPath, base },
    module: defined({ path: module.Path, version: module.Version, goMod: within ? goMod : undefined }),
    settings: left.making.settingsOf(target),
    compression: formatCompression(settings.compression),
    ...(settings.user !== undefined && { user: settings.user }),
    ...(layout !== undefined && { index: layout.root.digest }),
    programs: executables.map((each) =>
      programOf(name, each, imageFor(layout, each.platform), origins, left),
    ),
  };
}

function imageFor(layout: Layout | undefined, platform: Platform): Image | undefined {
  return layout?.images.find((image) => samePlatform(image.platform, platform));
}

function programOf(
  target: string,
  { platform, path, digest, bytes, pack }: InspectedExecutable,
  image: Image | undefined,
  origins: Delivery['origins'],
  { attributions, measured, zstd }: LeftShard,
): ShardProgram {
  const file = bareFileName({ target, platform });
  const shipped = pack?.shipped;
  return {
    platform,
    program: { file, digest, bytes },
    ...defined({
      image: image && {
        manifest: image.manifest.digest,
        layers: image.layers.map(({ digest, kind, foreign, uncompressedBytes }) => ({
          ...{ digest, kind },
          ...(foreign && {
            foreign: defined({ bytes: uncompressedBytes, ...origins.get(digest)?.repository }),
          }),
        })),
      },
      pack: pack && {
        ...{ report: pack.report, isProved: pack.isProved },
        ...(shipped && { shipped: { file, digest: shipped.digest, bytes: shipped.bytes } }),
      },
      attribution: attributions.get(path),
      waterfall: measured.waterfalls.get(path),
      alternativeBytes: image && zstd.get(image.manifest.digest),
    }),
  };
}

/** It was written before, into the same folder. */
function sbomOf({ content, ...document }: SbomDocument): ShardRecord['sboms'][number] {
  const { target, platform, format } = document;
  const file = sbomFileName(target, platform, format);
  return { ...document, file: { file, digest: sha256(content), bytes: Buffer.byteLength(content) } };
}

type Defined<T> = {
  readonly [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
} & { readonly [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined> };

/** Without the members that are undefined, as JSON has it. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
