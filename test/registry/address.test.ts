import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { apiHost, firstThatAnswers, isLoopback, possibleOrigins } from '../../src/registry/address.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import type { HttpResponse } from '../../src/support/http.ts';
import { networkFault } from '../../src/support/http-fault.ts';

test('this machine is known by its names and addresses, and by nothing that only looks like them', () => {
  const here = [
    'localhost',
    'LocalHost',
    'registry.localhost',
    'A.LOCALHOST',
    '127.0.0.1',
    '127.1.2.3',
    '[::1]',
  ];
  const elsewhere = [
    'localhost.example',
    'notlocalhost',
    'localhost.',
    '127.0.0.1.example',
    '127.example',
    '128.0.0.1',
    '10.127.0.1',
    '0.0.0.0',
    '[::2]',
    '[::ffff:127.0.0.1]x',
    '',
  ];
  assert.deepEqual([...here, ...elsewhere].filter(isLoopback), here);
});

test('on this machine plain http is tried first, elsewhere never unless it was asked for', () => {
  const origins = (registry: string, insecure: readonly string[] = []) =>
    possibleOrigins(registry, insecure).map(({ origin }) => origin);
  assert.deepEqual(origins('localhost:5000'), ['http://localhost:5000', 'https://localhost:5000']);
  assert.deepEqual(origins('ghcr.io'), ['https://ghcr.io']);
  assert.deepEqual(origins('r.example:80'), ['https://r.example:80']);
  assert.deepEqual(origins('r.example', ['r.example']), ['https://r.example', 'http://r.example']);
  assert.deepEqual(origins('r.example', ['r.example:443']), ['https://r.example', 'http://r.example']);
  assert.deepEqual(origins('r.example', ['r.example:5000', 'sub.r.example']), ['https://r.example']);
  assert.deepEqual(origins('localhost:5000', ['localhost:5000']), [
    'https://localhost:5000',
    'http://localhost:5000',
  ]);
  assert.equal(apiHost('docker.io'), 'registry-1.docker.io');
  assert.equal(apiHost('R.example:443'), 'r.example');
});

test('what is no host is refused, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), (registry) => {
      try {
        const [first] = possibleOrigins(registry, []);
        assert.ok(first);
      } catch (error) {
        assert.ok(error instanceof SlipwayError && error.code === 'E_CONFIG', String(error));
      }
    }),
  );
});

const plain = new URL('http://r.example');
const secure = new URL('https://r.example');
const failing = (code: string): Error => networkFault(secure, Object.assign(new Error(code), { code }));

/** What becomes of answers (statuses) and errors (codes) by scheme, and who was asked. */
async function outcome(
  origins: readonly URL[],
  answers: { readonly http?: number | string; readonly https?: number | string },
): Promise<{ result: number | string; asked: string[] }> {
  const asked: string[] = [];
  const faults = new Map<unknown, string>();
  const ask = async (origin: URL): Promise<HttpResponse> => {
    const scheme = origin.protocol === 'http:' ? 'http' : 'https';
    asked.push(scheme);
    const answer = answers[scheme] ?? assert.fail(`${scheme} is not to be asked`);
    if (typeof answer === 'number') {
      return { status: answer, headers: {}, url: origin, body: Readable.from([]) };
    }
    const fault = failing(answer);
    faults.set(fault, `${scheme} ${answer}`);
    throw fault;
  };
  const result = await firstThatAnswers(origins, ask).then(
    ({ status }) => status,
    (error: unknown) => faults.get(error) ?? assert.fail(String(error)),
  );
  return { result, asked };
}

test('plain http first: encryption is tried where somebody listens who does not speak it', async () => {
  const both = ['http', 'https'];
  for (const [http, https, result, asked] of [
    [200, undefined, 200, ['http']],
    [401, undefined, 401, ['http']],
    ['ECONNREFUSED', undefined, 'http ECONNREFUSED', ['http']],
    [400, 200, 200, both],
    [400, 'ECONNRESET', 'https ECONNRESET', both],
    ['ECONNRESET', 200, 200, both],
    ['ECONNRESET', 'ERR_SSL_WRONG_VERSION_NUMBER', 'http ECONNRESET', both],
    ['ECONNRESET', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'https DEPTH_ZERO_SELF_SIGNED_CERT', both],
  ] as const) {
    const answers = { http, ...(https !== undefined && { https }) };
    assert.deepEqual(await outcome([plain, secure], answers), { result, asked: [...asked] });
  }
});

test('encryption first: plain http is tried where nothing speaks TLS, and not for a certificate', async () => {
  const both = ['https', 'http'];
  for (const [https, http, result, asked] of [
    [200, undefined, 200, ['https']],
    [400, undefined, 400, ['https']],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', undefined, 'https DEPTH_ZERO_SELF_SIGNED_CERT', ['https']],
    ['ECONNREFUSED', 200, 200, both],
    ['ECONNRESET', 400, 'https ECONNRESET', both],
    ['EPROTO', 'ECONNREFUSED', 'http ECONNREFUSED', both],
  ] as const) {
    const answers = { https, ...(http !== undefined && { http }) };
    assert.deepEqual(await outcome([secure, plain], answers), { result, asked: [...asked] });
  }
});

test('a registry with one scheme is asked by that alone', async () => {
  assert.deepEqual(await outcome([secure], { https: 'ECONNREFUSED' }), {
    result: 'https ECONNREFUSED',
    asked: ['https'],
  });
});
