import type { BlobStore } from '../cache/blob-store.ts';
import { placeAssets } from '../image/assets.ts';
import { checkFit } from '../image/base/fit.ts';
import { imageUser } from '../image/base/inherit.ts';
import { type Execution, encodeConfig, type HistoryEntry, mergeEnv } from '../image/config.ts';
import { type Descriptor, type Layer, mediaType } from '../image/descriptor.ts';
import type { Image, Layout } from '../image/image.ts';
import { byPlatform, encodeIndex } from '../image/index.ts';
import { type LayerRequest, type MadeLayer, makeLayer } from '../image/layer.ts';
import { encodeManifest, layerDescriptor } from '../image/manifest.ts';
import type { TarEntry } from '../image/tar.ts';
import { formatPlatform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';
import { executablePath, type ImagePlan } from './plan.ts';

/**
 * Makes one platform's image in the store: layers (base, assets, binary), config, manifest. Equal plans give equal bytes.
 * A foreign base's layers are named by their digests alone: they need not lie in the store.
 * @throws SlipwayError E_CONFIG when an asset lies where something else must, E_BASE when the base has a link in the way,
 *   E_IO when a file changed or the store fails
 */
export async function assembleImage(plan: ImagePlan, store: BlobStore): Promise<Image> {
  const { platform, created, metadata, base } = plan;
  checkFit(base, [executablePath(plan.name), ...plan.assets.filter(isFile).map(({ path }) => `/${path}`)]);
  const own = await ownLayers(plan, store);
  const layers = [...base.layers, ...own.layers.map(({ layer }) => layer)];
  const history = [
    ...baseHistory(plan),
    ...own.layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
  ];
  const execution = executionOf(plan);
  const configBytes = encodeConfig({ platform, created, execution, layers, history });
  const config = await putDocument(store, mediaType.config, configBytes);
  const manifestBytes = encodeManifest({ config, layers, annotations: metadata.annotations });
  const manifest = await putDocument(store, mediaType.manifest, manifestBytes);
  const diskBytes = diskBytesOf(layers);
  return {
    platform,
    manifest: { ...manifest, platform },
    config,
    layers,
    ...(diskBytes !== undefined && { diskBytes }),
    pullBytes: layers.reduce((sum, layer) => sum + layer.compressedBytes, manifest.size + config.size),
    cached: own.cached,
  };
}

function isFile({ type }: TarEntry): boolean {
  return type !== 'directory';
}

/** What the image is told to do, from the request and, below it, from a base that others made. */
function executionOf({ base, name, settings, metadata }: ImagePlan): Execution {
  const inherited = base.foreign?.inherited;
  return {
    entrypoint: settings.entrypoint ?? [executablePath(name)],
    cmd: settings.cmd,
    env: mergeEnv(base.env, settings.env),
    user: imageUser(settings.user, inherited?.user),
    workdir: settings.workdir ?? inherited?.workdir,
    ports: settings.ports,
    labels: metadata.labels,
    inherited,
  };
}

/** Undefined as soon as one layer was never unpacked. */
function diskBytesOf(layers: readonly Layer[]): number | undefined {
  return layers.reduce<number | undefined>(
    (sum, { uncompressedBytes: bytes }) =>
      sum === undefined || bytes === undefined ? undefined : sum + bytes,
    0,
  );
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
  const root = await putDocument(store, mediaType.index, encodeIndex({ manifests, annotations }));
  const all = sorted.flatMap(({ layers, config, manifest: { platform: _, ...manifest } }) => [
    ...layers.map(layerDescriptor),
    config,
    manifest,
  ]);
  const blobs = [...new Map([...all, root].map((blob) => [blob.digest, blob])).values()];
  return { root, blobs, images: sorted };
}

/** One layer and, in plain words, what it was made of. */
interface DescribedLayer {
  readonly layer: Layer;
  readonly createdBy: string;
}

async function ownLayers(
  plan: ImagePlan,
  store: BlobStore,
): Promise<{ layers: DescribedLayer[]; cached: boolean }> {
  const { base, mtime } = plan;
  const { compression } = plan.settings;
  const path = executablePath(plan.name);
  const assets = placeAssets(plan.assets, base, path);
  const layers: DescribedLayer[] = [];
  let cached = true;
  const add = (made: MadeLayer, createdBy: string): void => {
    layers.push({ layer: made.layer, createdBy });
    cached &&= made.cached;
  };
  const files = assets.filter(isFile).length;
  if (assets.length > 0) {
    const below = base.contents?.directories ?? new Map();
    const what = `slipway: assets (${files} ${files === 1 ? 'file' : 'files'})`;
    const request: LayerRequest = { kind: 'asset', entries: assets, below, compression, mtime };
    add(await makeLayer(request, store), what);
  }
  const program = plan.programLayer ?? (await makeProgramLayer(plan, store));
  add(program, `slipway: ${path} built from ${plan.importPath}`);
  return { layers, cached };
}

type ProgramLayerPlan = Pick<ImagePlan, 'name' | 'executable' | 'mtime'> & {
  readonly settings: Pick<ImagePlan['settings'], 'compression'>;
};

/**
 * The layer of an image's executable. Its folders are the same on every base, whether somebody looked into that or not: so
 * are its bytes, and it can be made before anything else of the image is known.
 * @throws SlipwayError E_IO as `makeLayer`
 */
export function makeProgramLayer(plan: ProgramLayerPlan, store: BlobStore): Promise<MadeLayer> {
  return makeLayer(programLayerRequest(plan), store);
}

/** What the layer of an executable is made of. */
export function programLayerRequest({ name, executable, settings, mtime }: ProgramLayerPlan): LayerRequest {
  const path = executablePath(name).slice(1);
  const entries: readonly TarEntry[] = [{ type: 'file', path, mode: 0o755, content: executable }];
  return { kind: 'binary', entries, compression: settings.compression, mtime };
}

/** A foreign base tells its own; of Slipway's own bases it says what they are made of. */
function baseHistory({ base, created }: ImagePlan): readonly HistoryEntry[] {
  if (base.foreign !== undefined) return base.foreign.inherited.history;
  const what = `slipway: base ${base.reference}${base.source === undefined ? '' : ` (${base.source})`}`;
  return base.layers.map(() => ({ created, created_by: what }));
}

async function putDocument(store: BlobStore, type: string, bytes: Uint8Array): Promise<Descriptor> {
  return { mediaType: type, digest: await store.put(bytes), size: bytes.length };
}
