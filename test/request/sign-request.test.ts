import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFlags } from '../../src/request/flags.ts';
import { signBlobRequest, signRequest } from '../../src/request/sign-request.ts';
import { refusal } from '../support/refusal.ts';

const host = { cwd: '/checkout', env: { HOME: '/home/ann' }, os: 'linux' } as const;
const image = 'ghcr.io/acme/api:v1';
const asked = (...args: string[]) => signRequest(readFlags('sign', [...args, image]), host);
const refused = async (...args: string[]): Promise<string> => {
  const { message, hint } = await refusal(() => asked(...args));
  return `${message}\n${hint}`;
};

test('without a key the public Sigstore vouches, with a key nobody, unless it is said', () => {
  const none = { kind: 'files', trustedRoot: undefined, signingConfig: undefined };
  const files = { kind: 'files', trustedRoot: '/checkout/root.json', signingConfig: '/etc/config.json' };
  const named = ['--trusted-root', 'root.json', '--signing-config', '/etc/config.json'];
  const key = ['--key', 'cosign.key'];
  assert.deepEqual(asked().signing.sigstore, { kind: 'public' });
  assert.deepEqual(asked(...named).signing.sigstore, files);
  assert.deepEqual(asked(...key).signing.sigstore, none);
  assert.deepEqual(asked(...key, '--public-log').signing.sigstore, { kind: 'public' });
  assert.deepEqual(asked(...key, ...named).signing.sigstore, files);
});

test('a key is a file, a variable, or one that cosign opens', async () => {
  assert.deepEqual(asked('--key', 'cosign.key').signing.key, { kind: 'file', path: '/checkout/cosign.key' });
  assert.deepEqual(asked('--key', 'env://KEY').signing.key, { kind: 'variable', name: 'KEY' });
  for (const reference of ['awskms:///alias/a', 'gcpkms://p', 'hashivault://k', 'k8s://n/s', 'pkcs11:x']) {
    const { key } = asked('--key', reference, '--signer', 'cosign').signing;
    assert.deepEqual(key, { kind: 'service', reference });
    assert.match(await refused('--key', reference), /slipway itself opens no key of a service/);
  }
  assert.match(
    await refused('--key', 'https://example.com/k'),
    /is not a path, env:\/\/VARIABLE or a key in a KMS/,
  );
  const pasted = '-----BEGIN PRIVATE KEY-----MIGHAgEAMBMG';
  const said = await refused(`--key=${pasted}`);
  assert.match(said, /the value is a key itself/);
  assert.doesNotMatch(said, /MIGHAgEAMBMG/);
});

test('what does not go together is refused, all of it at once', async () => {
  const both = await refused('--key', 'k', '--identity', 'a', '--public-log', '--trusted-root', 'r');
  assert.match(both, /--identity: a signature with a key is by nobody/);
  assert.match(both, /--public-log: the files of a private Sigstore say where/);
  assert.match(
    await refused('--signing-config', 'c'),
    /--trusted-root: --signing-config names a private Sigstore/,
  );
  assert.match(await refused('--signature-format', 'paper'), /"paper" is not bundle or tag/);
});

test('files get their bundles beside them, one alone where it is said', async () => {
  const blob = (...args: string[]) => signBlobRequest(readFlags('sign-blob', args), host).files;
  assert.deepEqual(blob('a', '/b'), [
    { path: '/checkout/a', bundle: '/checkout/a.sigstore.json' },
    { path: '/b', bundle: '/b.sigstore.json' },
  ]);
  assert.deepEqual(blob('a', '--bundle', 'out/a.json'), [
    { path: '/checkout/a', bundle: '/checkout/out/a.json' },
  ]);
  await refusal(() => blob('a', 'b', '--bundle', 'c'));
});
