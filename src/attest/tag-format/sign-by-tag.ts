import { type Descriptor, mediaType } from '../../image/descriptor.ts';
import { pushBlobs } from '../../registry/push/push-blob.ts';
import { putManifest } from '../../registry/push/push-manifest.ts';
import { formatReference, type Repository } from '../../request/reference.ts';
import { SlipwayError } from '../../support/errors.ts';
import { type Digest, sha256 } from '../../support/hashing.ts';
import type { SignPorts } from '../attach-statement.ts';
import { type ImageSignature, knownSignature } from '../sign-image.ts';
import type { Signing } from '../signing.ts';
import { annotationsOf, unpromised } from './annotations.ts';
import { readSignatureTag, verifyPayload } from './find-by-tag.ts';
import { encodePayload } from './payload.ts';
import { type SignatureLayer, signatureTag, withSignature } from './signature-image.ts';

/** Others may write the same tag at the same time. */
const mostRounds = 4;

/**
 * Signs an image as cosign did before version 3: a layer of the image under the tag sha256-….sig. One that is there by the
 * same key or identity, and holds, is enough; those of others stay.
 * @throws SlipwayError as signImage; E_CONFIG when the log is of the second version, which this format cannot tell of
 */
export async function signByTag(
  image: Descriptor,
  place: Repository,
  signing: Signing,
  ports: SignPorts,
): Promise<ImageSignature> {
  if (!signing.promised) throw unpromised();
  const known = await knownSignature('tag', image.digest, place, signing, ports);
  if (known !== undefined) return known;
  const payload = encodePayload(place, image.digest);
  const bundle = await signing.maker.content({ kind: 'bytes', bytes: payload });
  const annotations = annotationsOf(bundle);
  const expected = await signing.expectedOf(bundle);
  const name = `the new signature of ${formatReference({ ...place, digest: image.digest })}`;
  const verified = await verifyPayload(annotations, payload, expected, signing.trust, name);
  const manifest = await addToTag(image.digest, place, payload, annotations, ports);
  return { format: 'tag', manifest, ...verified, made: true };
}

/** Reads what is under the tag, adds to it, writes it, and looks whether it stayed: a registry has no "only if it is as I read it". */
async function addToTag(
  image: Digest,
  place: Repository,
  payload: Buffer,
  annotations: Readonly<Record<string, string>>,
  ports: SignPorts,
): Promise<Digest> {
  const tag = signatureTag(image);
  await ports.store.put(payload);
  for (let round = 1; round <= mostRounds; round++) {
    const before = (await readSignatureTag(image, place, ports))?.fields ?? {};
    const { manifest, config, descriptors } = withSignature(before, payload, annotations);
    await ports.store.put(config);
    await pushBlobs(descriptors, { ...ports, place, origins: new Map() });
    const document = { mediaType: mediaType.manifest, digest: sha256(manifest) };
    await putManifest(ports.registry, place, tag, document, manifest);
    const now = await readSignatureTag(image, place, ports);
    if (now?.layers.some((layer) => isSame(layer, annotations)) === true) return now.digest;
  }
  const what = `${formatReference({ ...place, tag })}: others keep writing this tag while a signature is added to it`;
  throw new SlipwayError('E_REGISTRY', what, { hint: 'sign again when they have come to an end' });
}

function isSame({ annotations }: SignatureLayer, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => annotations[name] === value);
}
