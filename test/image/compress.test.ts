import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, inflateRawSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { compressed, compressorIdentity } from '../../src/image/compress.ts';
import { windowLog, zstdCut, zstdFrames } from '../../src/image/zstd.ts';
import { parseCompression } from '../../src/request/compression.ts';
import { exec } from '../../src/support/exec.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { all, pieces, pseudoRandom, temporaryFolder } from './sample.ts';

/** More than five blocks of gzip's: bytes that do not compress, that do, and that repeat from far away. */
function sampleInput(): Buffer {
  const noise = pseudoRandom(900_000);
  const words = Buffer.from(noise.subarray(0, 400_000).toString('hex'));
  return Buffer.concat([noise, words, noise.subarray(0, 700_000), Buffer.alloc(500_000)]);
}

/**
 * Made by Node 24.21 (zlib 1.3.2.1-motley, zstd 1.5.7), and equal on every machine. A digest that changes with a new
 * Node means other layer digests for every user: say so in the changelog.
 */
const known = {
  'gzip:1': 'sha256:32a428df3e8f8b3e5361e5b96708915ee53783b275a7c8800f02283b4bc0fc0f',
  'gzip:6': 'sha256:b18098f3bdd464d50cc051cfea6bd35d2af8fcca7e02b328f8e8a3fe62fdc5b2',
  'gzip:9': 'sha256:ab02b4fd27212ffece3d959946cb64da17f8eefc847e92e05979a0563d9b79f7',
  'zstd:3': 'sha256:10d28849e524e6fb21858307928ea53873271b2824c59b377459177720929719',
  'zstd:19': 'sha256:e528deedc59dddf78a4ee0da9bbb3752a4b6bd455cd62bab3a2f48ae6c304c54',
};

for (const [spelling, digest] of Object.entries(known)) {
  test(`${spelling} gives the bytes it always gave, however its input is cut`, async () => {
    const input = sampleInput();
    const compression = parseCompression(spelling);
    for (const size of spelling === 'zstd:19' ? [input.length] : [input.length, 65_536, 1_000_003]) {
      assert.equal(sha256(await all(compressed(pieces(input, size), compression))), digest, `cut by ${size}`);
    }
  });
}

test('what was compressed comes back, with node and with the programs people have', async (t) => {
  const folder = await temporaryFolder(t);
  const input = sampleInput();
  const decoders = { gzip: gunzipSync, zstd: zstdDecompressSync };
  for (const algorithm of ['gzip', 'zstd'] as const) {
    const output = await all(compressed(pieces(input, 100_000), parseCompression(algorithm)));
    assert.ok(decoders[algorithm](output).equals(input), algorithm);
    await writeFile(join(folder, `x.${algorithm}`), output);
    const args = [
      '-q',
      '-t',
      ...(algorithm === 'gzip' ? ['-S', '.gzip'] : []),
      join(folder, `x.${algorithm}`),
    ];
    const answer = await exec({ file: algorithm, args }).catch(() => undefined);
    if (answer === undefined) t.diagnostic(`no ${algorithm} program here: only node's decoder was asked`);
    else assert.equal(answer.status, 0, answer.stderr);
  }
});

test('any input of any cut survives both algorithms', async () => {
  const cut = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(cut, async (parts) => {
      const stream = async function* () {
        yield* parts;
      };
      const gzip = await all(compressed(stream(), { algorithm: 'gzip', level: 6 }));
      const zstd = await all(compressed(stream(), { algorithm: 'zstd', level: 3 }));
      assert.ok(gunzipSync(gzip).equals(Buffer.concat(parts)));
      assert.ok(zstdDecompressSync(zstd).equals(Buffer.concat(parts)));
    }),
    { numRuns: 40 },
  );
});

test('gzip of many blocks is one member, with nothing before its end', async () => {
  const input = sampleInput();
  const output = await all(compressed(pieces(input, 100_000), parseCompression('gzip')));
  const { buffer, engine } = inflateRawSync(output.subarray(10), { info: true }) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  assert.ok(buffer.equals(input));
  assert.equal(engine.bytesWritten, output.length - 10 - 8);
});

test('zstd of many blocks is a frame for each, which says how long it is and asks for no more window than every decoder has', async () => {
  const { blockBytes } = zstdCut(3);
  const input = Buffer.concat([sampleInput(), Buffer.alloc(2 * blockBytes, 'frames '), Buffer.from('end')]);
  const parts: Buffer[] = [];
  for await (const piece of zstdFrames(pieces(input, 100_000), 3)) {
    const frame = Buffer.from(piece);
    const part = zstdDecompressSync(frame);
    // RFC 8878, section 3.1.1: the magic number, and a single segment, whose length stands where it has one.
    assert.equal(frame.readUInt32LE(0), 0xfd2f_b528);
    const descriptor = frame.readUInt8(4);
    assert.equal(descriptor & 0x20, 0x20);
    const length = descriptor >> 6 === 2 ? frame.readUInt32LE(5) : frame.readUInt8(5);
    assert.equal(length, part.length);
    assert.ok(part.length <= 1 << windowLog);
    parts.push(part);
  }
  assert.equal(parts.length, Math.ceil(input.length / blockBytes));
  assert.ok(Buffer.concat(parts).equals(input));
});

test('gzip gives the same bytes when its input is slow and when its reader is', async () => {
  const input = sampleInput();
  const slow = async function* <T>(stream: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const chunk of stream) {
      yield chunk;
      await new Promise(setImmediate);
    }
  };
  const output = await all(slow(compressed(slow(pieces(input, 50_000)), parseCompression('gzip:6'))));
  assert.equal(sha256(output), known['gzip:6']);
});

test('a gzip header names neither a time nor a system', async () => {
  const output = await all(compressed(pieces(Buffer.from('x'), 1), { algorithm: 'gzip', level: 6 }));
  assert.equal(output.subarray(0, 10).toString('hex'), '1f8b08000000000000ff');
});

test('an input that fails fails the output, and does not look like its end', async () => {
  for (const spelling of ['gzip', 'zstd']) {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield pseudoRandom(3 << 20);
      throw new Error('the disk went away');
    };
    await assert.rejects(all(compressed(failing(), parseCompression(spelling))), /the disk went away/);
  }
});

test("a reader that stops early stops the input's reading too", async () => {
  let closed = false;
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield pseudoRandom(1 << 16);
    } finally {
      closed = true;
    }
  };
  let pieces = 0;
  for await (const _ of compressed(endless(), { algorithm: 'gzip', level: 1 })) {
    // The first piece is the header, for which nothing is read.
    pieces += 1;
    if (pieces === 2) break;
  }
  for (let turn = 0; turn < 100 && !closed; turn += 1) await new Promise(setImmediate);
  assert.ok(closed);
});

test('the identity tells apart whatever the bytes depend on', () => {
  const spellings = ['gzip:6', 'gzip:9', 'zstd:6', 'zstd:9'];
  const identities = spellings.map((spelling) => compressorIdentity(parseCompression(spelling)));
  assert.equal(new Set(identities).size, spellings.length);
  assert.ok(identities[0]?.includes(process.versions.zlib));
  assert.ok(identities[2]?.includes(process.versions.zstd ?? 'none'));
});
