import { createHash, createVerify, type KeyObject } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { type SignedEntity, toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { SlipwayError } from '../support/errors.ts';
import type { Digest } from '../support/hashing.ts';
import { type ExpectedWorkflow, workflowFault } from './identity/workflow.ts';
import { hintOf } from './keys/public-key.ts';
import type { Chunks } from './signer.ts';
import { readStatement, statementType } from './statement.ts';
import { becauseOf, refusal } from './verify-faults.ts';

/** Who must have signed. */
export type Expected =
  | { readonly kind: 'key'; readonly publicKey: KeyObject }
  /** The certificate's subject alternative name and the issuer of the token, both exactly. */
  | { readonly kind: 'identity'; readonly subject: string; readonly issuer: string }
  /** A run of a repository: what else its certificate says. */
  | { readonly kind: 'workflow'; readonly workflow: ExpectedWorkflow };

/** What must have been signed. */
export type Subject =
  | { readonly kind: 'statement'; readonly digest: Digest; readonly predicateType: string }
  | { readonly kind: 'content'; readonly content: Chunks };

export interface Trust {
  /** Certificate authorities, logs and timestamp authorities; not needed for a key alone. */
  readonly root: TrustedRoot | undefined;
  /** An entry in a transparency log is asked for. One that is there is checked in any case, if there is a root. */
  readonly log: boolean;
}

/** What a signature that holds says. */
export interface Verified {
  readonly by: SignedIdentity;
  /** Indexes of its entries in transparency logs that were checked. */
  readonly logIndexes: readonly string[];
}

export type SignedIdentity =
  | { readonly kind: 'key'; readonly hint: string }
  | { readonly kind: 'identity'; readonly subject: string; readonly issuer: string };

/**
 * Whether a bundle is a signature by whom is expected over what is expected.
 * @param where the signature's name in errors
 * @throws SlipwayError E_VERIFY with the reason; E_CONFIG when an identity is expected and there is no root to check it by
 */
export async function verifyBundle(
  bundle: Bundle,
  subject: Subject,
  expected: Expected,
  trust: Trust,
  where: string,
): Promise<Verified> {
  checkKind(bundle, expected, where);
  const known = trust.root === undefined ? signatureAlone(bundle, trust, expected, where) : bundle;
  checkStatement(bundle, subject, where);
  try {
    const entity = await entityOf(known, subject, where);
    const { identity } = verifierFor(expected, trust).verify(entity);
    const by = whoSigned(
      expected,
      known,
      identity?.subjectAlternativeName,
      identity?.extensions?.issuer,
      where,
    );
    return { by, logIndexes: known.verificationMaterial.tlogEntries.map(({ logIndex }) => logIndex) };
  } catch (error) {
    throw becauseOf(error, where);
  }
}

function verifierFor(expected: Expected, { root, log }: Trust): Verifier {
  const key = expected.kind === 'key' ? expected.publicKey : undefined;
  const findKey = () => {
    if (key === undefined) throw new SlipwayError('E_INTERNAL', 'no key is expected');
    return { publicKey: key, validFor: () => true };
  };
  const nothing = {
    certificateAuthorities: [],
    timestampAuthorities: [],
    tlogs: [],
    ctlogs: [],
    publicKey: findKey,
  };
  const material = root === undefined ? nothing : toTrustMaterial(root, findKey);
  return new Verifier(material, {
    tlogThreshold: log ? 1 : 0,
    // A Sigstore whose root names no certificate log has none.
    ctlogThreshold: material.ctlogs.length > 0 ? 1 : 0,
    // A certificate lives for minutes: without a time nobody knows whether it was valid.
    timestampThreshold: expected.kind === 'key' ? 0 : 1,
  });
}

/** Without a root nobody can judge times and log entries: for a key its signature is enough, unless more is asked for. */
function signatureAlone(bundle: Bundle, { log }: Trust, expected: Expected, where: string): Bundle {
  if (log || expected.kind !== 'key') {
    throw new SlipwayError('E_CONFIG', `${where}: nothing says which authorities and logs to trust`, {
      hint: 'name the file with --trusted-root',
    });
  }
  const { content } = bundle.verificationMaterial;
  return {
    ...bundle,
    verificationMaterial: { content, tlogEntries: [], timestampVerificationData: undefined },
  };
}

function checkKind(bundle: Bundle, expected: Expected, where: string): void {
  const isKey = bundle.verificationMaterial.content.$case === 'publicKey';
  if (expected.kind === 'key' && !isKey)
    throw refusal(where, 'it was made with a certificate, not with this key');
  if (expected.kind !== 'key' && isKey) throw refusal(where, 'it was made with a key, not by an identity');
}

/** What the signed statement says. Whether it was signed is another question. */
function checkStatement({ content }: Bundle, subject: Subject, where: string): void {
  if (subject.kind === 'content') {
    if (content.$case !== 'messageSignature')
      throw refusal(where, 'it is an attestation, not a signature of bytes');
    return;
  }
  if (content.$case !== 'dsseEnvelope') throw refusal(where, 'it is a signature of bytes, not of an image');
  const { payload, payloadType } = content.dsseEnvelope;
  const statement = payloadType === statementType ? readStatement(payload) : undefined;
  if (statement === undefined) throw refusal(where, 'its envelope holds no in-toto statement');
  if (statement.predicateType !== subject.predicateType) {
    throw refusal(where, `it is a statement of the type ${JSON.stringify(statement.predicateType)}`);
  }
  if (!statement.subjects.includes(subject.digest)) {
    const others = statement.subjects.slice(0, 3).join(', ') || 'nothing';
    throw refusal(where, `it is a signature of ${others}, not of ${subject.digest}`);
  }
}

async function entityOf(bundle: Bundle, subject: Subject, where: string): Promise<SignedEntity> {
  const entity = toSignedEntity(bundle);
  const { content } = bundle;
  if (subject.kind === 'statement' || content.$case !== 'messageSignature') return entity;
  const { signature, messageDigest } = content.messageSignature;
  const hash = createHash('sha256');
  const verify = createVerify('sha256');
  for await (const chunk of subject.content()) {
    hash.update(chunk);
    verify.update(chunk);
  }
  const digest = hash.digest();
  if (!digest.equals(messageDigest.digest)) throw refusal(where, 'it is a signature of other bytes');
  return {
    ...entity,
    signature: {
      signature,
      compareSignature: (other) => other.equals(signature),
      compareDigest: (other) => other.equals(digest),
      compareSignedDigest: (other) => other.equals(digest),
      verifySignature: (key) => verify.verify(key, signature),
    },
  };
}

function whoSigned(
  expected: Expected,
  bundle: Bundle,
  subject: string | undefined,
  issuer: string | undefined,
  where: string,
): SignedIdentity {
  if (expected.kind === 'key') return { kind: 'key', hint: hintOf(expected.publicKey) };
  if (expected.kind === 'workflow') {
    const fault = workflowFault(certificateOf(bundle), subject ?? '', issuer, expected.workflow);
    if (fault !== undefined) throw refusal(where, fault);
    return { kind: 'identity', subject: subject ?? '', issuer: issuer ?? '' };
  }
  if (subject !== expected.subject) {
    throw refusal(
      where,
      `it is by ${JSON.stringify(subject ?? '')}, not by ${JSON.stringify(expected.subject)}`,
    );
  }
  if (issuer !== expected.issuer) {
    const who = `${JSON.stringify(issuer ?? '')} vouches for ${JSON.stringify(subject)}`;
    throw refusal(where, `${who}, not ${JSON.stringify(expected.issuer)}`);
  }
  return { kind: 'identity', subject, issuer };
}

function certificateOf({ verificationMaterial: { content } }: Bundle): Buffer {
  if (content.$case === 'certificate') return content.certificate.rawBytes;
  return content.$case === 'x509CertificateChain'
    ? (content.x509CertificateChain.certificates[0]?.rawBytes ?? Buffer.alloc(0))
    : Buffer.alloc(0);
}
