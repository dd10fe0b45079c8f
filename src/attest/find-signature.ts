import { formatReference, type Repository } from '../request/reference.ts';
import type { SignatureFormat } from '../request/sign-inputs.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Digest } from '../support/hashing.ts';
import { findBundles } from './referrers/find-bundles.ts';
import type { FindPorts } from './referrers/read-blob.ts';
import { signaturePredicate } from './statement.ts';
import { payloadOf, readSignatureTag, verifyPayload } from './tag-format/find-by-tag.ts';
import {
  type Expected,
  type SignedIdentity,
  type Trust,
  type Verified,
  verifyBundle,
} from './verify-bundle.ts';

/** A signature that lies beside an image and holds. */
export interface FoundSignature {
  /** As a bundle that refers to the image, or under the tag sha256-….sig. */
  readonly format: SignatureFormat;
  /** Of the manifest that has it. */
  readonly manifest: Digest;
  readonly by: SignedIdentity;
  /** Indexes of its entries in transparency logs that were checked. */
  readonly logIndexes: readonly string[];
}

/** What was looked for, and what came of it: `found` where one holds, else why each that is there does not. */
export type SignatureSearch =
  | { readonly found: FoundSignature }
  | { readonly found: undefined; readonly reasons: readonly string[] };

/**
 * The first signature of an image that holds for whom is expected. One that does not hold, or cannot be read, is no fault:
 * anybody who may push can put one there.
 * @throws SlipwayError E_CONFIG when nothing says whom to trust; E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function findSignature(
  format: SignatureFormat,
  image: Digest,
  place: Repository,
  { expected, trust }: { readonly expected: Expected; readonly trust: Trust },
  ports: FindPorts,
): Promise<SignatureSearch> {
  const reasons: string[] = [];
  const all = format === 'bundle' ? bundles : payloads;
  for await (const { manifest, verify } of all(image, place, { expected, trust }, ports)) {
    try {
      const { by, logIndexes } = await verify();
      return { found: { format, manifest, by, logIndexes } };
    } catch (error) {
      if (!(error instanceof SlipwayError && error.code === 'E_VERIFY')) throw error;
      reasons.push(error.message);
    }
  }
  return { found: undefined, reasons };
}

interface Candidate {
  readonly manifest: Digest;
  readonly verify: () => Promise<Verified>;
}

type Against = { readonly expected: Expected; readonly trust: Trust };

async function* bundles(
  image: Digest,
  place: Repository,
  { expected, trust }: Against,
  ports: FindPorts,
): AsyncGenerator<Candidate> {
  const subject = { kind: 'statement', digest: image, predicateType: signaturePredicate } as const;
  for (const { manifest, bundle } of await findBundles(image, place, ports)) {
    const where = formatReference({ ...place, digest: manifest });
    yield { manifest, verify: () => verifyBundle(bundle, subject, expected, trust, where) };
  }
}

async function* payloads(
  image: Digest,
  place: Repository,
  { expected, trust }: Against,
  ports: FindPorts,
): AsyncGenerator<Candidate> {
  const tagged = await readSignatureTag(image, place, ports);
  if (tagged === undefined) return;
  const where = formatReference({ ...place, digest: tagged.digest });
  for (const layer of tagged.layers) {
    const payload = await payloadOf(layer, image, place, ports);
    if (payload === undefined) continue;
    const verify = () => verifyPayload(layer.annotations, payload, expected, trust, where);
    yield { manifest: tagged.digest, verify };
  }
}
