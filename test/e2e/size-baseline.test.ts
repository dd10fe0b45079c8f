import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { exists } from '../../src/support/files.ts';
import { baselines, grown, shopFiles, small } from '../support/baseline-runs.ts';
import { edit } from '../support/edits.ts';
import { commitEdits } from '../support/pull-request.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { slipway } from '../support/slipway.ts';
import { commitAll, git, snapshot, temporaryFolders } from '../support/workspace.ts';

describe('a baseline', () => {
  const folder = temporaryFolders(after);
  let cache: string;
  before(async () => {
    cache = await folder();
  });
  const { shop, run } = baselines(folder, () => cache);

  test('of a branch with other targets is compared as far as it has them', async () => {
    const root = await shop();
    await commitEdits(
      root,
      {
        'cmd/job/main.go': null,
        'cmd/tool/main.go': small('tool'),
        'slipway.yaml': shopFiles['slipway.yaml'].replace(
          'job: { main: ./cmd/job }',
          'tool: { main: ./cmd/tool }',
        ),
      },
      'Other targets',
    );
    const { report, ended, said } = await run(root, '--baseline', 'rebuild:main');
    assert.equal(ended.status, 0, said);
    const states = report?.size?.targets.map(({ name, images }) => [
      name,
      images.map(({ diskBytes }) => [diskBytes?.before !== 0, diskBytes?.after !== 0]),
    ]);
    assert.deepEqual(states?.toSorted(), [
      ['api', [[true, true]]],
      ['job', [[true, false]]],
      ['tool', [[false, true]]],
    ]);
  });

  test('knows a target again that is called something else now', async () => {
    const root = await shop();
    const renamed = shopFiles['slipway.yaml'].replace('api: {', 'server: {');
    await commitEdits(root, { 'slipway.yaml': renamed, 'cmd/api/main.go': grown }, 'Rename');
    const { report, said } = await run(root, '--baseline', 'rebuild:main');
    const target = report?.size?.targets.find(({ name }) => name === 'server');
    assert.equal(target?.formerName, 'api', said);
    assert.deepEqual(report?.size?.targets.length, 2);
    const [image] = target?.images ?? [];
    assert.ok(image?.diskBytes !== undefined && image.diskBytes.before > 0);
    assert.equal(image.brought?.[0]?.name, 'fmt');
    assert.match(said, /server \(was api\) linux\/amd64 /);
    assert.match(said, /the target api is called server now/);
  });

  test('of a base that does not compile or has no such program is none, and the run goes on', async () => {
    const root = await folder();
    await edit(root, { ...shopFiles, 'cmd/api/main.go': 'package main\n\nfunc main() { nothing() }\n' });
    await commitAll(root, 'v1.0.0');
    await git(root, 'switch', '--quiet', '--create', 'feature');
    await commitEdits(root, shopFiles, 'Mend');
    const { report, ended } = await run(root, '--baseline', 'rebuild:main');
    assert.equal(ended.status, 0, ended.stderr);
    assert.deepEqual(
      report?.size?.targets.map(({ name, images }) => [name, images[0]?.diskBytes?.before === 0]),
      [
        ['job', false],
        ['api', true],
      ],
    );
    assert.match(report?.notices.join('\n') ?? '', /^without a baseline: api: .*undefined: nothing/ms);
  });

  test('in a file that is none says what is wrong with it, and what to name', async () => {
    const root = await shop();
    const place = await folder();
    const good = await run(root, '--snapshot', join(place, 'good.json'));
    assert.equal(good.ended.status, 0, good.said);
    const text = await readFile(join(place, 'good.json'), 'utf8');
    const report = JSON.stringify(good.report);
    const inspected = await slipway(['inspect', process.execPath, '--json']);
    assert.equal(inspected.status, 0, inspected.stderr);
    await mkdir(join(place, 'folder'));
    const contents: Readonly<Record<string, string>> = {
      half: text.slice(0, text.length / 2),
      'half-report': report.slice(0, report.length / 2),
      empty: '',
      inspection: inspected.stdout,
      hollow: JSON.stringify({ schemaVersion: 1, verdicts: [], targets: [{ name: 'api' }] }),
      odd: JSON.stringify({ ...good.report, targets: [{ ...good.report?.targets[0], images: [{}] }] }),
      newer: text.replace('"schemaVersion":1', '"schemaVersion":2'),
    };
    for (const [name, content] of Object.entries(contents)) await writeFile(join(place, name), content);
    const said: Readonly<Record<string, RegExp>> = {
      folder: /it is a folder\n.*--snapshot or --report/,
      nowhere: /there is no such file\n.*--snapshot or --report/,
      half: /is no size snapshot: it is no JSON, or not all of it\n.*--snapshot/,
      'half-report': /is no size snapshot: it is no JSON/,
      empty: /is no size snapshot: it is no JSON/,
      inspection: /it is what slipway inspect printed.*\n.*slipway build --report/,
      hollow: /it is no whole report of a build/,
      odd: /it is no whole report of a build/,
      newer: /is a size snapshot of format 2, and this Slipway reads 1/,
    };
    for (const [name, expected] of Object.entries(said)) {
      const { ended, out } = await run(root, '--baseline', `file:${join(place, name)}`);
      assert.equal(ended.status, 2, `${name}: ${ended.stderr}`);
      assert.match(ended.stderr, /^error E_CONFIG: /m);
      assert.match(ended.stderr, expected, name);
      assert.match(ended.stderr, new RegExp(join(place, name)));
      assert.doesNotMatch(ended.stderr, /^\s+at .*\.[tj]s:\d+/m, 'no stack trace');
      assert.equal(await exists(out), false);
    }
    const kept = join(place, 'report.json');
    await writeFile(kept, report);
    for (const name of ['good.json', 'report.json']) {
      const { ended, report: again } = await run(root, '--baseline', `file:${join(place, name)}`);
      assert.equal(ended.status, 0, ended.stderr);
      assert.equal(again?.size?.baseline.name, name);
    }
  });

  test('and a budget that refuses: nothing but the page is written, nothing is pushed, and the status is 1', async (t) => {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const refusing = `budget: { disk: { growth: { block: 10% } } }\n${shopFiles['slipway.yaml']}`;
    const root = await shop({ 'slipway.yaml': refusing });
    // With a budget that would let it through, which is the next change's.
    const lax = refusing.replace('10%', '1000%');
    await commitEdits(root, { 'cmd/api/main.go': grown, 'slipway.yaml': lax }, 'Grow');
    const place = await folder();
    const snapshotFile = join(place, 'size.json');
    const page = join(place, 'size.html');
    const flags = ['--baseline', 'rebuild:main', '--snapshot', snapshotFile, '--size-html', page];
    const { ended, report, out, said } = await run(root, ...flags, '--output', `bin:${join(place, 'bin')}`);
    assert.equal(ended.status, 1, said);
    assert.equal(report?.outcome, 'fail');
    assert.match(said, /budget\/disk/);
    assert.match(said, /grows \d+\.?\d* % \(.*\), and 10 % are refused/);
    const written = [out, join(place, 'bin'), snapshotFile];
    assert.deepEqual(await Promise.all(written.map(exists)), [false, false, false]);
    assert.match(await readFile(page, 'utf8'), /<h1>Size: refused — api grows \d/);
    const pushed = await run(root, ...flags, '--push', `${registry.host}/acme/shop:v1`, '--attach-snapshot');
    assert.equal(pushed.ended.status, 1, pushed.said);
    assert.deepEqual(
      registry.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD'),
      [],
    );
  });

  test('and a budget that asks: the layout is written, nothing is pushed, and the status is 1', async (t) => {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const root = await shop();
    await commitEdits(root, { 'cmd/api/main.go': grown }, 'Grow');
    const out = join(await folder(), 'out');
    const { ended, report, said } = await run(
      root,
      ...['--baseline', 'rebuild:main', '--output', `oci:${out}`],
      ...['--push', `${registry.host}/acme/shop:v1`],
    );
    assert.equal(ended.status, 1, said);
    assert.equal(report?.outcome, 'needs-approval');
    assert.deepEqual(
      Object.keys(await snapshot(out))
        .filter((name) => name.endsWith('index.json'))
        .sort(),
      ['api/index.json', 'job/index.json'],
    );
    assert.deepEqual(
      registry.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD'),
      [],
    );
    assert.deepEqual(
      report?.targets.flatMap(({ publications = [] }) => publications),
      [],
    );
    assert.match(said, /approv/);
  });

  test('that is past its own caps is compared with all the same', async () => {
    const capped = `budget: { disk: { max: 1 MiB }, packages: { runtime: { max: 100 KiB } } }\n${shopFiles['slipway.yaml']}`;
    const root = await shop({ 'slipway.yaml': capped });
    const raised = capped.replace('1 MiB', '20 MiB').replace('100 KiB', '20 MiB');
    await commitEdits(root, { 'slipway.yaml': raised }, 'Raise');
    const { report, said } = await run(root, '--baseline', 'rebuild:main');
    assert.equal(report?.size?.baseline.kind, 'rebuild', said);
    assert.equal(report?.outcome, 'pass', said);
    assert.deepEqual(
      report?.size?.budgets?.map(({ target }) => target),
      ['api', 'job'],
    );
  });

  test('that cannot be had says what was asked for and what to do, and nothing is built twice for it', async () => {
    const root = await shop();
    assert.equal((await run(root)).ended.status, 0);
    const refusals: readonly (readonly [string, number, RegExp])[] = [
      ['rebuild', 2, /E_CONFIG: --baseline rebuild: nothing says what .*\n.*--baseline rebuild:main/],
      ['rebuild:nope', 3, /E_IO: --baseline rebuild:nope: refs\/heads\/nope is not here/],
      ['rebuild:-x', 2, /"rebuild:-x" is no baseline\n.*rebuild:BRANCH/],
      ['registry:127.0.0.1:1/a/b:{{version}}', 2, /has a template in its tag\n.*such as main/],
      [`registry:127.0.0.1:1/a/b@sha256:${'0a'.repeat(32)}`, 2, /names a digest, .*\n.*file:PATH/],
      [
        'registry:127.0.0.1:1/a/b:main',
        4,
        /E_NETWORK: --baseline registry:127\.0\.0\.1:1\/a\/b:main: cannot reach/,
      ],
      ['cache', 2, /E_CONFIG: --baseline cache: only a run of the action has .*\n.*name rebuild:BRANCH/],
      ['cache:-x', 2, /"cache:-x" is no baseline/],
    ];
    for (const [asked, status, says] of refusals) {
      const { ended, out, said } = await run(root, '--baseline', asked);
      assert.equal(ended.status, status, said);
      assert.match(said, says);
      assert.ok(said.split('embedded\n').length <= 2, said);
      assert.equal(await exists(out), false);
    }
    const auto = await run(root, '--baseline', 'auto:nope');
    assert.equal(auto.ended.status, 0, auto.said);
    assert.match(auto.said, /sizes are not compared: refs\/heads\/nope is not here/);
  });

  test('is not needed for a cap on packages, which ends a plain run', async () => {
    const root = await shop();
    await edit(root, {
      'slipway.yaml': `budget: { packages: { runtime: { max: 100 KiB } } }\n${shopFiles['slipway.yaml']}`,
    });
    const out = join(await folder(), 'out');
    const plain = await slipway(['build', root, '--cache-dir', cache, '--output', `oci:${out}`]);
    assert.equal(plain.status, 1, plain.stderr + plain.stdout);
    assert.match(plain.stderr + plain.stdout, /runtime has .*, and more than 100 KiB are refused/);
    assert.equal(await exists(out), false);
    const blind = await slipway([
      'build',
      root,
      '--cache-dir',
      cache,
      '--output',
      `oci:${out}`,
      '--no-attribution',
    ]);
    assert.equal(blind.status, 0, blind.stderr);
    assert.match(blind.stderr + blind.stdout, /limits of modules and packages are not judged for api, job/);
  });
});
