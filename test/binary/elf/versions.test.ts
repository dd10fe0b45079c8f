import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bytesSource, withFileSource } from '../../../src/binary/byte-source.ts';
import { readElf } from '../../../src/binary/elf/facts.ts';
import { readLibrary } from '../../../src/binary/elf/library.ts';
import { newestGlibc } from '../../../src/binary/libc.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { goProgram, lacksCgo, shipped } from '../../support/go-programs.ts';
import { lacksReadelf } from '../../support/readelf.ts';

interface Versions {
  readonly needed: readonly string[];
  readonly defined: readonly string[];
}

/** What binutils' readelf says: `FILE VERSION [weak]` for what is needed, without the name of the library itself. */
function byReadelf(path: string): Versions {
  const text = execFileSync('readelf', ['-VW', path], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const needed: string[] = [];
  const defined: string[] = [];
  let file = '';
  for (const line of text.split('\n')) {
    file = /Version: 1 +File: (\S+)/.exec(line)?.[1] ?? file;
    const need = /^ +0x\w+: +Name: (\S+) +Flags: (\S+) +Version:/.exec(line);
    if (need !== null) needed.push(`${file} ${need[1]}${need[2] === 'WEAK' ? ' weak' : ''}`);
    const define = /Rev: 1 +Flags: (.*?) +Index:.*Name: (\S+)/.exec(line);
    if (define !== null && !define[1]?.includes('BASE')) defined.push(define[2] ?? '');
  }
  return { needed, defined };
}

function ours(path: string): Versions {
  const library = withFileSource(path, readLibrary);
  assert.ok(library, path);
  const needed = library.neededVersions.map((each) =>
    [each.library, each.version, ...(each.weak ? ['weak'] : [])].join(' '),
  );
  return { needed, defined: library.definedVersions ?? [] };
}

const libraries = [
  'libc.so.6',
  'libm.so.6',
  'libstdc++.so.6',
  'libgcc_s.so.1',
  'libpthread.so.0',
  'libcrypto.so.3',
];
const folder = '/usr/lib/x86_64-linux-gnu';
const system = [
  ...libraries.map((name) => `${folder}/${name}`),
  '/lib64/ld-linux-x86-64.so.2',
  '/usr/bin/gcc',
  '/bin/ls',
  process.execPath,
].filter(existsSync);

describe('versions of symbols', { skip: lacksReadelf() || lacksCgo() }, () => {
  it('of libraries and programs of this machine are those that readelf lists', () => {
    assert.ok(system.length > 3, system.join(' '));
    let count = 0;
    for (const path of system) {
      const truth = byReadelf(path);
      assert.deepEqual(ours(path), truth, path);
      count += truth.needed.length + truth.defined.length;
    }
    assert.ok(count > 50, `${count} versions`);
  });

  for (const [how, args] of [
    ['by the linker of Go', [...shipped]],
    ['by the linker of C', ['-trimpath', '-ldflags=-linkmode=external']],
  ] as const) {
    it(`of a cgo program that is linked ${how} are those that readelf lists`, () => {
      const { path } = goProgram({ source: 'cgo', args, env: { CGO_ENABLED: '1' } });
      const { needed } = byReadelf(path);
      assert.ok(
        needed.some((each) => /^libc\.so\.6 GLIBC_/.test(each)),
        needed.join(),
      );
      assert.deepEqual(ours(path).needed, needed);
      const newest = needed
        .map((each) => each.split('_')[1] ?? '')
        .sort(byNumbers)
        .at(-1);
      const facts = withFileSource(path, readElf);
      assert.equal(newestGlibc(facts.neededVersions.map(({ version }) => version)), newest);
    });
  }

  it('in damaged tables are read or refused with the place, never an endless walk', () => {
    const { path } = goProgram({ source: 'cgo', args: shipped, env: { CGO_ENABLED: '1' } });
    const bytes = readFileSync(path);
    const at = sectionOffset(path, '.gnu.version_r');
    let refused = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 0, max: 255 }), (offset, value) => {
        const copy = Buffer.from(bytes);
        copy[at + offset] = value;
        try {
          assert.ok(readElf(bytesSource(copy)).neededVersions.length <= 8192);
        } catch (error) {
          assert.ok(error instanceof SlipwayError && error.code === 'E_BINARY', String(error));
          assert.match(error.message, /offset \d+|\d+ bytes/);
          refused++;
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(refused > 0);
  });
});

/** Order of dotted numbers. */
function byNumbers(a: string, b: string): number {
  const [one, other] = [a, b].map((text) => text.split('.').map(Number));
  const at = (one ?? []).findIndex((number, index) => number !== other?.[index]);
  return at < 0 ? (one?.length ?? 0) - (other?.length ?? 0) : (one?.[at] ?? 0) - (other?.[at] ?? 0);
}

function sectionOffset(path: string, name: string): number {
  const section = withFileSource(path, readElf).sections.find((each) => each.name === name);
  assert.ok(section, name);
  return section.offset;
}
