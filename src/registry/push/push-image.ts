import type { Descriptor } from '../../image/descriptor.ts';
import { isIndexType, isManifestType } from '../../image/media-types.ts';
import { formatReference, type Repository } from '../../request/reference.ts';
import { inParallel } from '../../support/concurrency.ts';
import { findManifest } from './answers.ts';
import { documentOf } from './content.ts';
import type { BlobFate, Publication, Push, PushedBlob, PushPorts, PushTree } from './publication.ts';
import { pushBlobs } from './push-blob.ts';
import { putManifest } from './push-manifest.ts';
import { pushReferrers } from './push-referrers.ts';

const manifestsAtOnce = 4;

/**
 * Brings an image into a repository, without a tag: its blobs, then the manifests, then the indexes, the root last, then what
 * refers to it. So whatever is there has all that it names, wherever the push is interrupted, and another push goes on.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO; and as an origin's `fetch`
 */
export async function pushImage(tree: PushTree, place: Repository, ports: PushPorts): Promise<Publication> {
  const push: Push = { ...ports, place, origins: tree.origins ?? new Map() };
  const { digest } = tree.root;
  const pushed = [...(await pushTree(tree, push)), ...(await pushReferrers(tree.referrers ?? [], push))];
  const count = (wanted: BlobFate): number => pushed.filter(({ fate }) => fate === wanted).length;
  const uploaded = pushed.filter(({ fate }) => fate === 'uploaded');
  return {
    repository: formatReference(place),
    digest,
    tags: [],
    references: [formatReference({ ...place, digest })],
    uploadedBytes: uploaded.reduce((sum, { blob }) => sum + blob.size, 0),
    blobs: { uploaded: uploaded.length, mounted: count('mounted'), existing: count('existing') },
  };
}

async function pushTree({ root, blobs: all }: PushTree, push: Push): Promise<PushedBlob[]> {
  const { registry, place } = push;
  const indexes = all.filter(({ mediaType }) => isIndexType(mediaType));
  const manifests = all.filter(({ mediaType }) => isManifestType(mediaType));
  const documents = new Set([...indexes, ...manifests]);
  const blobs = all.filter((blob) => !documents.has(blob));
  // Registries take a manifest only when all that it names is there, and where one does not look, the order below sees to
  // it: when the root is there, nothing else has to be asked for.
  if ((await findManifest(registry, { ...place, digest: root.digest })) !== undefined) {
    return blobs.map((blob) => ({ blob, fate: 'existing' }));
  }
  const pushed = await pushBlobs(blobs, push);
  const put = async (document: Descriptor): Promise<void> => {
    const bytes = await documentOf(document, push);
    await putManifest(registry, place, document.digest, document, bytes);
  };
  await inParallel(manifests, manifestsAtOnce, put);
  // One after the other, in the tree's order: an index may name another one before it.
  await inParallel(indexes, 1, put);
  return pushed;
}
