import type { BlobStore } from '../../cache/blob-store.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import type { Descriptor } from '../descriptor.ts';
import { knownMediaType } from '../media-types.ts';
import { type LayerCompression, UnpackFault } from '../read/decompress.ts';
import type { ImageSource } from '../source/image-source.ts';

/** A layer as it lies on this machine. */
export interface LayerBlob {
  readonly path: string;
  readonly bytes: number;
  readonly compression: LayerCompression;
}

/**
 * Brings a layer onto this machine, unless it is there, and reads it.
 * @throws SlipwayError E_BASE when it cannot be read, with why; as the source's `fetch`, and whatever `read` throws
 */
export async function readingLayer<T>(
  source: ImageSource,
  layer: Descriptor,
  store: BlobStore,
  read: (blob: LayerBlob) => Promise<T>,
): Promise<T> {
  const compression = knownMediaType(layer.mediaType)?.compression;
  if (compression === undefined)
    throw unreadable(layer, `it is of type ${layer.mediaType}, which is not read`);
  const path = await pathOf(source, layer, store);
  try {
    return await read({ path, bytes: layer.size, compression });
  } catch (error) {
    throw error instanceof UnpackFault ? unreadable(layer, error.message) : asSlipwayError(error);
  }
}

async function pathOf(source: ImageSource, layer: Descriptor, store: BlobStore): Promise<string> {
  const located = await source.locate?.(layer);
  if (located !== undefined) return located;
  await source.fetch(layer);
  const found = await store.find(layer.digest);
  if (found !== undefined) return found.path;
  throw new SlipwayError('E_IO', `the cache lost ${layer.digest} while it was used`);
}

function unreadable({ digest }: Descriptor, why: string): SlipwayError {
  return new SlipwayError('E_BASE', `layer ${digest} cannot be read: ${why}`, {
    hint: '"slipway verify" says all that is wrong with an image; whoever made it has to make it again',
  });
}
