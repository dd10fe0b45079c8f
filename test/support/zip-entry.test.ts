import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { readZipEntry } from '../../src/support/zip-entry.ts';
import { makeZip } from './zip.ts';

const limits = { name: 'size.json', bytes: 1 << 20, entries: 10 };
const read = (zip: Buffer) => readZipEntry(zip, limits);

describe('a file in a zip of a stranger', () => {
  it('is read by its very name, deflated or stored, whatever lies beside it', async () => {
    for (const stored of [true, false]) {
      const zip = makeZip([
        { name: '../size.json', content: 'outside' },
        { name: 'folder/size.json', content: 'inside' },
        { name: '/etc/passwd', content: 'root' },
        { name: 'size.json', content: 'this one', stored },
        { name: 'SIZE.json', content: 'no' },
      ]);
      assert.equal((await read(zip))?.toString(), 'this one');
    }
    assert.equal(await read(makeZip([{ name: './size.json', content: 'x' }])), undefined);
    assert.equal(await read(makeZip([])), undefined);
    assert.equal((await read(makeZip([{ name: 'size.json', content: '' }])))?.length, 0);
  });

  it('is refused when it is there twice, or among too many', async () => {
    const one = { name: 'size.json', content: '{}' };
    await assert.rejects(read(makeZip([one, one])), /size\.json twice/);
    const many = Array.from({ length: 11 }, (_, at) => ({ name: `f${at}`, content: '' }));
    await assert.rejects(read(makeZip(many)), /11 entries/);
  });

  it('is never unpacked to more than its limit, however little it says it is', async () => {
    const large = Buffer.alloc(64 << 20);
    await assert.rejects(
      read(makeZip([{ name: 'size.json', content: large }])),
      /67108864 bytes, and 1048576/,
    );
    for (const saysBytes of [0, 10, 1 << 19]) {
      const lying = makeZip([{ name: 'size.json', content: large, saysBytes }]);
      await assert.rejects(read(lying), /larger than|not as long|packed to|Cannot create a Buffer/i);
    }
    const dense = Buffer.alloc(1 << 20);
    assert.ok(deflateRawSync(dense).length < 5000);
    await assert.rejects(read(makeZip([{ name: 'size.json', content: dense }])), /packed to \d+ of 1048576/);
  });

  it('is read or refused where any byte is another, never read wrong', async () => {
    const zip = makeZip([{ name: 'size.json', content: '{"schemaVersion":1}'.repeat(3) }]);
    for (let at = 0; at < zip.length; at++) {
      const damaged = Buffer.from(zip);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const content = await read(damaged).catch((error: unknown) => {
        assert.ok(error instanceof Error);
        return undefined;
      });
      if (content !== undefined)
        assert.equal(content.toString(), '{"schemaVersion":1}'.repeat(3), `byte ${at}`);
    }
    for (const length of [0, 1, 21, zip.length - 1]) await assert.rejects(read(zip.subarray(0, length)));
  });
});
