import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Conversion } from '../../src/stages/convert.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { debianLike } from '../support/bases/debian.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { partOf, pushBase, writeBaseLayout, writeDockerArchive } from '../support/bases/places.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { lacks, output } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

const newFolder = temporaryFolders(after);
const platforms = ['linux/amd64', 'linux/arm64'];

/** A folder, a registry, and the program with a cache of its own. */
async function workbench() {
  const folder = await newFolder();
  const registry = await startTestRegistry();
  after(() => registry.stop());
  const options = { cwd: folder, env: { SLIPWAY_CACHE_DIR: join(folder, 'cache') } };
  return {
    folder,
    registry,
    host: registry.host,
    at: (path: string) => join(folder, path),
    convert: async (...args: string[]): Promise<Conversion> =>
      JSON.parse((await slipwayOk(['convert', ...args, '--json'], options)).stdout),
    refused: (...args: string[]) => slipway(['convert', ...args], options),
    said: async (...args: string[]) => (await slipwayOk(['convert', ...args], options)).stdout,
  };
}

/** The digest that crane has for a reference in a registry on this machine. */
async function craneDigest(reference: string): Promise<string> {
  return (await output('crane', ['digest', '--insecure', reference])).trim();
}

test('layout to registry to archive to layout: one digest everywhere, by crane, skopeo and umoci too', {
  skip: lacks('crane', 'skopeo', 'umoci'),
}, async () => {
  const { at, host, convert } = await workbench();
  const base = distrolessLike(platforms, { attestations: true });
  const { digest } = base.root;
  await writeBaseLayout(base, at('from'), 'v1');
  const places = ['oci:from:v1', `${host}/acme/api:v1`, 'oci-archive:image.tar:v1', 'oci:back:v1'];
  for (const [at, to] of places.slice(1).entries()) {
    const made = await convert(places[at] ?? '', to);
    assert.deepEqual([made.digest, made.kept, made.unchanged, made.changed], [digest, true, false, []], to);
  }
  assert.equal(await craneDigest(`${host}/acme/api:v1`), digest);
  for (const place of [`oci:${at('back')}:v1`, `oci-archive:${at('image.tar')}:v1`]) {
    assert.equal(sha256(await output('skopeo', ['inspect', '--raw', place])), digest, place);
  }
  await convert('oci:back', 'oci:one:v1', '--platform', 'linux/amd64');
  const { layers, manifest } = partOf(base, 'linux/amd64');
  const listed = JSON.parse(await output('umoci', ['stat', '--image', `${at('one')}:v1`, '--json']));
  const umocis = listed.history.flatMap(
    ({ layer }: { layer: { digest: string } | null }) => layer?.digest ?? [],
  );
  assert.deepEqual(
    umocis,
    layers.map((layer) => layer.digest),
  );
  assert.equal(sha256(await output('skopeo', ['inspect', '--raw', `oci:${at('one')}:v1`])), manifest.digest);
});

test('a second push of the same image uploads no blob and is said to have changed nothing', async () => {
  const { at, host, convert, registry } = await workbench();
  await writeBaseLayout(distrolessLike(), at('from'));
  await convert('from', `${host}/acme/api:v1`);
  registry.requests.length = 0;
  assert.equal((await convert('from', `${host}/acme/api:v1`)).unchanged, true);
  assert.deepEqual(
    registry.requests.filter(({ method }) => method !== 'HEAD' && method !== 'GET'),
    [],
  );
});

test("Docker's list goes from one repository to another as pure OCI: layers are mounted, none is downloaded", {
  skip: lacks('crane'),
}, async () => {
  const { host, convert, registry } = await workbench();
  const base = debianLike(platforms, { family: 'docker' });
  await pushBase(base, `${host}/debian/like:13`);
  registry.requests.length = 0;
  const { digest, kept, changed } = await convert(`${host}/debian/like:13`, `${host}/acme/like:13`);
  const requests = [...registry.requests];
  assert.equal(kept, false);
  assert.equal(changed.length, platforms.length + 1);
  assert.equal(await craneDigest(`${host}/acme/like:13`), digest);
  await output('crane', ['validate', '--insecure', '--remote', `${host}/acme/like:13`]);
  const raw = await output('crane', ['manifest', '--insecure', `${host}/acme/like:13`]);
  assert.equal(sha256(raw), digest);
  assert.ok(!raw.includes('vnd.docker'));
  const layers = base.parts.flatMap((part) => part.layers.map((layer) => layer.digest));
  const downloaded = requests.filter(
    ({ method, path }) => method === 'GET' && layers.some((layer) => path.includes(layer)),
  );
  assert.deepEqual(downloaded, []);
  assert.ok(requests.some(({ path }) => path.includes('mount=')));
});

test('docker archives by skopeo and crane go to a registry and back with the same image ID', {
  skip: lacks('crane', 'skopeo'),
}, async () => {
  const { at, host, convert } = await workbench();
  const base = debianLike(['linux/amd64']);
  const { config, layers } = partOf(base, 'linux/amd64');
  await writeBaseLayout(base, at('from'), 'v1');
  await pushBase(base, `${host}/like:1`);
  const policy = '--insecure-policy';
  await output('skopeo', [
    policy,
    'copy',
    `oci:${at('from')}:v1`,
    `docker-archive:${at('skopeo.tar')}:example.com/like:1`,
  ]);
  await output('crane', ['pull', '--insecure', `${host}/like:1`, at('crane.tar')]);
  for (const name of ['skopeo', 'crane']) {
    const there = await convert(`docker-archive:${name}.tar`, `${host}/${name}:1`);
    assert.equal(there.digest, await craneDigest(`${host}/${name}:1`), name);
    const image = JSON.parse(await output('crane', ['manifest', '--insecure', `${host}/${name}:1`]));
    assert.equal(image.config.mediaType, 'application/vnd.oci.image.config.v1+json');
    const back = await convert(`${host}/${name}:1`, `docker-archive:${name}-back.tar:example.com/like:1`);
    assert.equal(back.imageId, image.config.digest, name);
    const seen = JSON.parse(
      await output('skopeo', ['inspect', '--raw', `docker-archive:${at(`${name}-back.tar`)}`]),
    );
    assert.equal(seen.config.digest, image.config.digest, name);
    const read = JSON.parse(
      await output('skopeo', ['inspect', '--config', `docker-archive:${at(`${name}-back.tar`)}`]),
    );
    assert.deepEqual(
      read.rootfs.diff_ids,
      layers.map(({ diffId }) => diffId),
      name,
    );
    await output('crane', ['validate', '--tarball', at(`${name}-back.tar`)]);
  }
  const own = await convert('from', 'docker-archive:own.tar');
  assert.equal(own.imageId, config.digest);
});

test('what docker save wrote is compressed for a layout, and umoci unpacks it', {
  skip: lacks('umoci'),
}, async () => {
  const { at, convert } = await workbench();
  const base = distrolessLike(['linux/amd64']);
  await writeDockerArchive(base, 'linux/amd64', at('save.tar'), ['api:v1']);
  const { digest, kept } = await convert('save.tar', 'oci:to:v1', '--compression', 'gzip:9');
  assert.equal(kept, false);
  const blob = async (name = ''): Promise<Buffer> => readFile(at(`to/blobs/sha256/${name.slice(7)}`));
  const manifest = JSON.parse((await blob(digest)).toString());
  const { layers, config } = partOf(base, 'linux/amd64');
  assert.equal(manifest.config.digest, config.digest);
  for (const [at, layer] of layers.entries()) {
    assert.equal(sha256(gunzipSync(await blob(manifest.layers[at].digest))), layer.diffId);
  }
  await output('umoci', ['unpack', '--rootless', '--image', `${at('to')}:v1`, at('bundle')]);
  assert.ok((await readdir(at('bundle/rootfs/etc'))).includes('os-release'));
});

test('a person reads what was copied, which digests changed and why', async () => {
  const { at, said } = await workbench();
  const base = debianLike(['linux/amd64'], { family: 'docker' });
  await writeBaseLayout(base, at('from'));
  const text = await said('from', 'oci:to');
  const [first, second, ...rest] = text.split('\n');
  assert.equal(first, `oci:${at('from')} → oci:${at('to')}`);
  assert.match(second ?? '', /^digest {4}sha256:[0-9a-f]{64}$/);
  assert.match(rest.join('\n'), new RegExp(`^changed   ${base.parts[0]?.manifest.digest}\n {7}→ {2}sha256:`));
  assert.match(rest.join('\n'), /config and layers are the same/);
  assert.match(await said('from', 'oci:to'), /was there already/);
});

test('wrong words and missing things end with their status, and leave nothing behind', async () => {
  const { at, host, refused, folder } = await workbench();
  await writeBaseLayout(distrolessLike(), at('from'));
  const cases: [number, RegExp, ...string[]][] = [
    [2, /does not exist/, './nothing', 'oci:to'],
    [2, /may be meant for a file or for docker\.io.*\n.*oci-archive:image\.tar/s, 'from', 'image.tar'],
    [2, /names a digest/, 'from', `${host}/api@sha256:${'0'.repeat(64)}`],
    [2, /names a digest/, 'from', `oci:to@sha256:${'0'.repeat(64)}`],
    [2, /one platform can be taken/, 'from', 'oci:to', '--platform', 'linux/amd64,linux/arm64'],
    [2, /one image has to be chosen/, 'from', 'docker-archive:to.tar'],
    [2, /nothing for linux\/s390x/, 'from', 'oci:to', '--platform', 'linux/s390x'],
    [2, /TO is missing|FROM TO is missing/, 'from'],
    [2, /is a file, and a layout is a folder/, 'from', 'oci:from/oci-layout'],
    [4, /cannot read the manifest none: it is not there/, `${host}/api:none`, 'oci:to'],
  ];
  for (const [status, message, ...args] of cases) {
    const ended = await refused(...args);
    assert.equal(ended.status, status, `${args.join(' ')}: ${ended.stderr}`);
    assert.match(ended.stderr, message);
  }
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name !== 'cache'),
    ['from'],
  );
});
