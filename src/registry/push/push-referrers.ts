import { type Descriptor, mediaType } from '../../image/descriptor.ts';
import { type ForeignManifest, parseManifest } from '../../image/documents.ts';
import { canonicalJson } from '../../image/json.ts';
import { SlipwayError } from '../../support/errors.ts';
import { type Digest, isDigest, sha256 } from '../../support/hashing.ts';
import { fallbackTag, listReferrers, type Referrer, readFallback } from '../referrers/list-referrers.ts';
import { documentOf } from './content.ts';
import type { Push, PushedBlob } from './publication.ts';
import { pushBlobs } from './push-blob.ts';
import { putManifest } from './push-manifest.ts';

/**
 * Brings manifests with a subject, and what they name, into the repository, so that they are found by that subject: by
 * the registry's own account, else by the fallback tag. What is listed already is left alone.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO; E_BASE for a manifest that cannot be read or has no subject
 */
export async function pushReferrers(referrers: readonly Descriptor[], push: Push): Promise<PushedBlob[]> {
  const listed = new Map<Digest, Promise<readonly Referrer[]>>();
  const pushed: PushedBlob[] = [];
  // One after the other: those of one subject share a fallback tag.
  for (const referrer of referrers) {
    const bytes = await documentOf(referrer, push);
    const manifest = parseManifest(bytes, referrer);
    const subject = subjectOf(manifest, referrer);
    const known = listed.get(subject) ?? listReferrers(push.registry, push.place, subject);
    listed.set(subject, known);
    const blobs = uniqueBlobs([manifest.config, ...manifest.layers]);
    if ((await known).some(({ digest }) => digest === referrer.digest)) {
      pushed.push(...blobs.map((blob): PushedBlob => ({ blob, fate: 'existing' })));
      continue;
    }
    pushed.push(...(await pushBlobs(blobs, push)));
    const answer = await putManifest(push.registry, push.place, referrer.digest, referrer, bytes);
    // distribution-spec, "Pushing Manifests with Subject": without this header the client keeps the account itself.
    if (answer.headers['oci-subject'] === undefined) {
      await addToFallback(subject, entryOf(manifest, referrer), push);
    }
  }
  return pushed;
}

function uniqueBlobs(blobs: readonly Pick<Descriptor, 'mediaType' | 'digest' | 'size'>[]): Descriptor[] {
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
}

function subjectOf({ fields }: ForeignManifest, { digest }: Descriptor): Digest {
  const { digest: subject } = { ...(fields['subject'] as { digest?: unknown } | undefined) };
  if (typeof subject === 'string' && isDigest(subject)) return subject;
  throw new SlipwayError('E_BASE', `the manifest ${digest} refers to nothing: it has no subject`);
}

/** As the API would list it (distribution-spec, "Listing Referrers"). */
function entryOf({ fields, config }: ForeignManifest, { mediaType, digest, size }: Descriptor) {
  const { artifactType = config.mediaType, annotations } = fields;
  return { mediaType, digest, size, artifactType, annotations };
}

/** Others may write the same tag at the same time, and a registry has no "only if it is as I read it". */
const mostRounds = 4;

/** distribution-spec, "Referrers Tag Schema": reads the index, adds to it, writes it, and looks whether it stayed. */
async function addToFallback(
  subject: Digest,
  entry: ReturnType<typeof entryOf>,
  { registry, place }: Push,
): Promise<void> {
  const tag = fallbackTag(subject);
  for (let round = 1; round <= mostRounds; round++) {
    const index = await readFallback(registry, place, subject);
    if (index?.manifests.some(({ digest }) => digest === entry.digest)) return;
    const manifests = [...(index?.manifests.map(({ fields }) => fields) ?? []), entry];
    const bytes = canonicalJson({
      ...index?.fields,
      schemaVersion: 2,
      mediaType: mediaType.index,
      manifests,
    });
    const document = { mediaType: mediaType.index, digest: sha256(bytes) };
    await putManifest(registry, place, tag, document, bytes);
  }
  const what = `${place.registry}/${place.repository}: others keep writing the tag ${tag} while ${entry.digest} is added to it`;
  throw new SlipwayError('E_REGISTRY', what, { hint: 'push again when they have come to an end' });
}
