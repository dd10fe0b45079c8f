import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { after, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { exitStatus } from '../../src/support/errors.ts';
import { contract, pathWithTools, trialProgramPath } from '../support/sandbox-run.ts';
import { startSlipway } from '../support/slipway.ts';
import { lacks, lacksRoot } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

/** Processes that have a word among their arguments, but for Slipway itself. */
function running(word: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const words = textOf(`/proc/${pid}/cmdline`).split('\0');
    return words.includes(word) && !words.includes('run');
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

async function until(is: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2000 && !is(); tries++) await pause(10);
}

describe('a run that is interrupted', { skip: lacks('runc', 'bwrap') || lacksRoot() }, () => {
  const folder = temporaryFolders(after);

  for (const [name, tools] of [
    ['runc', ['runc']],
    ['bubblewrap', ['bwrap']],
    ['userns', []],
    ['process', []],
  ] as const) {
    test(`leaves neither program nor folder behind (${name})`, async () => {
      const word = `word-${randomBytes(6).toString('hex')}`;
      const temporary = await folder();
      await chmod(temporary, 0o755);
      const PATH = await pathWithTools(await folder(), ...tools);
      const smoke = contract({ args: ['hangs', word], within: '10m' });
      const args = ['run', trialProgramPath(), '--sandbox', name, '--smoke', smoke];
      const slipway = startSlipway(args, { env: { PATH, TMPDIR: temporary } });
      await until(() => running(word).length > 0);
      assert.ok(running(word).length > 0, 'it never ran');
      slipway.signal('SIGINT');
      const { status } = await slipway.ended;
      assert.equal(status, exitStatus.E_INTERRUPTED);
      await until(() => running(word).length === 0);
      assert.deepEqual([running(word), readdirSync(temporary)], [[], []]);
    });
  }
});
