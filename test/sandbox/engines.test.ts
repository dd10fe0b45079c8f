import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { dockerTools, startDocker } from '../support/engines/docker.ts';
import type { Engine } from '../support/engines/engine.ts';
import { podmanTools, startPodman } from '../support/engines/podman.ts';
import { contract, trial, trialProgramPath } from '../support/sandbox-run.ts';
import { lacks, lacksRoot } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

const engines = [
  { name: 'docker', tools: dockerTools, start: startDocker },
  { name: 'podman', tools: podmanTools, start: startPodman },
] as const;

/** A process whose root holds what only containers of the sandbox have. */
function isOurs(pid: string): boolean {
  return /^\d+$/.test(pid) && existsSync(`/proc/${pid}/root/.slipway-gate`);
}

for (const { name, tools, start } of engines) {
  describe(`slipway run --sandbox ${name}`, { skip: lacks(...tools) || lacksRoot() }, () => {
    const folder = temporaryFolders(after);
    let engine: Engine;
    before(async () => {
      engine = await start(join(await folder(), name));
    });
    after(() => engine.stop());

    const run = (smoke: string) => {
      const { PATH = '', ...env } = engine.env;
      return trial([trialProgramPath(), '--sandbox', name, '--smoke', smoke], PATH, { env });
    };

    /** Neither in the engine nor as a process: a program that outlives its container would be told nowhere. */
    async function nothingStays(): Promise<void> {
      const images = await engine.run('images', '--quiet');
      const containers = await engine.run('ps', '--all', '--quiet');
      const processes = readdirSync('/proc').filter((pid) => isOurs(pid));
      assert.deepEqual([images.trim(), containers.trim(), processes], ['', '', []]);
    }

    test('a careful server passes every check, and nothing of it stays in the engine', async () => {
      const ran = await run(contract({ memory: '64MiB' }));
      assert.deepEqual(ran.notPassed, [], JSON.stringify(ran.result.verdicts));
      assert.match(ran.tried.label, new RegExp(`^${name} \\d`));
      await nothingStays();
    });

    test('faults are told as in any other isolation', async () => {
      const eats = await run(contract({ args: ['eats-memory'], memory: '48MiB' }));
      assert.equal(eats.verdict('memory').status, 'fail', JSON.stringify(eats.result.verdicts));
      const writes = await run(contract({ args: ['writes-to-its-root'] }));
      assert.equal(writes.verdict('read-only-root').status, 'fail', JSON.stringify(writes.result.verdicts));
      await nothingStays();
    });
  });
}
