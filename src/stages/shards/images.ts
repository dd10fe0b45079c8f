import { createHash } from 'node:crypto';
import type { BlobStore } from '../../cache/blob-store.ts';
import { assembleIndex } from '../../engine/embedded.ts';
import { executablePath } from '../../engine/plan.ts';
import type { Layer } from '../../image/descriptor.ts';
import { parseConfig } from '../../image/documents.ts';
import type { Image, Layout } from '../../image/image.ts';
import {
  blobTree,
  type IndexNode,
  imagesIn,
  type ManifestNode,
  plain,
  readTree,
} from '../../image/image-tree.ts';
import { storedBlob } from '../../image/layout.ts';
import { rememberScan } from '../../image/read/known-scan.ts';
import { type Look, scanLayer } from '../../image/read/layer-scan.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { openLayout } from '../../image/source/layout.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { Misfit, recordOf, text } from '../../support/shapes.ts';
import type { ShardProgram, ShardTarget } from './record.ts';

/** Images of one target from one shard, with what their index says of all. */
export interface ShardImages {
  readonly images: readonly Image[];
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Brings a target's images from a shard's layout into the store: every blob is compared with its digest, every layer of ours unpacked and
 * compared with its diff ID, and the program in it with the one that the shard tells of.
 * @returns undefined where the shard has no image of the target
 * @throws SlipwayError E_BASE for what is damaged, E_CONFIG for what is not what the record says, E_IO
 */
export async function importImages(
  target: ShardTarget,
  directory: string,
  store: BlobStore,
): Promise<ShardImages | undefined> {
  const expected = target.programs.filter(({ image }) => image !== undefined);
  if (target.index === undefined || expected.length === 0) return undefined;
  const source = await openLayout(directory, target.index, store);
  const tree = await readTree(source.root, source.document);
  if (tree.kind !== 'index') throw unlike(target.name, 'its root is no index');
  for (const blob of blobTree(tree).blobs) await source.fetch(blob);
  const nodes = imagesIn(tree);
  if (nodes.length !== expected.length) throw unlike(target.name, `it has ${nodes.length} images`);
  const images: Image[] = [];
  for (const program of expected) {
    const node = nodes.find(({ descriptor }) => descriptor.digest === program.image?.manifest);
    if (node === undefined) throw unlike(subjectOf(target, program.platform), 'there is no such manifest');
    images.push(await imageOf({ target, program, node, source, store }));
  }
  return { images, annotations: annotationsOf(tree, target.name) };
}

const texts = recordOf(text);

/** An index says of all platforms the same, whichever are there. */
function annotationsOf({ document }: IndexNode, target: string): Readonly<Record<string, string>> {
  try {
    return texts.read(document.fields['annotations'] ?? {}, 'annotations');
  } catch (error) {
    if (error instanceof Misfit) throw unlike(target, error.message);
    throw error;
  }
}

interface Imported {
  readonly target: ShardTarget;
  readonly program: ShardProgram;
  readonly node: ManifestNode;
  readonly source: ImageSource;
  readonly store: BlobStore;
}

async function imageOf(imported: Imported): Promise<Image> {
  const { target, program, node, source } = imported;
  const { platform } = program;
  const subject = subjectOf(target, platform);
  const { config, layers: written } = node.document;
  const { diffIds, platform: said } = parseConfig(await source.document(plain(config)), config.digest);
  const told = program.image?.layers ?? [];
  const names = [said, node.descriptor.platform].map((one) =>
    [one?.os, one?.architecture, one?.variant].filter((part) => part !== undefined).join('/'),
  );
  if (names.some((name) => name !== formatPlatform(platform)))
    throw unlike(subject, `it is for ${names.join()}`);
  const layers: Layer[] = [];
  for (const [at, { mediaType, digest, size }] of written.entries()) {
    const [diffId, known] = [diffIds[at], told[at]];
    if (diffId === undefined || known?.digest !== digest)
      throw unlike(subject, `layer ${at + 1} is ${digest}`);
    const { kind, foreign } = known;
    const common = { kind, mediaType, digest, diffId, compressedBytes: size };
    if (foreign === undefined) {
      layers.push({ ...common, uncompressedBytes: await unpackedBytes(common, imported) });
    } else {
      const { bytes } = foreign;
      if (bytes !== undefined && bytes !== (await unpackedBytes(common, imported)))
        throw unlike(subject, `layer ${at + 1} does not have ${bytes} bytes`);
      layers.push({ ...common, foreign: true, ...(bytes !== undefined && { uncompressedBytes: bytes }) });
    }
  }
  const disk = layers.map(({ uncompressedBytes }) => uncompressedBytes);
  const isKnown = disk.every((bytes) => bytes !== undefined);
  const { mediaType, digest, size } = node.descriptor;
  return {
    platform,
    manifest: { mediaType, digest, size, platform },
    config: plain(config),
    layers,
    ...(isKnown && { diskBytes: disk.reduce((sum, bytes) => sum + bytes, 0) }),
    pullBytes: layers.reduce((sum, { compressedBytes }) => sum + compressedBytes, size + config.size),
    cached: true,
  };
}

/** Unpacks a layer; that of the program must hold the program. */
async function unpackedBytes(layer: Layer, { target, program, store }: Imported): Promise<number> {
  const subject = subjectOf(target, program.platform);
  const { digest, mediaType, kind, diffId } = layer;
  const compression = mediaType.endsWith('+zstd') ? 'zstd' : mediaType.endsWith('+gzip') ? 'gzip' : 'none';
  const shipped = program.pack?.shipped ?? program.program;
  const key = `shard layer ${compression} ${digest} ${diffId} ${kind === 'binary' ? shipped.digest : ''}`;
  const known = await store.recall(key);
  if (typeof known === 'number') return known;
  let found: Digest | undefined;
  const look: Look = async ({ path }, start, rest) => {
    if (`/${path}` !== executablePath(target.name)) return;
    const hash = createHash('sha256').update(start);
    for await (const chunk of rest) hash.update(chunk);
    found = `sha256:${hash.digest('hex')}`;
  };
  const file = { path: await storedBlob(store, digest), bytes: layer.compressedBytes };
  const scan = await scanLayer(file, digest, compression, undefined, look);
  if (scan.diffId !== diffId) throw unlike(subject, `layer ${digest} does not unpack to ${diffId}`);
  if (kind === 'binary' && found !== shipped.digest)
    throw unlike(subject, `the program in it is ${found ?? 'not there'}`);
  await rememberScan(store, digest, compression, scan);
  await store.remember(key, scan.uncompressedBytes);
  return scan.uncompressedBytes;
}

/**
 * One index over the images of all shards: the one that a single machine makes.
 * @throws SlipwayError E_CONFIG where shards say different things of all platforms
 */
export async function mergeImages(
  target: string,
  parts: readonly ShardImages[],
  store: BlobStore,
): Promise<Layout | undefined> {
  const [first] = parts;
  if (first === undefined) return undefined;
  const said = new Set(parts.map(({ annotations }) => JSON.stringify(Object.entries(annotations).sort())));
  if (said.size > 1) throw unlike(target, 'the annotations of its indexes differ between shards');
  const images = parts.flatMap((part) => part.images);
  return assembleIndex(images, first.annotations, store);
}

function subjectOf({ name }: ShardTarget, platform: Platform): string {
  return `${name} (${formatPlatform(platform)})`;
}

function unlike(subject: string, what: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `the image of ${subject} is not what the shard tells of it: ${what}`, {
    hint: 'it was changed since it was built: run the shard again',
  });
}
