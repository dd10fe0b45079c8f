import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { versionOfToolchain } from '../../src/toolchain/go-version.ts';
import { toolchainsFor } from '../../src/toolchain/toolchain-module.ts';
import {
  isAtLeast,
  newestInRange,
  newestPatch,
  newestStable,
  parseRange,
} from '../../src/toolchain/version-range.ts';

const releases = [
  'go1.20',
  'go1.20.14',
  'go1.21rc2',
  'go1.21.0',
  'go1.21.13',
  'go1.25.0',
  'go1.25.9',
  'go1.25.10',
  'go1.26rc1',
  'go1.26.0',
  'go1.26.8',
  'go1.26.9-acme',
  'go1.27rc1',
  'go1.27rc2',
];

const newestFor = (text: string): string | undefined => newestInRange(parseRange(text) ?? 'none', releases);

test('a range gives its newest release', () => {
  const expected: Readonly<Record<string, string | undefined>> = {
    '1.25': 'go1.25.10',
    '1.25.x': 'go1.25.10',
    '^1.25': 'go1.26.8',
    '~1.25.3': 'go1.25.10',
    '>=1.21 <1.26': 'go1.25.10',
    '1.20': 'go1.20.14',
    x: 'go1.26.8',
    '1': 'go1.26.8',
    '<=1.25.9 || 1.21.x': 'go1.25.9',
    '1.28': undefined,
  };
  for (const [range, version] of Object.entries(expected)) assert.equal(newestFor(range), version, range);
});

test('release candidates count only where the range names one', () => {
  assert.equal(newestFor('>=1.26.8'), 'go1.26.8');
  assert.equal(newestFor('>=1.27rc1'), 'go1.27rc2');
  assert.equal(newestFor('>=1.21rc2 <1.21.1'), 'go1.21.0');
});

test('stable is the newest release, oldstable the newest of the line before', () => {
  assert.equal(newestStable('stable', releases), 'go1.26.8');
  assert.equal(newestStable('oldstable', releases), 'go1.25.10');
  assert.equal(newestStable('stable', ['go1.27rc1']), undefined);
  assert.equal(newestStable('oldstable', ['go1.26.1']), undefined);
});

test('the newest patch of a line is at least the minimum', () => {
  assert.equal(newestPatch('1.25', '1.25', releases), 'go1.25.10');
  assert.equal(newestPatch('1.25', '1.25.10', releases), 'go1.25.10');
  assert.equal(newestPatch('1.25', '1.25.11', releases), undefined);
  assert.equal(newestPatch('1.27', '1.27rc1', releases), undefined);
});

test('what a range chooses is one of the versions, and none that fits is newer', () => {
  const version = fc
    .tuple(fc.integer({ min: 18, max: 30 }), fc.nat(12))
    .map(([line, patch]) => `go1.${line}.${patch}`);
  fc.assert(
    fc.property(fc.array(version), fc.integer({ min: 18, max: 30 }), (versions, line) => {
      const chosen = newestInRange(parseRange(`^1.${line}`) ?? '', versions);
      const fitting = versions.filter((name) => isAtLeast(name, `1.${line}.0`));
      if (chosen === undefined) return assert.deepEqual(fitting, []);
      assert.ok(fitting.includes(chosen));
      for (const name of fitting)
        assert.ok(isAtLeast(chosen, versionOfToolchain(name) ?? ''), `${chosen} < ${name}`);
    }),
  );
});

test("the module's versions are those of this machine, without other systems and oddities", () => {
  const listed = [
    'v0.0.1-go1.26.8.linux-amd64',
    'v0.0.1-go1.26.8.linux-arm64',
    'v0.0.1-go1.26.8.freebsd-amd64',
    'v0.0.1-go1.9.2rc2.linux-amd64',
    'v0.0.1-go1.27rc1.linux-amd64',
    'v0.0.1',
    'v0.0.2-go1.26.8.linux-amd64',
    '',
  ];
  const host = { os: 'linux', architecture: 'amd64' };
  assert.deepEqual(toolchainsFor(host, listed), ['go1.26.8', 'go1.9.2rc2', 'go1.27rc1']);
  assert.equal(newestInRange('1.x', toolchainsFor(host, listed)), 'go1.26.8');
});
