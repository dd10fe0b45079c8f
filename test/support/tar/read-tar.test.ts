import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readTar, type TarEntry, type TarFault } from '../../../src/support/tar/read-tar.ts';
import { type Entry, inTempFolder, makeTar, tarEntry, withChecksum } from '../make-layout.ts';
import { paxEntry } from '../pax-entry.ts';

async function* inChunks(content: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += length) yield content.subarray(at, at + length);
}

type Read =
  | { readonly kind: 'entry'; readonly entry: TarEntry; readonly content: Buffer }
  | { readonly kind: 'fault'; readonly fault: TarFault };

async function read(archive: Buffer, chunk = 1 << 16): Promise<Read[]> {
  const items: Read[] = [];
  for await (const item of readTar(inChunks(archive, chunk))) {
    if (item.kind === 'fault') items.push(item);
    else items.push({ ...item, content: await wholeOf(item.content) });
  }
  return items;
}

async function wholeOf(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function paths(content: Buffer): Promise<string[]> {
  return (await read(content)).map((item) =>
    item.kind === 'entry' ? item.entry.path : `fault: ${item.fault.message}`,
  );
}

/** What the reader says of an archive that must have exactly one fault, as the last thing. */
async function onlyFault(content: Buffer): Promise<{ offset: number; message: string }> {
  const items = await read(content);
  const last = items.at(-1);
  assert.ok(last?.kind === 'fault', 'there is a fault');
  assert.equal(items.filter(({ kind }) => kind === 'fault').length, 1);
  return last.fault;
}

/** An archive whose first header has bytes changed, its checksum made right again. */
function withHeader(change: (header: Buffer) => void, entry: Entry = { path: 'a', content: 'x' }): Buffer {
  const archive = makeTar([entry]);
  change(archive);
  withChecksum(archive.subarray(0, 512));
  return archive;
}

describe('the tar reader', () => {
  test('reads the same entries however the stream is cut', async () => {
    const content = Buffer.alloc(9000, 'abcdef');
    const archive = makeTar([
      { path: 'd/' },
      { path: 'd/f', content, mode: 0o4750, uid: 7, gid: 9 },
      { path: 'l', type: '2', link: 'd/f' },
    ]);
    const whole = await read(archive);
    assert.deepEqual(
      whole.map(
        (item) =>
          item.kind === 'entry' && [item.entry.path, item.entry.type, item.entry.mode, item.entry.size],
      ),
      [
        ['d/', 'directory', 0o755, 0],
        ['d/f', 'file', 0o4750, 9000],
        ['l', 'symlink', 0o644, 0],
      ],
    );
    const [, file] = whole;
    assert.ok(file?.kind === 'entry');
    assert.deepEqual([file.entry.uid, file.entry.gid, file.entry.offset], [7, 9, 512]);
    assert.deepEqual(file.content, content);
    for (const chunk of [1, 7, 511, 512, 513, 4096])
      assert.deepEqual(await read(archive, chunk), whole, `${chunk}`);
  });

  test('gives as much of a content as is asked for, and passes over the rest', async () => {
    const archive = makeTar([
      { path: 'a', content: 'abcdefgh' },
      { path: 'b', content: 'x'.repeat(5000) },
      { path: 'c', content: 'last' },
    ]);
    const seen: string[] = [];
    for await (const item of readTar(inChunks(archive, 100))) {
      assert.ok(item.kind === 'entry');
      const { entry, content } = item;
      seen.push(`${entry.path} ${await content.read(3)}`);
      if (entry.path === 'a') seen.push((await wholeOf(content)).toString());
      if (entry.path === 'b') for await (const piece of content) if (seen.push(`${piece.length > 0}`)) break;
    }
    assert.deepEqual(seen, ['a abc', 'defgh', 'b xxx', 'true', 'c las']);
  });

  test('ends a content early where the archive is cut, and says so next', async () => {
    const cut = makeTar([{ path: 'b', content: 'x'.repeat(600) }]).subarray(0, 700);
    const [entry, fault] = await read(cut);
    assert.ok(entry?.kind === 'entry' && fault?.kind === 'fault');
    assert.equal(entry.content.length, 188);
    assert.match(fault.fault.message, /inside the content of "b"/);
  });

  for (const format of ['ustar', 'pax', 'gnu', 'v7'] as const) {
    test(`reads what GNU tar writes as ${format}, long and foreign names included`, () =>
      inTempFolder(async (directory) => {
        const long = format === 'v7' ? 'short' : 'd'.repeat(90);
        const name = format === 'pax' || format === 'gnu' ? `grüße-${'f'.repeat(120)}` : 'file';
        await mkdir(join(directory, 'in', long), { recursive: true });
        await writeFile(join(directory, 'in', long, name), 'content', { mode: 0o640 });
        await symlink(`${long}/${name}`, join(directory, 'in/link'));
        const archive = join(directory, 'a.tar');
        execFileSync('tar', [
          '--sort=name',
          `--format=${format}`,
          '-cf',
          archive,
          '-C',
          join(directory, 'in'),
          '.',
        ]);
        const listed = execFileSync('tar', ['--quoting-style=literal', '-tf', archive], { encoding: 'utf8' });
        const items = await read(await readFile(archive));
        assert.deepEqual(
          items.map((item) => (item.kind === 'entry' ? item.entry.path : item.fault)),
          listed.trim().split('\n'),
        );
        const link = items.find((item) => item.kind === 'entry' && item.entry.type === 'symlink');
        assert.equal(link?.kind === 'entry' && link.entry.link, `${long}/${name}`);
      }));
  }

  test('lets PAX records overrule the header, the local ones the global ones', async () => {
    const archive = makeTar([
      paxEntry({ uid: '70000', gid: '3' }, 'g'),
      paxEntry({ path: 'p/ä', linkpath: 'tö', uid: '5', 'SCHILY.xattr.user.x': 'y' }),
      { path: 'short', type: '2', link: 'l' },
      { path: 'next', content: 'x' },
    ]);
    const entries = (await read(archive)).map((item) => item.kind === 'entry' && item.entry);
    assert.deepEqual(
      entries.map((entry) => entry && [entry.path, entry.link, entry.uid, entry.gid]),
      [
        ['p/ä', 'tö', 5, 3],
        ['next', '', 70000, 3],
      ],
    );
  });

  test('gives times, device numbers and extended attributes to who asks, as headers and PAX records have them', async () => {
    const device = withHeader(
      (header) => {
        header.write('0000001\0', 329, 'latin1');
        header.write('0000005\0', 337, 'latin1');
        header.write('00000000017\0', 136, 'latin1');
      },
      { path: 'dev/zero', type: '3' },
    ).subarray(0, 512);
    const archive = Buffer.concat([
      device,
      makeTar([
        paxEntry({ 'SCHILY.xattr.user.all': 'g', 'SCHILY.xattr.user.gone': 'g' }, 'g'),
        paxEntry({ mtime: '12.5', 'SCHILY.xattr.user.own': 'ä=1', 'SCHILY.xattr.user.gone': '' }),
        { path: 'a', content: 'x' },
        { path: 'b' },
      ]),
    ]);
    const seen: unknown[] = [];
    for await (const item of readTar(inChunks(archive, 700), { attributes: true })) {
      assert.ok(item.kind === 'entry' && item.entry.more);
      const { mtime, device, xattrs } = item.entry.more;
      seen.push([mtime, device, [...xattrs].map(([name, value]) => `${name}: ${value}`)]);
    }
    assert.deepEqual(seen, [
      [15, { major: 1, minor: 5 }, []],
      [12.5, undefined, ['user.all: g', 'user.own: ä=1']],
      [0, undefined, ['user.all: g', 'user.gone: g']],
    ]);
    const unasked = (await read(archive)).map((item) => item.kind === 'entry' && 'more' in item.entry);
    assert.deepEqual(unasked, [false, false, false]);
  });

  test("reads GNU's base 256 numbers", async () => {
    const archive = withHeader((header) => header.set([0x80, 0, 0, 0, 0, 0x20, 0, 0], 108));
    const [item] = await read(archive);
    assert.equal(item?.kind === 'entry' && item.entry.uid, 0x200000);
  });

  test('takes names that are not UTF-8 for the bytes they are', async () => {
    const names = [0xff, 0xfe].map((byte) =>
      withHeader((header) => header.writeUInt8(byte, 0)).subarray(0, 1024),
    );
    assert.equal(new Set(await paths(Buffer.concat([...names, Buffer.alloc(1024)]))).size, 2);
  });

  const faults: readonly (readonly [string, Buffer, RegExp, number])[] = [
    [
      'a checksum that does not fit',
      Buffer.concat([Buffer.alloc(512, 1), Buffer.alloc(1024)]),
      /checksum/,
      0,
    ],
    ['an unknown magic', withHeader((header) => header.write('other', 257)), /no tar format/, 0],
    [
      'a size that is no number',
      withHeader((header) => header.write('abcdefghijk', 124)),
      /its size is not a number/,
      0,
    ],
    ['a negative size', withHeader((header) => header.fill(0xff, 124, 136)), /its size is not a number/, 0],
    [
      'a size beyond all files',
      withHeader((header) => header.set([0x80, ...Buffer.alloc(11, 0xff)], 124)),
      /its size is not a number/,
      0,
    ],
    ['a sparse file', makeTar([{ path: 'a', type: 'S' }]), /sparse/, 0],
    [
      'a sparse file in PAX records',
      makeTar([paxEntry({ 'GNU.sparse.major': '1' }), { path: 'a' }]),
      /sparse/,
      0,
    ],
    ['an unknown type', makeTar([{ path: 'a', type: 'V' }]), /its type "V"/, 0],
    [
      'a folder with a size',
      makeTar([{ path: 'a/', content: 'x' }]),
      /has no content, but a size of 1 bytes/,
      0,
    ],
    [
      'a PAX length that lies',
      makeTar([{ path: 'p', type: 'x', content: '999 path=a\n' }, { path: 'a' }]),
      /record at byte 0 is malformed/,
      0,
    ],
    [
      'a PAX record without an end',
      makeTar([{ path: 'p', type: 'x', content: '9 path=ab' }, { path: 'a' }]),
      /malformed/,
      0,
    ],
    ['a PAX path with a NUL', makeTar([paxEntry({ path: 'a\0b' }), { path: 'a' }]), /path holds a NUL/, 0],
    [
      'a PAX size that is no number',
      makeTar([paxEntry({ size: '-1' }), { path: 'a' }]),
      /its size is not a number/,
      0,
    ],
    [
      'an endless extended header',
      withHeader((header) => header.write('00100000000', 124), { path: 'a', type: 'L' }),
      /longer than any real one/,
      0,
    ],
    ['a cut header', makeTar([{ path: 'a' }]).subarray(0, 700), /ends inside a header/, 512],
    [
      'cut content',
      makeTar([{ path: 'a' }, { path: 'b', content: 'x'.repeat(600) }]).subarray(0, 1500),
      /inside the content of "b"/,
      512,
    ],
    [
      'a cut extended header',
      Buffer.concat(tarEntry(paxEntry({ path: 'x' }))).subarray(0, 520),
      /inside an extended header/,
      0,
    ],
    ['no end', Buffer.concat(tarEntry({ path: 'a' })), /without the two blocks/, 512],
    [
      'half an end',
      Buffer.concat([...tarEntry({ path: 'a' }), Buffer.alloc(512)]),
      /one block of zeros/,
      512,
    ],
    [
      'data behind the end',
      Buffer.concat([makeTar([{ path: 'a' }]), Buffer.alloc(512, 7)]),
      /data follows/,
      1536,
    ],
  ];
  for (const [what, archive, message, offset] of faults) {
    test(`says where an archive has ${what}`, async () => {
      const fault = await onlyFault(archive);
      assert.match(fault.message, message);
      assert.equal(fault.offset, offset);
    });
  }

  test('ends on any damage with entries or a fault, and never reads more than there is', async () => {
    const good = makeTar([
      paxEntry({ path: 'ü', size: '3' }),
      { path: 'a', content: 'abc' },
      { path: 'd/' },
      { path: 'long', type: 'L', content: 'name\0' },
      { path: 'b', content: 'x'.repeat(700) },
    ]);
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(good.length), fc.boolean(), async (changes, cut, repair) => {
        const bad = Buffer.from(good);
        for (const [at, byte] of changes) bad[at] = byte;
        // With its checksum right again a header's other fields are believed.
        if (repair)
          for (let at = 0; at + 512 <= bad.length; at += 512)
            if (bad.toString('latin1', at + 257, at + 262) === 'ustar')
              withChecksum(bad.subarray(at, at + 512));
        const items = await read(bad.subarray(0, cut === 0 ? bad.length : cut), 333);
        assert.ok(items.length <= 10);
        assert.ok(
          items.slice(0, -1).every((item) => item.kind === 'entry'),
          'a fault ends the reading',
        );
      }),
      { numRuns: 400 },
    );
  });
});
