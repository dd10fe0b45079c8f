import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ImageSource } from '../../src/image/source/image-source.ts';
import { openLayout } from '../../src/image/source/layout.ts';
import { openDockerArchive, openImageFile, openOciArchive } from '../../src/image/source/open.ts';
import { type ImagePlace, parseImagePlace } from '../../src/request/image-place.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { checkTarget, convert } from '../../src/stages/convert.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { readNames } from '../image/read-layout.ts';
import { sampleStore } from '../image/sample.ts';
import { readTar } from '../image/strict-tar.ts';
import type { BaseImage } from '../support/bases/base-image.ts';
import { debianLike } from '../support/bases/debian.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { partOf, writeBaseLayout, writeDockerArchive } from '../support/bases/places.ts';
import { refusal } from '../support/refusal.ts';
import { repository } from '../support/slipway.ts';
import { notPassed, verdictsOf } from '../support/verify-layout.ts';

const schema = JSON.parse(readFileSync(join(repository, 'schema', 'report.schema.json'), 'utf8'));
const validate = new Ajv2020().addSchema(schema, 'report').getSchema('report#/$defs/conversion');

/** What is wrong with a conversion by the published schema. */
function schemaFaults(value: unknown): readonly unknown[] {
  assert.ok(validate);
  validate(value);
  return validate.errors ?? [];
}

const gzip = { algorithm: 'gzip', level: 6 } as const;

/** A folder to convert in: places are spelled as a user does, relative to it. */
async function workbench(t: TestContext) {
  const { store, folder } = await sampleStore(t);
  const stop = new AbortController();
  const place = (text: string): Exclude<ImagePlace, { kind: 'registry' }> => {
    const parsed = parseImagePlace(text);
    assert.ok(parsed.kind !== 'registry');
    return { ...parsed, path: join(folder, parsed.path) };
  };
  const open = (text: string): Promise<ImageSource> => {
    const { kind, path, name } = place(text);
    if (kind === 'oci') return openLayout(path, name, store);
    if (kind === 'oci-archive') return openOciArchive(path, name, store);
    return openDockerArchive(path, name, gzip, store);
  };
  const run = async (from: string, to: string, platform?: string) => {
    const request = { to: place(to), platform: platform === undefined ? undefined : parsePlatform(platform) };
    const push = (): never => assert.fail('no registry is asked');
    const made = await convert(await open(from), request, { store, push, signal: stop.signal });
    assert.deepEqual(schemaFaults(made), []);
    return made;
  };
  const layout = async (base: BaseImage, name = 'from'): Promise<string> =>
    `oci:${(await writeBaseLayout(base, join(folder, name), 'v1')).slice(folder.length + 1)}`;
  return { store, folder, stop, place, open, run, layout, at: (path: string): string => join(folder, path) };
}

/** manifest.json of a docker archive with the digests of what it lists. */
async function dockerImage(file: string) {
  const entries = new Map(readTar(await readFile(file)).map(({ path, content }) => [path, content]));
  const digestOf = (path: string): string => sha256(entries.get(path) ?? assert.fail(path));
  const [{ Config, RepoTags, Layers }] = JSON.parse(entries.get('manifest.json')?.toString() ?? '');
  return { config: digestOf(Config), names: RepoTags, layers: Layers.map(digestOf) };
}

test('between OCI layouts and archives every digest is kept, also of attestations, and back again', async (t) => {
  const { run, layout, at } = await workbench(t);
  const base = distrolessLike(['linux/amd64', 'linux/arm64'], { attestations: true });
  const from = await layout(base);
  const { digest } = base.root;
  const first = await run(from, 'oci-archive:image.tar:v2');
  assert.deepEqual(first, {
    source: `oci:${at('from')}`,
    target: `oci-archive:${at('image.tar')}:v2`,
    digest,
    kept: true,
    changed: [],
    unchanged: false,
    notices: [],
  });
  assert.equal((await run('oci-archive:image.tar:v2', 'oci:back')).digest, digest);
  assert.deepEqual(await readNames(at('back')), { latest: digest });
  const blobs = await readdir(at('back/blobs/sha256'));
  assert.deepEqual(blobs.sort(), [...base.blobs.keys()].map((each) => each.slice(7)).sort());
  for (const to of ['oci-archive:image.tar:v2', 'oci:back']) {
    const before = await stat(at(to.replace(/^[^:]*:([^:]*).*$/, '$1')));
    assert.equal((await run(from, to)).unchanged, true);
    assert.equal((await stat(at(to.replace(/^[^:]*:([^:]*).*$/, '$1')))).mtimeMs, before.mtimeMs, to);
  }
});

test("Docker's list becomes a pure OCI layout that passes every check; layers and configs are the same blobs", async (t) => {
  const { run, layout, at } = await workbench(t);
  const base = distrolessLike(['linux/amd64', 'linux/arm64'], { family: 'docker' });
  const { digest, kept, changed } = await run(await layout(base), 'oci:to:v1');
  assert.equal(kept, false);
  assert.deepEqual(
    changed.map(({ from }) => from),
    [...base.parts.map(({ manifest }) => manifest.digest), base.root.digest],
  );
  assert.deepEqual(await readNames(at('to')), { v1: digest });
  const blobs = new Set(await readdir(at('to/blobs/sha256')));
  for (const { config, layers } of base.parts) {
    for (const blob of [config, ...layers]) assert.ok(blobs.has(blob.digest.slice(7)));
  }
  const documents = await Promise.all(
    changed.map(({ to = '' }) => readFile(at(`to/blobs/sha256/${to.slice(7)}`), 'utf8')),
  );
  assert.ok(documents.every((document) => !document.includes('vnd.docker')));
  const blocked = (await verdictsOf(at('to'))).filter(({ severity }) => severity === 'block');
  assert.deepEqual(notPassed(blocked), []);
  assert.equal((await run('oci:to:v1', 'oci:again')).digest, digest, 'what was converted stays as it is');
});

test('--platform takes one image of an index, with the digest that it has there', async (t) => {
  const { run, layout, at } = await workbench(t);
  const base = distrolessLike();
  const from = await layout(base);
  const { manifest } = partOf(base, 'linux/arm64');
  const one = await run(from, 'oci:one', 'linux/arm64');
  assert.equal(one.digest, manifest.digest);
  assert.equal(one.kept, true);
  assert.match(one.notices.join(), new RegExp(`only linux/arm64 of the index ${base.root.digest}`));
  assert.deepEqual(await readNames(at('one')), { latest: manifest.digest });
  assert.equal((await run('oci:one', 'oci-archive:one.tar', 'linux/arm64')).digest, manifest.digest);
  await refusal(() => run('oci:one', 'oci:two', 'linux/amd64'));
  assert.match(
    (await refusal(() => run(from, 'oci:two', 'linux/riscv64'), 'E_BASE')).message,
    /^oci:.*: it has nothing for linux\/riscv64; it has linux\/amd64, linux\/arm64$/,
  );
  assert.ok(!(await readdir(at('.'))).includes('two'));
});

test('a docker archive keeps the image ID and the layers; what it cannot hold is said', async (t) => {
  const { run, layout, at } = await workbench(t);
  for (const family of ['oci', 'docker'] as const) {
    const base = debianLike(['linux/amd64', 'linux/arm64'], { family });
    const from = await layout(base, family);
    const { config, layers, manifest } = partOf(base, 'linux/amd64');
    const made = await run(from, `docker-archive:${family}.tar:acme/api:v1`, 'linux/amd64');
    assert.equal(made.imageId, config.digest);
    assert.equal(made.digest, undefined);
    assert.deepEqual(
      made.changed.map(({ from: old, to }) => [old, to]),
      [[manifest.digest, undefined]],
    );
    assert.deepEqual(await dockerImage(at(`${family}.tar`)), {
      config: config.digest,
      names: ['docker.io/acme/api:v1'],
      layers: layers.map(({ digest }) => digest),
    });
    assert.equal(
      (await run(from, `docker-archive:${family}.tar:acme/api:v1`, 'linux/amd64')).unchanged,
      true,
    );
    const { message, hint } = await refusal(() => run(from, 'docker-archive:all.tar'));
    assert.match(message, /one image has to be chosen: there is linux\/amd64, linux\/arm64/);
    assert.match(hint ?? '', /--platform linux\/amd64/);
  }
});

test('from docker save to a layout and back the image ID stays, and layers are compressed once', async (t) => {
  const { run, at } = await workbench(t);
  const base = debianLike(['linux/amd64'], { family: 'docker' });
  await writeDockerArchive(base, 'linux/amd64', at('save.tar'), ['api:v1']);
  const { config, layers } = partOf(base, 'linux/amd64');
  const there = await run('docker-archive:save.tar:api:v1', 'oci:to');
  assert.equal(there.kept, false, 'docker save has no manifest that could be kept');
  assert.match(there.notices.join(), /one was made/);
  const manifest = JSON.parse(await readFile(at(`to/blobs/sha256/${there.digest?.slice(7)}`), 'utf8'));
  assert.equal(manifest.config.digest, config.digest);
  const back = await run('oci:to', 'docker-archive:back.tar:api:v1');
  assert.equal(back.imageId, config.digest);
  const { layers: packed } = await dockerImage(at('back.tar'));
  assert.deepEqual(
    packed,
    manifest.layers.map(({ digest }: { digest: string }) => digest),
  );
  assert.equal(packed.length, layers.length);
  assert.equal(
    (await run('docker-archive:back.tar', 'oci:to')).digest,
    there.digest,
    'and to the same digest again',
  );
});

test('a path without a kind is looked at: layout, OCI archive, docker archive', async (t) => {
  const { run, layout, at, store } = await workbench(t);
  const base = distrolessLike(['linux/amd64']);
  const from = await layout(base);
  await run(from, 'oci-archive:oci.tar');
  await run(from, 'docker-archive:docker.tar:api');
  const kinds = [];
  for (const path of ['from', 'oci.tar', 'docker.tar']) {
    const source = await openImageFile(at(path), undefined, gzip, store);
    kinds.push([source.name.split(':')[0], source.root.digest === base.root.digest, source.made === true]);
  }
  assert.deepEqual(kinds, [
    ['oci', true, false],
    ['oci-archive', true, false],
    ['docker-archive', false, true],
  ]);
});

test('an image that lacks a blob or holds a damaged one is not written anywhere, in no part', async (t) => {
  const { run, layout, at } = await workbench(t);
  const base = distrolessLike(['linux/amd64']);
  const { layers } = partOf(base, 'linux/amd64');
  const from = await layout(base);
  const last = at(`from/blobs/sha256/${layers.at(-1)?.digest.slice(7)}`);
  const content = await readFile(last);
  await writeFile(last, Buffer.from(content).fill(0, 10, 11));
  for (const to of ['oci:to', 'oci-archive:to.tar', 'docker-archive:to.tar']) {
    const { message } = await refusal(() => run(from, to), 'E_BASE');
    assert.match(message, new RegExp(layers.at(-1)?.digest ?? ''));
  }
  assert.deepEqual((await readdir(at('.'))).sort(), ['cache', 'from']);
  assert.deepEqual(await readdir(at('cache/incoming')), []);
});

test('an artifact is copied as it is to where manifests lie, and refused where only images do', async (t) => {
  const { run, at, folder } = await workbench(t);
  const type = 'application/vnd.example.thing';
  const content = Buffer.from('{}');
  const blob = { mediaType: type, digest: sha256(content), size: 2 };
  const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
  const document = {
    schemaVersion: 2,
    mediaType: ociManifest,
    artifactType: type,
    config: blob,
    layers: [blob],
  };
  const bytes = Buffer.from(JSON.stringify(document, undefined, 3));
  const root = { mediaType: ociManifest, digest: sha256(bytes), size: bytes.length };
  const blobs = new Map([
    [blob.digest, { mediaType: type, content }],
    [root.digest, { mediaType: ociManifest, content: bytes }],
  ]);
  await writeBaseLayout({ root, parts: [], blobs }, join(folder, 'artifact'));
  assert.equal((await run('oci:artifact', 'oci:copy')).digest, root.digest);
  assert.equal((await run('oci:artifact', 'oci-archive:copy.tar')).digest, root.digest);
  const entries = readTar(await readFile(at('copy.tar'))).map(({ path }) => path);
  assert.ok(!entries.includes('manifest.json'), 'docker load is offered images only');
  const { message } = await refusal(() => run('oci:artifact', 'docker-archive:no.tar'));
  assert.match(message, /no image that runs, only artifacts/);
});

test('a target that must not be written to is refused before anything is read for it', async (t) => {
  const { place, at } = await workbench(t);
  await writeFile(at('file'), 'mine');
  await refusal(() => checkTarget(place('oci:file')));
  await refusal(() => checkTarget(place('oci:.')));
  await refusal(() => checkTarget(place('oci-archive:.')));
  await refusal(() => checkTarget(place('docker-archive:.')));
  await checkTarget(place('oci:new'));
  await checkTarget(place('docker-archive:file:api:v1'));
});

test('a run that is to end reads no further and writes nothing', async (t) => {
  const { run, layout, stop, at } = await workbench(t);
  const from = await layout(distrolessLike());
  stop.abort(new Error('enough'));
  for (const to of ['oci:to', 'docker-archive:to.tar']) {
    await assert.rejects(run(from, to, 'linux/amd64'), /enough/);
  }
  assert.deepEqual(await readdir(at('.')), ['from']);
});
