import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SigningConfig } from '@sigstore/protobuf-specs';
import { readSigningConfig, readTrustedRoot } from '../../src/attest/sigstore/read-files.ts';
import { selectServices } from '../../src/attest/sigstore/select-services.ts';
import { imageStatement } from '../../src/attest/statement.ts';
import { image, signingAt } from '../support/attest/made.ts';
import { startSigstore } from '../support/attest/sigstore.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

const now = Date.parse('2026-06-01T00:00:00Z');
const [past, future] = [
  { start: '2020-01-01T00:00:00Z', end: '2025-01-01T00:00:00Z' },
  { start: '2027-01-01T00:00:00Z' },
];

function logs(selector: object, ...services: readonly object[]) {
  const config = SigningConfig.fromJSON({ rekorTlogUrls: services, rekorTlogConfig: selector });
  return selectServices('transparency logs', config.rekorTlogUrls, config.rekorTlogConfig, [1, 2], now).map(
    ({ url, version }) => `${url} ${version}`,
  );
}

const log = (host: string, majorApiVersion: number, more: object = {}) => ({
  url: `https://${host}`,
  majorApiVersion,
  validFor: { start: '2021-01-01T00:00:00Z' },
  operator: host,
  ...more,
});

test('of a signing config the newest service of the highest known version is used that is valid now', async () => {
  const first = { selector: 'ANY' };
  const newer = { validFor: { start: '2026-01-01T00:00:00Z' } };
  const all = [
    log('one', 1),
    log('old', 2),
    log('new', 2, newer),
    log('three', 3),
    log('was', 2, { validFor: past }),
  ];
  assert.deepEqual(logs(first, ...all, log('will', 2, { validFor: future })), ['https://new 2']);
  assert.deepEqual(logs(first), []);
  assert.deepEqual(logs({ selector: 'ALL' }, log('a', 1), log('b', 1)), ['https://a 1', 'https://b 1']);
  const twice = [log('a', 1), log('a2', 1, { operator: 'a' }), log('b', 1)];
  assert.deepEqual(logs({ selector: 'EXACT', count: 2 }, ...twice), ['https://a 1', 'https://b 1']);
  for (const [selector, services] of [
    [first, [log('was', 1, { validFor: past })]],
    [first, [log('three', 3)]],
    [{ selector: 'EXACT', count: 2 }, twice.slice(0, 2)],
  ] as const) {
    const { message } = await refusal(() => logs(selector, ...services));
    assert.match(message, /the signing config names too few transparency logs/);
  }
  const { message } = await refusal(() => logs(first, log('x', 1, { url: 'file:///etc/passwd' })));
  assert.match(message, /"file:\/\/\/etc\/passwd", which is no address/);
});

test('a service that answers with something else is named, whatever it is', async (t) => {
  const sigstore = await startSigstore(t, { log: 2 });
  const nothings = [
    '',
    '{}',
    '[]',
    'null',
    '<html>',
    '{"signedCertificateEmbeddedSct":{"chain":{"certificates":[7]}}}',
  ];
  for (const [path, service] of [
    ['/api/v2/signingCert', 'certificate authority'],
    ['/api/v2/log/entries', 'transparency log'],
    ['/api/v1/timestamp', 'timestamp authority'],
  ] as const) {
    for (const body of nothings) {
      sigstore.answer(path, { status: 200, body });
      const signing = await signingAt(t, sigstore);
      const { message } = await refusal(() => signing.maker.statement(imageStatement(image)), 'E_SIGN');
      assert.match(
        message,
        new RegExp(`^the ${service} 127\\.0\\.0\\.1:\\d+ answers with something else than`),
      );
    }
    sigstore.answer(path, undefined);
  }
});

test('a first version of the log that answers with no entry is named', async (t) => {
  const sigstore = await startSigstore(t, { log: 1 });
  for (const body of [
    '{}',
    '[]',
    '{"a":{}}',
    '{"a":{"body":"e30="},"b":{}}',
    '{"a":{"body":"e30=","logIndex":1.5}}',
  ]) {
    sigstore.answer('/api/v1/log/entries', { status: 201, body });
    const signing = await signingAt(t, sigstore);
    const { message } = await refusal(() => signing.maker.statement(imageStatement(image)), 'E_SIGN');
    assert.match(message, /^the transparency log .* answers with something else than an entry of its log/);
  }
});

test('a file that is no trusted root, or no signing config, is refused by its name', async (t) => {
  const type = 'application/vnd.dev.sigstore';
  const folder = await folderOf(t, {
    text: 'no JSON',
    untyped: '{}',
    old: `{"mediaType":"${type}.signingconfig.v0.1+json"}`,
    wrong: `{"mediaType":"${type}.trustedroot+json;version=0.1","tlogs":[{"hashAlgorithm":"MD5"}]}`,
  });
  const root = async (name: string): Promise<string> =>
    (await refusal(() => readTrustedRoot(`${folder}/${name}`))).message;
  assert.match(await root('text'), /text is no trusted root of Sigstore: it has no mediaType/);
  assert.match(await root('untyped'), /untyped is no trusted root of Sigstore/);
  assert.match(await root('wrong'), /a member is not what it has to be/);
  const config = await refusal(() => readSigningConfig(`${folder}/old`));
  assert.match(config.message, /it is "application\/vnd\.dev\.sigstore\.signingconfig\.v0\.1\+json"/);
  await refusal(() => readTrustedRoot(`${folder}/none`), 'E_IO');
});
