import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { convertRequest } from '../../src/request/convert-request.ts';
import { readFlags } from '../../src/request/flags.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

/** Reads a command line in a folder where a file `image.tar` and a folder `alpine` lie. */
async function reader(t: TestContext) {
  const cwd = await folderOf(t, { 'image.tar': '', 'alpine/oci-layout': '' });
  const host = { cwd, env: { HOME: cwd, TOKEN: 'x' }, os: 'linux' } as const;
  return { cwd, read: (...argv: string[]) => convertRequest(readFlags('convert', argv), host) };
}

const registry = (name: string, tag?: string): object => {
  const [host = '', ...path] = name.split('/');
  const reference = { registry: host, repository: path.join('/'), ...(tag !== undefined && { tag }) };
  return { kind: 'registry', reference };
};

test('FROM is a place by its kind, a path where something lies or that looks like one, else a reference', async (t) => {
  const { cwd, read } = await reader(t);
  const from = async (text: string) => (await read(text, 'oci:to')).from;
  assert.deepEqual(await from('image.tar'), { kind: 'file', path: join(cwd, 'image.tar') });
  assert.deepEqual(await from('alpine'), { kind: 'file', path: join(cwd, 'alpine') });
  assert.deepEqual(await from('./nothing'), { kind: 'file', path: join(cwd, 'nothing') });
  assert.deepEqual(await from('.'), { kind: 'file', path: cwd });
  assert.deepEqual(await from('/etc/x'), { kind: 'file', path: '/etc/x' });
  assert.deepEqual(await from('docker://alpine'), registry('docker.io/library/alpine'));
  assert.deepEqual(await from('debian:13'), registry('docker.io/library/debian', '13'));
  assert.deepEqual(await from('oci:alpine:v1'), { kind: 'oci', path: join(cwd, 'alpine'), name: 'v1' });
  assert.deepEqual(await from('docker-archive:image.tar:acme/api:v1'), {
    kind: 'docker-archive',
    path: join(cwd, 'image.tar'),
    name: 'acme/api:v1',
  });
});

test('FROM that is one word where nothing lies is a slip: no registry is asked for it', async (t) => {
  const { read } = await reader(t);
  for (const text of ['imgae.tar', 'debian']) {
    const { message, hint } = await refusal(() => read(text, 'oci:to'));
    assert.match(message, new RegExp(`FROM: there is no file or folder "${text}"`));
    assert.match(hint ?? '', new RegExp(`docker://${text}`));
  }
});

test('TO says its kind or its registry: what was meant for a file is not pushed to Docker Hub', async (t) => {
  const { cwd, read } = await reader(t);
  const to = async (text: string) => (await read('image.tar', text)).to;
  assert.deepEqual(await to('ghcr.io/acme/api:v1'), registry('ghcr.io/acme/api', 'v1'));
  assert.deepEqual(await to('localhost:5000/api'), registry('localhost:5000/api'));
  assert.deepEqual(await to('docker.io/acme/api'), registry('docker.io/acme/api'));
  assert.deepEqual(await to('docker://acme/api'), registry('docker.io/acme/api'));
  assert.deepEqual(await to('oci-archive:out.tar'), { kind: 'oci-archive', path: join(cwd, 'out.tar') });
  for (const text of ['out.tar', 'out', 'acme/api:v1']) {
    const { message, hint } = await refusal(() => to(text));
    assert.match(message, /TO: .* may be meant for a file or for docker\.io/);
    assert.match(hint ?? '', new RegExp(`oci-archive:${text}.*docker://${text}`));
  }
  for (const text of ['./out.tar', '/tmp/out.tar', 'Upper/Case']) await refusal(() => to(text));
  const digest = sha256('');
  for (const text of [`ghcr.io/acme/api@${digest}`, `oci:to@${digest}`]) {
    assert.match((await refusal(() => to(text))).message, /names a digest, and the image itself decides/);
  }
});

test('one platform or all of them; flags have their defaults, and every fault is told at once', async (t) => {
  const { cwd, read } = await reader(t);
  const plain = await read('image.tar', 'oci:to');
  assert.deepEqual(
    { ...plain, from: undefined, to: undefined },
    {
      from: undefined,
      to: undefined,
      platform: undefined,
      compression: { algorithm: 'gzip', level: 6 },
      registries: { auth: {}, insecure: [] },
      cacheDirectory: join(cwd, '.cache', 'slipway'),
      reportFile: undefined,
      json: false,
    },
  );
  const said = await read(
    ...['image.tar', 'oci:to', '--platform', 'linux/arm64', '--compression', 'zstd:3', '--json'],
    ...['--report', 'r.json', '--registry-auth', 'ghcr.io=TOKEN', '--insecure-registry', 'r.local:5000'],
  );
  assert.deepEqual(said.platform, { os: 'linux', architecture: 'arm64' });
  assert.deepEqual(said.compression, { algorithm: 'zstd', level: 3 });
  assert.deepEqual(said.registries, { auth: { 'ghcr.io': 'TOKEN' }, insecure: ['r.local:5000'] });
  assert.deepEqual([said.reportFile, said.json], [join(cwd, 'r.json'), true]);
  assert.equal((await read('image.tar', 'oci:to', '--platform', 'all')).platform, undefined);
  const { message } = await refusal(() => read('Wrong', 'out', '--platform', 'linux/amd64,linux/arm64'));
  assert.match(message, /3 faults/);
  for (const where of ['FROM: ', 'TO: ', '--platform: ']) assert.ok(message.includes(where), where);
});
