import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Lock,
  lockedBase,
  lockKey,
  lockText,
  parseLock,
  readLock,
  writeLock,
} from '../../src/request/lock-file.ts';
import { parseReference } from '../../src/request/reference.ts';
import type { Digest } from '../../src/support/hashing.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

const [a, b] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`] as const;
const lockOf = (bases: Readonly<Record<string, Digest>>): Lock => ({
  bases: new Map(Object.entries(bases)),
  packs: new Map(),
});

test('a lock is a short file that people can read and review', async (t) => {
  const path = join(await folderOf(t), 'slipway.lock');
  assert.deepEqual(await readLock(path), lockOf({}), 'no file pins nothing');
  const lock = lockOf({ 'ghcr.io/acme/base:1': b, 'docker.io/library/alpine:3.22': a });
  assert.equal(await writeLock(path, lock), true);
  const text = await readFile(path, 'utf8');
  assert.match(text, /^# .*slipway lock/);
  assert.deepEqual(text.split('\n').slice(2), [
    'version: 1',
    'bases:',
    `  docker.io/library/alpine:3.22: ${a}`,
    `  ghcr.io/acme/base:1: ${b}`,
    '',
  ]);
  assert.deepEqual(await readLock(path), lock);
});

test('equal locks give equal bytes, and a file that is so already is not touched', async (t) => {
  const folder = await folderOf(t);
  const path = join(folder, 'slipway.lock');
  await writeLock(path, lockOf({ 'r.io/b:1': b, 'r.io/a:1': a }));
  const [before, { mtimeNs, ino }] = [await readFile(path, 'utf8'), await stat(path, { bigint: true })];
  assert.equal(await writeLock(path, lockOf({ 'r.io/a:1': a, 'r.io/b:1': b })), false);
  const after = await stat(path, { bigint: true });
  assert.deepEqual([await readFile(path, 'utf8'), after.mtimeNs, after.ino], [before, mtimeNs, ino]);
  assert.deepEqual(await readdir(folder), ['slipway.lock']);
});

test('other sections and comments of a lock stay as they are', () => {
  const before = [
    '# ours',
    'version: 1',
    'tools:',
    '  upx: 4.2.2 # pinned',
    'bases:',
    `  r.io/a:1: ${a}`,
    '',
  ].join('\n');
  const after = lockText(before, lockOf({ 'r.io/a:1': b }));
  assert.equal(after, before.replace(a, b));
  assert.equal(lockText(after, lockOf({})), before.slice(0, before.indexOf('bases:')));
});

const damaged: readonly (readonly [string, string, RegExp])[] = [
  ['another version', 'version: 2\n', /^slipway\.lock:1:10: expected version: 1$/],
  ['no version', 'bases: {}\n', /^slipway\.lock:1:1: expected version: 1$/],
  ['a list', '- a\n', /^slipway\.lock:1:1: expected a map of sections, got a list$/],
  [
    'bases that are a list',
    'version: 1\nbases: [a]\n',
    /:2:8: expected a map of references to digests, got a list/,
  ],
  [
    'a digest that is none',
    'version: 1\nbases:\n  r.io/a:1: 12\n',
    /:3:13: expected a digest, got the number 12/,
  ],
  [
    'a digest of another kind',
    `version: 1\nbases: { "r.io/a:1": "sha512:${'a'.repeat(64)}" }\n`,
    /expected a digest/,
  ],
  [
    'a base that is no reference',
    `version: 1\nbases:\n  r.io/A: ${a}\n`,
    /:3:3: "r\.io\/A" is not an image reference/,
  ],
  [
    'a base that is not spelled in full',
    `version: 1\nbases:\n  alpine: ${a}\n`,
    /:3:3: "alpine" is written docker\.io\/library\/alpine:latest here/,
  ],
  [
    'a base twice',
    `version: 1\nbases:\n  r.io/a:1: ${a}\n  r.io/a:1: ${b}\n`,
    /:4:3: "r\.io\/a:1" is here twice/,
  ],
  [
    'the marks of a merge',
    'version: 1\nbases:\n<<<<<<< HEAD\n  a: b\n=======\n  a: c\n>>>>>>> other\n',
    /^slipway\.lock:3:1: a merge left its marks here$/,
  ],
  ['broken YAML', 'version: [1\n', /^slipway\.lock:\d+:\d+: /],
];

for (const [what, text, message] of damaged) {
  test(`a lock with ${what} is refused where it stands, and is not written over`, async (t) => {
    const path = join(await folderOf(t, { 'slipway.lock': text }), 'slipway.lock');
    assert.match((await refusal(() => readLock(path))).message, message);
    await refusal(() => writeLock(path, lockOf({ 'r.io/a:1': a })));
    assert.equal(await readFile(path, 'utf8'), text);
  });
}

test('all faults of a lock are told at once', async () => {
  const text = 'version: 2\nbases: { "r.io/A": x, "r.io/b:1": y }\n';
  const error = await refusal(() => parseLock(text, 'slipway.lock'));
  assert.match(error.message, /^slipway\.lock: 4 faults\n/);
});

test('a lock that cannot be read is an error of the file system, not an empty lock', async (t) => {
  const folder = await folderOf(t, { 'slipway.lock/x': '' });
  await assert.rejects(readLock(join(folder, 'slipway.lock')), { code: 'EISDIR', syscall: 'read' });
});

test('a base is pinned by its tag, where it has no digest of its own', () => {
  const lock = lockOf({ 'docker.io/library/alpine:latest': a, 'r.io/x:1': b });
  const pinned = (text: string): string | undefined => lockedBase(lock, parseReference(text))?.digest;
  assert.equal(pinned('alpine'), a);
  assert.equal(pinned('docker.io/library/alpine:latest'), a);
  assert.equal(pinned('r.io/x:1'), b);
  assert.equal(pinned('r.io/x:2'), undefined);
  assert.equal(pinned(`r.io/x:1@${a}`), a);
});

test('whatever bases there are, a lock reads as it was written', () => {
  const name = fc.stringMatching(/^[a-z0-9]{1,3}(\/[a-z0-9]{1,3}){0,2}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,4})?$/);
  const digest = fc.constantFrom(a, b);
  const bases = fc.uniqueArray(
    fc.tuple(
      name.map((text) => lockKey(parseReference(text))),
      digest,
    ),
    {
      selector: ([key]) => key,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(bases, bases, (first, second) => {
      const [one, two] = [lockOf(Object.fromEntries(first)), lockOf(Object.fromEntries(second))];
      const text = lockText('', one);
      assert.deepEqual(parseLock(text, 'x'), one);
      assert.equal(lockText(text, one), text);
      assert.deepEqual(parseLock(lockText(text, two), 'x'), two);
    }),
  );
});

const packedHello = `packs:
  hello:
    linux/amd64:
      package: example.com/hello
      decision: packed
      setting: lzma-7
      upx: 4.2.2
    linux/arm64:
      package: example.com/hello
      decision: kept
`;

test('decisions about packing lie in a section of their own, by target and platform', () => {
  const packs = new Map([
    ['hello linux/arm64', { package: 'example.com/hello', decision: 'kept' }],
    [
      'hello linux/amd64',
      { package: 'example.com/hello', decision: 'packed', setting: 'lzma-7', upx: '4.2.2' },
    ],
  ] as const);
  const text = lockText(`version: 1\nother: [kept]\n`, { bases: new Map(), packs });
  assert.equal(text, `version: 1\nother: [ kept ]\n${packedHello}`);
  assert.deepEqual(parseLock(text, 'x').packs, packs);
  assert.equal(lockText(text, lockOf({})), 'version: 1\nother: [ kept ]\n');
});

test('a decision that is not whole is refused with its place', async () => {
  const faulty = (from: string, to: string) =>
    refusal(() => parseLock(`version: 1\n${packedHello.replace(from, to)}`, 'slipway.lock'));
  assert.match(
    (await faulty('      upx: 4.2.2\n', '')).message,
    /^slipway\.lock:5:7: a decision is \{package/,
  );
  assert.match(
    (await faulty('decision: kept', 'decision: maybe')).message,
    /^slipway\.lock:10:7: a decision/,
  );
  assert.match(
    (await faulty('setting:', 'settings:')).message,
    /^slipway\.lock:7:7: unknown field "settings"/,
  );
  assert.match(
    (await faulty('package: example.com/hello', 'package: [x]')).message,
    /expected text, got a list/,
  );
});
