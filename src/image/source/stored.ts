import { createHash } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import type { BlobStore } from '../../cache/blob-store.ts';
import { asSlipwayError, type SlipwayError } from '../../support/errors.ts';
import { namingPath } from '../../support/files.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Descriptor } from '../descriptor.ts';
import { unsound } from './faults.ts';
import type { ImageSource } from './image-source.ts';

/** Documents are read whole up to this length, as registries do (distribution-spec, "Pushing Manifests"). */
export const maxDocumentBytes = 4 << 20;

/** A file written to the store's own folder, not kept yet. */
export interface Written {
  readonly path: string;
  readonly digest: Digest;
  readonly bytes: number;
}

/**
 * Writes a stream beside the store's blobs. The caller keeps or removes the file; when the stream fails nothing is left.
 * @throws SlipwayError E_IO, and whatever the stream throws
 */
export async function writeBeside(content: AsyncIterable<Uint8Array>, store: BlobStore): Promise<Written> {
  const path = await store.reserve();
  try {
    await using handle = await open(path, 'wx');
    const measured = await measure(content, (chunk) => handle.writeFile(chunk));
    return { path, ...measured };
  } catch (error) {
    await rm(path, { force: true });
    throw namingPath(error, path);
  }
}

/** Digest and length of a stream, whose pieces `each` gets as they come. */
export async function measure(
  content: AsyncIterable<Uint8Array>,
  each: (chunk: Uint8Array) => Promise<void> | void = () => undefined,
): Promise<{ readonly digest: Digest; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    bytes += chunk.length;
    await each(chunk);
  }
  return { digest: `sha256:${hash.digest('hex')}`, bytes };
}

/** A document's length by its descriptor, which must be one that is read whole. */
export function checkDocumentSize(name: string, { mediaType, digest, size }: Descriptor): void {
  if (size > maxDocumentBytes)
    throw unsound(name, `its ${mediaType} ${digest} has ${size} bytes, more than any real one`);
}

/** The error of a blob that is not there. */
export function missingBlob(name: string, { digest }: Pick<Descriptor, 'digest'>): SlipwayError {
  return unsound(name, `the blob ${digest} is missing`, 'the image is not complete: save or copy it again');
}

const damaged = 'the image is cut or damaged: save or copy it again';

/** The error of a blob whose length is not what its descriptor says. */
export function wrongLength(name: string, { digest, size }: Descriptor, bytes: number): SlipwayError {
  return unsound(name, `the blob ${digest} has ${bytes} bytes, and its descriptor says ${size}`, damaged);
}

/** An image whose blobs were taken into the store when it was opened. */
export function storedSource(
  name: string,
  root: Descriptor,
  store: BlobStore,
  notices: readonly string[],
): ImageSource {
  const find = async (descriptor: Descriptor): Promise<string> => {
    const found = await store.find(descriptor.digest);
    if (found === undefined) throw missingBlob(name, descriptor);
    if (found.bytes !== descriptor.size) throw wrongLength(name, descriptor, found.bytes);
    return found.path;
  };
  return {
    name,
    root,
    notices,
    document: async (descriptor) => {
      checkDocumentSize(name, descriptor);
      try {
        return await readFile(await find(descriptor));
      } catch (error) {
        throw asSlipwayError(error);
      }
    },
    fetch: async (descriptor) => void (await find(descriptor)),
  };
}
