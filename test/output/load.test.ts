import assert from 'node:assert/strict';
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Image } from '../../src/image/image.ts';
import { loadImage } from '../../src/output/load.ts';
import type { LoadRequest } from '../../src/request/request.ts';
import { exec } from '../../src/support/exec.ts';
import { hexOf } from '../../src/support/hashing.ts';
import { sampleLayout, sampleStore } from '../image/sample.ts';
import { readTar } from '../image/strict-tar.ts';
import { refusal } from '../support/refusal.ts';

/**
 * Programs as shell scripts on a PATH of their own. Each notes its arguments in LOG; what it is asked is answered by
 * the script's text, where `keep` copies the archive that it is given.
 */
async function machine(t: TestContext, scripts: Readonly<Record<string, string>>) {
  const { store, folder } = await sampleStore(t);
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const [name, script] of Object.entries(scripts)) {
    const text = `#!/bin/sh\nprintf '%s' "${name}" >> "$LOG"; printf ' [%s]' "$@" >> "$LOG"; echo >> "$LOG"\nkeep() { /bin/cp "$1" "$KEPT"; }\n${script}\n`;
    await writeFile(join(bin, name), text);
    await chmod(join(bin, name), 0o755);
  }
  const env = { PATH: bin, LOG: join(folder, 'log'), KEPT: join(folder, 'kept.tar') };
  const ports = { exec, env, store, host: { os: 'linux', architecture: 'amd64' } };
  return {
    ports,
    image: (platforms = ['linux/amd64', 'linux/arm64']) => sampleLayout(store, folder, 1, platforms),
    load: (images: readonly Image[], engine: LoadRequest = 'auto', names = ['example.com/api:v1']) =>
      loadImage(images, { engine, names }, ports),
    log: async () =>
      (await readFile(env.LOG, 'utf8'))
        .replaceAll(/\[[^[\]]*\/incoming\/[^\]]*\]/g, '[FILE]')
        .trim()
        .split('\n'),
    /** The archive that the engine was given: image ID and names. */
    kept: async () => {
      const entries = readTar(await readFile(env.KEPT));
      const manifest = entries.find(({ path }) => path === 'manifest.json');
      const [{ Config, RepoTags }] = JSON.parse(manifest?.content.toString() ?? '');
      return { id: `sha256:${Config.replace('.json', '')}`, names: RepoTags };
    },
    left: () => readdir(join(folder, 'cache', 'incoming')),
  };
}

/** An engine that answers, keeps what it gets, and tells an image's ID as it was asked for it. */
const docker = `case "$1" in
version) echo linux/amd64 ;;
load) keep "$3" ;;
image) echo "$5" ;;
esac`;
const podman = docker.replace('version)', 'info)').replace('"$5"', `$(IFS=:; set -- $5; echo $2)`);

test("docker gets the image of its platform under its names, and its ID is the config's digest", async (t) => {
  const { image, load, log, kept, left } = await machine(t, { docker, podman });
  const { images } = await image();
  const [amd64] = images;
  const loaded = await load(images, 'auto', ['example.com/api:v1', 'api']);
  const names = ['example.com/api:v1', 'docker.io/library/api:latest'];
  const id = amd64?.config.digest;
  assert.deepEqual(loaded, {
    engine: 'docker',
    names,
    id,
    platform: 'linux/amd64',
    unchanged: false,
    notices: [],
  });
  assert.deepEqual(await kept(), { id, names });
  assert.deepEqual(await log(), [
    'docker [version] [--format] [{{.Server.Os}}/{{.Server.Arch}}]',
    'docker [image] [inspect] [--format] [{{.Id}}] [example.com/api:v1]',
    'docker [load] [--input] [FILE]',
    `docker [image] [inspect] [--format] [{{.Id}}] [${id}]`,
  ]);
  assert.deepEqual(await left(), [], 'the archive was only for the way');
});

test('an image that the engine has under all its names already is not loaded again', async (t) => {
  const { image } = await machine(t, {});
  const { images } = await image();
  const id = images[0]?.config.digest;
  const known = docker.replace('echo "$5"', `[ "$5" = example.com/api:v2 ] && exit 1; echo ${id}`);
  const { load, log } = await machine(t, { docker: known });
  assert.equal((await load(images)).unchanged, true);
  assert.ok(!(await log()).join().includes('[load]'));
});

test('auto takes the first engine that answers, a name takes that one alone', async (t) => {
  const silent = 'echo "Cannot connect to the Docker daemon" >&2; exit 1';
  const { image, load, log } = await machine(t, { docker: silent, podman, ctr: 'exit 0' });
  const { images } = await image();
  assert.deepEqual((await load(images)).engine, 'podman');
  assert.deepEqual((await load(images, 'containerd')).engine, 'containerd');
  assert.deepEqual(
    (await log()).map((line) => line.split(' ')[0]),
    [...['docker', 'podman', 'podman', 'podman', 'podman'], ...['ctr', 'ctr']],
  );
  const { message } = await refusal(() => load(images, 'docker'), 'E_TOOL');
  assert.match(message, /docker: does not answer: Cannot connect to the Docker daemon/);
});

test('containerd is loaded in the namespace of the environment, and its IDs are said not to be compared', async (t) => {
  const { image, load, log, kept, ports } = await machine(t, {
    ctr: '[ "$3" = import ] && keep "$4"; exit 0',
  });
  const { images } = await image();
  const { notices, id } = await load(images);
  assert.match(notices[0] ?? '', /ctr does not tell the config's digest.*was not compared/);
  assert.equal((await kept()).id, id);
  await loadImage(
    images,
    { engine: 'containerd', names: ['api'] },
    { ...ports, env: { ...ports.env, CONTAINERD_NAMESPACE: 'k8s.io' } },
  );
  assert.deepEqual(await log(), [
    'ctr [version]',
    'ctr [--namespace=default] [images] [import] [FILE]',
    'ctr [version]',
    'ctr [--namespace=k8s.io] [images] [import] [FILE]',
  ]);
  assert.match((await refusal(() => load(images, 'auto', []))).message, /keeps images by name/);
});

test('nerdctl is asked before ctr, and its kernel names are understood', async (t) => {
  const nerdctl = '[ "$1" = info ] && echo linux/aarch64; [ "$1" = load ] && keep "$3"; exit 0';
  const { image, load, kept } = await machine(t, { nerdctl, ctr: 'exit 0' });
  const { images } = await image();
  const loaded = await load(images);
  assert.equal(loaded.platform, 'linux/arm64');
  assert.equal((await kept()).id, images[1]?.config.digest);
});

test('an engine that names images otherwise is told of, not failed on', async (t) => {
  const other = hexOf(`sha256:${'1'.repeat(64)}`);
  const containerdStore = `case "$1$5" in
version*) echo linux/amd64 ;;
load*) keep "$3" ;;
imagesha256:*) echo 'no such image' >&2; exit 1 ;;
image*) echo sha256:${other} ;;
esac`;
  const { image, load } = await machine(t, { docker: containerdStore });
  const { images } = await image();
  assert.match((await load(images)).notices[0] ?? '', new RegExp(`docker has the image as sha256:${other}`));
  assert.match((await load(images, 'auto', [])).notices[0] ?? '', /was not compared/);
});

test('nothing there, and nothing that answers, is said of each program with what to do', async (t) => {
  const denied =
    'echo "permission denied while trying to connect to the docker API at unix:///var/run/docker.sock" >&2; exit 1';
  const { image, load } = await machine(t, { docker: denied, podman: 'kill -9 $$' });
  const { images } = await image();
  const { message, hint } = await refusal(() => load(images), 'E_TOOL');
  assert.deepEqual(
    message.split('\n').map((line) => line.slice(0, 46)),
    [
      'cannot load the image: no container engine ans',
      'docker: does not answer: permission denied whi',
      'podman: does not answer: killed by SIGKILL',
      'nerdctl: not on PATH',
      'ctr: not on PATH',
    ],
  );
  assert.match(hint ?? '', /group/);
  const empty = await machine(t, {});
  const nothing = await refusal(() => empty.load(images, 'podman'), 'E_TOOL');
  assert.equal(nothing.message, 'cannot load the image: podman does not answer\npodman: not on PATH');
  assert.match(nothing.hint ?? '', /docker-archive:FILE/);
});

test('a program for another machine does not end the search', async (t) => {
  const { image, load, ports } = await machine(t, { podman });
  const { images } = await image();
  await copyFile(join(ports.env.PATH, 'podman'), join(ports.env.PATH, 'docker'));
  await writeFile(join(ports.env.PATH, 'docker'), 'not a program');
  assert.equal((await load(images)).engine, 'podman');
});

test('an engine that refuses the image says why in its own words, and nothing stays behind', async (t) => {
  const full = docker.replace('keep "$3"', 'echo "no space left on device" >&2; exit 3');
  const { image, load, left } = await machine(t, { docker: full });
  const { images } = await image();
  const { message } = await refusal(() => load(images), 'E_TOOL');
  assert.match(message, /exit status 3\n.*docker load --input .*\nno space left on device/);
  assert.deepEqual(await left(), []);
});

test('the only image is loaded also where it needs an emulator; of several one has to fit', async (t) => {
  const { image, load } = await machine(t, { docker: docker.replace('linux/amd64', 'linux/riscv64') });
  assert.equal((await load((await image(['linux/arm64'])).images)).platform, 'linux/arm64');
  const { images } = await image();
  const { message, hint } = await refusal(() => load(images));
  assert.equal(message, 'docker runs linux/riscv64 here, and the image is for linux/amd64, linux/arm64');
  assert.match(hint ?? '', /--platform linux\/riscv64/);
});

test('of several variants the one that most machines run is taken', async (t) => {
  const variants = ['linux/amd64/v3', 'linux/amd64', 'linux/arm/v6', 'linux/arm/v7'];
  for (const [server, expected] of [
    ['amd64', 'linux/amd64'],
    ['arm', 'linux/arm/v7'],
  ]) {
    const { image, load } = await machine(t, { docker: docker.replace('linux/amd64', `linux/${server}`) });
    assert.equal((await load((await image(variants)).images)).platform, expected);
  }
});

test('a name that is none is refused before any engine is asked', async (t) => {
  const { image, load, log } = await machine(t, { docker });
  const { images } = await image();
  for (const name of ['--privileged', 'UPPER', 'a b', '']) await refusal(() => load(images, 'auto', [name]));
  await assert.rejects(log(), { code: 'ENOENT' });
});
