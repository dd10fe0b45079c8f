import type { ImagePlan } from '../engine/plan.ts';
import type { Origin } from '../gobuild/origin.ts';
import { sourceAddress, sourceRevision, sourceTime, sourceVersion } from '../gobuild/source.ts';
import { rfc3339 } from '../gobuild/version-control.ts';
import { collectAssets } from '../image/assets.ts';
import type { Base } from '../image/base/base.ts';
import type { Layout } from '../image/image.ts';
import { type BuildFacts, imageMetadata, type Metadata } from '../image/metadata.ts';
import type { CacheUse } from '../report/model.ts';
import { asksForImages } from '../request/output.ts';
import type { BuildRequest } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Verdict } from '../verify/verdict.ts';
import { pullableName } from './base-places.ts';
import { originsOf, storeOf } from './delivery.ts';
import type { Assembled, Engine } from './engine.ts';
import type { InspectedTarget } from './inspection.ts';
import { shippedFile } from './pack/packing.ts';
import type { Ports } from './ports.ts';
import { holdsImage, type ProgramLayer } from './program-layers.ts';

export interface MadeLayouts {
  /** By target; undefined where no output asks for an image. */
  readonly layouts: readonly (Layout | undefined)[];
  readonly verdicts: readonly Verdict[];
  readonly cache: CacheUse;
}

/** The images of every target that has a platform for one, where an output asks for images; and what the store did for them. */
export async function makeLayouts(
  targets: readonly InspectedTarget[],
  programLayers: ReadonlyMap<string, ProgramLayer>,
  request: BuildRequest,
  origin: Origin,
  engine: Engine,
  ports: Ports,
): Promise<MadeLayouts> {
  const wanted = asksForImages(request);
  // One after the other: what compressing is left is that of assets, which all platforms of a target share.
  const made: (Assembled | undefined)[] = [];
  for (const target of targets) {
    const has = wanted && target.executables.some(holdsImage);
    made.push(has ? await makeImages(target, programLayers, request, origin, engine, ports) : undefined);
  }
  const layouts = made.map((one) => one?.layout);
  const images = layouts.flatMap((layout) => layout?.images ?? []);
  return { layouts, verdicts: made.flatMap((one) => one?.verdicts ?? []), cache: cacheUse(images) };
}

function cacheUse(images: Layout['images']): CacheUse {
  if (images.length === 0) return 'none';
  const cached = images.filter((image) => image.cached).length;
  return cached === images.length ? 'hit' : cached > 0 ? 'partial' : 'miss';
}

/** One target's images for the platforms that an image can hold, under one index. */
async function makeImages(
  target: InspectedTarget,
  programLayers: ReadonlyMap<string, ProgramLayer>,
  request: BuildRequest,
  origin: Origin,
  engine: Engine,
  ports: Ports,
): Promise<Assembled> {
  const { settings, name, importPath } = target;
  const created = createdTime(target, request, origin);
  const assets = await collectAssets(settings.assets, origin.source.directory);
  const images = target.executables.filter(holdsImage);
  const plans = images.map((executable): ImagePlan => {
    const { platform, base } = executable;
    if (base === undefined) throw new SlipwayError('E_INTERNAL', `no base was made for ${name}`);
    const file = shippedFile(executable);
    const programLayer = programLayers.get(executable.path);
    return {
      ...{ platform, base, name, importPath, assets, settings, created },
      executable: { file: file.path, digest: file.digest, bytes: file.bytes },
      ...(programLayer !== undefined && { programLayer }),
      metadata: metadataOf(target, origin, created, base),
      mtime: request.sourceDateEpoch ?? 0,
    };
  });
  const secondsOf = new Map(images.map(({ platform, path }) => [platform, programLayers.get(path)?.seconds]));
  let started = ports.clock.seconds();
  const told: Parameters<Engine['assemble']>[4] = ({ diskBytes, pullBytes, cached }, { platform }) => {
    const now = ports.clock.seconds();
    ports.progress({
      ...{ kind: 'image', target: name, platform, cached, pullBytes },
      seconds: now - started + (secondsOf.get(platform) ?? 0),
      ...(diskBytes !== undefined && { diskBytes }),
    });
    started = now;
  };
  const store = storeOf({ origins: originsOf(target) }, ports);
  const { annotations } = metadataOf(target, origin, created);
  return engine.assemble(name, plans, annotations, { store }, told);
}

/** The commit's or the module version's time; without either, or when it is not to be told, SOURCE_DATE_EPOCH or 1970. */
export function createdTime(
  { settings }: Pick<InspectedTarget, 'settings'>,
  request: Pick<BuildRequest, 'sourceDateEpoch'>,
  origin: Pick<Origin, 'source'>,
): string {
  const known =
    settings.vcsStamp === 'never' && origin.source.module === undefined
      ? undefined
      : sourceTime(origin.source);
  return known ?? rfc3339(request.sourceDateEpoch ?? 0);
}

/** @param base one platform's, for its image; without, what is said of all platforms together */
function metadataOf(target: InspectedTarget, origin: Origin, created: string, base?: Base): Metadata {
  const { source, toolchain } = origin;
  const { settings } = target;
  const told = settings.vcsStamp !== 'never' || source.module !== undefined;
  return imageMetadata(
    {
      title: target.name,
      importPath: target.importPath,
      modulePath: target.module.Path,
      goVersion: toolchain.version,
      created,
      source: sourceAddress(source, target.module.Path),
      baseImage: baseImage(target, base),
      ...(told && {
        version: sourceVersion(source, target.module),
        revision: sourceRevision(source),
        vcsTime: source.vcs?.time,
        vcsModified: source.vcs?.modified,
      }),
    },
    settings,
    base?.foreign?.inherited.labels,
  );
}

/** Of an index the base is an index too (image-spec, annotations.md, "base.digest"). */
function baseImage(target: InspectedTarget, base: Base | undefined): BuildFacts['baseImage'] {
  const place = target.settings.base;
  const name = typeof place === 'string' ? undefined : pullableName(place);
  const digest = base === undefined ? target.base.digest : base.foreign?.manifest.digest;
  return name === undefined || digest === undefined ? undefined : { name, digest };
}
