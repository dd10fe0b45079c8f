import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributedProgram, attributedShare } from '../support/attributions.ts';
import type { PublishedName } from '../support/published-programs.ts';

const platforms = [
  'linux/amd64',
  'linux/arm64',
  'linux/arm',
  'linux/386',
  'linux/riscv64',
  'linux/s390x',
  'darwin/arm64',
  'windows/amd64',
  'wasip1/wasm',
];
const everywhere: readonly PublishedName[] = ['age', 'shfmt', 'yq'];
const programs: readonly PublishedName[] = [...everywhere, 'crane', 'dlv', 'esbuild', 'fzf', 'nats'];
const versions = ['go1.22.12', 'go1.24.10', 'go1.26.8', 'go1.27.1'];

const held = /^\w+\/(amd64|arm64)$/;

describe('every byte of three programs on nine platforms has one owner', () => {
  for (const platform of platforms) {
    for (const program of everywhere) {
      it(`${program}, ${platform}`, (t) => check(t, { program, platform }));
    }
  }
});

describe('every byte of eight programs by four versions of Go has one owner', () => {
  for (const go of versions) {
    for (const program of programs) it(`${program}, ${go}`, (t) => check(t, { program, go }));
  }
});

function check(
  t: { diagnostic: (message: string) => void },
  request: { program: PublishedName; platform?: string; go?: string },
): void {
  const { bytes, pclntab, twin } = attributedProgram(request);
  const [alone, both] = [attributedShare(pclntab, bytes), attributedShare(twin, bytes)];
  t.diagnostic(
    `${(alone * 100).toFixed(2)} % without symbols, ${(both * 100).toFixed(2)} % with, strings aside`,
  );
  if (!held.test(request.platform ?? 'linux/amd64')) return;
  assert.ok(both >= 0.98, `${both}`);
  // Whose static data is nothing but symbols tells: all else has an owner.
  const data = pclntab.unattributed.filter(({ name }) => /data/.test(name) && !/^string/.test(name));
  const known = attributedShare(pclntab, bytes - data.reduce((sum, each) => sum + each.bytes, 0));
  assert.ok(alone >= 0.9 || known >= 0.999, `${alone}, and ${known} without static data`);
}
