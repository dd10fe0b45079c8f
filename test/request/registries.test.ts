import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readFlags } from '../../src/request/flags.ts';
import { lockRequest } from '../../src/request/lock-request.ts';
import { formatPlatform } from '../../src/request/platform.ts';
import { formatReference } from '../../src/request/reference.ts';
import type { BuildRequest } from '../../src/request/request.ts';
import { buildRequest } from '../../src/request/resolve.ts';
import { tagsRequest } from '../../src/request/tags-request.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

const variables = { HOME: '/home/u', TOKEN: 'secret' };
const digest = `sha256:${'0'.repeat(64)}`;

type Folder = Readonly<Record<string, string>>;

async function requestIn(
  t: Pick<TestContext, 'after'>,
  files: Folder,
  ...argv: readonly string[]
): Promise<BuildRequest & { readonly cwd: string }> {
  const cwd = await folderOf(t, files);
  return { ...(await buildRequest(readFlags('build', argv), { cwd, env: variables, os: 'linux' })), cwd };
}

test('a layout is written by itself only where nothing is pushed or loaded', async (t) => {
  const outputs = async (...argv: readonly string[]): Promise<readonly string[]> =>
    (await requestIn(t, {}, ...argv)).outputs.map(({ kind }) => kind);
  assert.deepEqual(await outputs(), ['oci']);
  assert.deepEqual(await outputs('--push', 'r.io/x'), []);
  assert.deepEqual(await outputs('--load'), []);
  assert.deepEqual(await outputs('--push', 'r.io/x', '--output', 'bin:b'), ['bin']);
  assert.deepEqual(await outputs('--tag', 'latest', '--image', 'x'), ['oci']);
});

test('what is pushed or loaded is an image, so "all" platforms are those of images', async (t) => {
  const platforms = async (...argv: readonly string[]): Promise<readonly string[]> =>
    (await requestIn(t, {}, '--platform=all', ...argv)).defaults.platforms.map(formatPlatform);
  const images = await platforms();
  assert.deepEqual(await platforms('--push=r.io/x'), images);
  assert.deepEqual(await platforms('--load', '--output=bin:b'), images);
  const error = await refusal(() => requestIn(t, {}, '--platform=windows/amd64', '--push=r.io/x'));
  assert.match(error.message, /no image for windows\/amd64/);
});

test('the file says where to push and under which tags, and flags replace it', async (t) => {
  const file = {
    'slipway.yaml': [
      'push: [ghcr.io/acme/shop, "r.io/{target}:{{sha}}"]',
      'tags: type=semver,pattern={{version}}',
      'image: acme/shop',
      'load: podman',
    ].join('\n'),
  };
  const { push, tags, image, load } = await requestIn(t, file);
  assert.deepEqual(push, ['ghcr.io/acme/shop', 'r.io/{target}:{{sha}}']);
  assert.deepEqual(tags, ['type=semver,pattern={{version}}']);
  assert.deepEqual([image, load], ['acme/shop', 'podman']);
  const flags = await requestIn(t, file, '--push=r.io/y', '--tag=sha,latest', '--load');
  assert.deepEqual([flags.push, flags.tags, flags.load], [['r.io/y'], ['sha', 'latest'], 'auto']);
});

test('a file in a repository chooses neither where secrets go nor whom to trust', async (t) => {
  for (const field of ['registry-auth', 'insecure-registry', 'registryAuth', 'insecureRegistry']) {
    const error = await refusal(() => requestIn(t, { 'slipway.yaml': `${field}: x` }));
    assert.match(error.message, /unknown field/);
  }
  const { registries } = await requestIn(
    t,
    {},
    '--registry-auth=r.io:5000=TOKEN',
    '--insecure-registry=r.io:5000',
  );
  assert.deepEqual(registries, { auth: { 'r.io:5000': 'TOKEN' }, insecure: ['r.io:5000'] });
  const error = await refusal(() => requestIn(t, {}, '--registry-auth=r.io=S3CRET'));
  assert.match(error.message, /^--registry-auth: for r\.io /);
  assert.doesNotMatch(`${error.message}${error.hint}`, /S3CRET/);
});

test('a push needs the network, and loading does not', async (t) => {
  assert.match(
    (await refusal(() => requestIn(t, {}, '--push=r.io/x', '--offline'))).message,
    /^--push: .*--offline/,
  );
  assert.equal((await requestIn(t, {}, '--load', '--offline')).load, 'auto');
});

test('a docker archive of several platforms is refused, once for however many targets', async (t) => {
  const archive = '--output=docker-archive:{target}.tar';
  const error = await refusal(() => requestIn(t, { 'slipway.yaml': 'targets: {a: {}, b: {}}' }, archive));
  assert.match(
    error.message,
    /^--output docker-archive: .*one platform, and linux\/amd64, linux\/arm64 are asked for$/,
  );
  assert.match(error.hint ?? '', /--platform linux\/amd64/);
  const { outputs, cwd } = await requestIn(t, {}, archive, '--platform=linux/arm64');
  assert.deepEqual(outputs, [{ kind: 'docker-archive', path: join(cwd, '{target}.tar') }]);
  await requestIn(t, {}, archive, '--output=bin:b', '--platform=linux/arm64,windows/amd64');
});

test('collisions of pushes and names are found before anything is compiled', async (t) => {
  const file = { 'slipway.yaml': 'targets: {a: {}, b: {}}' };
  const tags = ['--push=r.io/x:{target}', '--tag=latest'];
  assert.match(
    (await refusal(() => requestIn(t, file, ...tags))).message,
    /a and b would both become r\.io\/x:latest/,
  );
  const odd = { 'slipway.yaml': 'targets: {a..b: {}}' };
  assert.equal((await requestIn(t, odd)).targets[0]?.name, 'a..b');
  await refusal(() => requestIn(t, odd, '--load'));
});

test('a base in a file is found from who named it', async (t) => {
  const file = {
    'app/slipway.yaml': 'base: oci:../base:v1\ntargets: { a: { base: "docker-archive:b.tar" }, b: {} }',
  };
  const { targets, cwd } = await requestIn(t, file, 'app');
  assert.deepEqual(
    targets.map(({ settings }) => settings.base),
    [
      { kind: 'docker-archive', path: join(cwd, 'app/b.tar') },
      { kind: 'oci', path: join(cwd, 'base'), name: 'v1' },
    ],
  );
  const flag = await requestIn(t, file, 'app', '--base=oci-archive:c.tar');
  assert.deepEqual(flag.defaults.base, { kind: 'oci-archive', path: join(flag.cwd, 'c.tar') });
  const error = await refusal(() => requestIn(t, {}, '--base=r.io/x:1', '--timezones'));
  assert.match(error.message, /the base static only, and the base is r\.io\/x:1/);
});

test('the lock lies beside the configuration, else in the source folder', async (t) => {
  const { cwd, lockFile } = await requestIn(t, { 'go.mod': '' });
  assert.equal(lockFile, join(cwd, 'slipway.lock'));
  const named = await requestIn(t, { 'deploy/s.yaml': '' }, '--config=deploy/s.yaml');
  assert.equal(named.lockFile, join(named.cwd, 'deploy/slipway.lock'));
  assert.equal((await requestIn(t, {}, 'example.com/x@v1')).lockFile, undefined);
});

test('what can be locked are the tags of the bases that targets have', async (t) => {
  const bases = async (yaml: string, ...argv: readonly string[]) => {
    const cwd = await folderOf(t, { 'slipway.yaml': yaml });
    const { bases: found, keepOthers } = await lockRequest(readFlags('lock', argv), {
      cwd,
      env: variables,
      os: 'linux',
    });
    return [found.map(formatReference), keepOthers];
  };
  assert.deepEqual(await bases(''), [[], false]);
  assert.deepEqual(await bases('base: r.io/x:1'), [['r.io/x:1'], false]);
  const targets = `base: r.io/x:1\ntargets:\n  a: {}\n  b: { base: "r.io/y@${digest}" }\n  c: { base: oci:d }\n  d: { base: r.io/z }`;
  assert.deepEqual(await bases(targets), [['r.io/x:1', 'r.io/z'], false]);
  assert.deepEqual(await bases(targets, '--base=r.io/n:1'), [Array(4).fill('r.io/n:1'), true]);
  const error = await refusal(() => bases('', 'example.com/x@v1.0.0'));
  assert.match(error.message, /no folder that a slipway\.lock could lie in/);
});

test('tags are asked for the targets of the file, or for the one program that is not named', async (t) => {
  const places = async (yaml: string, ...argv: readonly string[]) => {
    const cwd = await folderOf(t, { 'slipway.yaml': yaml });
    const request = await tagsRequest(readFlags('tags', argv), { cwd, env: variables, os: 'linux' });
    return Object.fromEntries(
      [...request.places].map(([target, own]) => [
        target,
        own.map(({ repository }) => formatReference(repository)),
      ]),
    );
  };
  assert.deepEqual(await places('push: r.io/x\nimage: acme/x'), { main: ['r.io/x', 'docker.io/acme/x'] });
  assert.deepEqual(await places('push: r.io/x\ntargets: {a: {}, b: {}}'), {
    a: ['r.io/x/a'],
    b: ['r.io/x/b'],
  });
  assert.deepEqual(await places('push: "r.io/{target}"', '--target=a'), { a: ['r.io/a'] });
  const error = await refusal(() => places('tags: ["{{target}}"]'));
  assert.match(error.message, /^--target: .*not known which targets/);
});
