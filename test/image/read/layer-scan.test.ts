import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import {
  defaultScanLimits,
  type LayerScan,
  type ScanLimits,
  scanLayer,
} from '../../../src/image/read/layer-scan.ts';
import { digestOf, inTempFolder, makeTar } from '../../support/make-layout.ts';

const archive = makeTar([
  { path: 'noise', content: randomBytes(400_000) },
  { path: 'zeros', content: Buffer.alloc(900_000) },
]);
const halves = [archive.subarray(0, 300_000), archive.subarray(300_000)];
/** zstd's skippable frame (RFC 8878, section 3.1.2), which eStargz-like tools put their tables into. */
const skippable = Buffer.from('502a4d1804000000deadbeef', 'hex');

async function scan(
  blob: Buffer,
  compression: 'none' | 'gzip' | 'zstd',
  limits: ScanLimits = defaultScanLimits,
): Promise<LayerScan> {
  return inTempFolder(async (directory) => {
    const path = join(directory, 'blob');
    await writeFile(path, blob);
    return scanLayer({ path, bytes: blob.length }, digestOf(blob), compression, limits);
  });
}

describe('a layer', () => {
  const good: readonly (readonly [string, Buffer, 'none' | 'gzip' | 'zstd'])[] = [
    ['that is not compressed', archive, 'none'],
    ['of one gzip member', gzipSync(archive), 'gzip'],
    ['of several gzip members', Buffer.concat(halves.map((half) => gzipSync(half))), 'gzip'],
    ['with an empty gzip member at its end', Buffer.concat([gzipSync(archive), gzipSync('')]), 'gzip'],
    ['of one zstd frame', zstdCompressSync(archive), 'zstd'],
    ['of several zstd frames', Buffer.concat(halves.map((half) => zstdCompressSync(half))), 'zstd'],
    [
      'of zstd frames between skippable ones',
      Buffer.concat([skippable, ...halves.flatMap((half) => [zstdCompressSync(half), skippable])]),
      'zstd',
    ],
  ];
  for (const [what, blob, compression] of good) {
    test(`${what} has its digest, diff ID and entries told from one pass`, async () => {
      const found = await scan(blob, compression);
      assert.equal(found.unpackFault, undefined);
      assert.deepEqual([found.digest, found.bytes], [digestOf(blob), blob.length]);
      assert.deepEqual([found.diffId, found.uncompressedBytes], [digestOf(archive), archive.length]);
      assert.deepEqual(
        found.entries.map(({ path, size }) => [path, size]),
        [
          ['noise', 400_000],
          ['zeros', 900_000],
        ],
      );
      assert.deepEqual(found.tarFaults, []);
    });
  }

  const gzip = gzipSync(archive);
  const zstd = zstdCompressSync(archive);
  const flipped = (blob: Buffer, at: number): Buffer => {
    const copy = Buffer.from(blob);
    copy[at] = (copy[at] ?? 0) ^ 0x10;
    return copy;
  };
  const bad: readonly (readonly [string, Buffer, 'none' | 'gzip' | 'zstd', RegExp])[] = [
    ['an empty gzip file', Buffer.alloc(0), 'gzip', /unexpected end of file/],
    ['an empty zstd file', Buffer.alloc(0), 'zstd', /unexpected end of file/],
    [
      'gzip data that is cut',
      gzip.subarray(0, 1000),
      'gzip',
      /damaged near byte \d+: unexpected end of file/,
    ],
    ['gzip data without its last byte', gzip.subarray(0, -1), 'gzip', /unexpected end of file/],
    [
      'a second gzip member that is cut',
      Buffer.concat([gzip, gzip.subarray(0, 5)]),
      'gzip',
      /unexpected end of file/,
    ],
    ['a wrong gzip checksum', flipped(gzip, gzip.length - 6), 'gzip', /incorrect data check/],
    ['zeros behind its gzip data', Buffer.concat([gzip, Buffer.alloc(10)]), 'gzip', /10 bytes follow/],
    [
      'text behind its gzip data',
      Buffer.concat([gzip, Buffer.from('hello')]),
      'gzip',
      /incorrect header check/,
    ],
    [
      'zstd data that is cut',
      zstd.subarray(0, 1000),
      'zstd',
      /damaged near byte \d+: unexpected end of file/,
    ],
    [
      'text behind its zstd data',
      Buffer.concat([zstd, Buffer.from('hello')]),
      'zstd',
      /damaged near byte|follow the end/,
    ],
    ['a changed zstd header', flipped(zstd, 1), 'zstd', /damaged/],
    ['zstd data under the name of gzip', zstd, 'gzip', /incorrect header check/],
    ['gzip data under the name of zstd', gzip, 'zstd', /damaged/],
    ['gzip data under the name of plain tar', gzip, 'none', /it is gzip data/],
    ['zstd data under the name of plain tar', zstd, 'none', /it is zstd data/],
  ];
  for (const [what, blob, compression, message] of bad) {
    test(`with ${what} is refused, and its digest told all the same`, async () => {
      const found = await scan(blob, compression);
      assert.match(found.unpackFault ?? '', message);
      assert.equal(found.diffId, undefined);
      assert.deepEqual([found.digest, found.bytes], [digestOf(blob), blob.length]);
    });
  }

  for (const compression of ['gzip', 'zstd'] as const) {
    test(`that is a decompression bomb (${compression}) is left after the limit, not unpacked`, async () => {
      const bomb =
        compression === 'gzip' ? gzipSync(Buffer.alloc(50 << 20)) : zstdCompressSync(Buffer.alloc(50 << 20));
      const byRatio = await scan(bomb, compression, {
        ...defaultScanLimits,
        maxRatio: 100,
        ratioFromBytes: 1 << 20,
      });
      assert.match(byRatio.unpackFault ?? '', /more than 100 times its length: a decompression bomb/);
      const byLength = await scan(bomb, compression, { ...defaultScanLimits, maxBytes: 3 << 20 });
      assert.match(byLength.unpackFault ?? '', /more than 3145728 bytes/);
      for (const { uncompressedBytes } of [byRatio, byLength]) assert.ok(uncompressedBytes < 20 << 20);
    });
  }

  test('with more entries than the limit is refused', async () => {
    const many = makeTar(Array.from({ length: 20 }, (_, at) => ({ path: `${at}` })));
    const found = await scan(many, 'none', { ...defaultScanLimits, maxEntries: 10 });
    assert.match(found.unpackFault ?? '', /more than 10 entries/);
  });

  test('keeps nothing of its files but the starts of programs, scripts and passwd', async () => {
    const script = `#!/bin/sh\n${'x'.repeat(1000)}`;
    const files = [
      { path: 'a', content: 'x'.repeat(9999) },
      { path: 's', content: script },
      { path: 'etc/passwd', content: 'r' },
    ];
    const { entries } = await scan(makeTar(files), 'none');
    assert.deepEqual(
      entries.map(({ head }) => head.length),
      [0, 256, 1],
    );
  });

  test('with a tar fault still has the diff ID of all its bytes', async () => {
    const odd = Buffer.concat([makeTar([{ path: 'a' }]), Buffer.alloc(300_000, 'x')]);
    const found = await scan(gzipSync(odd), 'gzip');
    assert.equal(found.diffId, digestOf(odd));
    assert.equal(found.tarFaults.length, 1);
  });
});
