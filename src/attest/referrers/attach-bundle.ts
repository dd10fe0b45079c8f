import type { BlobStore } from '../../cache/blob-store.ts';
import { type Descriptor, mediaType } from '../../image/descriptor.ts';
import type { PushPorts } from '../../registry/push/publication.ts';
import { pushReferrers } from '../../registry/push/push-referrers.ts';
import { emptyConfig } from '../../registry/referrers/empty-config.ts';
import type { Repository } from '../../request/reference.ts';
import { type BundleFacts, encodeBundleManifest } from './bundle-manifest.ts';

export type AttachPorts = PushPorts & { readonly store: Pick<BlobStore, 'find' | 'put'> };

/**
 * Puts a bundle beside an image, as what refers to it: found by the referrers API, and where a registry has none by the
 * fallback tag.
 * @param content the bundle's JSON
 * @returns the bundle's manifest
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO
 */
export async function attachBundle(
  content: Uint8Array,
  facts: BundleFacts,
  place: Repository,
  ports: AttachPorts,
): Promise<Descriptor> {
  const { store } = ports;
  await store.put(emptyConfig.content);
  await store.put(content);
  const bytes = encodeBundleManifest(content, facts);
  const manifest = { mediaType: mediaType.manifest, digest: await store.put(bytes), size: bytes.length };
  await pushReferrers([manifest], { ...ports, place, origins: new Map() });
  return manifest;
}
