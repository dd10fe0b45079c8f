import { readFile } from 'node:fs/promises';
import type { BlobStore } from '../../cache/blob-store.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import { download } from '../../registry/download.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Repository } from '../../request/reference.ts';
import { SlipwayError } from '../../support/errors.ts';
import { defaultPatience, type Patience } from '../../support/retry.ts';

export interface FindPorts {
  readonly registry: Registry;
  readonly store: BlobStore;
  readonly patience?: Patience;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A small blob's bytes, from the store where it lies there already.
 * @throws SlipwayError E_REGISTRY when it is not there or not what its descriptor says; E_AUTH, E_NETWORK, E_IO
 */
export async function readSmallBlob(
  blob: Descriptor,
  { registry: host, repository }: Repository,
  { registry, store, patience = defaultPatience, signal }: FindPorts,
): Promise<Buffer> {
  if ((await store.find(blob.digest)) === undefined) {
    await download(blob, { registry, repository: { registry: host, repository }, store, patience, signal });
  }
  const found = await store.find(blob.digest);
  if (found === undefined) throw new SlipwayError('E_IO', `the cache has lost ${blob.digest} a moment ago`);
  return readFile(found.path);
}
