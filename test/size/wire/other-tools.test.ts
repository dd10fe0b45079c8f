import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { goProgram, shippedHello } from '../../support/go-programs.ts';
import { makeTar } from '../../support/tar-archive.ts';
import { assertLikeReference } from './measuring.ts';

const program = readFileSync(shippedHello('linux', 'arm64').path).subarray(300_000, 450_000);
const layer = makeTar([
  { name: 'usr/local/bin/hello', content: program, mode: 0o755 },
  { name: 'etc/motd', content: 'hello '.repeat(9000) },
]);

function output(file: string, args: readonly string[]): Buffer | undefined {
  const { error, status, stdout, stderr } = spawnSync(file, args, { input: layer, maxBuffer: 1 << 26 });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined;
  assert.equal(status, 0, stderr?.toString());
  return stdout;
}

describe('layers that others compressed cost what one reads off bit by bit', () => {
  // go-containerregistry, and with it ko and crane, takes level 1; -2 is for codes without copies.
  for (const level of [-2, -1, 0, 1, 6, 9]) {
    test(`compress/gzip of Go, level ${level}`, () => {
      const gzip = output(goProgram({ source: 'gzip' }).path, [String(level)]);
      assert.ok(gzip);
      assertLikeReference(gzip, layer);
    });
  }
  for (const [file, ...args] of [
    ['gzip', '-1'],
    ['gzip', '-9'],
    ['pigz', '-6', '-b', '128'],
    ['pigz', '-11'],
  ] as const) {
    test(`${file} ${args[0]}`, (t) => {
      const gzip = output(file, args);
      if (gzip === undefined) t.skip(`${file} is not on this machine`);
      else assertLikeReference(gzip, layer);
    });
  }
});
