import type { Descriptor } from '../image/descriptor.ts';
import { parseIndex } from '../image/documents.ts';
import { isIndexType } from '../image/media-types.ts';
import { readManifest, resolve } from '../registry/manifests.ts';
import type { Registry } from '../registry/registry.ts';
import type { ImageReference } from '../request/reference.ts';

/**
 * What a reference names now; with `recursive` also the images of an index, and of indexes in it.
 * @throws SlipwayError E_REGISTRY, E_BASE, E_AUTH, E_NETWORK
 */
export async function imagesToSign(
  registry: Registry,
  reference: ImageReference,
  recursive: boolean,
): Promise<Descriptor[]> {
  const root = await resolve(registry, reference);
  if (!recursive) return [root];
  const found = new Map<string, Descriptor>();
  const waiting = [root];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { mediaType, digest, size } = next;
    if (found.has(digest)) continue;
    found.set(digest, { mediaType, digest, size });
    if (!isIndexType(mediaType)) continue;
    const { registry: host, repository } = reference;
    const { content, descriptor } = await readManifest(registry, { registry: host, repository, digest });
    for (const child of parseIndex(content, descriptor).manifests) {
      waiting.push({ mediaType: child.mediaType, digest: child.digest, size: child.size });
    }
  }
  return [...found.values()];
}
