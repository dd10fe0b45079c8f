import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GoCommand, runGo } from '../../src/gobuild/go-command.ts';
import { exec } from '../../src/support/exec.ts';
import { refusal } from '../support/refusal.ts';

/** A program in go's place that says what a script says. */
function speaking(told: string[]): GoCommand {
  return {
    file: '/bin/sh',
    environment: { PATH: '/usr/bin:/bin' },
    exec,
    secrets: ['s3cret'],
    tell: (text) => told.push(text),
  };
}

test('what go says when it ends well reaches the user once, in full, without secrets', async () => {
  const told: string[] = [];
  const script = 'echo "go: downloading a v1"; echo "warning: s3cret" >&2; echo "  and more" >&2';
  const stdout = await runGo(speaking(told), { args: ['-c', script], cwd: '/' }, 'failed');
  assert.equal(stdout, 'go: downloading a v1\n');
  assert.deepEqual(told, ['warning: ***\n  and more']);
});

test('nothing is told when go says nothing, and nothing twice when it fails', async () => {
  const told: string[] = [];
  await runGo(speaking(told), { args: ['-c', 'true'], cwd: '/' }, 'failed');
  const run = { args: ['-c', 'echo broken s3cret >&2; exit 3'], cwd: '/' };
  const error = await refusal(() => runGo(speaking(told), run, 'it does not compile'), 'E_BUILD');
  assert.deepEqual(told, []);
  assert.match(error.message, /^it does not compile: exit status 3\nbroken \*\*\*\n\$ cd \/ && /);
});

test('an inconsistent vendor folder is made anew as it was made: of a module, or of a workspace', async () => {
  for (const made of ['mod', 'work']) {
    const script = `echo "go: inconsistent vendoring in /x:" >&2; echo "run: go ${made} vendor" >&2; exit 1`;
    const run = { args: ['-c', script], cwd: '/' };
    const { hint } = await refusal(() => runGo(speaking([]), run, 'it does not compile'), 'E_BUILD');
    assert.equal(hint, `run "go ${made} vendor" and commit the vendor folder`);
  }
});
