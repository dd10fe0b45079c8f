import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contract, pathWithTools, type Trial, trial, trialProgramPath } from '../support/sandbox-run.ts';
import { lacks, lacksRoot } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

describe('slipway run in runc', { skip: lacks('runc') || lacksRoot() }, () => {
  const folder = temporaryFolders(after);
  let path = '';
  before(async () => {
    path = await pathWithTools(await folder(), 'runc');
  });

  /** No weaker isolation may stand in for runc: this would fail. */
  async function inRunc(smoke: string): Promise<Trial> {
    const ran = await trial([trialProgramPath(), '--sandbox', 'runc', '--smoke', smoke], path);
    assert.equal(ran.tried.isolation, 'runc');
    assert.match(ran.tried.label, /^runc \d/);
    assert.deepEqual(ran.tried.lacks, {});
    return ran;
  }

  const withFault = (fault: string, fields: Readonly<Record<string, unknown>> = {}): Promise<Trial> =>
    inRunc(contract({ args: [fault], ...fields }));

  test('a careful server passes every check, and the kernel says that it was held to all of them', async () => {
    const { status, notPassed, tried, verdict, result } = await withFault('none', { memory: '64MiB' });
    assert.deepEqual([status, notPassed, result.verdicts.length], [0, [], 13]);
    assert.equal(tried.user, '65532:65532');
    assert.match(verdict('health').detail, /^200 OK after [\d.]+ m?s$/);
    assert.match(verdict('capabilities').detail, /CapEff 0{16}/);
    assert.match(verdict('memory').detail, /of 64 MiB that the kernel allowed/);
    assert.ok((tried.startSeconds ?? -1) >= 0 && (tried.stopSeconds ?? -1) >= 0);
    assert.ok((tried.memoryBytes ?? 0) > 2 ** 20 && (tried.memoryBytes ?? 0) < 64 * 2 ** 20);
  });

  test('a program that executes nothing that it wrote passes where that is denied', async () => {
    const { notPassed, verdict } = await withFault('none', { 'write-execute': 'deny' });
    assert.deepEqual(notPassed, []);
    assert.match(verdict('write-execute').detail, /no page that was written can be executed/);
  });

  test('a command passes with an argument, and what the kernel holds it to is told although it ends at once', async () => {
    const { status, notPassed, verdict } = await inRunc('--version');
    assert.deepEqual([status, notPassed], [0, []]);
    assert.match(verdict('starts').detail, /^exit status 0 after/);
    assert.match(verdict('seccomp').detail, /Seccomp 2/);
  });

  const faults: readonly {
    readonly fault: string;
    readonly fields?: Readonly<Record<string, unknown>>;
    readonly notPassed: readonly string[];
    readonly check: string;
    readonly says: RegExp;
  }[] = [
    {
      fault: 'ignores-sigterm',
      fields: { 'stop-within': '500ms' },
      notPassed: ['stops: fail'],
      check: 'stops',
      says: /still runs 500 ms after SIGTERM[\s\S]*signal\.NotifyContext[\s\S]*begins with the fault/,
    },
    {
      fault: 'writes-and-executes',
      fields: { 'write-execute': 'deny' },
      notPassed: ['starts: fail'],
      check: 'starts',
      says: /exit status 3[\s\S]*may not execute what it wrote operation not permitted/,
    },
    {
      fault: 'eats-memory',
      fields: { memory: '48MiB' },
      notPassed: ['starts: skip', 'memory: fail'],
      check: 'memory',
      says: /oom_kill\): it went past its limit of 48 MiB/,
    },
    {
      fault: 'writes-to-its-root',
      notPassed: ['read-only-root: fail'],
      check: 'read-only-root',
      says: /works when the root is writable[\s\S]*\/state: read-only file system/,
    },
    {
      fault: 'needs-root',
      notPassed: ['non-root: fail'],
      check: 'non-root',
      says: /it works as user 0[\s\S]*only root may start this/,
    },
    {
      fault: 'needs-capabilities',
      notPassed: ['non-root: fail', 'capabilities: fail'],
      check: 'capabilities',
      says: /works with those that docker gives[\s\S]*chown \/tmp: operation not permitted/,
    },
    {
      fault: 'hangs',
      fields: { within: '500ms' },
      notPassed: ['health: fail'],
      check: 'health',
      says: /^no good answer within [\d.]+ m?s; the last was: connection refused/,
    },
    {
      fault: 'unwell',
      fields: { within: '500ms' },
      notPassed: ['health: fail'],
      check: 'health',
      says: /the last was: status 503/,
    },
    {
      fault: 'crashes',
      notPassed: ['starts: fail'],
      check: 'starts',
      says: /does not stay up: exit status 2 after[\s\S]*nil pointer dereference/,
    },
    {
      fault: 'exits',
      notPassed: ['starts: fail'],
      check: 'starts',
      says: /exit status 3 after[\s\S]*gives up/,
    },
    {
      fault: 'ends-later',
      notPassed: ['starts: fail'],
      check: 'starts',
      says: /and then ended: exit status 3/,
    },
    {
      fault: 'many-variables',
      notPassed: ['many-variables: fail'],
      check: 'many-variables',
      says: /not with 2,000 environment variables: exit status 3[\s\S]*too many variables/,
    },
    {
      fault: 'one-at-a-time',
      notPassed: ['two-at-once: fail'],
      check: 'two-at-once',
      says: /a second with the same \/tmp is not well: exit status 3[\s\S]*another one runs/,
    },
    {
      fault: 'stale-lock',
      notPassed: ['restarts: fail'],
      check: 'restarts',
      says: /killed by SIGKILL and started again, it is not well[\s\S]*left from before/,
    },
  ];
  for (const { fault, fields, notPassed, check, says } of faults) {
    test(`a program with the fault "${fault}" is told by ${check}, and by nothing that it is not`, async () => {
      const ran = await withFault(fault, fields);
      assert.deepEqual(ran.notPassed, notPassed, JSON.stringify(ran.result.verdicts));
      assert.equal(ran.verdict(check).severity, 'block');
      assert.match(ran.verdict(check).detail, says);
      assert.equal(ran.status, 1);
    });
  }
});
