import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runGo } from '../../src/gobuild/go-command.ts';
import { tellingWhetherItStarts } from '../../src/gobuild/starting.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { exec } from '../../src/support/exec.ts';
import { temporaryFolder } from '../support/go-proxy.ts';

/** The error that running a go program, as a toolchain of a foreign machine, ends with. */
async function faultOf(t: TestContext, program: string | Buffer, mode = 0o755): Promise<SlipwayError> {
  const file = join(await temporaryFolder(t), 'go');
  await writeFile(file, program);
  await chmod(file, mode);
  const host = { os: 'linux', architecture: 's390x' };
  const telling = tellingWhetherItStarts(exec, { go: file, version: 'go1.26.8' }, host);
  const go = { file, environment: { PATH: '/usr/bin:/bin' }, exec: telling, secrets: [] };
  const error = await runGo(go, { args: ['list'], cwd: '/' }, 'x cannot be listed').catch((thrown) => thrown);
  assert.ok(error instanceof SlipwayError, String(error));
  return error;
}

/** The head of a 64-bit, big-endian ELF file for s390x (EM_S390, 22), which no kernel for another machine runs. */
function foreignProgram(): Buffer {
  const header = Buffer.alloc(4096);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 2, 1]);
  header.writeUInt16BE(2, 16);
  header.writeUInt16BE(22, 18);
  header.writeUInt32BE(1, 20);
  return header;
}

test("a toolchain for another machine is named as the reason, not taken for go's own refusal", async (t) => {
  const error = await faultOf(t, foreignProgram());
  assert.equal(error.code, 'E_TOOLCHAIN');
  assert.match(error.message, /^go1\.26\.8 for linux\/s390x cannot run on this machine: /);
  assert.match(error.hint ?? '', /a Go for this machine/);
});

test('a toolchain that may not be executed, or lacks its interpreter, is named too', async (t) => {
  for (const [program, mode] of [
    ['#!/bin/sh\nexit 0\n', 0o644],
    ['#!/nowhere/interpreter\n', 0o755],
  ] as const) {
    const error = await faultOf(t, program, mode);
    assert.equal(error.code, 'E_TOOLCHAIN');
    assert.match(error.message, /cannot run on this machine: cannot start .*\/go/);
  }
});

test('what go itself says no to stays its own error', async (t) => {
  const script = `#!/bin/sh\n[ "$1" = version ] && echo go version go1.26.8 linux/amd64 && exit\necho no such package >&2\nexit 2\n`;
  const error = await faultOf(t, script);
  assert.equal(error.code, 'E_BUILD');
  assert.match(error.message, /x cannot be listed: exit status 2\nno such package/);
});
