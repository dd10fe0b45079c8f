import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { choosePlatform, fitsPlatform } from '../../src/image/choose-platform.ts';
import type { ForeignPlatform } from '../../src/image/documents.ts';
import { parsePlatform, platformSpellings } from '../../src/request/platform.ts';

function platform(text: string): ForeignPlatform {
  const [os = '', architecture = '', variant] = text.split('/');
  return { os, architecture, ...(variant !== undefined && { variant }) };
}

/** What an index offers, what is wanted, and which one is taken; '' for none. */
const choices: readonly (readonly [offered: string, wanted: string, taken: string])[] = [
  ['linux/amd64 linux/arm64', 'linux/arm64', 'linux/arm64'],
  ['linux/amd64 linux/arm64/v8', 'linux/arm64', 'linux/arm64/v8'],
  ['linux/arm64/v9', 'linux/arm64', ''],
  ['linux/arm/v5 linux/arm/v6 linux/arm/v7', 'linux/arm/v7', 'linux/arm/v7'],
  ['linux/arm/v5 linux/arm/v6', 'linux/arm/v7', 'linux/arm/v6'],
  ['linux/arm/v5', 'linux/arm/v7', 'linux/arm/v5'],
  ['linux/arm/v7 linux/arm/v5', 'linux/arm/v6', 'linux/arm/v5'],
  ['linux/arm/v7 linux/arm/v6', 'linux/arm/v5', ''],
  ['linux/arm/v4', 'linux/arm/v7', ''],
  ['linux/arm', 'linux/arm/v7', 'linux/arm'],
  ['linux/arm', 'linux/arm/v6', ''],
  ['linux/arm/v8', 'linux/arm/v7', ''],
  ['linux/armhf linux/armel', 'linux/arm/v6', 'linux/armel'],
  ['linux/amd64 linux/amd64/v2 linux/amd64/v3 linux/amd64/v4', 'linux/amd64/v3', 'linux/amd64/v3'],
  ['linux/amd64 linux/amd64/v2 linux/amd64/v4', 'linux/amd64/v3', 'linux/amd64/v2'],
  ['linux/amd64', 'linux/amd64/v3', 'linux/amd64'],
  ['linux/amd64/v1', 'linux/amd64', 'linux/amd64/v1'],
  ['linux/amd64/v2', 'linux/amd64', ''],
  ['linux/x86_64 linux/aarch64', 'linux/arm64', 'linux/aarch64'],
  ['Linux/AMD64 linux/ARM/V6', 'linux/amd64', 'Linux/AMD64'],
  ['Linux/AMD64 linux/ARM/V6', 'linux/arm/v7', 'linux/ARM/V6'],
  ['linux/arm/6', 'linux/arm/v6', 'linux/arm/6'],
  ['linux/toString', 'linux/amd64', ''],
  ['linux/386', 'linux/amd64', ''],
  ['windows/amd64', 'linux/amd64', ''],
  ['linux/s390x', 'linux/s390x', 'linux/s390x'],
  ['linux/riscv64/rva23u64', 'linux/riscv64', ''],
];

for (const [offered, wanted, taken] of choices) {
  test(`of ${offered} a program for ${wanted} takes ${taken === '' ? 'none' : taken}`, () => {
    const names = offered.split(' ');
    const at = choosePlatform(names.map(platform), parsePlatform(wanted));
    assert.equal(at === undefined ? '' : names[at], taken);
  });
}

test('of equal platforms the first is taken, and entries that name none are passed over', () => {
  const wanted = parsePlatform('linux/amd64');
  const equal = ['linux/amd64', 'linux/amd64/v1', 'linux/x86_64'].map(platform);
  assert.equal(choosePlatform([undefined, ...equal], wanted), 1);
  assert.equal(choosePlatform([undefined], wanted), undefined);
  assert.equal(choosePlatform([], wanted), undefined);
});

const linux = platformSpellings.filter((name) => name.startsWith('linux/'));
/** An architecture's baseline, which has no variant of its own, is the lowest. */
const levelOf = (name: string): number => Number(parsePlatform(name).variant?.slice(1) ?? 1);
const architectureOf = (name: string): string => parsePlatform(name).architecture;

test('whatever an index offers, the highest platform is taken that is not above what is wanted', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...linux)), fc.constantFrom(...linux), (offered, wanted) => {
      const fitting = offered.filter(
        (name) => architectureOf(name) === architectureOf(wanted) && levelOf(name) <= levelOf(wanted),
      );
      const at = choosePlatform(offered.map(platform), parsePlatform(wanted));
      const taken = at === undefined ? undefined : offered[at];
      assert.equal(taken === undefined, fitting.length === 0);
      if (taken === undefined) return;
      assert.ok(fitting.includes(taken));
      assert.equal(levelOf(taken), Math.max(...fitting.map(levelOf)));
      assert.ok(fitsPlatform(platform(taken), parsePlatform(wanted)));
    }),
  );
});
