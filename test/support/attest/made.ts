import type { TestContext } from 'node:test';
import { type Bundle, bundleFromJSON, bundleToJSON } from '@sigstore/bundle';
import { openSigning } from '../../../src/attest/open-signing.ts';
import type { Signing } from '../../../src/attest/signing.ts';
import { imageStatement, signaturePredicate } from '../../../src/attest/statement.ts';
import {
  type Expected,
  type Subject,
  type Verified,
  verifyBundle,
} from '../../../src/attest/verify-bundle.ts';
import type { SigningSettings } from '../../../src/request/signing-settings.ts';
import { exec } from '../../../src/support/exec.ts';
import type { Digest } from '../../../src/support/hashing.ts';
import { folderOf } from '../temporary.ts';
import { type SigstoreOptions, startSigstore, type TestSigstore } from './sigstore.ts';
import { token } from './tokens.ts';

export const image: Digest = `sha256:${'a1'.repeat(32)}`;
export const otherImage: Digest = `sha256:${'b2'.repeat(32)}`;

export function subjectOf(digest: Digest): Subject {
  return { kind: 'statement', digest, predicateType: signaturePredicate };
}

/** Signing at a Sigstore, at none where none is given, closed after the test. */
export async function signingAt(
  t: TestContext,
  sigstore: Pick<TestSigstore, 'trustedRoot' | 'signingConfig'> | undefined,
  more: Partial<SigningSettings> & { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Signing> {
  const { env = { SIGSTORE_ID_TOKEN: token() }, ...settings } = more;
  const { trustedRoot, signingConfig } = sigstore ?? {};
  const files = { kind: 'files', trustedRoot, signingConfig } as const;
  const usual = { signer: 'builtin', key: undefined, identity: undefined, issuer: undefined } as const;
  const ports = {
    env,
    exec,
    host: { os: 'linux' },
    now: () => Date.now(),
    cacheDirectory: await folderOf(t),
  };
  const signing = await openSigning({ ...usual, sigstore: files, ...settings }, ports);
  t.after(signing.close);
  return signing;
}

/** A keyless signature of `image`, with what it is held against. */
export interface MadeSignature {
  readonly sigstore: TestSigstore;
  readonly signing: Signing;
  readonly bundle: Bundle;
  readonly expected: Expected;
  /** Judges a bundle, this one where none is given. */
  judge(
    bundle?: Bundle,
    changes?: { expected?: Expected; digest?: Digest; signing?: Signing },
  ): Promise<Verified>;
}

export async function madeSignature(t: TestContext, options: SigstoreOptions = {}): Promise<MadeSignature> {
  const sigstore = await startSigstore(t, options);
  const signing = await signingAt(t, sigstore);
  const bundle = await signing.maker.statement(imageStatement(image));
  const expected = await signing.expectedOf(bundle);
  return {
    sigstore,
    signing,
    bundle,
    expected,
    judge: (judged = bundle, { expected: who = expected, digest = image, signing: by = signing } = {}) =>
      verifyBundle(judged, subjectOf(digest), who, by.trust, 'the signature'),
  };
}

/** A bundle with its JSON changed, as an attacker or an accident may. */
export function edited(bundle: Bundle, change: (json: EditableBundle) => void): Bundle {
  const json = structuredClone(bundleToJSON(bundle)) as unknown as EditableBundle;
  change(json);
  return bundleFromJSON(json);
}

/** The members of a bundle's JSON that tests change. */
export interface EditableBundle {
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string }[] };
  verificationMaterial: {
    certificate?: { rawBytes: string };
    publicKey?: { hint: string };
    tlogEntries: {
      logIndex: string;
      canonicalizedBody: string;
      inclusionProof: { checkpoint: { envelope: string } };
    }[];
    timestampVerificationData?: { rfc3161Timestamps: { signedTimestamp: string }[] };
  };
}
