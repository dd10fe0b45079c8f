import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { HistoryResult } from '../../src/commands/history.ts';
import { writeModule } from '../support/go-module.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { startDockerRegistry } from '../support/registry/real.ts';
import { validateReport } from '../support/report-schema.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { lacks } from '../support/tools.ts';
import { commitAll, helloCheckout, temporaryFolders } from '../support/workspace.ts';

describe('slipway history', () => {
  const folder = temporaryFolders(after);

  test('tells what releases and commits weighed, by the snapshots beside their images', async (t) => {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const work = await folder();
    const checkout = await helloCheckout(join(work, 'hello'));
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: checkout });
    const repository = `${registry.host}/acme/hello`;
    const cache = ['--cache-dir', join(work, 'cache')];
    const publish = (...tags: string[]) =>
      slipwayOk([
        ...['build', checkout, '--push', repository, '--attach-snapshot', ...cache],
        ...['--platform', 'linux/amd64,linux/arm64', '--tag', [...tags, 'sha', 'main'].join(',')],
      ]);
    await publish('v1.0.0');
    const main = await readFile(join(checkout, 'main.go'), 'utf8');
    await writeFile(join(checkout, 'noise'), randomBytes(1 << 20));
    const more =
      'package main\n\nimport _ "embed"\n\n//go:embed noise\nvar noise []byte\n\nfunc init() { println(len(noise)) }\n';
    await writeFile(join(checkout, 'more.go'), more);
    git('add', '-A');
    git('commit', '-qm', 'more');
    await publish('v1.1.0');
    await writeFile(join(checkout, 'main.go'), `${main}\n// more\n`);
    git('commit', '-qam', 'a comment');
    await publish();

    const releases = await slipwayOk(['history', repository, '--json', ...cache]);
    const { points, notices } = JSON.parse(releases.stdout) as HistoryResult;
    validateReport(JSON.parse(releases.stdout), 'history');
    assert.deepEqual([points.map(({ name }) => name), notices], [['1.0.0', '1.1.0'], []]);
    const pulls = points.map(({ targets }) => targets.map(({ pullBytes = 0 }) => pullBytes));
    assert.ok(pulls.every(({ length }) => length === 2));
    assert.ok((pulls[1]?.[0] ?? 0) > (pulls[0]?.[0] ?? 0) * 1.2, `${pulls}`);

    const chart = join(work, 'size.svg');
    const table = await slipwayOk([
      'history',
      `${repository}:main`,
      '--by',
      'commit',
      '--svg',
      chart,
      ...cache,
    ]);
    assert.match(table.stdout, /1\.1\.0/);
    assert.equal(table.stdout.split('\n').filter((line) => /█/.test(line)).length, 6);
    assert.match(await readFile(chart, 'utf8'), /^<svg [\s\S]*1\.1\.0/);
    assert.match(table.stdout, /^1\.1\.0 since 1\.0\.0 {2}hello linux\/amd64\n +\+1\.0 MiB {2}\S*hello\b/m);
    assert.doesNotMatch(table.stdout, /^[0-9a-f]{7} since/m, 'a comment adds nothing');
    const [, changed] = points;
    assert.deepEqual(
      changed?.changes?.map(({ target, platform, since }) => [target, platform, since]),
      [['hello', 'linux/amd64', '1.0.0']],
    );
  });

  test('writes a page, of several repositories too, and on a registry without the referrers API', {
    skip: lacks('docker-registry'),
  }, async (t) => {
    const registry = await startDockerRegistry(t);
    const work = await folder();
    const checkout = await writeModule(join(work, 'two'), {
      'cmd/api/main.go': 'package main\n\nfunc main() { println("api") }\n',
      'cmd/worker/main.go': 'package main\n\nfunc main() { println("worker") }\n',
    });
    const place = `${registry.host}/acme/two`;
    const flags = ['--cache-dir', join(work, 'cache'), '--insecure-registry', registry.host];
    const publish = (tag: string) =>
      slipwayOk([
        ...['build', checkout, '--push', place, '--attach-snapshot', '--base', 'scratch', ...flags],
        ...['--platform', 'linux/amd64', '--tag', tag],
      ]);
    await commitAll(checkout, 'v1.0.0');
    await publish('v1.0.0');
    const more = 'import "html/template"\n\nfunc init() { println(template.New("").Name()) }\n';
    await writeFile(join(checkout, 'cmd/worker/more.go'), `package main\n\n${more}`);
    await commitAll(checkout, 'v1.1.0');
    await publish('v1.1.0');
    const page = join(work, 'size.html');
    const ask = ['history', `${place}/api`, `${place}/worker`, ...flags];
    const told = await slipwayOk([...ask, '--html', page, '--json']);
    const { points } = JSON.parse(told.stdout) as HistoryResult;
    validateReport(JSON.parse(told.stdout), 'history');
    assert.deepEqual(
      points.map(({ name, targets }) => [name, targets.map((target) => target.name)]),
      [
        ['1.0.0', ['api', 'worker']],
        ['1.1.0', ['api', 'worker']],
      ],
    );
    const [change, ...others] = points[1]?.changes ?? [];
    assert.deepEqual([change?.target, others.length], ['worker', 0], 'the other one stayed as it was');
    const [part] = change?.parts ?? [];
    assert.deepEqual(
      [part?.name, part?.before, (part?.brings?.packages ?? 0) > 20],
      ['html/template', 0, true],
    );
    const html = await readFile(page, 'utf8');
    assert.match(
      html,
      /^<!doctype html>[\s\S]*acme\/two\/worker[\s\S]*html\/template[\s\S]*brings \d+ packages/,
    );
    assert.equal(html.match(/<caption>/g)?.length, 3);
  });

  test('says what to do where no image has a snapshot, and that one image has no history', async (t) => {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const work = await folder();
    const cache = ['--cache-dir', join(work, 'cache')];
    const nothing = await slipway(['history', `${registry.host}/acme/none`, ...cache]);
    assert.equal(nothing.status, 4, nothing.stderr);
    assert.match(nothing.stderr, /E_REGISTRY/);
    const digest = `${registry.host}/acme/none@sha256:${'0'.repeat(64)}`;
    const one = await slipway(['history', digest, ...cache]);
    assert.equal(one.status, 2, one.stderr);
    assert.match(one.stderr, /is one image, and a history is of all that have tags/);
  });
});
