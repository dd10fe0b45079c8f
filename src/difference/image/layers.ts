import { rm } from 'node:fs/promises';
import { type ByteSource, withFileSource } from '../../binary/byte-source.ts';
import type { BlobStore } from '../../cache/blob-store.ts';
import { plain } from '../../image/image-tree.ts';
import { knownMediaType } from '../../image/media-types.ts';
import { hashingFile } from '../../image/read/blob-hash.ts';
import { defaultLimits, unpacked } from '../../image/read/decompress.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { writeBeside } from '../../image/source/stored.ts';
import { type LayerBlob, readingLayer } from '../../image/view/layer-content.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Difference, ExplainContext } from '../difference.ts';
import { shownCount } from '../shown.ts';
import { archiveDifferences, fileDifferences } from './archives.ts';
import { compressionDifferences } from './compression.ts';
import { archiveEntries } from './entries.ts';
import type { OpenedImage } from './paired-images.ts';

/** A layer of one of the images, with its place among its layers. */
interface Layer {
  readonly source: ImageSource;
  readonly descriptor: Parameters<typeof plain>[0];
  readonly diffId: Digest | undefined;
  readonly number: number;
}

/** The layers of two images, from the lowest up. */
export async function layerDifferences(
  a: OpenedImage,
  b: OpenedImage,
  store: BlobStore,
  context: ExplainContext,
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const [inA, inB] of pairedLayers(layersOf(a), layersOf(b))) {
    const number = (inB ?? inA)?.number ?? 0;
    const place = `${b.platform}, layer ${number}, `;
    if (inA === undefined || inB === undefined) {
      const told = (layer: Layer | undefined): string =>
        layer === undefined ? '' : `a layer of ${shownCount(layer.descriptor.size)} bytes`;
      found.push({ kind: 'document', place: `${b.platform}, layer ${number}`, a: told(inA), b: told(inB) });
    } else if (inA.descriptor.digest !== inB.descriptor.digest) {
      found.push(...(await differencesOf(inA, inB, store, place, context)));
    }
  }
  return found;
}

function layersOf({ source, manifest, diffIds }: OpenedImage): Layer[] {
  return manifest.document.layers.map((descriptor, at) => ({
    source,
    descriptor,
    diffId: diffIds[at],
    number: at + 1,
  }));
}

/** By their places from below and from above as long as they are the same; what is between in its order. */
function pairedLayers(
  a: readonly Layer[],
  b: readonly Layer[],
): (readonly [Layer | undefined, Layer | undefined])[] {
  const isSame = (inA: Layer | undefined, inB: Layer | undefined): boolean =>
    inA !== undefined && inA.diffId !== undefined && inA.diffId === inB?.diffId;
  const shorter = Math.min(a.length, b.length);
  let above = 0;
  if (a.length !== b.length) while (above < shorter && isSame(a.at(-1 - above), b.at(-1 - above))) above += 1;
  const [restA, restB] = [a.slice(0, a.length - above), b.slice(0, b.length - above)];
  const length = Math.max(restA.length, restB.length);
  const below = Array.from({ length }, (_, at) => [restA[at], restB[at]] as const);
  const [topA, topB] = [a.slice(a.length - above), b.slice(b.length - above)];
  return [...below, ...topA.map((layer, at) => [layer, topB[at]] as const)];
}

async function differencesOf(
  a: Layer,
  b: Layer,
  store: BlobStore,
  place: string,
  context: ExplainContext,
): Promise<Difference[]> {
  if (!isArchive(a) && !isArchive(b)) {
    const [pathA, pathB] = [await pathOf(a, store), await pathOf(b, store)];
    return bothFiles(pathA, pathB, (sources) => fileDifferences(sources, place, context));
  }
  return reading(a, store, (blobA) =>
    reading(b, store, async (blobB) => {
      if (a.diffId !== undefined && a.diffId === b.diffId) return compressionDifferences(blobA, blobB, place);
      return unpackedBeside(a, blobA, store, (pathA) =>
        unpackedBeside(b, blobB, store, async (pathB) => {
          const entries = { a: await archiveEntries(pathA), b: await archiveEntries(pathB) };
          const found = bothFiles(pathA, pathB, (sources) =>
            archiveDifferences(sources, entries, place, context),
          );
          // The config may be wrong about what a layer unpacks to.
          return found.length > 0 ? found : compressionDifferences(blobA, blobB, place);
        }),
      );
    }),
  );
}

/** A module of WebAssembly is a layer as it is. */
function isArchive({ descriptor }: Layer): boolean {
  return knownMediaType(descriptor.mediaType)?.role === 'layer';
}

async function pathOf({ source, descriptor }: Layer, store: BlobStore): Promise<string> {
  const located = await source.locate?.(plain(descriptor));
  if (located !== undefined) return located;
  await source.fetch(plain(descriptor));
  const found = await store.find(descriptor.digest);
  if (found !== undefined) return found.path;
  throw new SlipwayError('E_IO', `the cache lost ${descriptor.digest} while it was used`);
}

function bothFiles<T>(
  a: string,
  b: string,
  use: (sources: { readonly a: ByteSource; readonly b: ByteSource }) => T,
): T {
  return withFileSource(a, (inA) => withFileSource(b, (inB) => use({ a: inA, b: inB })));
}

function reading<T>(layer: Layer, store: BlobStore, read: (blob: LayerBlob) => Promise<T>): Promise<T> {
  return readingLayer(layer.source, plain(layer.descriptor), store, read);
}

/** Unpacks a layer into a file that is there as long as it is used. */
async function unpackedBeside<T>(
  { descriptor: { digest } }: Layer,
  { path, bytes, compression }: LayerBlob,
  store: BlobStore,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const content = unpacked(hashingFile(path, digest), () => bytes, compression, defaultLimits);
  const copy = await writeBeside(content, store);
  try {
    return await use(copy.path);
  } finally {
    await rm(copy.path, { force: true });
  }
}
