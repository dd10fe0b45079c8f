import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from '../../support/refusal.ts';
import { noon, openForge } from '../opening.ts';

const seconds = (milliseconds: number): string => String(Math.floor(milliseconds / 1000));

const limits: readonly [
  what: string,
  status: number,
  headers: Record<string, string>,
  text: string,
  wait: number,
][] = [
  [
    'a pause that is asked for',
    403,
    { 'retry-after': '7' },
    'You have exceeded a secondary rate limit',
    7_000,
  ],
  ['a pause that is asked for with 429', 429, { 'retry-after': '59' }, 'slow down', 59_000],
  [
    'a limit that ends soon',
    403,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': seconds(noon + 30_000) },
    'API rate limit exceeded',
    30_000,
  ],
  [
    'a limit that has ended',
    429,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': seconds(noon - 5_000) },
    'API rate limit exceeded',
    1_000,
  ],
  ['429 without a time', 429, {}, 'slow down', 60_000],
  [
    'a secondary limit without a time',
    403,
    { 'x-ratelimit-remaining': '4000' },
    'You have exceeded a secondary rate limit',
    60_000,
  ],
];

for (const [what, status, headers, message, wait] of limits) {
  test(`${what} is waited for, for what is read and for what is written alike`, async (t) => {
    const { client, server, waits } = await openForge(t);
    server.misbehave((_, nth) => (nth % 2 === 1 ? { status, headers, body: { message } } : undefined));
    assert.deepEqual(await client.listComments(7), []);
    assert.deepEqual(waits, [wait]);
    await client.createComment(7, 'hello');
    assert.equal(server.state.comments.length, 1);
    assert.equal(waits.length, 2);
  });
}

test('a limit that lasts longer than a minute ends the request, and the error says until when', async (t) => {
  const { client, server, waits } = await openForge(t);
  for (const [headers, when] of [
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': seconds(noon + 1_800_000) }, '12:30:00'],
    [{ 'retry-after': '61' }, '12:01:01'],
    [{ 'retry-after': '9'.repeat(40) }, 'much later'],
  ] as const) {
    server.misbehave(() => ({ status: 403, headers, body: { message: 'API rate limit exceeded' } }));
    const fault = await refusal(() => client.listComments(7), 'E_FORGE');
    assert.match(
      fault.message,
      new RegExp(`list the comments of pull request 7: .* is asked too often, .*${when}`),
    );
  }
  assert.deepEqual(waits, []);
});

test('a forge that limits without end is given up', async (t) => {
  const { client, server, waits } = await openForge(t);
  server.misbehave(() => ({ status: 429, headers: { 'retry-after': '2' }, body: { message: 'slow down' } }));
  await refusal(() => client.listComments(7), 'E_FORGE');
  assert.deepEqual(waits, [2000, 2000, 2000]);
});
