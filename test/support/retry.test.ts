import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { SlipwayError } from '../../src/support/errors.ts';
import type { HttpGet } from '../../src/support/http.ts';
import { networkFault } from '../../src/support/http-fault.ts';
import { type Patience, retrying } from '../../src/support/retry.ts';

const url = new URL('http://host.example/');

type Step = number | readonly [number, string] | Error;

/** A port that answers as told, and how long was waited before each further request. */
async function run(
  steps: readonly Step[],
  attempts = 4,
): Promise<{ status: number | Error; waits: number[] }> {
  const waits: number[] = [];
  const left = [...steps];
  const get: HttpGet = async () => {
    const step = left.shift() ?? assert.fail('asked too often');
    if (step instanceof Error) throw step;
    const [status, retryAfter] = typeof step === 'number' ? [step, undefined] : step;
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    return { status, headers, url, body: Readable.from([]) };
  };
  const patience: Patience = {
    attempts,
    wait: async (milliseconds) => void waits.push(milliseconds),
    random: () => 0.5,
  };
  const status = await retrying(
    get,
    patience,
  )({ url }).then(
    (response) => response.status,
    (error: Error) => error,
  );
  assert.equal(left.length, 0, 'every step was taken');
  return { status, waits };
}

const reset = networkFault(url, Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));

test('what may pass is asked again at growing, jittered intervals', async () => {
  assert.deepEqual(await run([503, reset, 429, 200]), { status: 200, waits: [375, 750, 1500] });
});

test('patience ends, and the last answer or fault is the result', async () => {
  assert.deepEqual(await run([500, 500, 500, 502]), { status: 502, waits: [375, 750, 1500] });
  assert.deepEqual(await run([reset, reset], 2), { status: reset, waits: [375] });
});

test('a refusal, a wrong name and an untrusted certificate are not asked again', async () => {
  for (const status of [200, 301, 400, 401, 403, 404, 410, 501]) {
    assert.deepEqual(await run([status]), { status, waits: [] });
  }
  for (const code of ['ENOTFOUND', 'SELF_SIGNED_CERT_IN_CHAIN']) {
    const fault = networkFault(url, Object.assign(new Error(code), { code }));
    assert.deepEqual(await run([fault]), { status: fault, waits: [] });
  }
  const own = new SlipwayError('E_NETWORK', 'redirects in a circle');
  assert.deepEqual(await run([own]), { status: own, waits: [] });
});

test('Retry-After is honoured in both its forms, up to a minute', async () => {
  assert.deepEqual(await run([[429, '7'], 200]), { status: 200, waits: [7000] });
  assert.deepEqual(await run([[429, '3600']]), { status: 429, waits: [] });
  const date = new Date(Date.now() + 30_000).toUTCString();
  const { status, waits } = await run([[503, date], 200]);
  assert.equal(status, 200);
  assert.ok(waits[0] !== undefined && waits[0] > 20_000 && waits[0] <= 30_000);
  assert.deepEqual(await run([[503, 'soon'], 200]), { status: 200, waits: [375] });
});
