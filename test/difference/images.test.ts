import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync, type ZlibOptions } from 'node:zlib';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { explainImages } from '../../src/difference/difference.ts';
import type { ImageSource } from '../../src/image/source/image-source.ts';
import { openLayout } from '../../src/image/source/layout.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import type { Digest } from '../../src/support/hashing.ts';
import {
  blobPath,
  createdAt,
  digestOf,
  type Entry,
  programEntries,
  type Twist,
  tarEntry,
  withChecksum,
} from '../support/make-layout.ts';
import { paxRecord } from '../support/tar-archive.ts';
import { folderOf } from '../support/temporary.ts';
import { explained, inHeader, told } from './made-images.ts';
import { noting, planted, platform } from './planted-programs.ts';

const app = 'usr/local/bin/app';
const layer = 'linux/amd64, layer 2';

test('the same image twice has no difference', async (t) => {
  assert.deepEqual(await explained(t, {}, {}), []);
});

/** What is planted in B, and the whole of what is told. */
const twists: readonly (readonly [name: string, twist: Twist, told: readonly string[]])[] = [
  [
    'another time of a file',
    { tar: inHeader(app, 136, '15164620506') },
    [`header ${layer}, ${app}, mtime: 1970-01-01T00:00:00Z → 2026-04-06T02:58:14Z (time)`],
  ],
  [
    'another owner',
    { tar: inHeader(app, 108, '0001750') },
    [`header ${layer}, ${app}, uid: 0 → 1000 (user)`],
  ],
  [
    'another group',
    { tar: inHeader(app, 116, '0001750') },
    [`header ${layer}, ${app}, gid: 0 → 1000 (user)`],
  ],
  [
    "an owner's name",
    { tar: inHeader(app, 265, 'runner') },
    [`header ${layer}, ${app}, uname:  → runner (user)`],
  ],
  [
    "a group's name",
    { tar: inHeader(app, 297, 'staff') },
    [`header ${layer}, ${app}, gname:  → staff (user)`],
  ],
  [
    'other permissions',
    { tar: inHeader(app, 100, '0000775') },
    [`header ${layer}, ${app}, mode: 0755 → 0775 (host)`],
  ],
  [
    'a number that is filled with blanks',
    { tar: inHeader(app, 108, '      0') },
    [`format ${layer}, ${app}, how uid is written: 0x3030303030303000 → 0x2020202020203000 (settings)`],
  ],
  [
    'a number in base 256',
    { tar: inHeader(app, 108, '\x80\0\0\0\0\0\0\0') },
    [`format ${layer}, ${app}, how uid is written: 0x3030303030303000 → 0x8000000000000000 (settings)`],
  ],
  [
    'the magic of GNU tar',
    { tar: inHeader(app, 257, 'ustar  \0') },
    [`format ${layer}, ${app}, how magic is written: 0x7573746172003030 → 0x7573746172202000 (settings)`],
  ],
  [
    'another owner, by another program',
    { tar: (archive) => inHeader(app, 108, '0001750')(inHeader(app, 257, 'ustar  \0')(archive)) },
    [
      `header ${layer}, ${app}, uid: 0 → 1000 (user)`,
      `format ${layer}, ${app}, how magic is written: 0x7573746172003030 → 0x7573746172202000 (settings)`,
    ],
  ],
  [
    'a label with the commit',
    { config: { '/config/Labels/org.opencontainers.image.revision': 'b'.repeat(40) } },
    [
      `document linux/amd64, config, config.Labels."org.opencontainers.image.revision":  → ${'b'.repeat(40)} (vcs-stamp)`,
    ],
  ],
  [
    'another user that it runs as',
    { config: { '/config/User': '0' } },
    ['document linux/amd64, config, config.User: 65532:65532 → 0'],
  ],
  [
    'more zeros at the end of the archive',
    { tar: (archive) => Buffer.concat([archive, Buffer.alloc(8192)]) },
    [`format ${layer}, end of the archive: 1,024 bytes → 9,216 bytes`],
  ],
];

for (const [name, twist, expected] of twists) {
  test(`it is told, and nothing else is: ${name}`, async (t) => {
    assert.deepEqual((await explained(t, {}, twist)).map(told), expected);
  });
}

test('what made the image at another time is told for each place, as a time', async (t) => {
  const later = '2026-02-01T00:00:00Z';
  const found = await explained(
    t,
    {},
    { config: { '/created': later }, manifest: { '/annotations/org.opencontainers.image.created': later } },
  );
  assert.deepEqual(found.map(told), [
    `document linux/amd64, manifest, annotations."org.opencontainers.image.created": ${createdAt} → ${later} (time)`,
    `document linux/amd64, config, created: ${createdAt} → ${later} (time)`,
  ]);
});

test('a record of an extended header is told by its key', async (t) => {
  const withTime = (time: string): Twist => {
    const header = tarEntry({ path: 'PaxHeaders/app', type: 'x', content: paxRecord('mtime', time) });
    return { tar: (archive) => Buffer.concat([...header, archive.subarray(archive.indexOf('usr/'))]) };
  };
  assert.deepEqual((await explained(t, withTime('1772000000.5'), withTime('1772000001.5'))).map(told), [
    `header ${layer}, usr/, PAX mtime: 2026-02-25T06:13:20.500Z → 2026-02-25T06:13:21.500Z (time)`,
  ]);
});

const three: readonly Entry[] = ['one', 'two', 'three'].map((path) => ({ path, content: path }));

test('one field that differs in many entries is one difference', async (t) => {
  const owned = (uid: number): Twist => ({ top: three.map((entry) => ({ ...entry, uid })) });
  assert.deepEqual((await explained(t, owned(0), owned(1000))).map(told), [
    `header ${layer}, 3 entries such as one, uid: 0 → 1000 (user)`,
  ]);
});

test('entries in another order are told as that, and entries of one image alone one by one', async (t) => {
  assert.deepEqual((await explained(t, { top: three }, { top: three.toReversed() })).map(told), [
    `entry ${layer}, order of entries: one first → three first (order)`,
  ]);
  assert.deepEqual((await explained(t, { top: three }, { top: three.slice(1) })).map(told), [
    `entry ${layer}, one: file, 3 bytes → `,
  ]);
});

test('of a text the line is told that differs, with its cause', async (t) => {
  const page = (date: string): Twist => ({
    more: [{ path: 'srv/page', content: `first\nmade ${date} here\n` }],
  });
  const [first, ...others] = await explained(t, page('2026-11-29 10:11:12'), page('2026-11-29 10:12:12'));
  assert.ok(first);
  assert.equal(
    told(first),
    `bytes ${layer}, srv/page, line 2: made 2026-11-29 10:11:12 here → made 2026-11-29 10:12:12 here (time)`,
  );
  assert.equal(first.bytes, 1);
  assert.deepEqual(others, []);
});

test('a text that names what is known of the builds is blamed for that', async (t) => {
  const page = (content: string): Twist => ({ more: [{ path: 'srv/page', content }] });
  const context = {
    paths: { a: ['/home/ann/src'], b: ['/work/b7'] },
    users: { a: ['ann'], b: ['bob'] },
    hosts: { a: ['mill'], b: ['barn'] },
    times: { a: [1_772_000_000], b: [1_772_086_400] },
  };
  const causeOf = async (a: string, b: string): Promise<string | undefined> =>
    (await explained(t, page(a), page(b), context))[0]?.cause?.kind;
  assert.equal(await causeOf('from /home/ann/src/x', 'from /work/b7/x'), 'path');
  assert.equal(await causeOf('by ann, yes', 'by bob, yes'), 'user');
  assert.equal(await causeOf('on mill, yes', 'on barn, yes'), 'host');
  assert.equal(await causeOf('at 1772000007', 'at 1772086411'), 'time');
  assert.equal(await causeOf('at 1234500007', 'at 1234586411'), undefined, 'no time that is near');
  assert.equal(await causeOf('a different word', 'another word'), undefined);
});

const recompressed = (options: ZlibOptions, change: (blob: Buffer) => void = () => undefined): Twist => ({
  compression: 'gzip',
  blob: (blob) => {
    const made = gzipSync(gunzipSync(blob), options);
    change(made);
    return made;
  },
  more: Array.from({ length: 200 }, (_, at) => ({
    path: `srv/${at}`,
    content: `${at * at} ${'word '.repeat(at)}`,
  })),
});

test('one archive that is compressed otherwise is told by the field of its gzip header, or by its data', async (t) => {
  const base = recompressed({ level: 6 });
  const compare = async (twist: Twist): Promise<string[]> => (await explained(t, base, twist)).map(told);
  assert.deepEqual(
    await compare(recompressed({ level: 6 }, (blob) => blob.writeUInt32LE(1_772_000_000, 4))),
    [`compression ${layer}, time in the gzip header: none → 2026-02-25T06:13:20.000Z (time)`],
  );
  assert.deepEqual(await compare(recompressed({ level: 6 }, (blob) => blob.writeUInt8(255, 9))), [
    `compression ${layer}, system in the gzip header: 3 (Unix) → 255 (unknown) (host)`,
  ]);
  assert.deepEqual(await compare(recompressed({ level: 6 }, (blob) => blob.writeUInt8(2, 8))), [
    `compression ${layer}, level in the gzip header: 0 → 2 (the best) (settings)`,
  ]);
  const [level, data, ...others] = await explained(t, base, recompressed({ level: 1 }));
  assert.match(level ? told(level) : '', /level in the gzip header: 0 → 4 \(the fastest\) \(settings\)/);
  assert.match(data ? told(data) : '', /gzip data: 4,\d+ bytes → 6,\d+ bytes \(settings\)/);
  assert.ok((data?.offset?.a ?? 0) >= 10 && (data?.bytes ?? 0) > 0);
  assert.deepEqual(others, []);
  const [cut, ...rest] = await explained(t, base, recompressed({ level: 6, memLevel: 1 }));
  assert.match(cut ? told(cut) : '', /gzip data: .*, 1 block → .*, \d+ blocks \(settings\)/);
  assert.deepEqual(rest, []);
});

test('gzip and zstd of one archive are told by their names', async (t) => {
  const found = await explained(t, { compression: 'gzip' }, { compression: 'zstd' });
  assert.deepEqual(new Set(found.map(({ kind }) => kind)), new Set(['compression']));
  assert.match(found[0] ? told(found[0]) : '', /layer 1, compression: gzip, .* → zstd, .* \(settings\)/);
});

test('a config that says the same in other bytes is told as that', async (t) => {
  const found = await explained(t, {}, { configText: (text) => JSON.stringify(JSON.parse(text), null, 1) });
  assert.ok(
    found.some(({ kind, place }) => kind === 'format' && place === 'linux/amd64, config, how it is written'),
  );
});

test('a layer that does not unpack is refused with its digest; one whose archive is damaged is told', async (t) => {
  const cut: Twist = {
    blob: (blob) => blob.subarray(0, blob.length >> 1),
    config: { '/rootfs/diff_ids/1': `sha256:${'0'.repeat(64)}` },
  };
  await assert.rejects(
    explained(t, {}, cut),
    (error) =>
      error instanceof SlipwayError &&
      error.code === 'E_BASE' &&
      /layer sha256:[0-9a-f]{64} cannot be read/.test(error.message),
  );
  const damaged: Twist = {
    tar: (archive) => {
      const changed = Buffer.from(archive);
      changed.writeUInt8(0x39, changed.indexOf(app) + 150);
      return changed;
    },
  };
  const [first] = await explained(t, {}, damaged);
  assert.match(
    first ? told(first) : '',
    /^format linux\/amd64, layer 2, the archive: can be read → the header is malformed/,
  );
});

test('a program in a layer is told by its place in the image', async (t) => {
  const holding = (text: string): Twist => ({
    top: programEntries('amd64').map((entry) => {
      if (typeof entry.content !== 'object') return entry;
      const content = Buffer.from(entry.content);
      content.write(text, 4000);
      return { ...entry, content };
    }),
  });
  const [first, ...others] = await explained(t, holding('made by one'), holding('made by two'));
  assert.equal(first && told(first), `string ${layer}, ${app}, overlay: made by one → made by two`);
  // Of the unpacked archive: three folders and the program's header come first.
  const offset = 4 * 512 + 4008;
  assert.deepEqual(first?.offset, { a: offset, b: offset });
  assert.deepEqual(others, []);
});

test('a header is made right again by the tests', () => {
  const header = Buffer.alloc(512);
  assert.equal(withChecksum(header).toString('latin1', 148, 156), '000400\0 ');
});

test('a layer that is a module of WebAssembly is compared as one', async (t) => {
  const folder = await folderOf(t);
  const store = openBlobStore(join(folder, 'cache'));
  const sources: ImageSource[] = [];
  for (const note of ['one', 'two']) {
    const module = readFileSync(planted({ ...noting(`note-${note}`), env: platform('wasip1/wasm') }));
    const directory = join(folder, note);
    const put = async (content: Buffer | string, mediaType: string) => {
      const digest = digestOf(content) as Digest;
      await mkdir(dirname(blobPath(directory, digest)), { recursive: true });
      await writeFile(blobPath(directory, digest), content);
      return { mediaType, digest, size: Buffer.byteLength(content) };
    };
    const config = {
      os: 'wasip1',
      architecture: 'wasm',
      rootfs: { type: 'layers', diff_ids: [digestOf(module)] },
    };
    const manifest = {
      schemaVersion: 2,
      config: await put(JSON.stringify(config), 'application/vnd.oci.image.config.v1+json'),
      layers: [await put(module, 'application/wasm')],
    };
    const root = await put(JSON.stringify(manifest), 'application/vnd.oci.image.manifest.v1+json');
    await writeFile(join(directory, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [root] }));
    await writeFile(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    sources.push(await openLayout(directory, undefined, store));
  }
  const [a, b] = sources;
  assert.ok(a && b);
  const [first] = await explainImages(a, b, store);
  assert.match(first ? told(first) : '', /^string wasip1\/wasm, layer 1, data: .*note-one.* → .*note-two/);
});

test('a document that is nested beyond measure is refused, and not walked', async (t) => {
  const nested = (depth: number): Twist => ({
    configText: (text) => text.replace(/^{/, `{"x":${'['.repeat(depth)}${']'.repeat(depth)},`),
  });
  assert.deepEqual((await explained(t, {}, nested(3))).map(told), [
    'document linux/amd64, config, x:  → [[[]]]',
  ]);
  await assert.rejects(
    explained(t, {}, nested(100_000)),
    (error) => error instanceof SlipwayError && error.code === 'E_BASE',
  );
});
