import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { embedded } from '../../src/stages/engine.ts';
import { makePrograms, type Programs } from '../../src/stages/programs.ts';
import { type Exec, exec } from '../../src/support/exec.ts';
import {
  type Machine,
  machine,
  originOf,
  portsOf,
  requestOf,
  type WatchedPorts,
} from '../support/build-run.ts';
import { type Edits, edit } from '../support/edits.ts';
import { publish } from '../support/file-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';
import { digestOf } from '../support/workspace.ts';

const program = (name: string): string => `package main\n\nfunc main() { println("${name}") }\n`;
const several: Edits = {
  'go.mod': 'module example.com/several\n\ngo 1.24\n',
  'cmd/api/main.go': program('api'),
  'cmd/job/main.go': program('job'),
};

interface Place {
  readonly root: string;
  readonly machine: Machine;
}

async function place(
  t: TestContext,
  files: Edits,
  env: Readonly<Record<string, string>> = {},
): Promise<Place> {
  const root = await folderOf(t);
  await edit(root, files);
  return { root, machine: await machine(t, env) };
}

async function build(
  { root, machine }: Place,
  flags: readonly string[] = [],
  run: Exec = exec,
): Promise<Programs & { ports: WatchedPorts }> {
  const ports = portsOf(machine, { exec: run });
  const request = await requestOf(machine, root, ...flags);
  return { ...(await makePrograms(request, await originOf(request, ports), embedded, ports, false)), ports };
}

const twoPlatforms = ['--platform', 'linux/amd64,linux/arm64'];

test('every target is compiled for each of its platforms, and each step is told', async (t) => {
  const { targets, cache, ports } = await build(await place(t, several), twoPlatforms);
  assert.equal(cache, 'miss');
  const digests = new Set<string>();
  for (const { name, executables } of targets) {
    assert.deepEqual(
      executables.map(({ platform }) => platform.architecture),
      ['amd64', 'arm64'],
      name,
    );
    for (const { path, digest } of executables) {
      assert.equal(await digestOf(path), digest);
      digests.add(digest);
    }
  }
  assert.equal(digests.size, 4);
  const told = ports.events.flatMap((event) =>
    event.kind === 'compile' ? [`${event.target} ${event.platform.architecture} ${event.step}`] : [],
  );
  const all = ['api', 'job'].flatMap((name) =>
    ['amd64', 'arm64'].map((architecture) => `${name} ${architecture}`),
  );
  assert.deepEqual(
    told.toSorted(),
    all.flatMap((one) => [`${one} compiled`, `${one} compiling`]),
  );
});

test('when one of several programs changed only that one is linked', async (t) => {
  const shop = await place(t, several);
  const before = await build(shop);
  await edit(shop.root, { 'cmd/job/main.go': program('jot') });
  const after = await build(shop);
  assert.equal(after.cache, 'partial');
  const digest = ({ targets }: Programs, at: number) => targets[at]?.executables[0]?.digest;
  assert.equal(digest(after, 0), digest(before, 0));
  assert.notEqual(digest(after, 1), digest(before, 1));
});

test('no more go commands run at once than --jobs allows', async (t) => {
  let running = 0;
  let most = 0;
  const counting: Exec = async (command) => {
    if (command.args[0] !== 'build') return exec(command);
    running += 1;
    most = Math.max(most, running);
    return exec(command).finally(() => {
      running -= 1;
    });
  };
  await build(await place(t, several), [...twoPlatforms, '--jobs', '1'], counting);
  assert.equal(most, 1);
});

test('a program that does not compile is named with its platform, once nothing runs any more', async (t) => {
  const shop = await place(t, { ...several, 'cmd/job/job_arm64.go': 'package main\n\nvar x int = "text"\n' });
  let running = 0;
  const counting: Exec = (command) => {
    running += 1;
    return exec(command).finally(() => {
      running -= 1;
    });
  };
  const error = await refusal(() => build(shop, twoPlatforms, counting), 'E_BUILD');
  assert.equal(running, 0);
  assert.match(error.message, /^job \(linux\/arm64\) does not compile: exit status 1\n/);
  assert.match(error.message, /cmd\/job\/job_arm64\.go:3:13: cannot use "text"/);
});

const needy: Edits = {
  'go.mod': 'module example.com/needy\n\ngo 1.24\n\nrequire example.com/absent v1.0.0\n',
  'go.sum':
    'example.com/absent v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nexample.com/absent v1.0.0/go.mod h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n',
  'main.go': 'package main\n\nimport _ "example.com/absent"\n\nfunc main() {}\n',
};

test('modules that cannot be had are a fault of the network, with what go said and the build that needs them', async (t) => {
  const GOPROXY = await publish(await folderOf(t), []);
  const shop = await place(t, needy, {
    GOPROXY,
    GOSUMDB: 'off',
    GOMODCACHE: join(await folderOf(t), 'modules'),
  });
  const error = await refusal(() => build(shop), 'E_NETWORK');
  assert.match(error.message, /^modules that the build needs cannot be had\nexample\.com\/absent@v1\.0\.0: /);
  assert.match(error.message, /no such file or directory/);
  assert.match(error.message, /needy \(linux\/amd64\) does not compile/);
});

test('offline, modules that are not here are a fault of the build, with the way out', async (t) => {
  const shop = await place(t, needy, { GOMODCACHE: join(await folderOf(t), 'modules') });
  const error = await refusal(() => build(shop, ['--offline']), 'E_BUILD');
  assert.match(error.hint ?? '', /once without --offline/);
});

test('two runs at once over one cache folder give the same programs', async (t) => {
  const shop = await place(t, several);
  const [one, two] = await Promise.all([build(shop, twoPlatforms), build(shop, twoPlatforms)]);
  assert.deepEqual(one.targets, two.targets);
  for (const { executables } of one.targets) {
    for (const { path, digest } of executables) assert.equal(await digestOf(path), digest);
  }
});

test('what is the same for two targets is asked and linked apart when their settings differ', async (t) => {
  const shop = await place(t, {
    ...several,
    'cmd/job/tagged.go': '//go:build special\n\npackage main\n\nfunc init() { println() }\n',
  });
  const config =
    'version: 1\ntargets:\n  plain: { main: ./cmd/job }\n  special: { main: ./cmd/job, build-tags: [special] }\n';
  await edit(shop.root, { 'slipway.yaml': config });
  const { targets } = await build(shop);
  const [plain, special] = targets.map(({ executables }) => executables[0]?.digest);
  assert.notEqual(plain, special);
});
