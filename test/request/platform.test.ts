import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  allFilePlatforms,
  allImagePlatforms,
  formatPlatform,
  parsePlatform,
  platformSpellings,
  samePlatform,
} from '../../src/request/platform.ts';
import { refusal } from '../support/refusal.ts';

/** Of the go command. */
function goPorts(): string[] {
  return execFileSync('go', ['tool', 'dist', 'list'], { encoding: 'utf8' }).trim().split('\n');
}

test('every port that the go command has is a platform', () => {
  const ports = goPorts();
  assert.ok(ports.length > 30);
  for (const port of ports) assert.ok(platformSpellings.includes(port), port);
});

test('a platform that was written out reads back as the same platform', () => {
  fc.assert(
    fc.property(fc.constantFrom(...platformSpellings), (text) => {
      const platform = parsePlatform(text);
      assert.deepEqual(parsePlatform(formatPlatform(platform)), platform);
      assert.ok(samePlatform(platform, parsePlatform(formatPlatform(platform))));
    }),
  );
});

test("a baseline variant is the platform itself, and linux/arm is ARMv7, in Docker's spelling", () => {
  const spellings = {
    'linux/arm64/v8': 'linux/arm64',
    'linux/amd64/v1': 'linux/amd64',
    'linux/amd64/v3': 'linux/amd64/v3',
    'linux/arm': 'linux/arm/v7',
    'linux/arm/v6': 'linux/arm/v6',
    'windows/amd64': 'windows/amd64',
  };
  for (const [written, recorded] of Object.entries(spellings)) {
    assert.equal(formatPlatform(parsePlatform(written)), recorded);
  }
});

test('"all" holds every architecture of containers for images, and every system for bare files', () => {
  assert.ok(allImagePlatforms.every((platform) => platform.startsWith('linux/')));
  assert.ok(allFilePlatforms.includes('windows/amd64'));
  assert.ok(allFilePlatforms.includes('darwin/arm64'));
  for (const text of [...allImagePlatforms, ...allFilePlatforms]) assert.ok(parsePlatform(text));
});

test('"all" holds nothing that the go command does not build for', () => {
  const ports = new Set(goPorts());
  const plain = [...allImagePlatforms, ...allFilePlatforms].map((text) =>
    text.split('/').slice(0, 2).join('/'),
  );
  assert.deepEqual(
    plain.filter((port) => !ports.has(port)),
    [],
  );
});

test('text that is no platform is refused, whatever it is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.constantFrom('linux', 'linux/', '/amd64', 'linux/amd64/', 'linux/amd64/v3/x', ' linux/amd64'),
        fc.constantFrom('__proto__/amd64', 'linux/__proto__', 'linux/amd64/toString', 'constructor/386'),
      ),
      async (text) => {
        fc.pre(!platformSpellings.includes(text));
        assert.match((await refusal(() => parsePlatform(text))).message, /^Go has no platform "/);
      },
    ),
  );
});

test('the hint of an unknown platform names what is near it', async () => {
  assert.match((await refusal(() => parsePlatform('linux/amd46'))).hint ?? '', /for linux Go has .*amd64/);
  assert.match((await refusal(() => parsePlatform('linux/arm/v8'))).hint ?? '', /the variants v5, v6, v7/);
  assert.match((await refusal(() => parsePlatform('linux/riscv64/v1'))).hint ?? '', /no variants/);
  assert.match((await refusal(() => parsePlatform('arm64'))).hint ?? '', /os\/architecture/);
});
