import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../../cache/blob-store.ts';
import { layerMediaType } from '../../image/compress.ts';
import type { Layer } from '../../image/descriptor.ts';
import type { Image, Layout } from '../../image/image.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { assembleIndex } from '../embedded.ts';
import type { ImagePlan } from '../plan.ts';
import { type Assembly, layOut } from './assembly.ts';
import { type BuildkitClient, needVersion } from './client.ts';
import { type KindOfLayer, readParts } from './read-back.ts';
import { solveInParts } from './run.ts';
import type { CacheFor, Solve } from './solve.ts';

/** What of BuildKit's images is the embedded engine's to the byte. */
export interface SameBytes {
  /** Layers above the base. */
  readonly layers: number;
  /** Those of them whose archives are the same; only their compression is another. */
  readonly sameArchives: number;
}

export interface AssembleOptions {
  readonly cacheFor: CacheFor;
  readonly provenance: Solve['provenance'];
}

/**
 * Has BuildKit put one target's images together from files that are here, for all platforms at once.
 * @param store what it lacks of the bases is fetched
 * @param folder where the definition and the result may lie meanwhile; it goes away
 * @throws SlipwayError as `layOut`, `solve`, `readBack`; E_BASE when what comes out is not what was asked for
 */
export async function assembleWithBuildkit(
  name: string,
  plans: readonly ImagePlan[],
  annotations: Readonly<Record<string, string>>,
  client: BuildkitClient,
  { cacheFor, provenance }: AssembleOptions,
  store: BlobStore,
  folder: string,
): Promise<{ layout: Layout; same: SameBytes }> {
  try {
    needVersion(client, '0.11.0', 'images whose time is SOURCE_DATE_EPOCH');
    const assembly = await layOut(name, plans, folder, store);
    const path = join(folder, 'made');
    const what = { ...assembleSolve(assembly, plans, path), provenance };
    const parts = await solveInParts(client, what, cacheFor, 'E_TOOL');
    const made = await readParts(parts, kindsOf(plans, assembly), store);
    for (const image of made.images) checkMade(image, planOf(plans, image.platform));
    const layout = await assembleIndex(made.images, annotations, store, made);
    for (const { done } of parts) await done(layout, store);
    return { layout, same: sameBytes(made.images, assembly) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What BuildKit is asked for. */
export function assembleSolve({ definition }: Assembly, plans: readonly ImagePlan[], path: string): Solve {
  const [plan] = plans;
  if (plan === undefined) throw new SlipwayError('E_INTERNAL', 'there is no image to put together');
  const { compression } = plan.settings;
  const wanted = layerMediaType(compression);
  return {
    definition,
    output: {
      ...{ kind: 'layout', path, compression },
      // What BuildKit compressed otherwise before it would hand out again; a base keeps its own form.
      force: plans.every(({ base }) => base.layers.every(({ mediaType }) => mediaType === wanted)),
      // Every entry has its time already.
      rewriteTimestamp: false,
      annotations: new Map(
        plans.map(({ platform, metadata }) => [formatPlatform(platform), metadata.annotations]),
      ),
    },
    ...{ cacheFrom: [], cacheTo: [], provenance: 'off' },
  };
}

function planOf(plans: readonly ImagePlan[], platform: Platform): ImagePlan {
  const found = plans.find((plan) => formatPlatform(plan.platform) === formatPlatform(platform));
  if (found === undefined)
    throw new SlipwayError('E_INTERNAL', `there is no plan for ${formatPlatform(platform)}`);
  return found;
}

function kindsOf(plans: readonly ImagePlan[], { archives }: Assembly): KindOfLayer {
  return (platform, at, { digest }) => {
    const { base } = planOf(plans, platform);
    const known = base.layers[at];
    if (known !== undefined) {
      const { uncompressedBytes } = known;
      return {
        kind: 'base',
        ...(known.foreign && known.digest === digest && { foreign: true }),
        ...(uncompressedBytes !== undefined && { uncompressedBytes }),
      };
    }
    const planned = archives.get(formatPlatform(platform))?.[at - base.layers.length];
    return { kind: planned?.kind ?? 'asset' };
  };
}

/**
 * What BuildKit has in its own cache it may hand out in another form than was asked for, and a base's layers it may write anew
 * (github.com/moby/buildkit/issues/4748): neither is told by it.
 * @throws SlipwayError E_BASE
 */
function checkMade({ platform, layers }: Image, { base, settings }: ImagePlan): void {
  const where = `the image for ${formatPlatform(platform)} that BuildKit made`;
  const rewritten = base.layers.find((layer, at) => layers[at]?.diffId !== layer.diffId);
  if (rewritten !== undefined) {
    throw new SlipwayError('E_BASE', `${where} has not the layer ${rewritten.digest} of its base`, {
      hint: 'this BuildKit writes layers of bases anew: update it, or use --engine embedded',
    });
  }
  const wanted = layerMediaType(settings.compression);
  const other = layers.slice(base.layers.length).find(({ mediaType }) => mediaType !== wanted);
  if (other === undefined) return;
  throw new SlipwayError(
    'E_BASE',
    `${where} has a layer of type ${other.mediaType}, and ${wanted} was asked for`,
    {
      hint: 'BuildKit had it in that form already: "docker buildx prune" or "buildctl prune" makes it forget it',
    },
  );
}

function sameBytes(images: readonly Image[], { archives }: Assembly): SameBytes {
  const own = images.flatMap(({ platform, layers }) => {
    const planned = new Set<Digest>(
      (archives.get(formatPlatform(platform)) ?? []).map(({ diffId }) => diffId),
    );
    return layers.filter(({ kind }) => kind !== 'base').map(({ diffId }: Layer) => planned.has(diffId));
  });
  return { layers: own.length, sameArchives: own.filter(Boolean).length };
}
