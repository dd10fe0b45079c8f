import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFlags } from '../../src/request/flags.ts';
import { commandLineRequest } from '../../src/request/resolve.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

test('a command line that asks to sign and pushes nothing is refused; a file serves runs that push and others', async (t) => {
  const check = async (yaml: string, ...argv: readonly string[]): Promise<void> => {
    const host = {
      cwd: await folderOf(t, { 'slipway.yaml': yaml }),
      env: { HOME: '/home/u' },
      os: 'linux',
    } as const;
    await commandLineRequest(readFlags('build', argv), host);
  };
  for (const flag of ['--sign', '--key=cosign.key']) {
    const error = await refusal(() => check('', flag));
    assert.match(error.message, /^--(?:sign|key) signs what is pushed, and nothing is pushed$/);
    assert.match(error.hint ?? '', /--push REF; files are signed by slipway sign-blob/);
    await check('', flag, '--push=r.io/acme/api:v1');
    await check('push: [r.io/acme/api:v1]\n', flag);
  }
  await check('sign: true\n');
  await check('');
});
