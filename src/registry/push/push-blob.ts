import type { Descriptor } from '../../image/descriptor.ts';
import { sameRepository } from '../../request/reference.ts';
import { inParallel } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import { discard } from '../../support/http-body.ts';
import { hasBlob } from './answers.ts';
import { fileOf } from './content.ts';
import type { BlobFate, Push, PushedBlob } from './publication.ts';
import { beginCall, sessionOf, type UploadSession } from './session.ts';
import { uploadBlob } from './upload.ts';

/** Blobs on their way at once: enough to hide the round trips of small ones, few enough for a slow line. */
const blobsAtOnce = 4;

/**
 * Sees to it that the target has these blobs: looks, mounts what the same registry has elsewhere, uploads the rest.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO; and as an origin's `fetch`
 */
export function pushBlobs(blobs: readonly Descriptor[], push: Push): Promise<PushedBlob[]> {
  return inParallel(blobs, blobsAtOnce, async (blob) => ({ blob, fate: await pushBlob(blob, push) }));
}

async function pushBlob(blob: Descriptor, push: Push): Promise<BlobFate> {
  if (await hasBlob(push.registry, push.place, blob.digest)) return 'existing';
  const begun = await mount(blob, push);
  if (begun === 'mounted') return begun;
  await uploadBlob(blob, await fileOf(blob, push), push, begun);
  return 'uploaded';
}

/**
 * distribution-spec, "Mounting a blob from another repository".
 * @returns a session when the registry would rather have the blob uploaded; undefined when it will have none of it
 */
async function mount(
  { digest }: Descriptor,
  { place, registry, origins }: Push,
): Promise<UploadSession | 'mounted' | undefined> {
  const from = origins.get(digest)?.repository;
  if (from === undefined || from.registry !== place.registry || sameRepository(from, place)) return undefined;
  const call = beginCall(place, `?${new URLSearchParams({ mount: digest, from: from.repository })}`);
  try {
    const answer = await registry.send({ ...call, alsoPull: [from.repository], repeatable: true });
    discard(answer);
    if (answer.status === 201) return 'mounted';
    return answer.status === 202 ? sessionOf(answer) : undefined;
  } catch (error) {
    // An account that may push here need not be one that may read there: what is really wrong, the upload will say.
    if (error instanceof SlipwayError && error.code === 'E_AUTH') return undefined;
    throw error;
  }
}
