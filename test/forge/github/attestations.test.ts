import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MissingRight } from '../../../src/forge/forge.ts';
import { openForge } from '../opening.ts';

const subject = `sha256:${'a'.repeat(64)}`;

function bundle(predicate: object): object {
  const statement = { subject: [{ digest: { sha256: 'a'.repeat(64) } }], predicate };
  const payload = Buffer.from(JSON.stringify(statement)).toString('base64');
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {},
    dsseEnvelope: { payload, payloadType: 'application/vnd.in-toto+json', signatures: [] },
  };
}

test('an attestation is kept once, whatever else is kept of its subject', async (t) => {
  const { client, server } = await openForge(t);
  assert.equal(await client.writeAttestation(subject, bundle({ a: 1 })), true);
  assert.equal(await client.writeAttestation(subject, bundle({ a: 1 })), false);
  assert.equal(await client.writeAttestation(subject, bundle({ a: 2 })), true);
  assert.deepEqual(
    server.state.attestations.map(({ subjects }) => subjects),
    [[subject], [subject]],
  );
});

test('a token that may not keep attestations is told which right is missing', async (t) => {
  const { client, server } = await openForge(t);
  server.misbehave(({ method }) =>
    method === 'POST'
      ? { status: 403, body: JSON.stringify({ message: 'Resource not accessible by integration' }) }
      : undefined,
  );
  await assert.rejects(client.writeAttestation(subject, bundle({})), (error) => {
    assert.ok(error instanceof MissingRight);
    assert.match(error.hint ?? '', /attestations: write/);
    return true;
  });
});
