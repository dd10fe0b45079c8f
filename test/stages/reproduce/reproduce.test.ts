import assert from 'node:assert/strict';
import { readlinkSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { goHost } from '../../../src/outside.ts';
import { build } from '../../../src/pipeline.ts';
import type { Report } from '../../../src/report/model.ts';
import { exec } from '../../../src/support/exec.ts';
import { exists } from '../../../src/support/files.ts';
import { readGoSettings } from '../../../src/toolchain/go-settings.ts';
import { type Machine, machine, portsOf, quietEnvironment, requestOf } from '../../support/build-run.ts';
import { stateOf } from '../../support/pull-request.ts';
import { refusal } from '../../support/refusal.ts';
import { linkedWith, reproducing } from '../../support/reproducing.ts';
import { folderOf } from '../../support/temporary.ts';
import { commitAll } from '../../support/workspace.ts';

const program = {
  'go.mod': 'module example.com/app\n\ngo 1.25\n',
  'main.go': 'package main\n\nvar built = "nobody knows"\n\nfunc main() { println(built) }\n',
};

async function checkout(t: TestContext): Promise<{ root: string; place: Machine }> {
  const root = await folderOf(t, program);
  await commitAll(root, 'v1.2.3');
  const { GOCACHE } = await readGoSettings(quietEnvironment(), { host: goHost() });
  return {
    root,
    place: await machine(t, {
      HOME: await folderOf(t, { '.gitconfig': '' }),
      USER: 'somebody',
      GOCACHE: GOCACHE.value,
    }),
  };
}

/** What builds left in the cache folder. */
async function left({ cacheDirectory }: Machine): Promise<readonly string[]> {
  const folder = join(cacheDirectory, 'reproduce');
  return (await exists(folder)) ? readdir(folder) : [];
}

test('two builds from nothing are the same, also of uncommitted changes, though all around them is other; nothing is written or left', async (t) => {
  const { root, place } = await checkout(t);
  await writeFile(join(root, 'main.go'), `${program['main.go']}\n// edited\n`);
  await writeFile(join(root, 'unknown.txt'), '');
  const before = await stateOf(root);
  const masks: number[] = [];
  const umask = (mask: number): number => {
    masks.push(mask);
    return masks.length === 1 ? 0o022 : 0;
  };
  const ports = { ...portsOf(place), umask };
  const linked: string[] = [];
  const look: Parameters<typeof reproducing>[2] = [
    undefined,
    (_, { env }) => {
      linked.push(readlinkSync(join(env['HOME'] ?? '', '.gitconfig')));
      return {};
    },
  ];
  const { found, seen } = await reproducing(
    place,
    [root, '--output', 'oci:x', '--output', 'bin:y'],
    look,
    ports,
  );
  assert.equal(found.outcome, 'pass');
  const [target] = found.targets;
  assert.deepEqual(
    [target?.index?.equal, target?.images[0]?.equal, target?.files[0]?.equal],
    [true, true, true],
  );
  assert.deepEqual(
    found.verdicts.map(({ check }) => check),
    ['reproduce/image', 'reproduce/file', 'reproduce/index'],
  );
  assert.deepEqual(
    found.builds.map(({ name, folder }) => `${name} ${folder}`),
    ['here own', 'elsewhere copy'],
  );
  assert.deepEqual(await stateOf(root), before);
  assert.deepEqual(await left(place), []);

  const [here, elsewhere] = seen;
  assert.ok(here !== undefined && elsewhere !== undefined);
  const sourceOf = ({ request: { source } }: typeof here) => source.kind === 'directory' && source.directory;
  assert.equal(sourceOf(here), root);
  for (const name of ['HOME', 'USER', 'TMPDIR', 'GOCACHE', 'GOMAXPROCS', 'TZ']) {
    assert.notEqual(elsewhere.ports.env[name], here.ports.env[name], name);
  }
  const folders = new Set([here, elsewhere].flatMap((one) => [sourceOf(one), one.request.cacheDirectory]));
  assert.equal(folders.size, 4, 'no folder is used twice');
  assert.ok(!folders.has(place.cacheDirectory), 'nothing is recalled');
  assert.ok(elsewhere.ports.clock.now() > here.ports.clock.now() + 24 * 3_600_000);
  assert.deepEqual(linked, [join(place.env['HOME'] ?? '', '.gitconfig')]);
  assert.deepEqual([here.request.jobs, elsewhere.request.jobs], [1, undefined]);
  assert.deepEqual(masks, [0o077, 0o022, 0o022, 0o077, 0o027, 0]);
});

test('a difference is named with its place, both sides and what to do about its cause, and the answer is no', async (t) => {
  const { root, place } = await checkout(t);
  const [early, late] = [1_795_970_519, 1_795_970_521];
  const { found } = await reproducing(
    place,
    [root],
    [linkedWith(`-X main.built=${early}`), linkedWith(`-X main.built=${late}`)],
  );
  assert.equal(found.outcome, 'fail');
  const [image] = found.targets[0]?.images ?? [];
  assert.equal(image?.equal, false);
  assert.notEqual(image?.manifestDigest.a, image?.manifestDigest.b);
  const told = image?.differences.find(({ cause }) => cause?.kind === 'time');
  assert.deepEqual([told?.a, told?.b], [String(early), String(late)]);
  const [verdict] = found.verdicts;
  assert.deepEqual(
    [verdict?.check, verdict?.status, verdict?.severity],
    ['reproduce/image', 'fail', 'block'],
  );
  assert.match(verdict?.detail ?? '', /^is sha256:[0-9a-f]{64} here, and sha256:[0-9a-f]{64} elsewhere$/m);
  assert.match(
    verdict?.detail ?? '',
    /here +1795970519\n +elsewhere +1795970521\n +time: .*\n +→ .*\{\{date\}\}/,
  );
});

test('a bare file that names the folder it was built in is blamed on the path', async (t) => {
  const { root, place } = await checkout(t);
  const leaks: Parameters<typeof reproducing>[2] = [1, 2].map(() => (request, ports) => {
    const { source } = request;
    const folder = source.kind === 'directory' ? source.directory : '';
    return linkedWith(`-X main.built=${folder}/main.go`)(request, ports);
  });
  const { found } = await reproducing(place, [root, '--output', 'bin:x'], leaks);
  const [file] = found.targets[0]?.files ?? [];
  assert.equal(file?.equal, false);
  const told = file?.differences.find(({ cause }) => cause?.kind === 'path');
  assert.ok(told?.a.includes(root), JSON.stringify(file?.differences));
});

test('a workspace above the checkout and a module beside it are found elsewhere too, and no other workspace', async (t) => {
  const around = await folderOf(t, {
    'go.work': 'go 1.25\n\nuse (\n\t./app\n\t./kit\n)\n',
    'kit/go.mod': 'module example.com/kit\n\ngo 1.25\n',
    'kit/kit.go': 'package kit\n\nconst Name = "kit"\n',
    'app/go.mod': program['go.mod'],
    'app/main.go': 'package main\n\nimport "example.com/kit"\n\nfunc main() { println(kit.Name) }\n',
  });
  const place = await machine(t);
  const { found, seen } = await reproducing(place, [join(around, 'app')]);
  assert.equal(found.outcome, 'pass');
  const [here, elsewhere] = seen.map(({ ports }) => ports.env['GOWORK']);
  assert.equal(here, undefined);
  assert.match(elsewhere ?? '', /slipway-reproduce-.*\/go\.work$/);
  const alone = await folderOf(t, program);
  const { seen: own } = await reproducing(place, [alone]);
  assert.equal(own[1]?.ports.env['GOWORK'], 'off');
});

test('what does not compile elsewhere says so, with the paths of the user’s own folder', async (t) => {
  const { root, place } = await checkout(t);
  const broken: Parameters<typeof reproducing>[2] = [
    undefined,
    (request) => {
      const { source } = request;
      assert.ok(source.kind === 'directory');
      return {
        request: { ...request, targets: [{ name: 'gone', main: './gone', settings: request.defaults }] },
      };
    },
  ];
  const error = await refusal(() => reproducing(place, [root], broken), 'E_CONFIG');
  assert.match(error.message, /^the build elsewhere, from nothing, cannot be compared: /);
  assert.ok(!error.message.includes('slipway-reproduce'), error.message);
  assert.deepEqual(await left(place), []);
});

test('an interrupted run leaves nothing behind, and neither does one that was killed before', async (t) => {
  const { root, place } = await checkout(t);
  const killed = join(place.cacheDirectory, 'reproduce', 'slipway-reproduce-999999999-0a0b0c0d', 'here');
  await exec({ file: 'mkdir', args: ['-p', killed] });
  const controller = new AbortController();
  const ports = portsOf(place, { signal: controller.signal });
  const stopped: Parameters<typeof reproducing>[2] = [
    undefined,
    () => {
      controller.abort(new Error('stop'));
      return {};
    },
  ];
  await assert.rejects(reproducing(place, [root], stopped, ports), /stop/);
  assert.deepEqual(await left(place), []);
});

async function reportOf(place: Machine, root: string): Promise<{ path: string; report: Report }> {
  const output = `oci:${join(place.cacheDirectory, 'before')}`;
  const request = await requestOf(place, root, '--base', 'scratch', '--output', output);
  const report = await build(request, portsOf(place));
  const path = join(place.cacheDirectory, 'report.json');
  await writeFile(path, JSON.stringify(report));
  return { path, report };
}

test('one build is held against the report of another: digests, and what else the two reports say', async (t) => {
  const { root, place } = await checkout(t);
  const { path, report } = await reportOf(place, root);
  const same = await reproducing(place, [root, '--against', path]);
  assert.equal(same.found.outcome, 'pass');
  assert.deepEqual(same.found.sides, { a: 'before', b: 'now' });
  assert.deepEqual([same.seen.length, same.found.against], [1, path]);

  const other = { ...report, toolchain: { ...report.toolchain, go: 'go1.20' } };
  const text = JSON.stringify(other).replaceAll(
    report.targets[0]?.images[0]?.manifestDigest ?? '',
    `sha256:${'0'.repeat(64)}`,
  );
  await writeFile(path, text);
  const { found } = await reproducing(place, [root, '--against', path]);
  assert.equal(found.outcome, 'fail');
  const causes = found.targets[0]?.images[0]?.differences.map(({ cause }) => cause?.kind);
  assert.deepEqual(causes, ['toolchain']);

  await writeFile(path, '{"schemaVersion":1}');
  const error = await refusal(() => reproducing(place, [root, '--against', path]));
  assert.match(error.message, /^--against .*report\.json: it is no report of a build$/);
});

test('one build is held against an image; platforms that were not chosen are no difference', async (t) => {
  const { root, place } = await checkout(t);
  const output = `oci:${join(place.cacheDirectory, 'before')}`;
  const both = ['--platform', 'linux/amd64,linux/arm64'];
  await build(await requestOf(place, root, ...both, '--base', 'scratch', '--output', output), portsOf(place));
  const whole = await reproducing(place, [root, ...both, '--against', output]);
  assert.equal(whole.found.outcome, 'pass');
  assert.equal(whole.found.targets[0]?.index?.equal, true);
  const part = await reproducing(place, [root, '--against', output]);
  assert.equal(part.found.outcome, 'pass');
  assert.deepEqual(
    part.found.notices.filter((text) => text.includes('not compared')),
    ['not built now, and so not compared: app (linux/arm64)'],
  );

  await writeFile(join(root, 'main.go'), program['main.go'].replace('nobody knows', 'somebody does'));
  const changed = await reproducing(place, [root, ...both, '--against', output]);
  assert.equal(changed.found.outcome, 'fail');
  const differences = changed.found.targets[0]?.images[0]?.differences ?? [];
  assert.ok(differences.some(({ a }) => a.includes('nobody knows')));
  assert.ok(differences.some(({ b }) => b.includes('somebody does')));
  assert.ok(differences.some(({ cause }) => cause?.kind === 'vcs-stamp'));
});

test('an image without a manifest is compared by its ID, and one manifest of an index without the index', async (t) => {
  const { root, place } = await checkout(t);
  const archive = join(place.cacheDirectory, 'before.tar');
  const layout = join(place.cacheDirectory, 'before');
  const outputs = ['--output', `docker-archive:${archive}`, '--output', `oci:${layout}`];
  const report = await build(await requestOf(place, root, '--base', 'scratch', ...outputs), portsOf(place));
  const [image] = report.targets[0]?.images ?? [];
  const archived = await reproducing(place, [root, '--against', archive]);
  assert.equal(archived.found.outcome, 'pass');
  assert.equal(archived.found.targets[0]?.images[0]?.manifestDigest.a, image?.configDigest);
  assert.match(archived.found.notices.join(), /compared by their IDs/);
  const single = await reproducing(place, [root, '--against', `oci:${layout}@${image?.manifestDigest}`]);
  assert.deepEqual([single.found.outcome, single.found.targets[0]?.index], ['pass', undefined]);
});

test('an image of one target is not held against several, and what is not there is said before anything is compiled', async (t) => {
  const root = await folderOf(t, {
    'go.mod': program['go.mod'],
    'cmd/a/main.go': 'package main\n\nfunc main() {}\n',
    'cmd/b/main.go': 'package main\n\nfunc main() {}\n',
  });
  const place = await machine(t);
  const absent = await refusal(() => reproducing(place, [root, '--against', './no-such-layout']));
  assert.match(absent.message, /no-such-layout/);
  const output = `oci:${join(place.cacheDirectory, 'before')}`;
  const request = await requestOf(place, root, '--base', 'scratch', '--target', 'a', '--output', output);
  await build(request, portsOf(place));
  const several = await refusal(() => reproducing(place, [root, '--against', output]));
  assert.match(several.message, /an image is of one target, and there are a, b/);
  const { found } = await reproducing(place, [root, '--target', 'a', '--against', output]);
  assert.equal(found.outcome, 'pass');
});
