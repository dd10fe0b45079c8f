import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { type ByteSource, bytesSource, withFileSource } from '../../src/binary/byte-source.ts';
import { SlipwayError } from '../../src/support/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-bytes-'));
after(() => rmSync(folder, { recursive: true }));
const content = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
const path = join(folder, 'file');
writeFileSync(path, content);

function isBinaryError(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof SlipwayError && error.code === 'E_BINARY' && message.test(error.message);
}

describe('bytes read in pieces', () => {
  const outside = fc
    .tuple(fc.integer({ min: -5, max: 1100 }), fc.integer({ min: -5, max: 1100 }))
    .filter(([offset, length]) => offset < 0 || length < 0 || offset + length > 1000);
  const inside = fc.tuple(fc.nat(1000), fc.nat(1000)).filter(([offset, length]) => offset + length <= 1000);

  function assertReads(source: ByteSource): void {
    assert.equal(source.length, 1000);
    fc.assert(
      fc.property(inside, ([offset, length]) => {
        assert.deepEqual(
          Buffer.from(source.read(offset, length)),
          Buffer.from(content.subarray(offset, offset + length)),
        );
      }),
    );
    fc.assert(
      fc.property(outside, ([offset, length]) => {
        assert.throws(
          () => source.read(offset, length),
          isBinaryError(new RegExp(`ends at byte 1000, but ${length} bytes .* offset ${offset}$`)),
        );
      }),
    );
  }

  it('are those of the file, and none outside it', () => withFileSource(path, assertReads));
  it('are those of the memory, and none outside it', () => assertReads(bytesSource(content)));

  it('are refused when the file is cut while it is read', () => {
    const cut = join(folder, 'cut');
    writeFileSync(cut, content);
    withFileSource(cut, (source) => {
      truncateSync(cut, 10);
      assert.throws(() => source.read(0, 1000), isBinaryError(/became shorter than 1000 bytes/));
    });
  });

  it('leave no file open, also when the reader fails', {
    skip: process.platform !== 'linux' && 'needs /proc',
  }, () => {
    const open = (): number => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let round = 0; round < 20; round++) {
      assert.throws(() => withFileSource(path, (source) => source.read(0, 2000)));
    }
    assert.equal(open(), before);
  });
});
