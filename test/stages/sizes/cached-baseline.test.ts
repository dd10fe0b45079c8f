import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { KeptSize } from '../../../src/cache/kept-sizes.ts';
import { encodeSnapshot, type SizeSnapshot } from '../../../src/size/snapshot.ts';
import { type CachedBaseline, cachedBaseline } from '../../../src/stages/sizes/cached-baseline.ts';
import { snapshotOf } from '../../../src/stages/sizes/snapshot.ts';
import { type ErrorCode, SlipwayError } from '../../../src/support/errors.ts';
import { exec } from '../../../src/support/exec.ts';
import { quietEnvironment } from '../../support/build-run.ts';
import { inventedReport } from '../../support/invented-build.ts';
import { checkOutRef, upstreamWith } from '../../support/pull-request.ts';
import { refusal } from '../../support/refusal.ts';
import { folderOf } from '../../support/temporary.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';
const other = 'f'.repeat(40);
const key = `slipway-size-1-a-b-${commit}`;
const { commit: _, ...rest } = snapshotOf(inventedReport({ name: 'api' }));
const snapshot: SizeSnapshot = { ...rest, commit };
const module = { kind: 'module', path: 'example.com/api', version: 'v1.0.0' } as const;
const ports = { exec, env: quietEnvironment() };

/** What comes of an entry with this content. */
function read(content: Uint8Array | string): Promise<CachedBaseline> {
  return answer({ kind: 'found', key, commit, content: Buffer.from(content) });
}

function answer(kept: KeptSize, branch: string | undefined = 'main'): Promise<CachedBaseline> {
  const base = branch === undefined ? {} : { branch };
  return cachedBaseline({ source: module, base }, ports, { find: async () => kept });
}

test('sizes that were kept are a baseline, which says of which branch and commit', async () => {
  const baseline = { kind: 'cache', name: 'main, from the cache', commit, snapshot } as const;
  const text = encodeSnapshot(snapshot);
  assert.deepEqual(await read(gzipSync(text)), { kind: 'found', baseline });
  assert.deepEqual(await read(text), { kind: 'found', baseline });
});

test('an entry that holds anything else is refused with what is wrong, its key, and what to do', async () => {
  const contents: readonly (readonly [Uint8Array | string, RegExp, ErrorCode?])[] = [
    ['', /it is not an object/],
    [gzipSync('{"schemaVersion":1'), /it is not an object/],
    [gzipSync('[]'), /it is not an object/],
    [gzipSync('{}'), /schemaVersion is not a whole number/],
    [gzipSync(encodeSnapshot(snapshot)).subarray(0, 60), /it cannot be unpacked/],
    [gzipSync(Buffer.alloc(65 * 1024 * 1024)), /it cannot be unpacked/],
    [gzipSync(encodeSnapshot({ ...snapshot, commit: other })), new RegExp(`it is of ${other}`)],
    [gzipSync(encodeSnapshot(rest)), /it is of no commit/],
    [gzipSync(encodeSnapshot(snapshot).replace('"api"', '7')), /targets\[0\]\.name is not a text/],
  ];
  for (const [content, why] of contents) {
    const { message, hint } = await refusal(() => read(content), 'E_IO');
    assert.match(message, why);
    assert.ok(message.includes(`the entry ${key} of the cache has no sizes of main`), message);
    assert.equal(hint, `it may be damaged: gh cache delete ${key}, or compare with rebuild:main`);
  }
  const newer = encodeSnapshot(snapshot).replace('"schemaVersion":1', '"schemaVersion":2');
  assert.match((await refusal(() => read(newer), 'E_CONFIG')).message, /format 2, and this Slipway reads 1/);
});

test('whatever an entry holds, it is read or refused', async () => {
  const text = encodeSnapshot(snapshot);
  const damage = fc.tuple(fc.nat(text.length), fc.nat(8), fc.string({ maxLength: 8 }));
  const seen = { read: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(damage, async ([at, length, put]) => {
      try {
        await read(`${text.slice(0, at)}${put}${text.slice(at + length)}`);
        seen.read += 1;
      } catch (error) {
        assert.ok(error instanceof SlipwayError && ['E_IO', 'E_CONFIG'].includes(error.code), String(error));
        seen.refused += 1;
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(seen.refused > 100, JSON.stringify(seen));
});

test('nothing kept is an answer; a service that does not give it, and a branch that nobody names, are errors', async () => {
  assert.deepEqual(await answer({ kind: 'nothing' }), {
    kind: 'none',
    why: 'the cache has no sizes of main yet',
  });
  const away = await refusal(() => answer({ kind: 'unavailable', why: 'it rains' }), 'E_NETWORK');
  assert.equal(away.message, 'the cache does not give the sizes of main: it rains');
  const damaged = await refusal(() => answer({ kind: 'damaged', key, why: 'it is empty' }), 'E_IO');
  assert.match(damaged.message, /: it is empty$/);
  const base = {};
  const find = () => assert.fail('the cache was asked');
  const unnamed = await refusal(() => cachedBaseline({ source: module, base }, ports, { find }));
  assert.equal(unnamed.hint, 'write cache:main');
});

test('the commit that is looked for is what the pull request was merged with, else the one of the event', async (t) => {
  const upstream = await upstreamWith(t, {
    start: { 'a.txt': 'a' },
    main: { 'b.txt': 'b' },
    feature: { 'c.txt': 'c' },
  });
  const asked: (readonly [string, string | undefined])[] = [];
  const kept = {
    find: async (...question: [string, string | undefined]): Promise<KeptSize> => {
      asked.push(question);
      return { kind: 'nothing' };
    },
  };
  const merge = await checkOutRef(t, upstream, 'refs/pull/1/merge');
  const base = { branch: 'main', commit: other };
  for (const directory of [merge, await folderOf(t)]) {
    await cachedBaseline({ source: { kind: 'directory', directory }, base }, ports, kept);
  }
  await cachedBaseline({ source: module, base: { branch: 'main' } }, ports, kept);
  assert.deepEqual(asked, [
    ['main', upstream.main],
    ['main', other],
    ['main', undefined],
  ]);
});
