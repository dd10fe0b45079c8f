import type { BlobStore } from '../../cache/blob-store.ts';
import { type Descriptor, mediaType } from '../../image/descriptor.ts';
import type { Repository } from '../../request/reference.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import type { PushPorts } from '../push/publication.ts';
import { pushReferrers } from '../push/push-referrers.ts';
import { emptyConfig } from '../referrers/empty-config.ts';
import { encodeSnapshotManifest, mostSnapshotBytes, type SnapshotFacts } from './snapshot-manifest.ts';

export interface AttachedSnapshot {
  /** Of the snapshot's manifest: what a signature is made for. */
  readonly manifest: Descriptor;
  /** Of the snapshot itself. */
  readonly digest: Digest;
}

type AttachPorts = PushPorts & { readonly store: Pick<BlobStore, 'find' | 'put'> };

/**
 * Puts a size snapshot beside an image of a repository, as what refers to it: found by the referrers API, and where a
 * registry has none by the fallback tag. The same content with the same facts is attached once.
 * @param image what the repository has: its index, or its manifest where there is no index
 * @param content JSON, or that as one member of gzip; at most 4 MiB
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO
 */
export async function attachSnapshot(
  image: Descriptor,
  place: Repository,
  { content, ...facts }: SnapshotFacts & { readonly content: Uint8Array },
  ports: AttachPorts,
): Promise<AttachedSnapshot> {
  if (content.length > mostSnapshotBytes) {
    const what = `a size snapshot has ${content.length} bytes, and nobody would read more than ${mostSnapshotBytes}`;
    throw new SlipwayError('E_INTERNAL', what);
  }
  const { store } = ports;
  await store.put(emptyConfig.content);
  const digest = await store.put(content);
  const bytes = encodeSnapshotManifest(image, content, facts);
  const manifest = { mediaType: mediaType.manifest, digest: await store.put(bytes), size: bytes.length };
  await pushReferrers([manifest], { ...ports, place, origins: new Map() });
  return { manifest, digest };
}
