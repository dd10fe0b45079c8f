import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readIdentityToken } from '../../src/attest/identity/identity-token.ts';
import { identityToken } from '../../src/forge/identity-token.ts';
import { openHttp } from '../../src/support/http.ts';
import { hasty } from '../registry/opening.ts';
import { gitHubIssuer, startIssuer, token, workflowIdentity } from '../support/attest/tokens.ts';
import { refusal } from '../support/refusal.ts';

test('a token tells whom a certificate for it will name, where that follows from it', () => {
  const workflow = readIdentityToken(token());
  assert.deepEqual([workflow.issuer, workflow.subject], [gitHubIssuer, workflowIdentity]);
  assert.equal(workflow.claimant, 'repo:acme/api:ref:refs/tags/v1.2.3');
  const claims = { email: 'ann@acme.example', email_verified: true, job_workflow_ref: undefined };
  const person = readIdentityToken(token(claims));
  assert.deepEqual([person.claimant, person.subject], ['ann@acme.example', 'ann@acme.example']);
  assert.equal(readIdentityToken(token({ job_workflow_ref: undefined })).subject, undefined);
});

test('what is no token is refused without being said', async () => {
  const secret = 'hunter2';
  const unverified = token({ email: 'eve@acme.example', email_verified: false });
  for (const text of [
    secret,
    `${secret}.e30.x`,
    `a.${secret}.b`,
    'a.b.c.d',
    token({ iss: '' }),
    unverified,
  ]) {
    const { message, hint, cause } = await refusal(() => readIdentityToken(text), 'E_AUTH');
    assert.match(message, /^the identity token cannot be used: /);
    assert.ok(!`${message}${hint}${cause}`.includes(secret));
  }
});

test('the token that is given comes first, then the runner is asked; what it refuses is said', async (t) => {
  const http = openHttp({});
  t.after(http.close);
  const ports = { send: http.send, patience: hasty() };
  const issuer = await startIssuer(t, { value: 'from the runner' });
  const given = { ...issuer.env, SIGSTORE_ID_TOKEN: ' given\n' };
  assert.equal(await identityToken('sigstore', { ...ports, env: given }), 'given');
  assert.equal(issuer.asked.length, 0);
  assert.equal(await identityToken('sigstore', { ...ports, env: issuer.env }), 'from the runner');
  const empty = await startIssuer(t, { value: '' });
  const nothing = await refusal(() => identityToken('sigstore', { ...ports, env: empty.env }), 'E_AUTH');
  assert.match(nothing.message, /something else than an identity token/);
  const { ACTIONS_ID_TOKEN_REQUEST_TOKEN } = issuer.env;
  const half = { GITHUB_ACTIONS: 'true', ACTIONS_ID_TOKEN_REQUEST_TOKEN };
  const lacking = await refusal(() => identityToken('sigstore', { ...ports, env: half }), 'E_AUTH');
  assert.match(lacking.message, /it lacks the permission id-token: write/);
});
