import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from '../../src/pipeline.ts';
import type { BaseReport, Report } from '../../src/report/model.ts';
import { formatSummary } from '../../src/report/summary.ts';
import { exec } from '../../src/support/exec.ts';
import { exists } from '../../src/support/files.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { type BaseImage, makeBase } from '../support/bases/base-image.ts';
import { debianLike } from '../support/bases/debian.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import {
  partOf,
  pushBase,
  writeBaseArchive,
  writeBaseLayout,
  writeDockerArchive,
} from '../support/bases/places.ts';
import { hello, portsOf, requestOf, type WatchedPorts, type Yard, yard } from '../support/build-run.ts';
import { edit } from '../support/edits.ts';
import { lacksCgo } from '../support/go-programs.ts';
import { interpreter, libraryFolder } from '../support/loading-root.ts';
import { refusal } from '../support/refusal.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { folderOf } from '../support/temporary.ts';
import { verdictsOf } from '../support/verify-layout.ts';
import { snapshot } from '../support/workspace.ts';

async function run(
  { root, out, machine }: Yard,
  base: string,
  ...flags: readonly string[]
): Promise<{ report: Report; ports: WatchedPorts }> {
  const ports = portsOf(machine);
  const asked = flags.includes('--output') || flags.includes('--push') ? [] : ['--output', `oci:${out}`];
  const request = await requestOf(machine, root, '--base', base, ...asked, ...flags);
  return { report: await build(request, ports), ports };
}

async function registryOf(t: TestContext): Promise<TestRegistry> {
  const registry = await startTestRegistry();
  t.after(() => registry.stop());
  return registry;
}

async function layoutOf(t: TestContext, base: BaseImage): Promise<string> {
  return `oci:${await writeBaseLayout(base, await folderOf(t))}`;
}

type Json = Record<string, unknown>;

async function blobOf(out: string, digest: string | undefined): Promise<Json> {
  return JSON.parse(await readFile(join(out, 'blobs/sha256', digest?.slice(7) ?? ''), 'utf8'));
}

const layersOf = ({ targets }: Report): string[] =>
  targets.flatMap(({ images }) => images.flatMap(({ layers }) => layers.map(({ digest }) => digest)));
const verdictOf = ({ verdicts }: Report, check: string): Verdict | undefined =>
  verdicts.find((verdict) => verdict.check === check);
const withoutTimes = ({ stages: _, seconds: __, ...report }: Report): unknown => report;

test('an image stands on a base that others made: its layers as they are, its settings below ours', async (t) => {
  const place = await yard(t);
  const image = debianLike();
  const { report } = await run(place, await layoutOf(t, image), '--env', 'LANG=de', '--label', 'mine=1');
  assert.equal(report.outcome, 'pass');
  const [target] = report.targets;
  const [made] = target?.images ?? [];
  const part = partOf(image, 'linux/amd64');
  assert.deepEqual(
    layersOf(report).slice(0, -1),
    part.layers.map(({ digest }) => digest),
  );
  assert.equal(target?.base.digest, image.root.digest);
  const { config, history } = await blobOf(place.out, made?.configDigest);
  const { Labels: labels, ...execution } = config as Json;
  assert.deepEqual(execution, {
    User: '65532:65532',
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=de'],
    Entrypoint: ['/usr/local/bin/hello'],
    ExposedPorts: { '5432/tcp': {} },
    Volumes: { '/var/lib/app': {} },
    StopSignal: 'SIGINT',
  });
  const { maintainer, mine, 'org.opencontainers.image.version': version } = labels as Json;
  assert.deepEqual([maintainer, mine, version], ['Nobody <nobody@example.com>', '1', undefined]);
  const steps = (history as Json[]).map((entry) => [entry['created_by'], entry['empty_layer'] ?? false]);
  assert.deepEqual(steps, [
    ["# debian.sh --arch 'amd64' out/ 'trixie' '@1762200000'", false],
    ['RUN /bin/sh -c apt-get install -y app # buildkit', false],
    ['HEALTHCHECK &{["CMD-SHELL" "curl -f http://localhost/"]}', true],
    ['CMD ["bash"]', true],
    ['slipway: /usr/local/bin/hello built from example.com/hello', false],
  ]);
  assert.match(report.notices.join('\n'), /its entrypoint \["docker-entrypoint\.sh"\] is not taken over/);
  assert.match(report.notices.join('\n'), /its health check .* is left out/);
  assert.match(verdictOf(report, 'base/files')?.detail ?? '', /\/usr\/bin\/su is set-uid/);
});

test("the layout is whole, its own layers are judged as ours, those of the base as somebody else's", async (t) => {
  const place = await yard(t);
  await run(place, await layoutOf(t, debianLike()), '--platform', 'linux/amd64,linux/arm64');
  const failed = (await verdictsOf(place.out)).filter(({ status }) => status === 'fail');
  const blocking = failed.filter(({ severity }) => severity === 'block');
  assert.deepEqual(blocking, []);
  assert.ok(failed.some(({ check }) => check === 'image/modes'));
});

test('a second run does nothing, and tells the same', async (t) => {
  const place = await yard(t);
  const layout = await layoutOf(t, debianLike());
  const first = await run(place, layout);
  const before = await snapshot(place.out);
  const { report, ports } = await run(place, layout);
  assert.deepEqual(ports.goRuns(), []);
  assert.deepEqual(await snapshot(place.out), before);
  assert.deepEqual(withoutTimes(report), withoutTimes(first.report));
  for (const name of ['build', 'image', 'output'])
    assert.equal(report.stages.find((stage) => stage.name === name)?.cache, 'hit', name);
});

test("a layout, an archive and a registry give the same layers, and Docker's types become OCI's", async (t) => {
  const place = await yard(t);
  const registry = await registryOf(t);
  const docker = distrolessLike(['linux/amd64'], { family: 'docker' });
  await pushBase(docker, `${registry.host}/docker/base:1`);
  const folder = await folderOf(t);
  const places = [
    await layoutOf(t, distrolessLike(['linux/amd64'])),
    `oci-archive:${await writeBaseArchive(distrolessLike(['linux/amd64']), join(folder, 'oci.tar'))}`,
    `${registry.host}/docker/base:1`,
  ];
  const expected = partOf(docker, 'linux/amd64').layers.map(({ digest }) => digest);
  const digests: (string | undefined)[] = [];
  for (const base of places) {
    const { report } = await run({ ...place, out: `${place.out}-${places.indexOf(base)}` }, base);
    assert.deepEqual(layersOf(report).slice(0, -1), expected, base);
    for (const { mediaType } of report.targets[0]?.images[0]?.layers ?? [])
      assert.match(mediaType, /^application\/vnd\.oci\.image\.layer\.v1\.tar\+gzip$/);
    assert.equal(report.outcome, 'pass');
    assert.equal(verdictOf(report, 'base/files')?.status, 'pass');
    digests.push(report.targets[0]?.indexDigest);
  }
  assert.equal(digests[0], digests[1], 'where a file lies leaves no trace in the image');
});

test('of a docker archive the diff IDs are kept, whose layers had no digest', async (t) => {
  const place = await yard(t);
  const image = debianLike(['linux/amd64'], { family: 'docker' });
  const file = await writeDockerArchive(image, 'linux/amd64', join(await folderOf(t), 'saved.tar'), [
    'base:1',
  ]);
  const { report } = await run(place, `docker-archive:${file}`);
  const diffIds = report.targets[0]?.images[0]?.layers.map(({ diffId }) => diffId);
  assert.deepEqual(
    diffIds?.slice(0, -1),
    partOf(image, 'linux/amd64').layers.map(({ diffId }) => diffId),
  );
  assert.equal(report.outcome, 'pass');
});

test('a tag is resolved by the registry, and report and annotations say to what', async (t) => {
  const place = await yard(t);
  const registry = await registryOf(t);
  const image = distrolessLike();
  await pushBase(image, `${registry.host}/acme/base:1`);
  const { report } = await run(
    place,
    `${registry.host}/acme/base:1`,
    '--platform',
    'linux/amd64,linux/arm64',
  );
  const { resolvedAt, ...base } = report.base;
  assert.deepEqual(base, { reference: `${registry.host}/acme/base:1`, digest: image.root.digest });
  assert.match(resolvedAt ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const annotationsOf = async (digest: string | undefined): Promise<unknown[]> => {
    const { annotations } = (await blobOf(place.out, digest)) as { annotations: Json };
    return ['name', 'digest'].map((key) => annotations[`org.opencontainers.image.base.${key}`]);
  };
  const [target] = report.targets;
  const name = `${registry.host}/acme/base:1`;
  assert.deepEqual(await annotationsOf(target?.indexDigest), [name, image.root.digest]);
  for (const { platform, manifestDigest } of target?.images ?? []) {
    const { manifest } = partOf(image, `linux/${platform.architecture}`);
    assert.deepEqual(await annotationsOf(manifestDigest), [name, manifest.digest]);
  }
});

test('a base by its digest is asked for once: then no request is made', async (t) => {
  const place = await yard(t);
  const registry = await registryOf(t);
  const image = distrolessLike();
  await pushBase(image, `${registry.host}/acme/base:1`);
  const base = `${registry.host}/acme/base:1@${image.root.digest}`;
  const { report } = await run(place, base);
  assert.deepEqual(report.base, { reference: base, digest: image.root.digest, pinnedBy: 'reference' });
  const asked = registry.requests.length;
  const again = await run(place, base);
  const offline = await run(place, base, '--offline');
  assert.equal(registry.requests.length, asked);
  for (const one of [again, offline]) assert.deepEqual(one.report.targets, report.targets);
});

test('slipway.lock says what a tag means, and a lock that lacks it is told', async (t) => {
  const registry = await registryOf(t);
  const [old, next] = [distrolessLike(), distrolessLike(undefined, { debug: true })];
  const base = `${registry.host}/acme/base:1`;
  for (const image of [old, next]) await pushBase(image, base);
  const lock = (name: string): string => `version: 1\nbases:\n  ${name}: ${old.root.digest}\n`;
  const place = await yard(t, { ...hello, 'slipway.lock': lock(base) });
  const { report } = await run(place, base);
  assert.deepEqual(report.base, { reference: base, digest: old.root.digest, pinnedBy: 'slipway.lock' });
  assert.ok(!report.notices.join().includes('slipway.lock'));
  await edit(place.root, { 'slipway.lock': lock(`${registry.host}/acme/other:1`) });
  const other = await run({ ...place, out: `${place.out}-2` }, base);
  assert.equal(other.report.base.digest, next.root.digest);
  assert.match(other.report.notices.join('\n'), /slipway\.lock does not have it/);
});

test('offline, a tag without a digest and an image that is not there are refused with what to do', async (t) => {
  const place = await yard(t);
  const digest = distrolessLike().root.digest;
  const tag = await refusal(() => run(place, 'registry.invalid/acme/base:1', '--offline'), 'E_BASE');
  assert.match(tag.message, /has no digest, and --offline/);
  assert.match(tag.hint ?? '', /slipway lock/);
  const pinned = await refusal(
    () => run(place, `registry.invalid/acme/base@${digest}`, '--offline'),
    'E_BASE',
  );
  assert.match(pinned.message, /the cache does not have all of registry\.invalid\/acme\/base/);
  assert.equal(await exists(place.out), false);
});

test('bare files stand on no image: their base is not asked for', async (t) => {
  const place = await yard(t);
  const { report } = await run(place, 'registry.invalid/acme/base:1', '--output', `bin:${place.out}`);
  assert.equal(report.outcome, 'pass');
  const expected: BaseReport = { reference: 'registry.invalid/acme/base:1' };
  assert.deepEqual([report.base, verdictOf(report, 'base/files')], [expected, undefined]);
});

test('a push to the registry that has the base reads none of its layers, and makes the same image', async (t) => {
  const registry = await registryOf(t);
  const image = debianLike();
  const base = `${registry.host}/acme/base:1@${image.root.digest}`;
  await pushBase(image, `${registry.host}/acme/base:1`);
  const pushed = await yard(t);
  const { report } = await run(pushed, base, '--json', '--push', `${registry.host}/acme/hello`);
  const layers = new Set<string>(partOf(image, 'linux/amd64').layers.map(({ digest }) => digest));
  const read = registry.requests.filter(
    ({ method, path }) => method === 'GET' && layers.has(path.split('/').at(-1) ?? ''),
  );
  assert.deepEqual(read, []);
  assert.equal(report.outcome, 'pass');
  const unknown = verdictOf(report, 'base/files');
  assert.equal(unknown?.status, 'skip');
  assert.match(unknown?.detail ?? '', /were not looked into/);
  const [made] = report.targets[0]?.images ?? [];
  assert.deepEqual([made?.diskBytes, made?.layers[0]?.uncompressedBytes], [undefined, undefined]);
  assert.match(formatSummary(report), /linux\/amd64 +– → \d/);
  assert.ok((made?.alternative?.pullBytes ?? 0) > 0, 'zstd is measured of our own layers alone');
  const written = await run(await yard(t), base);
  assert.equal(written.report.targets[0]?.indexDigest, report.targets[0]?.indexDigest);
  assert.notEqual(written.report.targets[0]?.images[0]?.diskBytes, undefined);
});

test('a base that was damaged in the cache is fetched again, and the image is the same', async (t) => {
  const place = await yard(t);
  const registry = await registryOf(t);
  const image = debianLike();
  await pushBase(image, `${registry.host}/acme/base:1`);
  const base = `${registry.host}/acme/base:1@${image.root.digest}`;
  const { report } = await run(place, base);
  const blobs = join(place.machine.cacheDirectory, 'blobs');
  for (const entry of await readdir(blobs, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await appendFile(join(entry.parentPath, entry.name), 'x');
  const other = { ...place, out: `${place.out}-2` };
  assert.deepEqual((await run(other, base)).report.targets[0]?.images, report.targets[0]?.images);
  assert.deepEqual(await snapshot(other.out), await snapshot(place.out));
});

test('a docker archive gets the layers of the base too, and the names that were asked for', async (t) => {
  const place = await yard(t);
  const image = distrolessLike();
  const file = `${place.out}.tar`;
  const flags = [
    '--output',
    `docker-archive:${file}`,
    '--image',
    'acme/hello',
    '--tag',
    'v1',
    '--tag',
    'edge',
  ];
  const { report } = await run(place, await layoutOf(t, image), ...flags);
  const listed = await exec({ file: 'tar', args: ['-xOf', file, 'manifest.json'] });
  const [manifest] = JSON.parse(listed.stdout);
  assert.deepEqual(manifest.RepoTags, ['docker.io/acme/hello:v1', 'docker.io/acme/hello:edge']);
  assert.deepEqual(
    manifest.Layers,
    layersOf(report).map((digest) => `${digest.slice('sha256:'.length)}.tar.gz`),
  );
  assert.deepEqual(report.targets[0]?.outputs, [`docker-archive:${file}`]);
  const again = await run(place, await layoutOf(t, image), ...flags);
  assert.equal(again.report.stages.find(({ name }) => name === 'output')?.cache, 'hit');
});

test('assets keep the folders of the base as they are, and do not take the place of its links', async (t) => {
  const place = await yard(t, { ...hello, 'web/index.html': 'hi' });
  const base = await layoutOf(t, debianLike());
  const { report } = await run(place, base, '--asset', `${join(place.root, 'web')}:/var/lib/app/web`);
  assert.equal(report.outcome, 'pass');
  assert.equal(report.targets[0]?.images[0]?.layers.at(-2)?.kind, 'asset');
  const error = await refusal(
    () => run(place, base, '--asset', `${join(place.root, 'web')}:/lib/web`),
    'E_BASE',
  );
  assert.match(error.message, /\/lib is a symbolic link there, and \/lib\/web\/index\.html lies below it/);
});

test('assets over a base look into it, also when the image is pushed and does not come here', async (t) => {
  const place = await yard(t, { ...hello, 'web/index.html': 'hi' });
  const registry = await registryOf(t);
  await pushBase(debianLike(), `${registry.host}/acme/base:1`);
  const flags = ['--asset', `${join(place.root, 'web')}:/bin/web`, '--push', `${registry.host}/acme/hello`];
  const error = await refusal(() => run(place, `${registry.host}/acme/base:1`, ...flags), 'E_BASE');
  assert.match(error.message, /\/bin is a symbolic link there/);
});

test("what a base's maker did otherwise than we do is no reason to refuse the image", async (t) => {
  const place = await yard(t);
  const entries = [{ path: '/absolute', content: 'x' }];
  const created = '2026-01-01T00:00:00+02:00';
  const recipe = { layers: [{ entries, createdBy: 'elsewhere' }], execution: {}, created };
  const { report } = await run(
    place,
    await layoutOf(
      t,
      makeBase(['linux/amd64'], () => recipe, {}),
    ),
  );
  assert.equal(report.outcome, 'pass');
});

test('root is what nobody gets by a base, and what whoever asks for it gets with a warning', async (t) => {
  const place = await yard(t);
  const base = await layoutOf(t, debianLike(undefined, { execution: { User: '0:0' } }));
  const users: unknown[] = [];
  for (const flags of [[], ['--user', '0:0']]) {
    const { report } = await run(place, base, '--platform', 'linux/amd64', ...flags);
    const config = await blobOf(place.out, report.targets[0]?.images[0]?.configDigest);
    const { status, severity, subject } = verdictOf(report, 'image/user') ?? {};
    const said = status === 'fail' ? `${severity}: ${subject}` : status;
    users.push([(config['config'] as Json)['User'], report.outcome, said]);
  }
  assert.deepEqual(users, [
    ['65532:65532', 'pass', 'pass'],
    ['0:0', 'pass', 'warn: hello (linux/amd64)'],
  ]);
});

const cgo = {
  ...hello,
  'main.go':
    'package main\n\n// int one(void) { return 1; }\nimport "C"\n\nfunc main() { println(C.one()) }\n',
};

test('a dynamic program is judged by what its base holds, also when nothing else needs its layers', {
  skip: lacksCgo(),
}, async (t) => {
  const place = await yard(t, cgo);
  const registry = await registryOf(t);
  const libc = `${libraryFolder}/libc.so.6`;
  const withLibrary = makeBase(
    ['linux/amd64'],
    () => ({
      layers: [
        {
          entries: [
            { path: 'lib64', type: '2', link: 'usr/lib64' },
            { path: `usr${interpreter}`, content: readFileSync(interpreter) },
            { path: libc.slice(1), content: readFileSync(libc) },
          ],
          createdBy: 'libc',
        },
      ],
      execution: {},
      created: '2026-01-01T00:00:00Z',
    }),
    {},
  );
  await pushBase(withLibrary, `${registry.host}/acme/libc:1`);
  await pushBase(distrolessLike(), `${registry.host}/acme/static:1`);
  const push = ['--cgo', '--push', `${registry.host}/acme/hello`];
  const good = await run(place, `${registry.host}/acme/libc:1`, ...push);
  assert.equal(verdictOf(good.report, 'binary/static')?.status, 'pass');
  const { report } = await run(place, `${registry.host}/acme/static:1`, ...push);
  assert.equal(report.outcome, 'fail');
  assert.match(
    verdictOf(report, 'binary/static')?.detail ?? '',
    /ld-linux-x86-64\.so\.2, which the base does not have/,
  );
});

test('a base that cannot be one ends the run with the reason, and nothing is written', async (t) => {
  const place = await yard(t);
  const layout = await layoutOf(t, distrolessLike(['linux/s390x']));
  const error = await refusal(() => run(place, layout), 'E_BASE');
  assert.match(error.message, /it has nothing for linux\/amd64; it has linux\/s390x/);
  assert.equal(await exists(place.out), false);
});
