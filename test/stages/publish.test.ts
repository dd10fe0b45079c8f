import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from '../../src/pipeline.ts';
import type { Report } from '../../src/report/model.ts';
import { formatSummary } from '../../src/report/summary.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { hello, portsOf, requestOf, type Yard, yard } from '../support/build-run.ts';
import type { Edits } from '../support/edits.ts';
import { lacksCgo } from '../support/go-programs.ts';
import type { Misbehave } from '../support/registry/exchange.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { validateReport } from '../support/report-schema.ts';
import { folderOf } from '../support/temporary.ts';

interface Port extends Yard {
  readonly registry: TestRegistry;
}

async function port(t: TestContext, files?: Edits): Promise<Port> {
  const registry = await startTestRegistry();
  t.after(() => registry.stop());
  return { ...(await yard(t, files)), registry };
}

async function run({ root, machine }: Yard, ...flags: readonly string[]): Promise<Report> {
  return build(await requestOf(machine, root, '--base', 'scratch', ...flags), portsOf(machine));
}

const publicationsOf = ({ targets }: Report) => targets.flatMap(({ publications = [] }) => publications);

const twoPrograms: Edits = {
  'go.mod': 'module example.com/two\n\ngo 1.24\n',
  'cmd/api/main.go': 'package main\n\nfunc main() { println("api") }\n',
  'cmd/worker/main.go': 'package main\n\nfunc main() { println("worker") }\n',
};

test('a push is reported with its digest, its tags and what was sent, and read in the terminal', async (t) => {
  const place = await port(t);
  const { host } = place.registry;
  const report = await run(place, '--push', `${host}/acme/hello:v1`, '--tag', 'latest');
  const [target] = report.targets;
  const [publication] = publicationsOf(report);
  assert.ok(target?.indexDigest && publication);
  assert.equal(publication.digest, target.indexDigest);
  assert.deepEqual(publication.tags, ['v1', 'latest']);
  const name = `${host}/acme/hello`;
  assert.deepEqual(publication.references, [`${name}@${target.indexDigest}`, `${name}:v1`, `${name}:latest`]);
  assert.deepEqual(publication.blobs, { uploaded: 2, mounted: 0, existing: 0 });
  assert.deepEqual(target.outputs, [], 'no layout is written where a push was asked for');
  assert.match(formatSummary(report), new RegExp(`→ ${name}:v1 :latest {3}.* uploaded`));
  validateReport(report);

  const again = await run(place, '--push', `${host}/acme/hello:v1`, '--tag', 'latest');
  assert.deepEqual(publicationsOf(again)[0]?.blobs, { uploaded: 0, mounted: 0, existing: 2 });
  assert.match(formatSummary(again), /:v1 :latest {3}nothing to upload/);
});

test('what was pushed is what a layout of the same request holds', async (t) => {
  const place = await port(t);
  const out = join(await folderOf(t), 'out');
  const push = ['--push', `${place.registry.host}/hello`];
  const report = await run(place, ...push, '--output', `oci:${out}`);
  const index = JSON.parse(await readFile(join(out, 'index.json'), 'utf8'));
  assert.equal(index.manifests[0].digest, publicationsOf(report)[0]?.digest);
  assert.deepEqual(publicationsOf(report)[0]?.tags, ['latest']);
});

test('of several targets no tag moves before the content of all is there', async (t) => {
  const place = await port(t, twoPrograms);
  const { host, requests } = place.registry;
  const report = await run(place, '--push', `${host}/acme`, '--tag', 'v1');
  assert.deepEqual(
    publicationsOf(report).map(({ repository }) => repository),
    [`${host}/acme/api`, `${host}/acme/worker`],
  );
  const puts = requests.filter(({ method, path }) => method === 'PUT' && path.includes('/manifests/'));
  const kinds = puts.map(({ path }) => (path.includes('/manifests/sha256:') ? 'digest' : 'tag'));
  assert.deepEqual(kinds, ['digest', 'digest', 'digest', 'digest', 'tag', 'tag']);
});

test('what one repository of a registry was given is mounted into the next', async (t) => {
  const place = await port(t);
  const { host } = place.registry;
  const report = await run(place, '--push', `${host}/one`, '--push', `${host}/two`);
  assert.deepEqual(
    publicationsOf(report).map(({ blobs }) => blobs),
    [
      { uploaded: 2, mounted: 0, existing: 0 },
      { uploaded: 0, mounted: 2, existing: 0 },
    ],
  );
});

test('a push that fails half-way has moved no tag, and the next run completes it', async (t) => {
  const place = await port(t, twoPrograms);
  const { registry } = place;
  const refuse: Misbehave = ({ method, path }) =>
    method === 'PUT' && path.startsWith('/v2/acme/worker/manifests/') ? { status: 403 } : undefined;
  registry.misbehave(refuse);
  await assert.rejects(run(place, '--push', `${registry.host}/acme`), (error: unknown) => {
    assert.ok(error instanceof SlipwayError);
    assert.equal(error.code, 'E_AUTH');
    return true;
  });
  assert.deepEqual(
    registry.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/manifests/latest')),
    [],
  );
  registry.misbehave(undefined);
  const report = await run(place, '--push', `${registry.host}/acme`);
  assert.deepEqual(
    publicationsOf(report).map(({ tags }) => tags),
    [['latest'], ['latest']],
  );
});

test('a program that cannot start on its base is not pushed, and nobody is asked', {
  skip: lacksCgo(),
}, async (t) => {
  const cgo =
    'package main\n\n// int one(void) { return 1; }\nimport "C"\n\nfunc main() { println(C.one()) }\n';
  const place = await port(t, { ...hello, 'main.go': cgo });
  const report = await run(place, '--cgo', '--push', `${place.registry.host}/hello`);
  assert.equal(report.outcome, 'fail');
  assert.deepEqual(publicationsOf(report), []);
  assert.deepEqual(place.registry.requests, []);
});

test('a rule that does not apply leaves an image without tags, and the report says so', async (t) => {
  const place = await port(t);
  const report = await run(place, '--push', `${place.registry.host}/hello`, '--tag', 'semver');
  assert.deepEqual(publicationsOf(report)[0]?.tags, []);
  assert.ok(report.notices.some((notice) => notice.includes('found by its digest')));
  assert.match(formatSummary(report), /→ \S+@sha256:[0-9a-f]{64} /);
});
