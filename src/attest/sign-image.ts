import { bundleToJSON } from '@sigstore/bundle';
import type { Descriptor } from '../image/descriptor.ts';
import { formatReference, type Repository } from '../request/reference.ts';
import type { SignatureFormat } from '../request/sign-inputs.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Digest } from '../support/hashing.ts';
import { attachBundle } from './referrers/attach-bundle.ts';
import { findBundles } from './referrers/find-bundles.ts';
import type { FindPorts } from './referrers/read-blob.ts';
import type { Signing } from './signing.ts';
import { imageStatement, signaturePredicate } from './statement.ts';
import { type SignedIdentity, verifyBundle } from './verify-bundle.ts';

/** A signature that lies beside an image and holds. */
export interface ImageSignature {
  /** As a bundle that refers to the image, or under the tag sha256-….sig. */
  readonly format: SignatureFormat;
  /** Of the manifest that has it. */
  readonly manifest: Digest;
  readonly by: SignedIdentity;
  /** Indexes of its entries in transparency logs. */
  readonly logIndexes: readonly string[];
  /** False: it was there before. */
  readonly made: boolean;
}

export type SignPorts = FindPorts & {
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/**
 * Signs an image of a repository, by its digest, unless a signature by the same key or identity is there that holds. A new
 * one is verified before anybody sees it.
 * @param image its index or manifest, as the repository has it
 * @throws SlipwayError E_SIGN, E_AUTH, E_REGISTRY, E_NETWORK, E_IO; E_VERIFY when what was made does not hold
 */
export async function signImage(
  image: Descriptor,
  place: Repository,
  signing: Signing,
  ports: SignPorts,
): Promise<ImageSignature> {
  const name = formatReference({ ...place, digest: image.digest });
  const known = await findSignature(image.digest, place, signing, ports);
  if (known !== undefined) return known;
  const bundle = await signing.maker.statement(imageStatement(image.digest));
  const verified = await verifyBundle(
    bundle,
    { kind: 'statement', digest: image.digest, predicateType: signaturePredicate },
    await signing.expectedOf(bundle),
    signing.trust,
    `the new signature of ${name}`,
  );
  const content = Buffer.from(JSON.stringify(bundleToJSON(bundle)));
  const created = `${new Date(ports.now()).toISOString().slice(0, 19)}Z`;
  const facts = { image, predicateType: signaturePredicate, created };
  const { digest } = await attachBundle(content, facts, place, ports);
  return { format: 'bundle', manifest: digest, ...verified, made: true };
}

/** The first signature beside an image that holds; undefined when nobody can say yet who will sign. */
async function findSignature(
  image: Digest,
  place: Repository,
  signing: Signing,
  ports: FindPorts,
): Promise<ImageSignature | undefined> {
  const expected = await signing.expected();
  if (expected === undefined) return undefined;
  for (const { manifest, bundle } of await findBundles(image, place, ports)) {
    const subject = { kind: 'statement', digest: image, predicateType: signaturePredicate } as const;
    try {
      const verified = await verifyBundle(bundle, subject, expected, signing.trust, manifest);
      return { format: 'bundle', manifest, ...verified, made: false };
    } catch (error) {
      if (!(error instanceof SlipwayError && error.code === 'E_VERIFY')) throw error;
    }
  }
  return undefined;
}
