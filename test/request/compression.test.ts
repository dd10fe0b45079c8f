import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compressionLevels, formatCompression, parseCompression } from '../../src/request/compression.ts';
import { refusal } from '../support/refusal.ts';

test('every compression that was written out reads back as the same one', () => {
  for (const algorithm of ['gzip', 'zstd'] as const) {
    const { least, most } = compressionLevels[algorithm];
    for (let level = least; level <= most; level++) {
      assert.deepEqual(parseCompression(formatCompression({ algorithm, level })), { algorithm, level });
    }
  }
});

test('an algorithm alone has the level that is usual for it', () => {
  assert.deepEqual(parseCompression('gzip'), { algorithm: 'gzip', level: 6 });
  assert.deepEqual(parseCompression('zstd'), { algorithm: 'zstd', level: 9 });
});

test('an unknown algorithm and a level out of bounds are refused with the forms that are known', async () => {
  const wrong = [
    '',
    'gzip:0',
    'gzip:10',
    'zstd:20',
    'zstd:03',
    'gzip:',
    'GZIP',
    'xz',
    'gzip:6 ',
    'gzip:6\n',
    'none',
  ];
  for (const text of wrong) {
    assert.match((await refusal(() => parseCompression(text))).hint ?? '', /gzip\[:1-9\] or zstd\[:1-19\]/);
  }
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      fc.pre(!/^(gzip|zstd)/.test(text));
      await refusal(() => parseCompression(text));
    }),
  );
});
