import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { goHost } from '../../src/outside.ts';
import type { Smoke } from '../../src/request/smoke.ts';
import { measureStart, type StartMeasure } from '../../src/sandbox/measure-start.ts';
import type { SandboxPorts } from '../../src/sandbox/ports.ts';
import { exec } from '../../src/support/exec.ts';
import { pathWithTools, trialProgramPath } from '../support/sandbox-run.ts';
import { lacks, lacksRoot, tool } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

describe('measuring how a program starts', { skip: lacks('runc', 'qemu-aarch64') || lacksRoot() }, () => {
  const folder = temporaryFolders(after);
  let ports: SandboxPorts;
  before(async () => {
    const { signal } = new AbortController();
    const PATH = await pathWithTools(await folder(), 'runc');
    ports = { exec, env: { PATH }, host: goHost(), signal, sandbox: 'runc' };
  });

  const start = (
    smoke: Smoke | undefined,
    architecture: 'amd64' | 'arm64' = 'amd64',
    more: Partial<SandboxPorts> = {},
  ) =>
    measureStart(
      { path: trialProgramPath(architecture), platform: { os: 'linux', architecture } },
      smoke,
      2,
      { ...ports, ...more },
    );

  async function measured(...how: Parameters<typeof start>): Promise<StartMeasure> {
    const answer = await start(...how);
    assert.equal(answer.kind, 'ran', JSON.stringify(answer));
    return (answer as Extract<typeof answer, { kind: 'ran' }>).measure;
  }

  test('each run has its time: to Go’s first initialisation, to the first good answer, or to the end', async () => {
    const contracts: readonly (Smoke | undefined)[] = [
      undefined,
      { http: { port: 8080, path: '/', host: 'localhost:8080' } },
      { args: ['--version'] },
    ];
    for (const contract of contracts) {
      const { startSeconds, isolation, emulated } = await measured(contract);
      assert.equal(startSeconds.length, 2);
      assert.ok(
        startSeconds.every((seconds) => seconds >= 0 && seconds < 10),
        String(startSeconds),
      );
      assert.match(isolation, /^runc \d/);
      assert.equal(emulated, false);
    }
    const { memoryBytes = 0 } = await measured(contracts[1]);
    assert.ok(memoryBytes > 2 ** 20 && memoryBytes < 2 ** 28, String(memoryBytes));
  });

  test('a program that does not start has failed, with how and what it printed', async () => {
    const answer = await start({ args: ['exits'] });
    assert.equal(answer.kind, 'failed');
    assert.match(answer.kind === 'failed' ? answer.how : '', /^exit status 3 after \d+ ms$/);
    assert.match(answer.kind === 'failed' ? answer.output.join('\n') : '', /gives up/);
    const hangs = await start({ args: ['hangs'], tcp: 8080, within: 0.3 });
    assert.match(hangs.kind === 'failed' ? hangs.how : '', /not started within 0.3 s \(connection refused\)/);
  });

  test('a program for another machine runs by qemu, and its times are told as such; without qemu it is not run', async () => {
    const without = await start(undefined, 'arm64');
    assert.equal(without.kind, 'not-run');
    const PATH = `${ports.env['PATH']}:${tool('qemu-aarch64').replace(/\/[^/]*$/, '')}`;
    const { emulated, isolation } = await measured(undefined, 'arm64', { env: { PATH } });
    assert.equal(emulated, true);
    assert.match(isolation, /runc .*by qemu/);
  });
});
