import { formatReference, type Repository } from '../request/reference.ts';
import type { AttestationRequirement } from '../request/verify-signature-request.ts';
import { SlipwayError } from '../support/errors.ts';
import { parseFields } from '../support/fields.ts';
import type { Digest } from '../support/hashing.ts';
import type { Verdict } from '../verify/verdict.ts';
import { predicateFault } from './predicates/judge-predicate.ts';
import { predicateTypes } from './predicates/statement.ts';
import { type FoundBundle, findBundles } from './referrers/find-bundles.ts';
import type { FindPorts } from './referrers/read-blob.ts';
import { readStatement } from './statement.ts';
import { type Expected, type Trust, verifyBundle } from './verify-bundle.ts';
import { whom } from './verify-signature.ts';

type Against = { readonly expected: Expected; readonly trust: Trust };

const typeOf = {
  slsa: predicateTypes.provenance,
  spdx: predicateTypes.spdx,
  cyclonedx: predicateTypes.cyclonedx,
  size: predicateTypes.size,
  conformance: predicateTypes.conformance,
  chain: predicateTypes.chain,
  reproducibility: predicateTypes.reproducibility,
} as const;

/**
 * Whether what is required is attested of an image by whom it should be: of its index, or of the image of every platform.
 * @param images of the index; none where the root is an image itself
 * @throws SlipwayError E_CONFIG when nothing says whom to trust; E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function verifyAttestations(
  root: Digest,
  images: readonly Digest[],
  place: Repository,
  required: readonly AttestationRequirement[],
  against: Against,
  ports: FindPorts,
): Promise<Verdict[]> {
  const found = new Map<Digest, Promise<FoundBundle[]>>();
  const bundlesOf = (digest: Digest): Promise<FoundBundle[]> => {
    const known = found.get(digest) ?? findBundles(digest, place, ports);
    found.set(digest, known);
    return known;
  };
  const verdicts: Verdict[] = [];
  for (const requirement of required) {
    const subject = formatReference({ ...place, digest: root });
    const named = { check: `attest/${requirement.name}`, subject, severity: 'block' } as const;
    const ofRoot = await reasonsOf(root, await bundlesOf(root), requirement, against, place);
    const reasons = [...ofRoot];
    if (ofRoot.length > 0 && images.length > 0) {
      const ofImages: string[] = [];
      for (const image of images) {
        ofImages.push(...(await reasonsOf(image, await bundlesOf(image), requirement, against, place)));
      }
      if (ofImages.length === 0) reasons.length = 0;
      else reasons.push(...ofImages);
    }
    const detail = [`${requirement.text} is not attested by ${whom(against.expected)}`, ...new Set(reasons)];
    verdicts.push(
      reasons.length === 0
        ? { ...named, status: 'pass', detail: `${requirement.text}, by ${whom(against.expected)}` }
        : { ...named, status: 'fail', detail: detail.join('\n') },
    );
  }
  return verdicts;
}

/** Why none of them says so; empty: one does. */
async function reasonsOf(
  digest: Digest,
  bundles: readonly FoundBundle[],
  requirement: AttestationRequirement,
  { expected, trust }: Against,
  place: Repository,
): Promise<string[]> {
  const predicateType = typeOf[requirement.name];
  const reasons: string[] = [];
  for (const { manifest, bundle } of bundles) {
    const { content } = bundle;
    const payload = content.$case === 'dsseEnvelope' ? content.dsseEnvelope.payload : undefined;
    if (payload === undefined || readStatement(payload)?.predicateType !== predicateType) continue;
    const where = formatReference({ ...place, digest: manifest });
    try {
      const { by } = await verifyBundle(
        bundle,
        { kind: 'statement', digest, predicateType },
        expected,
        trust,
        where,
      );
      const fault = predicateFault(parseFields(payload)?.['predicate'], requirement, by);
      if (fault === undefined) return [];
      reasons.push(`${where}: ${fault}`);
    } catch (error) {
      if (!(error instanceof SlipwayError && error.code === 'E_VERIFY')) throw error;
      reasons.push(error.message);
    }
  }
  return reasons.length > 0 ? reasons : [`nothing of that kind is signed about ${digest}`];
}
