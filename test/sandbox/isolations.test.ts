import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { exitStatus } from '../../src/support/errors.ts';
import { contract, pathWithTools, trial, trialProgramPath } from '../support/sandbox-run.ts';
import { slipway } from '../support/slipway.ts';
import { lacks, lacksRoot } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

/** What each isolation does not do on any machine; all the rest must be seen in the kernel. */
const isolations = [
  { name: 'crun', tools: ['crun'], notPassed: [] },
  { name: 'bubblewrap', tools: ['bwrap'], notPassed: ['seccomp: skip'] },
  { name: 'userns', tools: [], notPassed: ['seccomp: skip'] },
  {
    name: 'process',
    tools: [],
    notPassed: ['read-only-root: skip', 'seccomp: skip', 'network: skip', 'two-at-once: skip'],
  },
] as const;

for (const { name, tools, notPassed } of isolations) {
  describe(`slipway run --sandbox ${name}`, { skip: lacks(...tools) || lacksRoot() }, () => {
    const folder = temporaryFolders(after);
    let path = '';
    before(async () => {
      path = await pathWithTools(await folder(), ...tools);
    });
    const run = (smoke: string) => trial([trialProgramPath(), '--sandbox', name, '--smoke', smoke], path);

    test('a careful server passes whatever can be checked in it', async () => {
      const ran = await run(contract({ memory: '64MiB' }));
      assert.equal(ran.tried.isolation, name);
      assert.deepEqual(ran.notPassed, notPassed, JSON.stringify(ran.result.verdicts));
      const lacking = notPassed.filter((one) => !one.startsWith('two')).map((one) => one.split(':')[0] ?? '');
      for (const lack of lacking) assert.equal(typeof ran.tried.lacks[lack], 'string', lack);
    });

    test('a limit on memory is the kernel’s, and its kill is told from a crash', async () => {
      const eats = await run(contract({ args: ['eats-memory'], memory: '48MiB' }));
      assert.match(eats.verdict('memory').detail, /oom_kill/);
      const crashes = await run(contract({ args: ['crashes'], memory: '48MiB' }));
      assert.equal(crashes.verdict('starts').status, 'fail');
      assert.match(crashes.verdict('starts').detail, /exit status 2|SIGSEGV/);
    });

    test('a program that ignores SIGTERM is told', async () => {
      const ran = await run(contract({ args: ['ignores-sigterm'], 'stop-within': '300ms' }));
      assert.equal(ran.verdict('stops').status, 'fail');
    });

    test('a command inside of it asks the server', async () => {
      const ran = await run(JSON.stringify({ exec: ['/program', 'probe'], within: '20s' }));
      assert.match(ran.verdict('health').detail, /^exit status 0 after/);
    });
  });
}

describe('choosing an isolation', { skip: lacks('runc', 'bwrap') || lacksRoot() }, () => {
  const folder = temporaryFolders(after);

  test('the strongest that works is used, and a stronger one that does not is named with the reason', async () => {
    const both = await trial(
      [trialProgramPath(), '--smoke', '--version'],
      await pathWithTools(await folder(), 'runc', 'bwrap'),
    );
    assert.equal(both.tried.isolation, 'runc');
    const less = await trial(
      [trialProgramPath(), '--smoke', '--version'],
      await pathWithTools(await folder(), 'bwrap'),
    );
    assert.equal(less.tried.isolation, 'bubblewrap');
    assert.match(less.tried.passedOver.find(({ name }) => name === 'runc')?.why ?? '', /no runc on PATH/);
  });

  test('one that is asked for and does not work is E_TOOL, and nothing weaker is used', async () => {
    const path = await pathWithTools(await folder(), 'bwrap');
    const { status, stderr } = await slipway(['run', trialProgramPath(), '--sandbox', 'runc'], {
      env: { PATH: path },
    });
    assert.equal(status, exitStatus.E_TOOL);
    assert.match(stderr, /E_TOOL: --sandbox runc does not work on this machine: there is no runc on PATH/);
  });

  test('one that is on PATH and does nothing is not taken', async () => {
    const home = await folder();
    const path = await pathWithTools(home, 'bwrap');
    await writeFile(`${home}/bin/runc`, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const ran = await trial([trialProgramPath(), '--smoke', '--version'], path);
    assert.equal(ran.tried.isolation, 'bubblewrap');
    assert.match(ran.tried.passedOver.find(({ name }) => name === 'runc')?.why ?? '', /sets up no container/);
  });
});

describe('a user namespace in which 65532 is unmapped', {
  skip: lacks('runc', 'bwrap') || lacksRoot(),
}, () => {
  const folder = temporaryFolders(after);

  test('where only 0 is mapped, runc runs the program as that, and says why', async () => {
    const path = await pathWithTools(await folder(), 'runc');
    const prefix = ['unshare', '--user', '--map-root-user', '--mount', '--pid', '--fork', '--mount-proc'];
    const args = [trialProgramPath(), '--sandbox', 'runc', '--smoke', contract()];
    const ran = await trial(args, path, { prefix, env: { XDG_RUNTIME_DIR: await folder() } });
    assert.equal(ran.tried.user, '0:0');
    assert.equal(ran.verdict('non-root').status, 'skip');
    assert.match(ran.verdict('non-root').detail, /user 65532 and group 65532 is not mapped/);
    assert.equal(ran.verdict('capabilities').status, 'pass');
    assert.equal(ran.verdict('health').status, 'pass');
  });

  for (const [what, mapping] of [
    ['only 0 is mapped', ['--map-root-user']],
    ['the caller keeps its own number (keep-id)', ['--map-user=1000', '--map-group=1000']],
  ] as const) {
    test(`where ${what}, bubblewrap maps 65532 once more`, async () => {
      const path = await pathWithTools(await folder(), 'bwrap');
      const prefix = ['unshare', '--user', ...mapping];
      const args = [trialProgramPath(), '--sandbox', 'bubblewrap', '--smoke', contract()];
      const ran = await trial(args, path, { prefix, env: { HOME: await folder() } });
      assert.equal(ran.tried.user, '65532:65532');
      assert.deepEqual(
        ran.notPassed.filter((one) => one !== 'seccomp: skip'),
        [],
        JSON.stringify(ran.result.verdicts),
      );
      assert.match(ran.verdict('non-root').detail, /^ran as 65532:65532/);
    });
  }
});

/** Probes are asked by this Node, in namespaces that take away the right to read what is root's. */
function lacksSharedNode(): string | false {
  for (let folder = dirname(process.execPath); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return `${folder} is its owner's alone`;
    if (folder === dirname(folder)) return false;
  }
}

describe('slipway run by who is not root', {
  skip: lacks('runc') || lacksRoot() || lacksSharedNode(),
}, () => {
  const folder = temporaryFolders(after);
  // Reads what root keeps for itself, such as this repository, and can do nothing else that root can.
  const reading = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  const prefix = ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups', ...reading];

  for (const [name, user, lacking] of [
    ['runc', '0:0', ['non-root: skip']],
    // bubblewrap refuses callers with a capability; the suite above starts it as a user without any.
    ['userns', '65532:65532', ['seccomp: skip']],
  ] as const) {
    test(`in ${name} a server is held to the same, and what is not is said`, async () => {
      const home = await folder();
      const path = await pathWithTools(home, 'runc');
      const env = { HOME: home, SLIPWAY_CACHE_DIR: join('/tmp', `slipway-none-${name}`) };
      const args = [trialProgramPath(), '--sandbox', name, '--smoke', contract()];
      const ran = await trial(args, path, { prefix, env });
      assert.equal(ran.tried.user, user);
      assert.deepEqual(ran.notPassed, lacking, JSON.stringify(ran.result.verdicts));
      if (name === 'runc') assert.match(ran.verdict('non-root').detail, /and 1000 outside$/);
    });
  }
});
