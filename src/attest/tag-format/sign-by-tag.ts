import { createHash } from 'node:crypto';
import { type Descriptor, mediaType } from '../../image/descriptor.ts';
import { readManifest, resolveIfThere } from '../../registry/manifests.ts';
import { pushBlobs } from '../../registry/push/push-blob.ts';
import { putManifest } from '../../registry/push/push-manifest.ts';
import { formatReference, type Repository } from '../../request/reference.ts';
import { SlipwayError } from '../../support/errors.ts';
import { type Fields, parseFields } from '../../support/fields.ts';
import { type Digest, sha256 } from '../../support/hashing.ts';
import { readSmallBlob } from '../referrers/read-blob.ts';
import type { ImageSignature, SignPorts } from '../sign-image.ts';
import type { Signing } from '../signing.ts';
import { type Expected, type Trust, type Verified, verifyBundle } from '../verify-bundle.ts';
import { annotationsOf, bundleIn, unpromised } from './annotations.ts';
import { encodePayload, isPayloadOf } from './payload.ts';
import { type SignatureLayer, signatureLayers, signatureTag, withSignature } from './signature-image.ts';

/** No payload is so long. */
const mostPayloadBytes = 65_536;
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
  const known = await findSignature(image.digest, place, signing, ports);
  if (known !== undefined) return known;
  const payload = encodePayload(place, image.digest);
  const bundle = await signing.maker.content({ kind: 'bytes', bytes: payload });
  const annotations = annotationsOf(bundle);
  const expected = await signing.expectedOf(bundle);
  const name = `the new signature of ${formatReference({ ...place, digest: image.digest })}`;
  const verified = await verifyPayload(annotations, payload, expected, signing.trust, name);
  const { store } = ports;
  await store.put(payload);
  for (let round = 1; round <= mostRounds; round++) {
    const before = (await readTag(image.digest, place, ports))?.fields ?? {};
    const { manifest, config, descriptors } = withSignature(before, payload, annotations);
    await store.put(config);
    await pushBlobs(descriptors, { ...ports, place, origins: new Map() });
    const document = { mediaType: mediaType.manifest, digest: sha256(manifest) };
    await putManifest(ports.registry, place, signatureTag(image.digest), document, manifest);
    const now = await readTag(image.digest, place, ports);
    if (now?.layers.some((layer) => isSame(layer, annotations)) === true) {
      return { format: 'tag', manifest: now.digest, ...verified, made: true };
    }
  }
  const tag = formatReference({ ...place, tag: signatureTag(image.digest) });
  throw new SlipwayError(
    'E_REGISTRY',
    `${tag}: others keep writing this tag while a signature is added to it`,
    {
      hint: 'sign again when they have come to an end',
    },
  );
}

function isSame({ annotations }: SignatureLayer, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => annotations[name] === value);
}

interface SignatureImage {
  readonly digest: Digest;
  readonly fields: Fields;
  readonly layers: readonly SignatureLayer[];
}

async function readTag(
  image: Digest,
  place: Repository,
  { registry }: SignPorts,
): Promise<SignatureImage | undefined> {
  const reference = { ...place, tag: signatureTag(image) };
  const found = await resolveIfThere(registry, reference);
  if (found === undefined) return undefined;
  const { descriptor, content } = await readManifest(registry, { ...place, digest: found.digest });
  const fields = parseFields(content) ?? {};
  return { digest: descriptor.digest, fields, layers: signatureLayers(fields) };
}

async function findSignature(
  image: Digest,
  place: Repository,
  signing: Signing,
  ports: SignPorts,
): Promise<ImageSignature | undefined> {
  const expected = await signing.expected();
  const found = expected === undefined ? undefined : await readTag(image, place, ports);
  if (found === undefined || expected === undefined) return undefined;
  for (const { digest, size, annotations } of found.layers) {
    if (size > mostPayloadBytes) continue;
    const payload = await readSmallBlob({ mediaType: '', digest, size }, place, ports);
    if (!isPayloadOf(payload, image)) continue;
    try {
      const verified = await verifyPayload(annotations, payload, expected, signing.trust, found.digest);
      return { format: 'tag', manifest: found.digest, ...verified, made: false };
    } catch (error) {
      if (!(error instanceof SlipwayError && error.code === 'E_VERIFY')) throw error;
    }
  }
  return undefined;
}

/** What is read back from annotations is what counts: a reader has nothing else. */
async function verifyPayload(
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
