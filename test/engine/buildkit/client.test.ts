import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { findClient, needVersion } from '../../../src/engine/buildkit/client.ts';
import { refusal } from '../../support/refusal.ts';
import { buildctlSaying, buildxSaying, machineWith } from './fakes.ts';
import { sampleSolve } from './solves.ts';

const address = 'tcp://buildkit.example.com:1234';

/** As buildx 0.30 prints it. */
const twoNodes = `Name:          many
Driver:        kubernetes
Last Activity: 2026-11-29 10:11:12 +0000 UTC

Nodes:
Name:                  many0
Status:                running
BuildKit version:      v0.17.1
Platforms:             linux/arm64*, linux/amd64, linux/amd64/v2

Name:                  many1
Status:                running
BuildKit version:      v0.9.3
Platforms:             linux/amd64, linux/386`;

test('an address is asked through buildctl, with the certificates of a folder', async (t) => {
  const { ports, folder } = await machineWith(t, { buildctl: buildctlSaying('v0.33.1') });
  const client = await findClient({ builder: address, tls: '/etc/tls' }, ports);
  assert.deepEqual(
    [client.program, client.builder, client.version, client.nodePlatforms],
    ['buildctl', address, '0.33.1', ['linux/amd64', 'linux/arm64']],
  );
  const { file, args } = client.command(sampleSolve());
  assert.equal(file, join(folder, 'buildctl'));
  assert.deepEqual(args.slice(0, 9), [
    ...['--addr', address, '--tlscacert', '/etc/tls/ca.pem', '--tlscert', '/etc/tls/cert.pem'],
    ...['--tlskey', '/etc/tls/key.pem', 'build'],
  ]);
});

test('BUILDKIT_HOST names the address where nobody else does', async (t) => {
  const env = { BUILDKIT_HOST: address };
  const programs = { buildctl: buildctlSaying('v0.33.1'), buildx: buildxSaying(twoNodes) };
  const { ports } = await machineWith(t, programs, env);
  const one = await findClient({ builder: undefined, tls: undefined }, ports);
  assert.deepEqual([one.program, one.builder], ['buildctl', address]);
  assert.equal(one.env['BUILDKIT_HOST'], undefined, 'the address is said on the command line alone');
  const other = await findClient({ builder: 'many', tls: undefined }, ports);
  assert.deepEqual([other.program, other.builder], ['buildx', 'many']);
});

test('of a builder with several nodes the oldest version counts, and what a node is itself is not told where its owner said what it is for', async (t) => {
  const { ports, folder } = await machineWith(t, { buildx: buildxSaying(twoNodes) });
  const client = await findClient({ builder: 'many', tls: undefined }, ports);
  assert.deepEqual([client.version, client.nodePlatforms], ['0.9.3', undefined]);
  const unsaid = await machineWith(t, { buildx: buildxSaying(twoNodes.replace('*', '')) });
  const other = await findClient({ builder: 'many', tls: undefined }, unsaid.ports);
  assert.deepEqual(other.nodePlatforms, ['linux/arm64', 'linux/amd64']);
  const { file, args } = client.command(sampleSolve());
  assert.equal(file, join(folder, 'buildx'));
  assert.deepEqual(args.slice(0, 3), ['--builder', 'many', 'build']);
  assert.equal(await client.answers(), true);
});

test('what buildx takes from the environment in place of the definition is kept from it', async (t) => {
  const env = {
    SOURCE_DATE_EPOCH: '5',
    BUILDX_NO_DEFAULT_OUTPUT: '1',
    BUILDX_BUILDER: 'many',
    DOCKER_CONFIG: '/d',
  };
  const { ports } = await machineWith(t, { buildx: buildxSaying(twoNodes) }, env);
  const client = await findClient({ builder: undefined, tls: undefined }, ports);
  const { PATH: _, ...given } = client.env;
  assert.deepEqual(given, { BUILDX_BUILDER: 'many', DOCKER_CONFIG: '/d' });
  assert.equal(client.builder, 'many', 'the current builder is named');
});

test('docker is asked for its buildx, and passed over where it is podman under that name', async (t) => {
  const docker = await machineWith(t, { docker: buildxSaying(twoNodes), buildx: 'exit 3' });
  const plugin = await findClient({ builder: 'many', tls: undefined }, docker.ports);
  const { file, args } = plugin.command(sampleSolve());
  assert.deepEqual([file, args[0]], [join(docker.folder, 'docker'), 'buildx']);
  const podman = 'echo "Error: unrecognized command: podman buildx version" >&2; exit 125';
  for (const name of ['buildx', 'docker-buildx']) {
    const alone = await machineWith(t, { docker: podman, [name]: buildxSaying(twoNodes) });
    const client = await findClient({ builder: 'many', tls: undefined }, alone.ports);
    assert.equal(client.command(sampleSolve()).file, join(alone.folder, name));
  }
  const { ports } = await machineWith(t, { docker: podman });
  const error = await refusal(() => findClient({ builder: undefined, tls: undefined }, ports), 'E_TOOL');
  assert.match(error.message, /neither docker buildx nor buildx on PATH/);
  assert.match(error.hint ?? '', /docker\/setup-buildx-action.*--engine embedded needs none/);
});

test('an address without buildctl, and one where nobody answers, are refused with what to do', async (t) => {
  const without = await machineWith(t, { buildx: buildxSaying(twoNodes) });
  const missing = await refusal(
    () => findClient({ builder: address, tls: undefined }, without.ports),
    'E_TOOL',
  );
  assert.match(missing.hint ?? '', /docker buildx create --name remote --driver remote tcp:\/\/buildkit/);
  const dead = await machineWith(t, { buildctl: 'echo "connection refused" >&2; exit 1' });
  const silent = await refusal(() => findClient({ builder: address, tls: undefined }, dead.ports), 'E_TOOL');
  assert.match(silent.message, /BuildKit at tcp:.* does not answer: exit status 1\nconnection refused/);
});

test("Docker's own builder is refused, and one that is down tells why", async (t) => {
  const own =
    'Name: default\nDriver: docker\n\nNodes:\nName: default\nStatus: running\nPlatforms: linux/amd64';
  const { ports } = await machineWith(t, { docker: buildxSaying(own) });
  const error = await refusal(() => findClient({ builder: undefined, tls: undefined }, ports), 'E_TOOL');
  assert.match(error.message, /the builder default is Docker's own, which cannot write OCI layouts/);
  assert.match(error.hint ?? '', /docker buildx create --use/);
  // buildx ends with status 0 then.
  const down =
    'Name: far\nDriver: remote\n\nNodes:\nName: far0\nEndpoint: tcp://far:1\nError: context deadline exceeded';
  const far = await machineWith(t, { docker: buildxSaying(down) });
  const silent = await refusal(() => findClient({ builder: 'far', tls: undefined }, far.ports), 'E_TOOL');
  assert.match(silent.message, /the builder far of buildx does not answer: .*\ncontext deadline exceeded/);
});

test('a BuildKit too old for what is asked is refused with its version and what came when', async (t) => {
  const client = async (version: string) => {
    const { ports } = await machineWith(t, { buildctl: buildctlSaying(version) });
    return findClient({ builder: address, tls: undefined }, ports);
  };
  const old = await client('v0.10.6');
  const error = await refusal(() => needVersion(old, '0.16.0', '--compile buildkit'), 'E_TOOL');
  assert.match(
    error.message,
    /BuildKit 0\.10\.6 \(tcp:.*\) is too old for --compile buildkit: it came with 0\.16\.0/,
  );
  for (const version of ['v0.16.0', 'v0.16.1-rc1', 'v1.0.0', 'v0.0.0+unknown'])
    needVersion(await client(version), '0.16.0', '--compile buildkit');
});
