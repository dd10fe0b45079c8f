import type { BlobStore } from '../cache/blob-store.ts';
import { encodeConfig } from '../image/config.ts';
import { type Descriptor, mediaType } from '../image/descriptor.ts';
import type { ForeignDescriptor } from '../image/documents.ts';
import type { Image, Layout } from '../image/image.ts';
import { byPlatform, encodeIndex } from '../image/index.ts';
import { type MadeLayer, makeLayer } from '../image/layer.ts';
import { encodeManifest, layerDescriptor } from '../image/manifest.ts';
import { formatPlatform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';
import {
  baseHistory,
  diskBytesOf,
  executionOf,
  ownLayers,
  type ProgramLayerPlan,
  programLayerRequest,
} from './parts.ts';
import type { ImagePlan } from './plan.ts';

/**
 * Makes one platform's image in the store: layers (base, assets, binary), config, manifest. Equal plans give equal bytes.
 * A foreign base's layers are named by their digests alone: they need not lie in the store.
 * @throws SlipwayError E_CONFIG when an asset lies where something else must, E_BASE when the base has a link in the way,
 *   E_IO when a file changed or the store fails
 */
export async function assembleImage(plan: ImagePlan, store: BlobStore): Promise<Image> {
  const { platform, created, metadata, base } = plan;
  const own: MadeLayer[] = [];
  const history = [...baseHistory(plan)];
  for (const { request, createdBy } of ownLayers(plan)) {
    const isMade = request.kind === 'binary' && plan.programLayer !== undefined;
    own.push(isMade ? plan.programLayer : await makeLayer(request, store));
    history.push({ created, created_by: createdBy });
  }
  const layers = [...base.layers, ...own.map(({ layer }) => layer)];
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
    cached: own.every(({ cached }) => cached),
  };
}

/** What other tools put beside images into an index: attestations, and all blobs that those lead to. */
export interface BesideImages {
  readonly attestations: readonly Pick<ForeignDescriptor, 'fields'>[];
  readonly attestationBlobs: readonly Descriptor[];
}

/**
 * Joins the images of one target under an index, also when there is only one.
 * @throws SlipwayError E_CONFIG when two are for the same platform
 */
export async function assembleIndex(
  images: readonly Image[],
  annotations: Readonly<Record<string, string>>,
  store: BlobStore,
  beside: BesideImages = { attestations: [], attestationBlobs: [] },
): Promise<Layout> {
  const sorted = images.toSorted(byPlatform);
  const names = sorted.map(({ platform }) => formatPlatform(platform));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new SlipwayError('E_CONFIG', `there are two images for ${twice}`);
  const manifests = sorted.map(({ manifest }) => manifest);
  const others = beside.attestations.map(({ fields }) => fields);
  const root = await putDocument(store, mediaType.index, encodeIndex({ manifests, annotations, others }));
  const all = sorted.flatMap(({ layers, config, manifest: { platform: _, ...manifest } }) => [
    ...layers.map(layerDescriptor),
    config,
    manifest,
  ]);
  const blobs = [
    ...new Map([...all, ...beside.attestationBlobs, root].map((blob) => [blob.digest, blob])).values(),
  ];
  return { root, blobs, images: sorted };
}

/**
 * The layer of an image's executable. Its folders are the same on every base, whether somebody looked into that or not: so
 * are its bytes, and it can be made before anything else of the image is known.
 * @throws SlipwayError E_IO as `makeLayer`
 */
export function makeProgramLayer(plan: ProgramLayerPlan, store: BlobStore): Promise<MadeLayer> {
  return makeLayer(programLayerRequest(plan), store);
}

export async function putDocument(store: BlobStore, type: string, bytes: Uint8Array): Promise<Descriptor> {
  return { mediaType: type, digest: await store.put(bytes), size: bytes.length };
}
