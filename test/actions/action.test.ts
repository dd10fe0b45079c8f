import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { hello } from '../support/build-run.ts';
import { payloadsOf } from '../support/github-events.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { validateReport } from '../support/report-schema.ts';
import { commandsOf, runStep } from '../support/runner.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll } from '../support/workspace.ts';

async function checkout(t: TestContext, files: Readonly<Record<string, string>> = hello): Promise<string> {
  const folder = await folderOf(t, files);
  await commitAll(folder, 'v0.0.1');
  return folder;
}

async function registry(t: TestContext): Promise<TestRegistry> {
  const started = await startTestRegistry();
  t.after(() => started.stop());
  return started;
}

const two = {
  'go.mod': 'module example.com/two\n\ngo 1.24\n',
  'cmd/api/main.go': 'package main\n\nfunc main() { println("api") }\n',
  'cmd/worker/main.go': 'package main\n\nfunc main() { println("worker") }\n',
};

/** One of GitHub's own examples, of pull request 2 of its repository. */
const [pullRequest] = payloadsOf('pull_request');

test('bills of materials lie in a folder that an output names, and without them it is empty', async (t) => {
  const workspace = await checkout(t);
  const ran = await runStep(t, { workspace, with: { sbom: 'spdx, cyclonedx', platforms: 'linux/amd64' } });
  assert.equal(ran.status, 0, ran.log);
  const folder = ran.outputs['sbom'] ?? '';
  assert.deepEqual((await readdir(folder)).sort(), [
    'hello-linux-amd64.cdx.json',
    'hello-linux-amd64.spdx.json',
  ]);
  const without = await runStep(t, { workspace, with: { platforms: 'linux/amd64' } });
  assert.equal(without.outputs['sbom'], '');
});

test('on a pull request the image is built and verified, and nothing is pushed', async (t) => {
  const workspace = await checkout(t);
  const { host, requests } = await registry(t);
  const step = {
    workspace,
    event: 'pull_request',
    ref: 'refs/pull/2/merge',
    ...(pullRequest && { payload: pullRequest }),
  };
  const ran = await runStep(t, { ...step, with: { image: `${host}/acme/hello` } });
  assert.equal(ran.status, 0, ran.log);
  assert.match(ran.log, /^slipway \d+\.\d+\.\d+ · pull request 2$/m);
  assert.equal(requests.length, 0);
  const { outputs } = ran;
  assert.match(outputs['digest'] ?? '', /^sha256:[0-9a-f]{64}$/);
  assert.deepEqual(JSON.parse(outputs['digests'] ?? ''), { hello: outputs['digest'] });
  assert.deepEqual([outputs['image'], outputs['tags'], outputs['outcome']], ['', '', 'pass']);
  const index = await readFile(join(outputs['layout'] ?? '', 'index.json'), 'utf8');
  assert.ok(index.includes(outputs['digest'] ?? 'none'), 'the layout is there, and is the one');
  const report: unknown = JSON.parse(await readFile(outputs['report'] ?? '', 'utf8'));
  validateReport(report);
  const { size } = JSON.parse(outputs['metadata'] ?? '').hello['containerimage.descriptor'];
  const blob = join(
    outputs['layout'] ?? '',
    'blobs/sha256',
    (outputs['digest'] ?? '').slice('sha256:'.length),
  );
  assert.equal(size, (await readFile(blob)).length);
});

test('on the default branch the image is pushed, under tags that say which', async (t) => {
  const workspace = await checkout(t);
  const { host, contents } = await registry(t);
  const { status, log, outputs, summary } = await runStep(t, {
    workspace,
    with: { image: `${host}/acme/hello` },
  });
  assert.equal(status, 0, log);
  const digits = (await exec({ file: 'git', args: ['rev-parse', 'HEAD'], cwd: workspace })).stdout.slice(
    0,
    7,
  );
  assert.deepEqual((outputs['tags'] ?? '').split('\n'), [
    `${host}/acme/hello:main`,
    `${host}/acme/hello:sha-${digits}`,
  ]);
  assert.equal(outputs['image'], `${host}/acme/hello@${outputs['digest']}`);
  assert.ok(contents.has('acme/hello'));
  assert.match(summary, /^### 📦 hello: built, verified and pushed$/m);
  assert.ok(summary.includes(`<code>${host}/acme/hello:main</code>`));
  assert.ok(summary.includes('[default branch main](<https://github.com/acme/api/actions/runs/42>)'));
});

test('a tag gives the versions, and slipway.yaml may say where to', async (t) => {
  const { host } = await registry(t);
  const config = `image: ${host}/acme/{target}\n`;
  const workspace = await checkout(t, { ...two, 'slipway.yaml': config });
  const { status, log, outputs } = await runStep(t, { workspace, ref: 'refs/tags/v1.2.3' });
  assert.equal(status, 0, log);
  const tags = (outputs['tags'] ?? '').split('\n').map((name) => name.slice(host.length));
  for (const name of ['api', 'worker'])
    for (const tag of ['1.2.3', '1.2', '1']) assert.ok(tags.includes(`/acme/${name}:${tag}`), `${tags}`);
  assert.equal(outputs['digest'], '', 'two targets have no one digest');
  assert.deepEqual(Object.keys(JSON.parse(outputs['digests'] ?? '')), ['api', 'worker']);
  assert.equal(outputs['layout']?.split('\n').length, 2);
});

test('the input push overrules the event, but for a fork', async (t) => {
  const workspace = await checkout(t);
  const { host, requests } = await registry(t);
  const image = `${host}/acme/hello`;
  const pull = { workspace, event: 'pull_request', ref: 'refs/pull/2/merge' };
  const held = await runStep(t, { workspace, with: { image, push: 'false' } });
  assert.deepEqual([held.status, held.outputs['tags'], requests.length], [0, '', 0]);
  const told = await runStep(t, { ...pull, with: { image, push: 'true' } });
  assert.ok(told.outputs['tags']?.includes(`${image}:pr-2`), told.log);
  const named = await runStep(t, { ...pull, with: { push: `${image}:preview` } });
  assert.equal(named.outputs['tags'], `${image}:preview`, named.log);
  assert.ok(pullRequest?.pull_request);
  const { pull_request: own } = pullRequest;
  const foreign = { ...own, head: { ...own.head, repo: { full_name: 'mallory/fork' } } };
  const before = requests.length;
  const fork = await runStep(t, {
    ...pull,
    payload: { ...pullRequest, pull_request: foreign },
    with: { image, push: 'true' },
  });
  assert.deepEqual([fork.status, fork.outputs['tags'], requests.length], [0, '', before], fork.log);
  assert.match(fork.summary, /^Not pushed: pull request 2 from a fork/m);
});

test('push: true without a name for the image is a fault that says what to add', async (t) => {
  const { status, log, outputs, summary } = await runStep(t, {
    workspace: await checkout(t),
    with: { push: 'true' },
  });
  assert.equal(status, 2);
  assert.match(log, /nothing says where to/);
  assert.equal(outputs['outcome'], 'fail');
  assert.match(summary, /^### ❌ E_CONFIG: /m);
});

test('what does not compile is shown at its file and line, and the step fails', async (t) => {
  const broken = 'package main\n\nfunc main() {\n\tundefinedThing()\n}\n';
  const workspace = await checkout(t, { ...two, 'cmd/api/main.go': broken });
  const module = { 'go.mod': 'module example.com/sub\n\ngo 1.24\n', 'main.go': broken };
  const nested = await checkout(
    t,
    Object.fromEntries(Object.entries(module).map(([k, v]) => [`svc/${k}`, v])),
  );
  for (const [folder, source, file] of [
    [workspace, '.', 'cmd/api/main.go'],
    [nested, 'svc', 'svc/main.go'],
  ] as const) {
    const { status, log, summary } = await runStep(t, {
      workspace: folder,
      with: { source, platforms: 'linux/amd64,linux/arm64' },
    });
    assert.equal(status, 2, log);
    const errors = commandsOf(log).filter(({ name }) => name === 'error');
    assert.deepEqual(
      errors.map(({ properties, message }) => [
        properties['file'],
        properties['line'],
        properties['col'],
        message,
      ]),
      [[file, '4', '2', 'undefined: undefinedThing']],
    );
    assert.match(summary, /undefined: undefinedThing/);
  }
});

test('a fault in slipway.yaml is shown at its line', async (t) => {
  const workspace = await checkout(t, { ...hello, 'slipway.yaml': 'version: 1\nplatfroms: [linux/amd64]\n' });
  const { status, log } = await runStep(t, { workspace });
  assert.equal(status, 2);
  const [error] = commandsOf(log).filter(({ name }) => name === 'error');
  assert.deepEqual([error?.properties['file'], error?.properties['line']], ['slipway.yaml', '2'], log);
});

test('every stage is a group, none within another', async (t) => {
  const { log } = await runStep(t, { workspace: await checkout(t) });
  const groups = commandsOf(log).filter(({ name }) => /group$/.test(name));
  assert.ok(groups.length >= 14, log);
  groups.forEach(({ name }, at) => {
    assert.equal(name, at % 2 === 0 ? 'group' : 'endgroup');
  });
});

test('secrets are hidden before anything is printed, and are nowhere in what is left', async (t) => {
  const secret = 'ghs_of_the_job';
  const { log, outputs, summary } = await runStep(t, {
    workspace: await checkout(t),
    with: { 'registry-auth': 'registry.example.com=REGISTRY' },
    env: { REGISTRY: 'ada:love\nlace%' },
  });
  const [first] = log.split('\n');
  assert.equal(first, `::add-mask::${secret}`);
  const masked = commandsOf(log)
    .filter(({ name }) => name === 'add-mask')
    .map(({ message }) => message);
  for (const hidden of [
    'ada:love\nlace%',
    'ada:love',
    'lace%',
    Buffer.from('ada:love\nlace%').toString('base64'),
  ])
    assert.ok(masked.includes(hidden), `${hidden} is not hidden`);
  const lines = log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  const shown = [...lines, ...Object.values(outputs), summary].join('\n');
  assert.ok(!shown.includes(secret) && !shown.includes('lace%'));
});

test('nothing from a repository becomes a command to the runner or markup in the summary', async (t) => {
  const hostile = [
    'package main',
    '',
    'func main() {',
    '\tvar a int = "%0A::error::x ##[error]y ::set-env name=A::b @octocat <img src=x> [l](http://x) | `c`"',
    '}',
  ].join('\n');
  const { status, log, summary } = await runStep(t, {
    workspace: await checkout(t, { ...hello, 'main.go': hostile }),
  });
  assert.equal(status, 2);
  const names = new Set(commandsOf(log).map(({ name }) => name));
  assert.deepEqual([...names].sort(), ['add-mask', 'endgroup', 'error', 'group']);
  assert.ok(!log.includes('##['));
  const outside = summary.replaceAll(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
  assert.ok(!/[<@|`[](?:img|octocat|l\]|c)/.test(outside), outside);
});

test('the program slipway and the Go that was found are there for later steps', async (t) => {
  const workspace = await checkout(t);
  const ran = await runStep(t, { workspace });
  assert.equal(ran.status, 0, ran.log);
  const program = join(ran.paths[0] ?? '', 'slipway');
  const verified = await exec({ file: program, args: ['verify', ran.outputs['layout'] ?? ''] });
  assert.equal(verified.status, 0, verified.stderr);
  assert.match(ran.outputs['go-version'] ?? '', /^1\.\d+/);
  const only = await runStep(t, { workspace, with: { 'setup-only': 'true' } });
  assert.deepEqual([only.status, only.outputs['digest']], [0, undefined], only.log);
  assert.equal(only.outputs['go-version'], ran.outputs['go-version']);
  assert.ok(
    (await exec({ file: join(only.paths.at(-1) ?? '', 'go'), args: ['version'] })).stdout.startsWith(
      'go version',
    ),
  );
  const bare = await runStep(t, { workspace: await folderOf(t), with: { 'setup-only': 'true' } });
  assert.deepEqual([bare.status, bare.outputs['go-version'], bare.paths.length], [0, undefined, 1], bare.log);
});

test('a list is written one a line or with commas, a map as lines; every fault of the inputs is told at once', async (t) => {
  const workspace = await checkout(t);
  const { outputs, log, status } = await runStep(t, {
    workspace,
    with: {
      platforms: 'linux/amd64\nlinux/arm64,linux/arm/v7\n',
      labels: 'com.example.team=payments\ncom.example.note=a=b, c\n',
      cgo: 'False',
    },
  });
  assert.equal(status, 0, log);
  const report = JSON.parse(await readFile(outputs['report'] ?? '', 'utf8'));
  assert.deepEqual(report.request.platforms, ['linux/amd64', 'linux/arm64', 'linux/arm/v7']);
  const config = report.targets[0].images[0].configDigest.slice('sha256:'.length);
  const { Labels } = JSON.parse(
    await readFile(join(outputs['layout'] ?? '', 'blobs/sha256', config), 'utf8'),
  ).config;
  assert.equal(Labels['com.example.note'], 'a=b, c');
  const faulty = await runStep(t, {
    workspace,
    with: { platforms: 'linux/amd65', cache: 'perhaps', user: 'me' },
  });
  assert.equal(faulty.status, 2);
  for (const name of ['platforms', 'cache', 'user'])
    assert.match(faulty.log, new RegExp(`the input ${name}: `));
});

test("the architecture has setup-go's names", async (t) => {
  const workspace = await checkout(t);
  const own = process.arch === 'x64' ? 'X64' : process.arch;
  const named = await runStep(t, { workspace, with: { architecture: own } });
  assert.equal(named.status, 0, named.log);
  const unknown = await runStep(t, { workspace, with: { architecture: 'vax' } });
  assert.equal(unknown.status, 2);
  assert.match(unknown.log, /"vax" is none that Go runs on/);
});

test('the post step ends well, whatever it finds', async (t) => {
  const workspace = await folderOf(t);
  const ran = await runStep(t, { workspace, entry: 'post' });
  assert.equal(ran.status, 0, ran.log);
});
