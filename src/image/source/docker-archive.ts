import { type Digest, hexOf } from '../../support/hashing.ts';
import { type Descriptor, mediaType } from '../descriptor.ts';
import { type ForeignDescriptor, parseConfig, parseManifest } from '../documents.ts';
import { plain } from '../image-tree.ts';
import { canonicalJson } from '../json.ts';
import { layoutFile } from '../layout-documents.ts';
import { isManifestType } from '../media-types.ts';
import type { ArchiveContents, ArchivedFile } from './archive-contents.ts';
import { type LayerWork, takeDockerLayer } from './docker-layer.ts';
import {
  chooseDockerImage,
  type DockerImage,
  dockerManifest,
  readDockerManifest,
} from './docker-manifest.ts';
import { misnamed, shown, unsound } from './faults.ts';
import { readLayoutIndex } from './layout-index.ts';
import { blobDocuments, blobOf, type FoundImage } from './oci-archive.ts';
import { reachable } from './reachable.ts';

/** What `docker save` of any age, podman, skopeo, crane and BuildKit write, is told from other archives by this. */
export function isDockerArchive(contents: ArchiveContents): boolean {
  return contents.find(dockerManifest) !== undefined;
}

/**
 * Finds the chosen image of a docker archive and takes it into the store. Its config stays as it is, and with it the image
 * ID. Where the archive has the image's manifest too (Docker 25 and newer, BuildKit) and all its layers are compressed,
 * that is kept; else one is made.
 * @throws SlipwayError E_CONFIG when it is no docker archive or the choice is not clear, E_BASE when it is a broken one
 */
export async function takeDockerImage(work: LayerWork, choice: string | undefined): Promise<FoundImage> {
  const { name, contents } = work;
  const listing = await contents.document(dockerManifest);
  if (listing === undefined) throw notDocker(name, contents);
  const image = chooseDockerImage(name, readDockerManifest(name, listing), choice);
  const config = findConfig(name, contents, image);
  const { diffIds } = parseConfig((await contents.document(image.config)) ?? new Uint8Array(), config.digest);
  const kept = await keepManifest(work, config, diffIds);
  return kept ?? (await makeManifest(work, image, config, diffIds));
}

function notDocker(name: string, contents: ArchiveContents): Error {
  if (contents.find('repositories') !== undefined) {
    const hint = 'load it with "docker load" and save it again';
    return misnamed(name, 'is of a Docker before 1.10 (2016), whose images have no digests', hint);
  }
  const isLayout = contents.find(layoutFile.index) !== undefined;
  const hint = isLayout ? 'it is an OCI archive: name it with oci-archive:FILE' : undefined;
  return misnamed(name, `is no docker archive: it has no ${dockerManifest}`, hint);
}

/** The config, of the digest that its name says. Its bytes are the image ID. */
function findConfig(name: string, contents: ArchiveContents, { config }: DockerImage): Descriptor {
  const file = contents.find(config);
  if (file === undefined) throw unsound(name, `the config ${shown(config)} is missing`);
  const named = /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(config)?.[1];
  if (named !== undefined && named !== hexOf(file.digest))
    throw unsound(name, `its config ${shown(config)} has the digest ${file.digest}`);
  return { mediaType: mediaType.config, digest: file.digest, size: file.bytes };
}

/** The image with the manifest that the archive has of it; undefined when there is none that can be used. */
async function keepManifest(
  work: LayerWork,
  config: Descriptor,
  diffIds: readonly Digest[],
): Promise<FoundImage | undefined> {
  const { name, contents } = work;
  const index = await contents.document(layoutFile.index);
  const marker = await contents.document(layoutFile.marker);
  if (index === undefined || marker === undefined) return undefined;
  const read = blobDocuments(name, contents);
  const all = await reachable(name, readLayoutIndex(name, marker, index), read);
  for (const descriptor of all.values()) {
    const bytes = isManifestType(descriptor.mediaType) ? await read(plain(descriptor)) : undefined;
    const manifest = bytes && parseManifest(bytes, descriptor);
    if (manifest?.config.digest !== config.digest || manifest.layers.length !== diffIds.length) continue;
    const layers = manifest.layers.map((layer) => blobOf(contents, layer.digest));
    if (!layers.every((file, at) => file?.bytes === manifest.layers[at]?.size)) continue;
    if (!manifest.layers.every(isCompressed)) continue;
    const kept = await takeLayers(
      work,
      layers,
      manifest.layers.map(({ digest }) => digest),
      diffIds,
    );
    if (!kept.every(({ digest }, at) => digest === manifest.layers[at]?.digest)) continue;
    const blobs = [descriptor.digest, config.digest, ...kept.map(({ digest }) => digest)];
    for (const digest of blobs) await contents.keep(digest);
    return { root: plain(descriptor), blobs, notices: [] };
  }
  return undefined;
}

function isCompressed({ mediaType: type }: ForeignDescriptor): boolean {
  return /[.+](?:gzip|zstd)$/.test(type);
}

async function makeManifest(
  work: LayerWork,
  image: DockerImage,
  config: Descriptor,
  diffIds: readonly Digest[],
): Promise<FoundImage> {
  const { name, contents, store } = work;
  if (diffIds.length !== image.layers.length) {
    const what = `its ${dockerManifest} has ${image.layers.length} layers, and the config ${diffIds.length}`;
    throw unsound(name, what);
  }
  const files = image.layers.map((path) => layerFile(name, contents, path));
  const layers = await takeLayers(work, files, image.layers, diffIds);
  await contents.keep(config.digest);
  const bytes = canonicalJson({ schemaVersion: 2, mediaType: mediaType.manifest, config, layers });
  const root = { mediaType: mediaType.manifest, digest: await store.put(bytes), size: bytes.length };
  const notice =
    'a docker archive has no manifest: one was made, whose digest is not that of the image in a registry; the image ID is kept';
  return {
    root,
    blobs: [root.digest, config.digest, ...layers.map(({ digest }) => digest)],
    notices: [notice],
    made: true,
  };
}

/** From the lowest up; a layer that stands twice in an image is taken once. */
async function takeLayers(
  work: LayerWork,
  files: readonly (ArchivedFile | undefined)[],
  paths: readonly string[],
  diffIds: readonly Digest[],
): Promise<readonly Descriptor[]> {
  const taken = new Map<string, Descriptor>();
  const layers: Descriptor[] = [];
  for (const [at, file] of files.entries()) {
    const [path, diffId] = [paths[at], diffIds[at]];
    if (file === undefined || path === undefined || diffId === undefined) continue;
    const key = `${file.digest} ${diffId}`;
    const layer = taken.get(key) ?? (await takeDockerLayer(path, file, diffId, work));
    taken.set(key, layer);
    layers.push(layer);
  }
  return layers;
}

function layerFile(name: string, contents: ArchiveContents, path: string): ArchivedFile {
  const file = contents.find(path);
  if (file === undefined) throw unsound(name, `the layer ${shown(path)} is missing`);
  return file;
}
