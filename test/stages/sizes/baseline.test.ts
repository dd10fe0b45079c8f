import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { BaselineRequest } from '../../../src/request/baseline.ts';
import { encodeSnapshot } from '../../../src/size/snapshot.ts';
import { type Cached, findBaseline, type Rebuild } from '../../../src/stages/sizes/baseline.ts';
import { snapshotOf } from '../../../src/stages/sizes/snapshot.ts';
import { type ErrorCode, SlipwayError } from '../../../src/support/errors.ts';
import { published } from '../../registry/snapshots/setting.ts';
import { inventedReport } from '../../support/invented-build.ts';
import { refusal } from '../../support/refusal.ts';

const snapshot = snapshotOf(inventedReport({ name: 'api' }));
const commit = '0'.repeat(40);
const kept: Cached = async () => ({
  kind: 'found',
  baseline: { kind: 'cache', name: 'main, from the cache', commit, snapshot },
});
const nothing: Cached = async () => ({ kind: 'none', why: 'the cache has no sizes of main yet' });
const failing =
  (code: ErrorCode): Cached =>
  async () => {
    throw new SlipwayError(code, 'it rains', { hint: 'wait' });
  };

/** Where a baseline of main is looked for: beside an image without a snapshot, in this cache, by building. */
async function places(t: TestContext, cached: Cached) {
  const { registry, attach, ports } = await published(t);
  const asked: string[] = [];
  const nobody = { kind: 'none', why: 'nobody builds here' } as const;
  const rebuild: Rebuild = {
    base: async () => {
      asked.push('rebuild');
      return nobody;
    },
    again: async () => nobody,
  };
  const signal = new AbortController().signal;
  const ways = {
    ports: { ...ports, signal },
    rebuild,
    cached: (...base: Parameters<Cached>) => {
      asked.push('cache');
      return cached(...base);
    },
  };
  const image = `${registry.host}/acme/api`;
  const find = (baseline: BaselineRequest, named: { readonly image: string | undefined } = { image }) =>
    findBaseline({ baseline, ...named }, ['api'], ways);
  return { attach, asked, find };
}

/** What comes of it where the base was to be built. */
const unbuilt = { notices: ['sizes are compared with nothing: nobody builds here'] };

const auto = { kind: 'auto', branch: 'main' } as const;

test('auto takes what is published, else what is kept, else what it builds, and asks no further than it must', async (t) => {
  const { attach, asked, find } = await places(t, kept);
  const second = await find(auto);
  assert.equal(second.baseline?.kind, 'cache');
  assert.match(second.notices.join('\n'), /^api is compared with no published image: no size snapshot .*$/);
  await attach(encodeSnapshot(snapshot));
  assert.deepEqual((await find(auto)).baseline?.kind, 'registry');
  assert.deepEqual(asked, ['cache']);
  const empty = await places(t, nothing);
  assert.deepEqual(await empty.find(auto, { image: undefined }), unbuilt);
  assert.deepEqual(empty.asked, ['cache', 'rebuild']);
});

test('without a branch the cache is not asked, and that it has nothing is no news', async (t) => {
  const { asked, find } = await places(t, nothing);
  assert.deepEqual(await find({ kind: 'auto' }), unbuilt);
  assert.deepEqual(asked, ['rebuild']);
  const { notices } = await find({ kind: 'cache', branch: 'main' });
  assert.deepEqual(notices, ['sizes are compared with nothing: the cache has no sizes of main yet']);
});

test('a cache that does not give what it has is told, and done without unless it was named', async (t) => {
  for (const code of ['E_NETWORK', 'E_IO', 'E_CONFIG'] as const) {
    const { find } = await places(t, failing(code));
    assert.deepEqual(await find(auto, { image: undefined }), {
      notices: ['the sizes in the cache are not compared with: it rains (wait)', ...unbuilt.notices],
    });
    const named = await refusal(() => find({ kind: 'cache', branch: 'main' }), code);
    assert.equal(named.message, '--baseline cache:main: it rains');
  }
  const { find } = await places(t, failing('E_INTERNAL'));
  await refusal(() => find(auto), 'E_INTERNAL');
});
