import assert from 'node:assert/strict';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { scanFile } from '../../../src/image/read/layer-scan.ts';
import { writtenFile } from '../../../src/image/read/written-file.ts';
import { digestOf, inTempFolder, makeTar } from '../../support/make-layout.ts';
import { pieces, pseudoRandom } from '../sample.ts';

const archive = makeTar([{ path: 'noise', content: pseudoRandom(400_000) }]);
const packed = gzipSync(archive);
const broken = Buffer.from(packed);
broken.writeUInt8(broken.readUInt8(200_000) ^ 1, 200_000);

for (const [what, content, fault] of [
  ['is read to its end', packed, undefined],
  ['is found broken half way', broken, /damaged/],
  [
    'has something after its end',
    Buffer.concat([packed, Buffer.alloc(70_000, 1)]),
    /follow the end|incorrect header/,
  ],
] as const) {
  test(`content that ${what} is in the file whole, with its digest`, async () => {
    await inTempFolder(async (directory) => {
      const path = join(directory, 'blob');
      await using handle = await open(path, 'wx');
      const file = writtenFile(pieces(content, 65_000), handle);
      const scan = await scanFile(file, file.length, 'gzip');
      assert.deepEqual(await readFile(path), content);
      assert.deepEqual([scan.digest, scan.bytes], [digestOf(content), content.length]);
      if (fault === undefined) assert.equal(scan.diffId, digestOf(archive));
      else assert.match(scan.unpackFault ?? '', fault);
    });
  });
}

test("a fault of the content's own source is told as it is", async () => {
  await inTempFolder(async (directory) => {
    await using handle = await open(join(directory, 'blob'), 'wx');
    async function* failing(): AsyncGenerator<Buffer> {
      yield packed.subarray(0, 1000);
      throw new Error('the disk is gone');
    }
    const file = writtenFile(failing(), handle);
    await assert.rejects(scanFile(file, file.length, 'gzip'), /the disk is gone/);
  });
});
