import type { Bundle } from '@sigstore/bundle';
import type { Descriptor } from '../image/descriptor.ts';
import { formatReference, type Repository } from '../request/reference.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Digest } from '../support/hashing.ts';
import { attachStatement, type NewStatement, type SignPorts } from './attach-statement.ts';
import { type FoundBundle, findBundles } from './referrers/find-bundles.ts';
import type { Signing } from './signing.ts';
import { verifyBundle } from './verify-bundle.ts';

/** A signed statement beside an image. */
export interface ImageAttestation {
  readonly bundle: Bundle;
  readonly predicateType: string;
  /** Of the manifest that has it. */
  readonly manifest: Digest;
  /** False: it was there before. */
  readonly made: boolean;
}

/**
 * Puts signed statements beside an image. One that says the same, by the same key or identity, and holds, is not made again.
 * @param image its index or manifest, as the repository has it
 * @throws SlipwayError E_SIGN, E_AUTH, E_REGISTRY, E_NETWORK, E_IO; E_VERIFY when what was made does not hold
 */
export async function attestImage(
  image: Descriptor,
  place: Repository,
  statements: readonly NewStatement[],
  signing: Signing,
  ports: SignPorts,
): Promise<ImageAttestation[]> {
  if (statements.length === 0) return [];
  const there = await findBundles(image.digest, place, ports);
  const attestations: ImageAttestation[] = [];
  for (const statement of statements) {
    const { predicateType } = statement;
    const alike = there.filter(({ bundle }) => payloadOf(bundle)?.equals(statement.payload) === true);
    const known = await firstThatHolds(alike, image.digest, place, predicateType, signing);
    const { manifest, bundle } = known ?? (await attachStatement(image, place, statement, signing, ports));
    attestations.push({ predicateType, manifest, bundle, made: known === undefined });
  }
  return attestations;
}

function payloadOf({ content }: Bundle): Buffer | undefined {
  return content.$case === 'dsseEnvelope' ? content.dsseEnvelope.payload : undefined;
}

async function firstThatHolds(
  candidates: readonly FoundBundle[],
  digest: Descriptor['digest'],
  place: Repository,
  predicateType: string,
  { expected: whom, trust }: Signing,
): Promise<FoundBundle | undefined> {
  const expected = candidates.length === 0 ? undefined : await whom();
  if (expected === undefined) return undefined;
  for (const candidate of candidates) {
    const { manifest, bundle } = candidate;
    const where = formatReference({ ...place, digest: manifest });
    try {
      await verifyBundle(bundle, { kind: 'statement', digest, predicateType }, expected, trust, where);
      return candidate;
    } catch (error) {
      if (!(error instanceof SlipwayError && error.code === 'E_VERIFY')) throw error;
    }
  }
  return undefined;
}
