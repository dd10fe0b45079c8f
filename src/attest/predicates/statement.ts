import { type Digest, hexOf } from '../../support/hashing.ts';
import type { NewStatement } from '../attach-statement.ts';

/** Where the types of Slipway's own predicates are described. */
const ours = 'https://github.com/slipway-dev/slipway';

export const predicateTypes = {
  /** slsa.dev/spec/v1.0/provenance */
  provenance: 'https://slsa.dev/provenance/v1',
  size: `${ours}/predicates/size/v1`,
  conformance: `${ours}/predicates/conformance/v1`,
  chain: `${ours}/predicates/chain/v1`,
  reproducibility: `${ours}/predicates/reproducibility/v1`,
  /** spdx.github.io/spdx-spec/v2.3, as in-toto names it (in-toto attestation framework, spec/predicates/spdx.md). */
  spdx: 'https://spdx.dev/Document',
  /** in-toto attestation framework, spec/predicates/cyclonedx.md */
  cyclonedx: 'https://cyclonedx.org/bom',
} as const;

/** What a provenance's parameters mean: docs/attestations.md. */
export const buildType = `${ours}/buildtypes/image/v1`;
/** Who built where no forge vouches for it. */
export const localBuilder = `${ours}/builders/local/v1`;

/** A predicate, and what it is about. */
export interface Attested {
  readonly predicateType: string;
  readonly predicate: object;
}

/**
 * An in-toto statement (in-toto attestation framework, spec/v1/statement.md).
 * @param subject an index or manifest
 */
export function statementOf(subject: Digest, { predicateType, predicate }: Attested): NewStatement {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { sha256: hexOf(subject) } }],
    predicateType,
    predicate,
  };
  return { predicateType, payload: Buffer.from(JSON.stringify(statement)) };
}
