import { readFile } from 'node:fs/promises';
import type { Descriptor } from '../../image/descriptor.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Push } from './publication.ts';

type Content = Pick<Push, 'store' | 'origins'>;
type Wanted = Pick<Descriptor, 'mediaType' | 'digest' | 'size'>;

/**
 * A file that has a blob's bytes, which were checked against its digest; its origin's own, or fetched from there, when it is not here.
 * @throws SlipwayError E_IO when the store has lost it, E_REGISTRY when its length is another; and as the origin's `fetch`
 */
export async function fileOf(blob: Wanted, { store, origins }: Content): Promise<string> {
  const { digest, size } = blob;
  const here = await store.find(digest);
  const origin = origins.get(digest);
  if (here === undefined) {
    const elsewhere = await origin?.locate?.(blob);
    if (elsewhere !== undefined) return elsewhere;
    await origin?.fetch(blob);
  }
  const found = here ?? (await store.find(digest));
  if (found === undefined) {
    throw new SlipwayError('E_IO', `the cache has lost ${digest} since this run began`, {
      hint: 'run again',
    });
  }
  if (found.bytes === size) return found.path;
  const what = `${digest} has ${found.bytes} bytes, and its descriptor says ${size}`;
  throw new SlipwayError('E_REGISTRY', `${what}: nobody could pull such an image`);
}

/** The bytes of a manifest or index. Throws as fileOf. */
export async function documentOf(document: Wanted, content: Content): Promise<Buffer> {
  return readFile(await fileOf(document, content));
}
