import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Cause, type Difference, explainPrograms } from '../../src/difference/difference.ts';
import { go } from '../support/go-programs.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll, git } from '../support/workspace.ts';
import { told } from './made-images.ts';
import {
  type Build,
  embedding,
  functionsIn,
  mapOf,
  names,
  noting,
  numbers,
  planted,
  platform,
  reversed,
  shipped,
} from './planted-programs.ts';

const platforms = ['linux/amd64', 'linux/arm64', 'darwin/arm64', 'windows/amd64', 'wasip1/wasm'];

/** One cause is planted in B; the difference that is told first, and whose cause that is. */
const causes: readonly {
  readonly name: string;
  readonly a: Build;
  readonly b: Build;
  readonly cause: Cause['kind'];
  readonly first: RegExp;
  /** All formats, not ELF for amd64 alone. */
  readonly everywhere?: true;
}[] = [
  {
    name: 'a time that is linked into a variable',
    a: noting('2026-11-29T16:35:01Z'),
    b: noting('2026-11-30T01:02:03Z'),
    cause: 'time',
    first: /^string .*: 2026-11-29T16:35:01Z → 2026-11-30T01:02:03Z /,
    everywhere: true,
  },
  {
    name: 'a time in seconds',
    a: noting('1764434101'),
    b: noting('1764439999'),
    cause: 'time',
    first: /^string .*: 1764434101 → 1764439999 /,
  },
  {
    name: 'a commit that is linked into a variable',
    a: noting('0123456789abcdef0123456789abcdef01234567'),
    b: noting('fedcba9876543210fedcba9876543210fedcba98'),
    cause: 'vcs-stamp',
    first: /^string .*: 0123456789abcdef.* → fedcba9876543210/,
  },
  {
    name: 'a time of another length, which moves what follows',
    a: noting('2026-11-29'),
    b: noting('2026-11-30T01:02:03.123456789Z'),
    cause: 'time',
    first: /^string .*: 2026-11-29 → 2026-11-30T01:02:03.123456789Z /,
  },
  {
    name: 'the folder, where paths are not trimmed',
    a: { args: ['-buildvcs=false'] },
    b: { args: ['-buildvcs=false'], folder: 'two' },
    cause: 'path',
    first: /^string .*the names? of .*source files?: .*\/one\/.*\.go → .*\/two\/.*\.go /,
  },
  {
    name: 'another level of the instruction set',
    a: { env: { GOAMD64: 'v1' } },
    b: { env: { GOAMD64: 'v3' } },
    cause: 'settings',
    first: /^build-info build info, GOAMD64: v1 → v3 /,
  },
  {
    name: 'a build tag that selects nothing',
    a: {},
    b: { args: [...shipped, '-tags=unused'] },
    cause: 'settings',
    first: /^build-info build info, -tags: {2}→ unused /,
  },
  {
    name: 'symbols and debugging information',
    a: {},
    b: { args: ['-trimpath', '-buildvcs=false'] },
    cause: 'settings',
    first: /^format what only tools read: no symbols, .* → symbols, /,
  },
  {
    name: 'rows of a table in another order',
    a: {},
    b: { files: { 'table.go': reversed } },
    cause: 'order',
    first: /^(section|symbol) /,
    everywhere: true,
  },
  {
    name: 'functions in another order',
    a: {},
    b: { files: { 'functions.go': functionsIn(['third', 'first', 'second']) } },
    cause: 'order',
    first: /order of functions: main\.first first → main\.third first /,
  },
  {
    name: 'code that fills a map in another order',
    a: { files: { 'map.go': mapOf() } },
    b: { files: { 'map.go': mapOf(names.toReversed()) } },
    cause: 'order',
    first: /^(section|symbol) /,
  },
  {
    name: 'numbers of a table in another order',
    a: { files: { 'numbers.go': numbers([1, 22, 333, 4444, 55555]) } },
    b: { files: { 'numbers.go': numbers([333, 55555, 1, 4444, 22]) } },
    cause: 'order',
    first: /^section \.noptrdata/,
  },
  {
    name: 'an embedded file with another date',
    a: { files: embedding('a page of 2026-01-02, by hand\n') },
    b: { files: embedding('a page of 2026-03-04, by hand\n') },
    cause: 'time',
    first: /^string .*: 2026-01-02 → 2026-03-04 /,
  },
  {
    name: 'a build ID that is set by hand',
    a: {},
    b: { args: ['-trimpath', '-buildvcs=false', '-ldflags=-s -w -buildid=mine'] },
    cause: 'build-id',
    first: /^section \.note\.go\.buildid, Go's build ID: .* → mine /,
  },
];

for (const { name, a, b, cause, first, everywhere } of causes) {
  for (const each of everywhere === true ? platforms : platforms.slice(0, 1)) {
    test(`of two programs for ${each} it is told first: ${name}`, async () => {
      const env = platform(each);
      const [inA, inB] = [
        planted({ ...a, env: { ...env, ...a.env } }),
        planted({ ...b, env: { ...env, ...b.env } }),
      ];
      const found = await explainPrograms(inA, inB);
      assert.ok(found[0]);
      assert.match(told(found[0]), first);
      assert.equal(found[0].cause?.kind, cause, told(found[0]));
      assert.ok(found.length <= 30);
      // What follows from everything comes last, and is said to.
      const ids = found.filter((difference) => difference.cause?.kind === 'build-id');
      assert.ok(ids.length > 0);
      assert.equal(/nothing else/.test(ids[0]?.cause?.detail ?? ''), cause === 'build-id');
    });
  }
}

test('a short text is told where it is what is known of a build: the name of a user', async () => {
  const [a, b] = [planted(noting('ann')), planted(noting('robert'))];
  const [first] = await explainPrograms(a, b, { users: { a: ['ann'], b: ['robert'] } });
  assert.equal(first && told(first), 'string .rodata: ann → robert (user)');
  const unknown = await explainPrograms(a, b);
  assert.ok(unknown.every(({ cause }) => cause === undefined || cause.kind === 'build-id'));
});

test('where paths are not trimmed, debugging information is told by the folder too', async () => {
  const args = ['-buildvcs=false'];
  const found = await explainPrograms(planted({ args }), planted({ args, folder: 'two' }));
  const debug = found.filter(({ place }) => place.includes('debug'));
  assert.ok(
    debug.some(({ cause }) => cause?.kind === 'path'),
    JSON.stringify(debug),
  );
});

/** How many bytes are others at their place, by cmp. */
function cmpCount(one: string, other: string): number {
  return (
    spawnSync('cmp', ['-l', one, other], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout.split('\n').length -
    1
  );
}

function bytesOf(found: readonly Difference[]): number {
  return found.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
}

for (const each of platforms) {
  test(`where nothing moved, the bytes of all differences are those that cmp counts: ${each}`, async () => {
    const [a, b] = ['note-a', 'note-b'].map((note) => planted({ ...noting(note), env: platform(each) }));
    assert.ok(a !== undefined && b !== undefined);
    const found = await explainPrograms(a, b);
    assert.equal(bytesOf(found), cmpCount(a, b));
    for (const { offset } of found.filter(({ bytes }) => bytes !== undefined)) assert.ok(offset);
    assert.match(found[0]?.a ?? '', /note-a/);
    assert.match(found[0]?.b ?? '', /note-b/);
  });
}

test('the same bytes have no difference', async (t) => {
  const path = planted({});
  const copy = join(await folderOf(t), 'copy');
  copyFileSync(path, copy);
  assert.deepEqual(await explainPrograms(path, copy), []);
});

test('another commit is told first, with what follows from it in the build info', async (t) => {
  const folder = await folderOf(t, {
    'go.mod': 'module example.com/stamped\n\ngo 1.24\n',
    'main.go': 'package main\n\nfunc main() { println("stamped") }\n',
  });
  const revisions = [await commitAll(folder, 'v1.0.0')];
  const build = (name: string): string => {
    const path = join(folder, '..', `${name}-${process.pid}`);
    go(['build', '-trimpath', '-buildvcs=true', '-o', path, '.'], {}, folder);
    return path;
  };
  const a = build('first');
  writeFileSync(join(folder, 'README'), 'docs only\n');
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message=docs');
  revisions.push(await git(folder, 'rev-parse', 'HEAD'));
  const b = build('second');
  t.after(() => void spawnSync('rm', [a, b]));
  const [first, ...others] = await explainPrograms(a, b);
  assert.equal(
    first && told(first),
    `build-info build info, vcs.revision: ${revisions[0]} → ${revisions[1]} (vcs-stamp)`,
  );
  assert.ok(
    others.some(({ place, cause }) => place.endsWith('example.com/stamped') && cause?.kind === 'vcs-stamp'),
  );
  assert.ok(
    !others.some(({ kind, cause }) => kind === 'string' && cause?.kind === 'time'),
    'the stamp is told once',
  );
});

test('of two toolchains the versions are told first', async () => {
  const [a, b] = [planted({}), planted({ env: { GOTOOLCHAIN: 'go1.27.1' } })];
  const found = await explainPrograms(a, b);
  assert.ok(found[0]);
  assert.match(
    told(found[0]),
    /^build-info build info, Go version: go1\.\d+\.\d+ → go1\.27\.1 \(toolchain\)$/,
  );
  assert.ok(found.length <= 30);
});

for (const each of ['linux/amd64', 'linux/arm64']) {
  test(`of code that moved only what changed is named, the rest is counted: ${each}`, async () => {
    const env = platform(each);
    const changed = functionsIn(['first', 'second', 'third'])
      .replace('n*5', 'n*7')
      .replace('"second"', '"a longer second"');
    const found = await explainPrograms(
      planted({ env }),
      planted({ env, files: { 'functions.go': changed } }),
    );
    const symbols = found
      .filter(({ kind }) => kind === 'symbol')
      .map(({ place }) => place.replace(/^[^,]*, /, ''));
    assert.ok(symbols.includes('main.first') || symbols.includes('main.third'), symbols.join());
    assert.ok(
      symbols.every((name) => name.startsWith('main.')),
      symbols.join(),
    );
    assert.ok(found.some(({ place }) => /functions that differ in addresses alone/.test(place)));
  });
}

test('a variable that has another value is named where there is a symbol table', async () => {
  const build = (value: number): string =>
    planted({
      args: ['-trimpath', '-buildvcs=false', '-ldflags=-w'],
      files: {
        'seed.go': `package main\n\nvar seed = ${value}\n\nfunc init() { note += string(rune(seed)); seed++ }\n`,
      },
    });
  const [first, ...others] = await explainPrograms(build(0x1234), build(0x1278));
  assert.equal(first && told(first), 'symbol .noptrdata, main.seed: 0x34 → 0x78');
  assert.ok(
    others.every(({ cause }) => cause?.kind === 'build-id'),
    JSON.stringify(others),
  );
});

test('of programs for two machines the machines are told first', async () => {
  const [first, ...others] = await explainPrograms(
    planted({ env: platform('linux/amd64') }),
    planted({ env: platform('linux/arm64') }),
  );
  assert.equal(
    first && told(first),
    'format the format: elf for amd64, little endian, 64 bits → elf for arm64, little endian, 64 bits',
  );
  assert.equal(others.length, 1);
});

test('a file that is no program is compared byte by byte, and it is said why', async (t) => {
  const folder = await folderOf(t, { text: 'one\ntwo\n', other: 'one\nand two\n' });
  const found = await explainPrograms(join(folder, 'text'), join(folder, 'other'));
  assert.deepEqual(found.map(told), ['bytes line 2: two → and two']);
  const [first] = await explainPrograms(planted({}), join(folder, 'text'));
  assert.match(first ? told(first) : '', /^format the format: a program that can be read → not a program: /);
});
