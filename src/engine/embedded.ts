import type { BlobStore } from '../cache/blob-store.ts';
import { placeAssets } from '../image/assets.ts';
import { type DescribedLayer, encodeConfig, mergeEnv } from '../image/config.ts';
import { type Descriptor, mediaType } from '../image/descriptor.ts';
import type { Image, Layout } from '../image/image.ts';
import { byPlatform, encodeIndex } from '../image/index.ts';
import { makeLayer } from '../image/layer.ts';
import { encodeManifest, layerDescriptor } from '../image/manifest.ts';
import type { TarEntry } from '../image/tar.ts';
import { formatPlatform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';
import { executablePath, type ImagePlan } from './plan.ts';

/**
 * Makes one platform's image in the store: layers (base, assets, binary), config, manifest. Equal plans give equal bytes.
 * @throws SlipwayError E_CONFIG when an asset lies where something else must, E_IO when a file changed or the store fails
 */
export async function assembleImage(plan: ImagePlan, store: BlobStore): Promise<Image> {
  const { platform, created, settings, metadata } = plan;
  const own = await ownLayers(plan, store);
  const described = [
    ...plan.base.layers.map((layer) => ({ layer, createdBy: baseHistory(plan) })),
    ...own.layers,
  ];
  const layers = described.map(({ layer }) => layer);
  const execution = {
    ...settings,
    entrypoint: settings.entrypoint ?? [executablePath(plan.name)],
    env: mergeEnv(plan.base.env, settings.env),
    labels: metadata.labels,
  };
  const configBytes = encodeConfig({ platform, created, execution, layers: described });
  const config = await putDocument(store, mediaType.config, configBytes);
  const manifestBytes = encodeManifest({ config, layers, annotations: metadata.annotations });
  const manifest = await putDocument(store, mediaType.manifest, manifestBytes);
  return {
    platform,
    manifest: { ...manifest, platform },
    config,
    layers,
    diskBytes: layers.reduce((sum, layer) => sum + layer.uncompressedBytes, 0),
    pullBytes: layers.reduce((sum, layer) => sum + layer.compressedBytes, manifest.size + config.size),
    cached: own.cached,
  };
}

/**
 * Joins the images of one target under an index, also when there is only one.
 * @throws SlipwayError E_CONFIG when two are for the same platform
 */
export async function assembleIndex(
  images: readonly Image[],
  annotations: Readonly<Record<string, string>>,
  store: BlobStore,
): Promise<Layout> {
  const sorted = images.toSorted(byPlatform);
  const names = sorted.map(({ platform }) => formatPlatform(platform));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new SlipwayError('E_CONFIG', `there are two images for ${twice}`);
  const manifests = sorted.map(({ manifest }) => manifest);
  const index = await putDocument(store, mediaType.index, encodeIndex({ manifests, annotations }));
  const all = sorted.flatMap(({ layers, config, manifest: { platform: _, ...manifest } }) => [
    ...layers.map(layerDescriptor),
    config,
    manifest,
  ]);
  const blobs = [...new Map([...all, index].map((blob) => [blob.digest, blob])).values()];
  return { index, blobs, images: sorted };
}

async function ownLayers(
  plan: ImagePlan,
  store: BlobStore,
): Promise<{ layers: DescribedLayer[]; cached: boolean }> {
  const { base, mtime, settings } = plan;
  const path = executablePath(plan.name);
  const assets = placeAssets(plan.assets, base, path);
  const common = { compression: settings.compression, mtime, below: base.directories };
  const layers: DescribedLayer[] = [];
  let cached = true;
  const add = async (
    kind: 'asset' | 'binary',
    entries: readonly TarEntry[],
    createdBy: string,
  ): Promise<void> => {
    const made = await makeLayer({ kind, entries, ...common }, store);
    layers.push({ layer: made.layer, createdBy });
    cached &&= made.cached;
  };
  const files = assets.filter(({ type }) => type !== 'directory').length;
  if (assets.length > 0)
    await add('asset', assets, `slipway: assets (${files} ${files === 1 ? 'file' : 'files'})`);
  const executable: TarEntry = { type: 'file', path: path.slice(1), mode: 0o755, content: plan.executable };
  await add('binary', [executable], `slipway: ${path} built from ${plan.importPath}`);
  return { layers, cached };
}

function baseHistory({ base }: ImagePlan): string {
  return `slipway: base ${base.reference}${base.source === undefined ? '' : ` (${base.source})`}`;
}

async function putDocument(store: BlobStore, type: string, bytes: Uint8Array): Promise<Descriptor> {
  return { mediaType: type, digest: await store.put(bytes), size: bytes.length };
}
