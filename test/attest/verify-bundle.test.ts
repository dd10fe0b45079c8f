import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { bundleToJSON } from '@sigstore/bundle';
import fc from 'fast-check';
import { readBundle } from '../../src/attest/read-bundle.ts';
import { imageStatement } from '../../src/attest/statement.ts';
import { verifyBundle } from '../../src/attest/verify-bundle.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { type Digest, sha256 } from '../../src/support/hashing.ts';
import {
  type EditableBundle,
  edited,
  image,
  type MadeSignature,
  madeSignature,
  otherImage,
  signingAt,
  subjectOf,
} from '../support/attest/made.ts';
import { startSigstore } from '../support/attest/sigstore.ts';
import { gitHubIssuer, token, workflowIdentity } from '../support/attest/tokens.ts';
import { refusal } from '../support/refusal.ts';

const why = async (judging: Promise<unknown>): Promise<string> =>
  (await refusal(() => judging, 'E_VERIFY')).message;

test('a signature holds for its digest and its identity, and says where it is logged', async (t) => {
  const { judge } = await madeSignature(t);
  const by = { kind: 'identity', subject: workflowIdentity, issuer: gitHubIssuer };
  assert.deepEqual(await judge(), { by, logIndexes: ['0'] });
});

test('each way in which a signature may be none has its own reason', async (t) => {
  const made = await madeSignature(t);
  const { judge, bundle, sigstore } = made;
  const stranger = await signingAt(t, sigstore, {
    env: {
      SIGSTORE_ID_TOKEN: token({
        job_workflow_ref: 'eve/api/.github/workflows/release.yml@refs/tags/v1.2.3',
      }),
    },
  });
  const strangers = await stranger.maker.statement(imageStatement(image));
  const elsewhere = await signingAt(t, await startSigstore(t));
  const issuer = 'https://gitlab.com';
  const reasons: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    [
      'another digest',
      () => judge(bundle, { digest: otherImage }),
      /it is a signature of sha256:a1.*, not of sha256:b2/,
    ],
    [
      'the right workflow in the wrong repository',
      () => judge(strangers),
      /it is by ".*eve\/api.*", not by ".*acme\/api/,
    ],
    [
      'another issuer',
      () => judge(bundle, { expected: { kind: 'identity', subject: workflowIdentity, issuer } }),
      /"https:\/\/token\.actions.*" vouches for .*, not "https:\/\/gitlab\.com"/,
    ],
    [
      'a part of the identity alone',
      () =>
        judge(bundle, {
          expected: { kind: 'identity', subject: workflowIdentity.slice(0, -1), issuer: gitHubIssuer },
        }),
      /it is by /,
    ],
    [
      'a key in place of an identity',
      () =>
        judge(bundle, {
          expected: { kind: 'key', publicKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey },
        }),
      /it was made with a certificate, not with this key/,
    ],
    [
      'a Sigstore that nobody trusts',
      () => judge(bundle, { signing: elsewhere }),
      /nobody that is trusted says when it was made/,
    ],
    [
      'a stripped timestamp',
      () => judge(edited(bundle, stripTimestamps)),
      /nobody that is trusted says when .*got 0/,
    ],
    [
      'a stripped log entry',
      () =>
        judge(edited(bundle, ({ verificationMaterial }) => void verificationMaterial.tlogEntries.splice(0))),
      /its entry in the transparency log does not fit \(expected 1 tlog entries, got 0\)/,
    ],
    [
      'the timestamp of another signature',
      () => judge(withTimestampOf(made, strangers)),
      /nobody that is trusted says when/,
    ],
    [
      'the log entry of another signature',
      () => judge(withEntryOf(made, strangers)),
      /its entry in the transparency log/,
    ],
    [
      'the certificate of somebody else',
      () =>
        judge(
          edited(bundle, (json) =>
            Object.assign(json.verificationMaterial, { certificate: certificateOf(strangers) }),
          ),
        ),
      /it was made with another key, or what was signed has changed since|log does not fit/,
    ],
    [
      'a signed text that was changed',
      () =>
        judge(
          edited(bundle, ({ dsseEnvelope }) => Object.assign(dsseEnvelope, { payload: payload(otherImage) })),
          { digest: otherImage },
        ),
      /log does not fit|what was signed has changed/,
    ],
    [
      'an entry whose place in the log is made up',
      () => judge(edited(bundle, enlargeLog)),
      /its entry in the transparency log does not fit/,
    ],
    [
      'an envelope of something else',
      () =>
        judge(
          edited(bundle, ({ dsseEnvelope }) => Object.assign(dsseEnvelope, { payloadType: 'text/plain' })),
        ),
      /its envelope holds no in-toto statement/,
    ],
    [
      'another statement',
      async () => judge(await attestation(made)),
      /it is a statement of the type "https:\/\/slsa\.dev\/provenance\/v1"/,
    ],
  ];
  for (const [what, judging, reason] of reasons) {
    await t.test(what, async () => assert.match(await why(judging()), reason));
  }
});

function stripTimestamps({ verificationMaterial }: EditableBundle): void {
  delete verificationMaterial.timestampVerificationData;
}

/** As if the log had signed that it has one entry more. */
function enlargeLog({ verificationMaterial: { tlogEntries } }: EditableBundle): void {
  for (const { inclusionProof } of tlogEntries) {
    const { checkpoint } = inclusionProof;
    checkpoint.envelope = checkpoint.envelope.replace('\n1\n', '\n2\n');
  }
}

function payload(digest: Digest): string {
  return imageStatement(digest).toString('base64');
}

type Bundle = MadeSignature['bundle'];
const jsonOf = (bundle: Bundle) => bundleToJSON(bundle) as unknown as EditableBundle;
const certificateOf = (bundle: Bundle) => jsonOf(bundle).verificationMaterial.certificate;

function withTimestampOf({ bundle }: MadeSignature, other: Bundle): Bundle {
  const { timestampVerificationData } = jsonOf(other).verificationMaterial;
  return edited(bundle, (json) => Object.assign(json.verificationMaterial, { timestampVerificationData }));
}

function withEntryOf({ bundle }: MadeSignature, other: Bundle): Bundle {
  const { tlogEntries } = jsonOf(other).verificationMaterial;
  return edited(bundle, (json) => Object.assign(json.verificationMaterial, { tlogEntries }));
}

/** The same identity, over the same digest, and yet no signature of it. */
function attestation({ signing }: MadeSignature): Promise<Bundle> {
  const statement = JSON.parse(imageStatement(image).toString('utf8'));
  const provenance = { ...statement, predicateType: 'https://slsa.dev/provenance/v1' };
  return signing.maker.statement(Buffer.from(JSON.stringify(provenance)));
}

test('a signature that was made when its certificate had expired does not hold', async (t) => {
  const { judge } = await madeSignature(t, { lateSeconds: 3600 });
  assert.match(
    await why(judge()),
    /its certificate is not trusted .*not valid or expired at the specified date/,
  );
});

test('a signature by a key holds for that key alone', async (t) => {
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { privateKey, publicKey } = pair();
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const settings = { key: { kind: 'variable', name: 'KEY' }, env: { KEY: pem } } as const;
  const signing = await signingAt(t, undefined, settings);
  const bundle = await signing.maker.statement(imageStatement(image));
  const judge = (key: typeof publicKey, digest: Digest = image, log = false) =>
    verifyBundle(bundle, subjectOf(digest), { kind: 'key', publicKey: key }, { ...signing.trust, log }, 's');
  assert.equal((await judge(publicKey)).by.kind, 'key');
  assert.match(await why(judge(pair().publicKey)), /made with another key/);
  assert.match(await why(judge(publicKey, otherImage)), /not of sha256:b2/);
  const unrooted = await refusal(() => judge(publicKey, image, true), 'E_CONFIG');
  assert.match(unrooted.message, /nothing says which authorities and logs to trust/);
  const somebody = { kind: 'identity', subject: 'a', issuer: 'b' } as const;
  const asIdentity = verifyBundle(bundle, subjectOf(image), somebody, signing.trust, 's');
  assert.match(await why(asIdentity), /it was made with a key, not by an identity/);
});

test('a bundle that was damaged says what it said before, or nothing: text, signature, signer and log entry', async (t) => {
  const { judge, bundle } = await madeSignature(t);
  const text = JSON.stringify(bundleToJSON(bundle));
  const { by: whoSigned } = await judge();
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), async (at, flip) => {
      const bytes = Buffer.from(text);
      bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at);
      try {
        const damaged = readBundle(bytes, 'the bundle');
        const { by } = await judge(damaged);
        assert.deepEqual([by, whatCounts(damaged)], [whoSigned, whatCounts(bundle)]);
      } catch (error) {
        if (!(error instanceof SlipwayError)) throw error;
        assert.equal(error.code, 'E_VERIFY');
        refused++;
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(refused > 200, `${refused} of 300 were refused`);
});

/** The rest is not signed: the certificate that a timestamp brings along, unused bits of DER and base64, unknown members. */
function whatCounts(bundle: Bundle): string {
  const { dsseEnvelope, verificationMaterial } = jsonOf(bundle);
  const { payload, payloadType, signatures } = dsseEnvelope;
  const entries = verificationMaterial.tlogEntries.map(({ canonicalizedBody }) => canonicalizedBody);
  return sha256(JSON.stringify([payload, payloadType, signatures.map(({ sig }) => sig), entries]));
}
