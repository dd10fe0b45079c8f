import assert from 'node:assert/strict';
import { chmod, cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from '../../../src/pipeline.ts';
import type { Report } from '../../../src/report/model.ts';
import { readFlags } from '../../../src/request/flags.ts';
import { buildRequest } from '../../../src/request/resolve.ts';
import type { Ports } from '../../../src/stages/ports.ts';
import {
  type BaselineQuestion,
  type RebuiltBaseline,
  rebuildAgain,
  rebuildBaseline,
} from '../../../src/stages/sizes/rebuild-baseline.ts';
import { exec } from '../../../src/support/exec.ts';
import { exists } from '../../../src/support/files.ts';
import { hello, type Machine, machine, portsOf, requestOf } from '../../support/build-run.ts';
import type { Edits } from '../../support/edits.ts';
import {
  type Changes,
  checkOutRef,
  stateOf,
  type Upstream,
  upstreamWith,
} from '../../support/pull-request.ts';
import { folderOf } from '../../support/temporary.ts';
import { git } from '../../support/workspace.ts';

const says = (text: string): string => `package main\n\nfunc main() { println("${text}") }\n`;
/** A program that says something else on main, on the branch and where they parted. */
const changes: Changes = {
  start: { 'app/go.mod': hello['go.mod'], 'app/main.go': says('start'), 'README.md': '' },
  main: { 'app/main.go': says('main') },
  feature: { 'other.txt': 'feature' },
};

const usual = ['--base', 'scratch', '--platform', 'linux/amd64'];

async function questionOf(
  { env, cacheDirectory }: Machine,
  source: string,
  base: BaselineQuestion['base'],
  flags: readonly string[] = [],
): Promise<BaselineQuestion> {
  const host = { cwd: source, env, os: process.platform };
  const argv = ['.', ...usual, '--cache-dir', cacheDirectory, '--output', 'oci:never', ...flags];
  const read = readFlags('build', argv);
  return { request: await buildRequest(read, host), flags: read, host, base };
}

async function rebuilt(
  place: Machine,
  source: string,
  base: BaselineQuestion['base'],
  flags: readonly string[] = [],
  ports: Ports = portsOf(place),
): Promise<RebuiltBaseline> {
  return rebuildBaseline(await questionOf(place, source, base, flags), ports, build);
}

function reportOf(baseline: RebuiltBaseline): Report & { readonly notes: readonly string[] } {
  if (baseline.kind === 'none') assert.fail(`there is no baseline: ${baseline.why}`);
  return { ...baseline.report, notes: baseline.notices };
}

function whyOf(baseline: RebuiltBaseline): string {
  return baseline.kind === 'none' ? baseline.why : assert.fail('there is a baseline');
}

const digestsOf = ({ targets }: Report) =>
  targets.map(({ name, images }) => [name, images.map(({ executable }) => executable.digest)]);
const cacheOf = ({ stages }: Report, name: string) => stages.find((stage) => stage.name === name)?.cache;

/** The report of a commit, checked out and built by hand. */
async function byHand(t: TestContext, place: Machine, { url }: Upstream, commit: string): Promise<Report> {
  const clone = await folderOf(t);
  await git(clone, 'init', '--quiet');
  // Without the tags, which a checkout of one commit lacks as well: the go command stamps a version.
  await git(clone, 'fetch', '--quiet', '--no-tags', url, commit);
  await git(clone, 'checkout', '--quiet', '--detach', commit);
  const output = `oci:${join(await folderOf(t), 'out')}`;
  const request = await requestOf(
    place,
    join(clone, 'app'),
    '--base',
    'scratch',
    '--json',
    '--output',
    output,
  );
  return build(request, portsOf(place));
}

test("of GitHub's test merge in a clone of one commit, main's program is built, to the byte, and nothing of the checkout moves", async (t) => {
  const place = await machine(t);
  const upstream = await upstreamWith(t, changes);
  const checkout = await checkOutRef(t, upstream, 'refs/pull/1/merge');
  // What a step before left behind.
  await writeFile(join(checkout, 'app', 'main.go'), says('edited'));
  await writeFile(join(checkout, 'app', 'new.go'), 'package main\n');
  const before = await stateOf(checkout);
  const source = join(checkout, 'app');
  const baseline = await rebuilt(place, source, { branch: 'main', commit: upstream.fork });
  assert.deepEqual(await stateOf(checkout), before);
  assert.equal(await exists(join(source, 'never')), false);
  assert.ok(baseline.kind === 'report');
  assert.deepEqual([baseline.commit, baseline.how, baseline.notices], [upstream.main, 'first parent', []]);
  const { report } = baseline;
  assert.deepEqual(digestsOf(report), digestsOf(await byHand(t, place, upstream, upstream.main)));
  assert.equal(report.outcome, 'pass');
  assert.ok((report.targets[0]?.images[0]?.attribution?.packages.length ?? 0) > 0);
  // A program whose tree was modified, or a report that leads to a folder that is gone, would be told.
  assert.equal(report.verdicts.find(({ check }) => check === 'source/unmodified')?.detail, upstream.main);
  assert.equal(report.request.source, source);
  assert.doesNotMatch(JSON.stringify({ ...report, toolchain: undefined }), /slipway-baseline|scratch\//);
});

test('in a whole clone and in a clone of one commit the program of the merge base is built', async (t) => {
  const place = await machine(t);
  const upstream = await upstreamWith(t, changes);
  const expected = digestsOf(await byHand(t, place, upstream, upstream.fork));
  for (const depth of [[], ['--depth=1']]) {
    const checkout = await checkOutRef(t, upstream, 'refs/heads/feature', depth);
    const baseline = await rebuilt(place, join(checkout, 'app'), { branch: 'main' });
    assert.deepEqual(digestsOf(reportOf(baseline)), expected);
    assert.ok(
      baseline.kind === 'report' && baseline.how === 'merge base' && baseline.commit === upstream.fork,
    );
  }
});

/** Many packages, of which one differs between main and the branch. */
function manyPackages(count: number): Edits {
  const names = Array.from({ length: count }, (_, at) => `p${at}`);
  const imports = names.map((name) => `\t"example.com/hello/${name}"\n`).join('');
  const sum = names.map((name) => `${name}.F()`).join(' + ');
  return {
    'go.mod': hello['go.mod'],
    'main.go': `package main\n\nimport (\n${imports})\n\nfunc main() { println(${sum}) }\n`,
    ...Object.fromEntries(names.map((name) => [`${name}/f.go`, packageText(name, 1)])),
  };
}
const packageText = (name: string, value: number): string =>
  `package ${name}\n\nfunc F() int { return ${value} }\n`;

test('what the run compiled is not compiled again, and a second time nothing is', async (t) => {
  const goCache = await folderOf(t);
  const place = await machine(t, { GOCACHE: goCache });
  const upstream = await upstreamWith(t, {
    start: manyPackages(40),
    main: {},
    feature: { 'p7/f.go': packageText('p7', 2) },
  });
  const checkout = await checkOutRef(t, upstream, 'refs/heads/feature');
  const question = await questionOf(place, checkout, { branch: 'main' });
  await build(
    { ...question.request, outputs: [{ kind: 'oci', path: join(goCache, 'out') }] },
    portsOf(place),
  );
  const compiled = async (): Promise<number> =>
    (await readdir(goCache, { recursive: true })).filter((path) => path.endsWith('-d')).length;
  const before = await compiled();
  assert.ok(before > 80, `${before} compiled packages are fewer than there are`);
  const first = reportOf(await rebuildBaseline(question, portsOf(place), build));
  const added = (await compiled()) - before;
  // The package that differs, and the program's own, whose imports are part of it.
  assert.equal(added, 2);
  assert.equal(cacheOf(first, 'build'), 'miss');
  const second = reportOf(await rebuildBaseline(question, portsOf(place), build));
  assert.deepEqual(
    ['build', 'attribute', 'image'].map((name) => cacheOf(second, name)),
    ['hit', 'hit', 'hit'],
  );
  assert.equal(await compiled(), before + added);
  assert.deepEqual(digestsOf(second), digestsOf(first));
});

const twoPrograms: Changes = {
  start: {
    'go.mod': hello['go.mod'],
    'cmd/api/main.go': says('api'),
    'slipway.yaml': 'version: 1\nlabels: { from: base }\ntargets: { api: { main: ./cmd/api } }\n',
  },
  main: {},
  feature: {
    'cmd/worker/main.go': says('worker'),
    'slipway.yaml':
      'version: 1\nlabels: { from: head }\ntargets: { api: { main: ./cmd/api }, worker: { main: ./cmd/worker } }\n',
  },
};

test("the base's own slipway.yaml says which targets there are, and flags stay", async (t) => {
  const place = await machine(t);
  const upstream = await upstreamWith(t, twoPrograms);
  const checkout = await checkOutRef(t, upstream, 'refs/heads/feature');
  const asked: string[] = [];
  const flags = [
    '--platform',
    'linux/arm64',
    '--config',
    join(checkout, 'slipway.yaml'),
    '--label',
    'flag=x',
  ];
  const baseline = await rebuildBaseline(
    await questionOf(place, checkout, { branch: 'main' }, flags),
    portsOf(place),
    (request, ports) => {
      asked.push(JSON.stringify(request.targets.map(({ name, settings }) => [name, settings.labels])));
      return build(request, ports);
    },
  );
  const report = reportOf(baseline);
  assert.deepEqual(
    report.targets.map(({ name }) => name),
    ['api'],
  );
  assert.deepEqual(
    report.targets[0]?.images.map(({ platform }) => platform.architecture),
    ['amd64', 'arm64'],
  );
  assert.deepEqual(asked, ['[["api",{"from":"base","flag":"x"}]]']);
});

test('a base that its own gate on dead code refuses is compared with all the same: a change may be what mends it', async (t) => {
  const templated =
    'package main\n\nimport ("os"; "text/template")\n\nfunc main() { template.Must(template.New("").Parse("{{.}}")).Execute(os.Stdout, os.Args) }\n';
  const gate = 'dead-code-elimination: required\n';
  const upstream = await upstreamWith(t, {
    ...changes,
    start: { 'go.mod': hello['go.mod'], 'main.go': templated, 'slipway.yaml': gate },
    main: { 'README.md': 'main' },
    feature: { 'main.go': says('feature') },
  });
  const checkout = await checkOutRef(t, upstream, 'refs/heads/feature');
  const report = reportOf(await rebuilt(await machine(t), checkout, { branch: 'main' }));
  assert.equal(report.outcome, 'fail');
  assert.deepEqual(
    report.verdicts
      .filter(({ severity, status }) => severity === 'block' && status === 'fail')
      .map(({ check }) => check),
    ['binary/dead-code-elimination'],
  );
  assert.ok((report.targets[0]?.images[0]?.attribution?.packages.length ?? 0) > 10);
});

test('a target that was not there yet, or did not compile, is not in the report, and that is said', async (t) => {
  const place = await machine(t);
  const upstream = await upstreamWith(t, {
    ...twoPrograms,
    start: { ...twoPrograms.start, 'cmd/broken/main.go': 'package main\n\nfunc main() { nowhere() }\n' },
  });
  const checkout = await checkOutRef(t, upstream, 'refs/heads/feature');
  const flags = ['api', 'worker', 'broken'].flatMap((name) => ['--target', `./cmd/${name}`]);
  const report = reportOf(await rebuilt(place, checkout, { branch: 'main' }, flags));
  assert.deepEqual(
    report.targets.map(({ name }) => name),
    ['api'],
  );
  const notes = report.notes.join('\n');
  assert.match(notes, /^without a baseline: worker: .*there is no package \.\/cmd\/worker/m);
  assert.match(notes, /^without a baseline: broken: .*undefined: nowhere/ms);
  assert.doesNotMatch(notes, /slipway-baseline/);
});

/** Bases that cannot be built, and what is said of each. */
const unusable: readonly (readonly [what: string, start: Edits, flags: readonly string[], why: RegExp])[] = [
  [
    'does not compile',
    { 'app/go.mod': hello['go.mod'], 'app/main.go': 'package main\n\nfunc main() { nowhere() }\n' },
    [],
    /^commit [0-9a-f]{40} cannot be built: .*undefined: nowhere$/s,
  ],
  ['has no such folder', { 'README.md': '' }, [], /\/app is not there in commit [0-9a-f]{40}$/],
  ['has no module there', { 'app/README.md': '' }, [], /^commit [0-9a-f]{40} cannot be built: /],
  [
    'has a configuration that is wrong',
    { 'app/go.mod': hello['go.mod'], 'app/main.go': says('x'), 'app/slipway.yaml': 'nonsense: 1\n' },
    [],
    /cannot be built: .*unknown field "nonsense"/s,
  ],
  [
    'wants a Go that cannot be had',
    { 'app/go.mod': 'module example.com/hello\n\ngo 1.99\n', 'app/main.go': says('x') },
    ['--offline'],
    /cannot be built: .*1\.99/s,
  ],
  [
    'lacks the only target',
    { 'app/go.mod': hello['go.mod'], 'app/main.go': says('x') },
    ['--target', './cmd/new'],
    /there is no package \.\/cmd\/new/,
  ],
];

for (const [what, start, flags, why] of unusable) {
  test(`a base that ${what} is no failure: it is said why there is none`, async (t) => {
    const place = await machine(t);
    const upstream = await upstreamWith(t, {
      start,
      main: {},
      feature: {
        'app/go.mod': hello['go.mod'],
        'app/main.go': says('head'),
        'app/slipway.yaml': 'version: 1\n',
        'app/cmd/new/main.go': says('new'),
      },
    });
    const checkout = await checkOutRef(t, upstream, 'refs/heads/feature', []);
    await git(checkout, 'fetch', '--quiet', '--no-tags', 'origin', 'main:refs/remotes/origin/main');
    const before = await stateOf(checkout);
    const said = whyOf(await rebuilt(place, join(checkout, 'app'), { branch: 'main' }, flags));
    assert.match(said, why);
    assert.doesNotMatch(said, /slipway-baseline/);
    assert.deepEqual(await stateOf(checkout), before);
  });
}

test('a published module has no base', async (t) => {
  const place = await machine(t);
  const folder = await folderOf(t);
  const question = await questionOf(place, folder, { branch: 'main' });
  const source = { kind: 'module', path: 'example.com/m', version: 'v1.0.0' } as const;
  const asked = { ...question, request: { ...question.request, source } };
  const why = /^a published module has no base/;
  assert.match(whyOf(await rebuildBaseline(asked, portsOf(place), build)), why);
  const never = () => assert.fail('nothing is built');
  const again = await rebuildAgain(asked, 'ab'.repeat(20), portsOf(place), build, never);
  assert.match(again.kind === 'none' ? again.why : '', why);
});

test('bare files and images are made as the run makes them, and none stays', async (t) => {
  const place = await machine(t);
  const upstream = await upstreamWith(t, changes);
  const checkout = await checkOutRef(t, upstream, 'refs/pull/1/merge');
  const flags = [
    '--platform',
    'darwin/arm64',
    '--output',
    'bin:bare',
    '--digest-file',
    'digest',
    '--report',
    'r',
  ];
  const { targets } = reportOf(await rebuilt(place, join(checkout, 'app'), { branch: 'main' }, flags));
  const [target] = targets;
  assert.deepEqual(target?.files?.map(({ platform }) => platform.os).sort(), ['darwin', 'linux']);
  assert.equal(target.images.length, 1);
  assert.deepEqual(target.outputs, []);
  assert.deepEqual((await readdir(join(checkout, 'app'))).sort(), ['go.mod', 'main.go']);
  assert.deepEqual(await readdir(join(place.cacheDirectory, 'worktrees')), []);
});

test('an interruption while Go compiles leaves no work tree', async (t) => {
  const place = await machine(t);
  const upstream = await upstreamWith(t, changes);
  const checkout = await checkOutRef(t, upstream, 'refs/pull/1/merge');
  await git(checkout, 'fetch', '--quiet', '--depth=1', 'origin', upstream.main);
  const before = await stateOf(checkout);
  const stop = new AbortController();
  const ports = portsOf(place, {
    signal: stop.signal,
    exec: (command) => {
      const running = exec(command);
      if (command.args[0] === 'build') stop.abort(new Error('stop'));
      return running;
    },
  });
  await assert.rejects(rebuilt(place, join(checkout, 'app'), { branch: 'main' }, [], ports), /^Error: stop$/);
  assert.deepEqual(await stateOf(checkout), before);
  assert.deepEqual(await readdir(join(place.cacheDirectory, 'worktrees')), []);
});

test("no hook of the repository runs, whichever program starts git, and a hook's own variables lead nowhere", async (t) => {
  const place = await machine(t, { GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index' });
  const upstream = await upstreamWith(t, changes);
  const checkout = await checkOutRef(t, upstream, 'refs/pull/1/merge');
  const ran = join(checkout, '.git', 'ran');
  for (const name of ['post-checkout', 'post-index-change', 'reference-transaction', 'fsmonitor']) {
    const hook = join(checkout, '.git', 'hooks', name);
    await writeFile(hook, `#!/bin/sh\necho ${name} >> ${ran}\n`);
    await chmod(hook, 0o755);
  }
  await git(checkout, 'config', 'core.fsmonitor', join(checkout, '.git', 'hooks', 'fsmonitor'));
  reportOf(await rebuilt(place, join(checkout, 'app'), { branch: 'main' }));
  assert.equal(await exists(ran), false);
  await git(checkout, 'status');
  assert.equal(await exists(ran), true, 'the hooks are such as git runs');
});

test('a go.work of the repository holds for its copy there, also where GOWORK names it', async (t) => {
  const upstream = await upstreamWith(t, {
    start: {
      ...changes.start,
      'go.work': 'go 1.25\n\nuse ./app\n',
    },
    main: {},
    feature: {
      'go.work': 'go 1.25\n\nuse (\n\t./app\n\t./more\n)\n',
      'more/go.mod': 'module example.com/more\n\ngo 1.25\n',
    },
  });
  const checkout = await checkOutRef(t, upstream, 'refs/heads/feature');
  for (const extra of [{}, { GOWORK: join(checkout, 'go.work') }]) {
    const place = await machine(t, extra);
    reportOf(await rebuilt(place, join(checkout, 'app'), { branch: 'main' }));
  }
});

test('what flags name in the checkout is taken from its copy, and what they name elsewhere from there', async (t) => {
  const place = await machine(t);
  const upstream = await upstreamWith(t, {
    start: { ...changes.start, 'app/assets/a.txt': 'base' },
    main: {},
    feature: { 'app/assets/a.txt': 'a feature that is much longer' },
  });
  const checkout = await checkOutRef(t, upstream, 'refs/heads/feature');
  const elsewhere = await folderOf(t);
  await cp(join(checkout, 'app', 'assets'), elsewhere, { recursive: true });
  const assetsOf = async (from: string): Promise<string> => {
    const baseline = await rebuilt(place, join(checkout, 'app'), { branch: 'main' }, [
      '--asset',
      `${from}:/srv`,
    ]);
    const layers = reportOf(baseline).targets[0]?.images[0]?.layers ?? [];
    return layers.find(({ kind }) => kind === 'asset')?.digest ?? assert.fail('there is no layer of assets');
  };
  const [relative, absolute, outside] = [
    await assetsOf('assets'),
    await assetsOf(join(checkout, 'app', 'assets')),
    await assetsOf(elsewhere),
  ];
  assert.equal(relative, absolute);
  assert.notEqual(relative, outside);
});
