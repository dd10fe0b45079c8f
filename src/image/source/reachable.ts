import type { Digest } from '../../support/hashing.ts';
import type { Descriptor } from '../descriptor.ts';
import { type ForeignDescriptor, parseIndex, parseManifest } from '../documents.ts';
import { plain } from '../image-tree.ts';
import { isDocumentType, isIndexType } from '../media-types.ts';
import { misnamed, unsound } from './faults.ts';

/** Real images have some dozens. */
const mostDocuments = 10_000;

/** A document's bytes; undefined when it is not there. */
export type ReadIfThere = (descriptor: Descriptor) => Promise<Uint8Array | undefined>;

/**
 * Everything that descriptors lead to, themselves included, each digest once. What lies below a document that is not
 * there cannot be known.
 * @throws SlipwayError E_BASE for a broken document, and as `read`
 */
export async function reachable(
  name: string,
  roots: readonly ForeignDescriptor[],
  read: ReadIfThere,
): Promise<Map<Digest, ForeignDescriptor>> {
  const found = new Map<Digest, ForeignDescriptor>();
  const queue = [...roots];
  let documents = 0;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next.digest)) continue;
    found.set(next.digest, next);
    if (!isDocumentType(next.mediaType)) continue;
    if (++documents > mostDocuments) throw unsound(name, `it has more than ${mostDocuments} documents`);
    const bytes = await read(plain(next));
    if (bytes !== undefined) queue.push(...below(bytes, next));
  }
  return found;
}

/**
 * The descriptor of a digest that is none of an index.json's own: one platform's manifest.
 * @throws SlipwayError E_CONFIG when nothing leads to it
 */
export async function findBelow(
  name: string,
  entries: readonly ForeignDescriptor[],
  digest: string | undefined,
  read: ReadIfThere,
): Promise<ForeignDescriptor> {
  const found = [...(await reachable(name, entries, read)).values()].find((each) => each.digest === digest);
  if (found === undefined) throw misnamed(name, 'is not there: no index of the layout leads to that digest');
  return found;
}

function below(bytes: Uint8Array, descriptor: ForeignDescriptor): readonly ForeignDescriptor[] {
  if (isIndexType(descriptor.mediaType)) return parseIndex(bytes, descriptor).manifests;
  const { config, layers } = parseManifest(bytes, descriptor);
  return [config, ...layers];
}
