import { rm } from 'node:fs/promises';
import type { BlobStore } from '../cache/blob-store.ts';
import { formatReference, parseReference } from '../request/reference.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { type Digest, hexOf } from '../support/hashing.ts';
import { blobEntry, documentEntry, writeArchiveFile } from './archive-file.ts';
import { type Descriptor, mediaType } from './descriptor.ts';
import { type ForeignDescriptor, type ForeignManifest, parseConfig, parseManifest } from './documents.ts';
import { type BlobDescriptor, storedDocuments } from './image-tree.ts';
import { canonicalJson } from './json.ts';
import { storedBlob } from './layout.ts';
import { isConfigType, ociLayerType } from './media-types.ts';
import { hashingFile } from './read/blob-hash.ts';
import { defaultLimits, UnpackFault, unpacked } from './read/decompress.ts';
import { writeBeside } from './source/stored.ts';
import type { TarEntry } from './tar.ts';

/**
 * Writes one platform's image as the archive that `docker load` of any age, podman, containerd and skopeo read
 * (moby, image/spec/v1.2.md, "Combined Image JSON + Filesystem Changeset Format"): its config and layers, without its
 * manifest, whose digest is lost. The config's bytes stay, and with them the image ID. gzip layers stay compressed; zstd
 * ones are unpacked, since engines before Docker 23 cannot. Bytes follow from image and names alone.
 * @param image its manifest, config and layers lie in the store
 * @param repoTags names as `docker load` shows them: `ghcr.io/acme/api:v1`
 * @returns false when the file had these bytes already and was left alone
 * @throws SlipwayError E_CONFIG when the path is something else than a file, E_BASE for what is no container image, E_IO
 */
export function writeDockerArchive(
  image: { readonly manifest: Descriptor },
  store: BlobStore,
  file: string,
  repoTags: readonly string[],
): Promise<boolean> {
  return writeArchiveFile(file, () => archiveEntries(image.manifest, store, repoTags));
}

/**
 * A name as RepoTags has it: whole, with Docker's `latest` where no tag was given.
 * @throws SlipwayError E_CONFIG for what is no image's name, and for one by digest
 */
export function repoTag(name: string): string {
  const { digest, tag = 'latest', ...repository } = parseReference(name);
  if (digest === undefined) return formatReference({ ...repository, tag });
  throw new SlipwayError(
    'E_CONFIG',
    `${name} names an image by its digest, and a docker archive has names only`,
    {
      hint: `write ${formatReference({ ...repository, tag })}`,
    },
  );
}

async function archiveEntries(
  descriptor: Descriptor,
  store: BlobStore,
  repoTags: readonly string[],
): Promise<TarEntry[]> {
  const read = storedDocuments(store);
  const manifest = parseManifest(await read(descriptor), descriptor);
  const { config } = manifest;
  checkTypes(manifest, descriptor.digest);
  const { diffIds } = parseConfig(await read(config), config.digest);
  if (diffIds.length !== manifest.layers.length) {
    const counts = `its manifest has ${manifest.layers.length} layers, and its config ${diffIds.length}`;
    throw unfit(descriptor.digest, counts);
  }
  const layers: TarEntry[] = [];
  for (const [at, layer] of manifest.layers.entries()) {
    layers.push(await layerEntry(layer, diffIds[at] ?? layer.digest, store));
  }
  const configPath = `${hexOf(config.digest)}.json`;
  const listed = { Config: configPath, RepoTags: repoTags, Layers: layers.map(({ path }) => path) };
  // A layer that stands twice in an image is one file.
  const files = [...new Map(layers.map((entry) => [entry.path, entry])).values()];
  return [
    await blobEntry(configPath, config, store),
    documentEntry('manifest.json', canonicalJson([listed])),
    ...files,
  ];
}

function checkTypes({ config, layers }: ForeignManifest, manifest: Digest): void {
  if (!isConfigType(config.mediaType)) {
    throw unfit(manifest, `it is an artifact: its config is of type ${config.mediaType}`);
  }
  const strange = layers.find(({ mediaType: type }) => ociLayerType(type) === undefined);
  if (strange !== undefined) {
    const { digest, mediaType: type } = strange;
    throw unfit(manifest, `its layer ${digest} is of type ${type}, which engines do not unpack`);
  }
}

function unfit(manifest: Digest, fault: string): SlipwayError {
  return new SlipwayError('E_BASE', `${manifest} cannot stand in a docker archive: ${fault}`);
}

/** The names end as tools that do not look into a file expect them to (dive goes by them). */
function layerEntry(layer: ForeignDescriptor, diffId: Digest, store: BlobStore): Promise<TarEntry> {
  switch (ociLayerType(layer.mediaType)) {
    case mediaType.layerGzip:
      return blobEntry(`${hexOf(layer.digest)}.tar.gz`, layer, store);
    case mediaType.layerZstd:
      return unpackedEntry(layer, diffId, store);
    default:
      return blobEntry(`${hexOf(layer.digest)}.tar`, layer, store);
  }
}

/** The unpacked layer is kept in the store under its diff ID: an archive's header needs its length before its content. */
async function unpackedEntry(layer: BlobDescriptor, diffId: Digest, store: BlobStore): Promise<TarEntry> {
  const path = `${hexOf(diffId)}.tar`;
  const there = await store.find(diffId);
  const size = there?.bytes ?? (await unpackLayer(layer, diffId, store));
  return blobEntry(path, { digest: diffId, size }, store);
}

async function unpackLayer(layer: BlobDescriptor, diffId: Digest, store: BlobStore): Promise<number> {
  const packed = hashingFile(await storedBlob(store, layer.digest), layer.digest);
  try {
    const content = unpacked(packed, () => layer.size, 'zstd', defaultLimits);
    const { path, digest, bytes } = await writeBeside(content, store);
    if (digest === diffId) {
      await store.keep(path, diffId);
      return bytes;
    }
    await rm(path, { force: true });
    throw new UnpackFault(`it does not unpack to ${diffId}, as the image's config says`);
  } catch (error) {
    if (!(error instanceof UnpackFault)) throw asSlipwayError(error);
    throw new SlipwayError('E_BASE', `layer ${layer.digest} is broken: ${error.message}`, { cause: error });
  }
}
