import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { goProgram, shippedHello } from '../../support/go-programs.ts';
import { makeTar } from '../../support/tar-archive.ts';
import { lacks, tool, toolEnvironment } from '../../support/tools.ts';
import { assertLikeReference } from './measuring.ts';

const program = readFileSync(shippedHello('linux', 'arm64').path).subarray(300_000, 450_000);
const layer = makeTar([
  { name: 'usr/local/bin/hello', content: program, mode: 0o755 },
  { name: 'etc/motd', content: 'hello '.repeat(9000) },
]);

function compressed(file: string, args: readonly string[], env = process.env): Buffer {
  const { error, status, stdout, stderr } = spawnSync(file, args, { input: layer, maxBuffer: 1 << 26, env });
  assert.equal(status, 0, `${error?.message}\n${stderr?.toString()}`);
  return stdout;
}

describe('layers that others compressed cost what one reads off bit by bit', () => {
  // go-containerregistry, and with it ko and crane, takes level 1; -2 is for codes without copies.
  for (const level of [-2, -1, 0, 1, 6, 9]) {
    test(`compress/gzip of Go, level ${level}`, () => {
      assertLikeReference(compressed(goProgram({ source: 'gzip' }).path, [String(level)]), layer);
    });
  }
  for (const level of ['-1', '-9']) {
    test(`gzip ${level}`, () => void assertLikeReference(compressed('gzip', [level]), layer));
  }
  for (const args of [['-6', '-b', '128'], ['-11']]) {
    test(`pigz ${args[0]}`, { skip: lacks('pigz') }, () => {
      assertLikeReference(compressed(tool('pigz'), args, toolEnvironment('pigz')), layer);
    });
  }
});
