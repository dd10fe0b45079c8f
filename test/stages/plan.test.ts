import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { goShellLine } from '../../src/gobuild/go-command.ts';
import { build } from '../../src/pipeline.ts';
import type { Plan } from '../../src/report/plan.ts';
import { formatPlan } from '../../src/report/plan-text.ts';
import { planBuild } from '../../src/stages/plan.ts';
import { hello, type Machine, machine, originOf, portsOf, requestOf } from '../support/build-run.ts';
import { type Edits, edit } from '../support/edits.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';
import { snapshot } from '../support/workspace.ts';

const several: Edits = {
  'go.mod': 'module example.com/several\n\ngo 1.24\n',
  'cmd/api/main.go': hello['main.go'],
  'cmd/job/main.go': hello['main.go'],
  'tools/gen/main.go': hello['main.go'],
};

interface Desk {
  readonly root: string;
  readonly machine: Machine;
}

async function desk(t: TestContext, files: Edits): Promise<Desk> {
  const root = await folderOf(t);
  await edit(root, files);
  return { root, machine: await machine(t) };
}

async function plan({ root, machine }: Desk, ...flags: readonly string[]): Promise<Plan> {
  const ports = portsOf(machine);
  const planned = await planBuild(await requestOf(machine, root, '--dry-run', ...flags), ports);
  assert.deepEqual(ports.commands, [], 'a plan runs nothing');
  return planned;
}

/** The go commands of the real run, as they would be shown. */
async function carriedOut({ root, machine }: Desk, ...flags: readonly string[]): Promise<string[]> {
  const request = await requestOf(machine, root, '--base', 'scratch', ...flags);
  const ports = portsOf(machine);
  await build(request, ports);
  const { go } = await originOf(request, portsOf(machine));
  const runs = ports.commands.filter(({ file }) => file === go.command.file);
  return runs.map(({ args, cwd = '', env = {} }) => {
    const { GOTMPDIR: _, ...variables } = env;
    return goShellLine(go.command, { args, cwd, variables });
  });
}

const requests: readonly (readonly [name: string, files: Edits, flags: readonly string[]])[] = [
  ['a program at the root', hello, []],
  ['several under cmd', several, []],
  ['two platforms', hello, ['--platform', 'linux/amd64,linux/arm64']],
  ['a named package', several, ['--target', 'gen=./tools/gen']],
  ['a name', several, ['--target', 'job']],
  ['tags and linker flags', hello, ['--build-tags', 'netgo', '--ldflags', "-X 'main.a=b c'"]],
];

for (const [name, files, flags] of requests) {
  test(`the commands of a plan are those that the run carries out: ${name}`, async (t) => {
    const place = await desk(t, files);
    const outputs = ['--output', `oci:${join(await folderOf(t), 'out')}`];
    const planned = await plan(place, ...flags, ...outputs);
    assert.deepEqual(planned.commands.toSorted(), (await carriedOut(place, ...flags, ...outputs)).sort());
  });
}

test('a plan writes nothing, names targets, platforms and outputs, and who asked for the Go', async (t) => {
  const place = await desk(t, several);
  await rm(place.machine.cacheDirectory, { recursive: true });
  const before = await snapshot(place.root);
  const planned = await plan(
    place,
    '--output',
    'oci:/srv/out',
    '--platform',
    'linux/arm/v7',
    '--base',
    'scratch',
  );
  assert.deepEqual(await snapshot(place.root), before);
  await assert.rejects(snapshot(place.machine.cacheDirectory), { code: 'ENOENT' });
  assert.deepEqual(planned.targets, [
    {
      name: 'api',
      package: 'example.com/several/cmd/api',
      platforms: ['linux/arm/v7'],
      base: 'scratch',
      outputs: ['oci:/srv/out/api'],
      push: [],
    },
    {
      name: 'job',
      package: 'example.com/several/cmd/job',
      platforms: ['linux/arm/v7'],
      base: 'scratch',
      outputs: ['oci:/srv/out/job'],
      push: [],
    },
  ]);
  assert.equal(planned.toolchain.askedBy, 'go.mod go line');
  assert.equal(planned.toolchain.source, 'PATH');
});

test('a Go that is not on the machine is planned, not fetched', async (t) => {
  const place = await desk(t, { ...hello, 'go.mod': `${hello['go.mod']}\ntoolchain go1.99.1\n` });
  const { toolchain } = await plan(place);
  assert.deepEqual([toolchain.go, toolchain.source], ['go1.99.1', 'not on this machine: would be fetched']);
});

test('a published module is planned without asking anyone', async (t) => {
  const one = await machine(t, { GOPROXY: 'http://127.0.0.1:1' });
  const ports = portsOf(one);
  const planned = await planBuild(await requestOf(one, 'example.com/tool/cmd/x@v1.0.0', '--dry-run'), ports);
  assert.deepEqual(ports.commands, []);
  assert.deepEqual(
    planned.targets.map(({ name, package: path }) => [name, path]),
    [['x', 'example.com/tool/cmd/x']],
  );
  assert.ok(
    planned.commands.some((line) => line.includes('mod download -json -- example.com/tool/cmd/x@v1.0.0')),
  );
});

test('what a run would refuse for its files alone a plan refuses too', async (t) => {
  const open = await desk(t, {
    'go.mod': several['go.mod'] ?? '',
    'a/x.go': hello['main.go'],
    'b/x.go': hello['main.go'],
  });
  assert.match((await refusal(() => plan(open))).message, /several main packages/);
  const none = await desk(t, { 'main.go': hello['main.go'] });
  assert.match((await refusal(() => plan(none))).message, /no go\.mod in/);
  const unreadable = await desk(t, hello);
  await edit(unreadable.root, { 'go.mod': 'module example.com/hello\n\ngo banana\n' });
  assert.match((await refusal(() => plan(unreadable))).message, /invalid Go version "banana"/);
});

test('a token does not appear in a plan', async (t) => {
  const place = await desk(t, hello);
  const env = { ...place.machine.env, MY_TOKEN: 's3cr3t', GOPROXY: 'https://user:s3cr3t@proxy.acme.example' };
  const planned = await plan(
    { ...place, machine: { ...place.machine, env } },
    '--git-auth',
    'git.acme.example=MY_TOKEN',
  );
  assert.doesNotMatch(JSON.stringify(planned), /s3cr3t/);
});

test('a plan says what would be pushed and loaded, and under which rules', async (t) => {
  const planned = await plan(
    await desk(t, several),
    ...['--target', 'api,job', '--push', 'ghcr.io/acme/shop:{{version}}', '--push', 'r.io/{target}'],
    ...['--tag', 'sha', '--load=podman'],
  );
  assert.deepEqual(
    planned.targets.map(({ push, outputs }) => [push, outputs]),
    [
      [['ghcr.io/acme/shop/api:{{version}}', 'r.io/api'], []],
      [['ghcr.io/acme/shop/job:{{version}}', 'r.io/job'], []],
    ],
  );
  assert.deepEqual([planned.tags, planned.load], [['sha'], 'podman']);
  const text = formatPlan(planned);
  assert.match(text, /push to ghcr\.io\/acme\/shop\/api:\{\{version\}\}\n.*push to r\.io\/api\n/);
  assert.match(text, /\n {2}tags {4}sha\n {2}load {4}podman\n/);
});

test('a plan names an image that is the base as the user would', async (t) => {
  const { targets } = await plan(await desk(t, hello), '--base', 'docker://alpine:3.22');
  assert.equal(targets[0]?.base, 'docker.io/library/alpine:3.22');
  assert.equal(targets[0]?.push.length, 0);
});
