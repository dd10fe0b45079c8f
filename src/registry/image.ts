import { readFile } from 'node:fs/promises';
import type { BlobStore } from '../cache/blob-store.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { ImageSource } from '../image/source/image-source.ts';
import { checkDocumentSize, maxDocumentBytes, missingBlob, wrongLength } from '../image/source/stored.ts';
import { formatReference, type ImageReference } from '../request/reference.ts';
import { oncePer } from '../support/concurrency.ts';
import { asSlipwayError } from '../support/errors.ts';
import { defaultPatience, type Patience } from '../support/retry.ts';
import { download } from './download.ts';
import { resolve, typeInside } from './manifests.ts';
import type { Registry } from './registry.ts';

interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience;
}

/**
 * An image in a registry. A tag is resolved once, now; what the store has is not asked for again, so that a digest whose
 * documents are known costs no request.
 * @throws SlipwayError E_REGISTRY when it is not there, E_BASE for schema 1, E_AUTH, E_NETWORK, E_IO
 */
export async function openRegistryImage(
  registry: Registry,
  reference: ImageReference,
  store: BlobStore,
  { signal, patience = defaultPatience }: OpenOptions = {},
): Promise<ImageSource> {
  const name = formatReference(reference);
  const repository = { registry: reference.registry, repository: reference.repository };
  const from = { registry, repository, store, patience, signal };
  const bringOnce = oncePer(
    ({ digest }: Descriptor) => digest,
    async (descriptor: Descriptor) => {
      if ((await store.find(descriptor.digest)) === undefined) await download(descriptor, from);
      return store.find(descriptor.digest);
    },
  );
  const bring = async (descriptor: Descriptor): Promise<string> => {
    const found = await bringOnce(descriptor);
    if (found === undefined) throw missingBlob(name, descriptor);
    if (found.bytes !== descriptor.size) throw wrongLength(name, descriptor, found.bytes);
    return found.path;
  };
  return {
    name,
    repository,
    root: (await knownRoot(reference, store)) ?? (await resolve(registry, reference)),
    async document(descriptor) {
      checkDocumentSize(name, descriptor);
      return contentOf(await bring(descriptor));
    },
    fetch: async (descriptor) => void (await bring(descriptor)),
  };
}

/** What a digest names, without asking anybody. */
async function knownRoot({ digest }: ImageReference, store: BlobStore): Promise<Descriptor | undefined> {
  const found = digest === undefined ? undefined : await store.find(digest);
  if (digest === undefined || found === undefined || found.bytes > maxDocumentBytes) return undefined;
  return { mediaType: typeInside(await contentOf(found.path)), digest, size: found.bytes };
}

async function contentOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw asSlipwayError(error);
  }
}
