import { createHash } from 'node:crypto';
import { readManifest, resolveIfThere } from '../../registry/manifests.ts';
import type { Repository } from '../../request/reference.ts';
import { SlipwayError } from '../../support/errors.ts';
import { type Fields, parseFields } from '../../support/fields.ts';
import type { Digest } from '../../support/hashing.ts';
import { type FindPorts, readSmallBlob } from '../referrers/read-blob.ts';
import { type Expected, type Trust, type Verified, verifyBundle } from '../verify-bundle.ts';
import { bundleIn } from './annotations.ts';
import { isPayloadOf, payloadType } from './payload.ts';
import { type SignatureLayer, signatureLayers, signatureTag } from './signature-image.ts';

/** What is under the tag of an image's signatures. */
export interface SignatureImage {
  readonly digest: Digest;
  readonly fields: Fields;
  readonly layers: readonly SignatureLayer[];
}

/** No payload is so long. */
const mostPayloadBytes = 65_536;

/**
 * Reads the tag; undefined when there is none.
 * @throws SlipwayError E_REGISTRY, E_AUTH, E_NETWORK
 */
export async function readSignatureTag(
  image: Digest,
  place: Repository,
  { registry }: Pick<FindPorts, 'registry'>,
): Promise<SignatureImage | undefined> {
  const found = await resolveIfThere(registry, { ...place, tag: signatureTag(image) });
  if (found === undefined) return undefined;
  const { descriptor, content } = await readManifest(registry, { ...place, digest: found.digest });
  const fields = parseFields(content) ?? {};
  return { digest: descriptor.digest, fields, layers: signatureLayers(fields) };
}

/**
 * A layer's payload; undefined when it is of another image, or not there: what somebody else wrote must not keep anybody
 * from signing.
 * @throws SlipwayError E_AUTH, E_NETWORK, E_IO
 */
export async function payloadOf(
  { digest, size }: SignatureLayer,
  image: Digest,
  place: Repository,
  ports: FindPorts,
): Promise<Buffer | undefined> {
  if (size > mostPayloadBytes) return undefined;
  try {
    const payload = await readSmallBlob({ mediaType: payloadType, digest, size }, place, ports);
    return isPayloadOf(payload, image) ? payload : undefined;
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_REGISTRY') return undefined;
    throw error;
  }
}

/**
 * Verifies a payload by the annotations of its layer: what is read back from them is what counts, since a reader has
 * nothing else.
 * @throws SlipwayError as verifyBundle
 */
export async function verifyPayload(
  annotations: Fields,
  payload: Buffer,
  expected: Expected,
  trust: Trust,
  where: string,
): Promise<Verified> {
  const bundle = bundleIn(annotations, createHash('sha256').update(payload).digest());
  if (bundle === undefined) throw new SlipwayError('E_VERIFY', `${where} cannot be read`);
  const subject = { kind: 'content', content: () => [payload] } as const;
  return verifyBundle(bundle, subject, expected, trust, where);
}
