import { type Bundle, bundleToJSON } from '@sigstore/bundle';
import type { Descriptor } from '../image/descriptor.ts';
import { formatReference, type Repository } from '../request/reference.ts';
import type { Digest } from '../support/hashing.ts';
import { attachBundle } from './referrers/attach-bundle.ts';
import type { FindPorts } from './referrers/read-blob.ts';
import type { Signing } from './signing.ts';
import { type Verified, verifyBundle } from './verify-bundle.ts';

export type SignPorts = FindPorts & {
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** A statement of in-toto about an image, as bytes. */
export interface NewStatement {
  readonly predicateType: string;
  readonly payload: Buffer;
}

/**
 * Signs a statement about an image, verifies what was made, and puts it beside the image.
 * @returns what was verified, the bundle and its manifest
 * @throws SlipwayError E_SIGN, E_AUTH, E_REGISTRY, E_NETWORK, E_IO; E_VERIFY when what was made does not hold
 */
export async function attachStatement(
  image: Descriptor,
  place: Repository,
  { predicateType, payload }: NewStatement,
  signing: Signing,
  ports: SignPorts,
): Promise<Verified & { readonly manifest: Digest; readonly bundle: Bundle }> {
  const name = formatReference({ ...place, digest: image.digest });
  const bundle = await signing.maker.statement(payload);
  const verified = await verifyBundle(
    bundle,
    { kind: 'statement', digest: image.digest, predicateType },
    await signing.expectedOf(bundle),
    signing.trust,
    `the new signature of ${name}`,
  );
  const content = Buffer.from(JSON.stringify(bundleToJSON(bundle)));
  const created = `${new Date(ports.now()).toISOString().slice(0, 19)}Z`;
  const { digest } = await attachBundle(content, { image, predicateType, created }, place, ports);
  return { ...verified, manifest: digest, bundle };
}
