import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { breakdown } from '../../src/binary/breakdown.ts';
import { bytesSource, withFileSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { type UpxFacts, upxOf } from '../../src/binary/upx.ts';
import { describeShape, shapes, smallProgram, strippedShapes } from '../support/format-programs.ts';
import { lacks, output } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

const packedOf = (bytes: Buffer): UpxFacts | undefined => upxOf(openProgram(bytesSource(bytes)));

describe('a file that UPX packed is recognised', { skip: lacks('upx') }, () => {
  const packed: readonly (readonly [platform: string, option: string, method: string, level: number])[] = [
    ['linux/amd64', '-1', 'nrv2b', 1],
    ['linux/amd64', '--lzma', 'lzma', 7],
    ['linux/386', '-1', 'nrv2b', 1],
    ['linux/arm', '-1', 'nrv2b', 1],
    ['linux/arm64', '-5', 'nrv2e', 5],
    ['linux/mips', '-1', 'nrv2b', 1],
    ['windows/amd64', '-1', 'nrv2b', 1],
    ['windows/386', '--lzma', 'lzma', 7],
    // Its support of macOS is off: not all that it packs runs.
    ['darwin/amd64', '-1 --force-macos', 'nrv2b', 1],
    ['darwin/arm64', '-1 --force-macos', 'nrv2b', 1],
  ];
  for (const [platform, option, method, level] of packed) {
    it(`${platform} with ${option}`, async (t) => {
      const folder = await temporaryFolders((action) => t.after(action))();
      const [from, to] = [smallProgram({ platform, args: ['-ldflags=-s -w'] }), join(folder, 'packed')];
      await output('upx', [...option.split(' '), '-q', '-o', to, from]);
      const release = /^upx (\d+)\.(\d)\.?(\d*)/.exec(await output('upx', ['--version']));
      assert.ok(release);
      withFileSource(to, (source) => {
        const program = openProgram(source);
        const facts = upxOf(program) ?? assert.fail('not recognised');
        assert.equal(facts.release, `${release[1]}.${release[2]}${release[3]}`);
        assert.equal(facts.unpackedBytes, statSync(from).size);
        assert.deepEqual({ method: facts.method, level: facts.level }, { method, level });
        const parts = breakdown(program);
        assert.equal(
          parts.reduce((sum, { bytes }) => sum + bytes, 0),
          source.length,
        );
      });
    });
  }
});

// What follows is made after UPX's source (src/packhead.cpp, src/stub/src/include/linux.h), so that it is tested without UPX too.

/** A pack header of 32 bytes; formats from 128 on have big endian numbers, and their lengths before the checksums. */
function packHeader(format: number, method: number, level: number, unpacked: number): Buffer {
  const header = Buffer.alloc(32);
  header.write('UPX!');
  header.set([13, format, method, level], 4);
  if (format < 128) header.writeUInt32LE(unpacked, 24);
  else header.writeUInt32BE(unpacked, 24);
  header[31] = header.subarray(4, 31).reduce((sum, byte) => sum + byte, 0) % 251;
  return header;
}

/** Program headers, l_info, p_info, the packed bytes, the text of the loader, the pack header. */
function packedElf(platform: string, headerAtEnd: boolean): Buffer {
  const bytes = Buffer.from(readFileSync(smallProgram({ platform, args: ['-ldflags=-s -w'] })));
  const wide = bytes[4] === 2;
  const big = bytes[5] === 2;
  const [table, count] = wide ? [32, 56] : [28, 44];
  // No section headers, as UPX leaves it.
  bytes.fill(0, wide ? 40 : 32, wide ? 48 : 36);
  bytes.fill(0, count + 2, count + 8);
  const start = wide
    ? Number(bytes.readBigUInt64LE(table))
    : big
      ? bytes.readUInt32BE(table)
      : bytes.readUInt32LE(table);
  const info = start + (wide ? 56 : 32) * (big ? bytes.readUInt16BE(count) : bytes.readUInt16LE(count));
  bytes.write('UPX!', info + 4, 'latin1');
  const format = big ? 137 : 22;
  bytes.set([13, format], info + 10);
  if (big) bytes.writeUInt32BE(7_654_321, info + 16);
  else bytes.writeUInt32LE(7_654_321, info + 16);
  const text = Buffer.from('$Id: UPX 3.96 Copyright (C) 1996-2020 the UPX Team. All Rights Reserved. $\n\0');
  const end = headerAtEnd ? [packHeader(format, 14, 9, 7_654_321), Buffer.alloc(4)] : [];
  return Buffer.concat([bytes, text, ...end]);
}

function withAt(platform: string, offset: (bytes: Buffer) => number, added: Buffer): Buffer {
  const bytes = Buffer.from(readFileSync(smallProgram({ platform, args: ['-ldflags=-s -w'] })));
  added.copy(bytes, offset(bytes));
  return bytes;
}

/** Behind the section headers, of which Go's programs have fewer than there is room for. */
function behindHeaders(bytes: Buffer): number {
  const coff = bytes.readUInt32LE(60) + 4;
  return coff + 20 + bytes.readUInt16LE(coff + 16) + 40 * bytes.readUInt16LE(coff + 2);
}

describe('a file with the headers of UPX is recognised', () => {
  for (const platform of ['linux/amd64', 'linux/mips']) {
    const format = platform === 'linux/mips' ? 137 : 22;
    it(`ELF of ${platform}, with the header at the end and without`, () => {
      const facts = { release: '3.96', headerVersion: 13, format, unpackedBytes: 7_654_321 };
      assert.deepEqual(packedOf(packedElf(platform, true)), { ...facts, method: 'lzma', level: 9 });
      assert.deepEqual(packedOf(packedElf(platform, false)), facts);
    });
  }

  it('PE, and its release', () => {
    const header = Buffer.concat([Buffer.from('4.24\0'), packHeader(36, 8, 7, 123_456)]);
    assert.deepEqual(packedOf(withAt('windows/amd64', behindHeaders, header)), {
      ...{
        release: '4.24',
        headerVersion: 13,
        format: 36,
        method: 'nrv2e',
        level: 7,
        unpackedBytes: 123_456,
      },
    });
  });

  it('Mach-O, which has them at the start of its first section', () => {
    const [bytes, first] = [readFileSync(smallProgram({ platform: 'darwin/arm64' })), 4096];
    bytes.write('UPX!', first + 4);
    bytes.set([13, 37], first + 10);
    bytes.writeUInt32LE(99, first + 16);
    const packed = Buffer.concat([bytes, packHeader(37, 2, 1, 99), Buffer.alloc(16 << 10)]);
    const facts = { headerVersion: 13, format: 37, unpackedBytes: 99 };
    assert.deepEqual(packedOf(bytes), facts);
    assert.deepEqual(packedOf(packed), { ...facts, method: 'nrv2b', level: 1 });
  });
});

describe('a file that UPX did not pack', () => {
  it('is not taken for one: what Go builds', () => {
    for (const shape of [...shapes, ...strippedShapes]) {
      assert.equal(packedOf(readFileSync(smallProgram(shape))), undefined, describeShape(shape));
    }
  });

  it('is not taken for one by the names of its sections', () => {
    const named = withAt('windows/amd64', (bytes) => behindHeaders(bytes) - 40, Buffer.from('UPX0'));
    const first = named.readUInt32LE(60) + 24 + named.readUInt16LE(named.readUInt32LE(60) + 20);
    named.write('UPX1\0', first, 'latin1');
    const { sections } = openProgram(bytesSource(named));
    assert.ok(sections.some(({ name }) => name === 'UPX1'));
    assert.equal(packedOf(named), undefined);
  });

  it('is not taken for one by a magic without its checksum, nor by a packed file behind it', () => {
    const wrong = packHeader(36, 8, 7, 123_456);
    wrong.writeUInt8((wrong[31] ?? 0) ^ 1, 31);
    assert.equal(packedOf(withAt('windows/amd64', behindHeaders, wrong)), undefined);
    const carrier = readFileSync(smallProgram({ platform: 'linux/amd64' }));
    assert.equal(packedOf(Buffer.concat([carrier, packedElf('linux/amd64', true)])), undefined);
  });
});
