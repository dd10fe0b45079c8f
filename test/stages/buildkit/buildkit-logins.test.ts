import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findClient } from '../../../src/engine/buildkit/client.ts';
import type { BuildRequest } from '../../../src/request/request.ts';
import { loggedIn } from '../../../src/stages/buildkit/buildkit-logins.ts';
import { buildctlSaying, machineWith } from '../../engine/buildkit/fakes.ts';
import { edit } from '../../support/edits.ts';
import { folderOf } from '../../support/temporary.ts';

const address = 'tcp://buildkit.example.com:1234';

/** What docker's own configuration says there. */
const own = {
  credsStore: 'desktop',
  credHelpers: { 'gcr.io': 'gcloud' },
  auths: { 'old.example.com': { auth: 'b2xkOndvcmRz' } },
};

async function configOf(t: TestContext, auth: Readonly<Record<string, string>>) {
  const home = await folderOf(t);
  await edit(home, { '.docker/config.json': JSON.stringify(own), '.docker/cli-plugins/docker-buildx': '' });
  const env = { HOME: home, TOKEN: 'alice:s3cr3t' };
  const { ports } = await machineWith(t, { buildctl: buildctlSaying('v0.33.1') }, env);
  const client = await findClient({ builder: address, tls: undefined }, ports);
  const folder = await folderOf(t);
  const request = { registries: { auth, insecure: [] }, engine: { cache: undefined } };
  const found = await loggedIn(client, folder, request as unknown as BuildRequest, ports);
  return { client, found, config: join(folder, 'docker', 'config.json') };
}

test('what --registry-auth says reaches BuildKit beside all that docker knows, and by no helper', async (t) => {
  const { found, config } = await configOf(t, { 'registry.example.com': 'TOKEN' });
  const written = JSON.parse(await readFile(config, 'utf8'));
  assert.deepEqual(written.auths, {
    ...own.auths,
    'registry.example.com': { auth: Buffer.from('alice:s3cr3t').toString('base64') },
  });
  assert.deepEqual(written.credHelpers, { ...own.credHelpers, 'registry.example.com': '' });
  assert.equal(written.credsStore, 'desktop');
  assert.equal((await stat(config)).mode & 0o077, 0, 'nobody else may read it');
  assert.equal(found.env['DOCKER_CONFIG'], join(config, '..'));
  assert.match(found.env['BUILDX_CONFIG'] ?? '', /\.docker\/buildx$/, 'its builders stay where they are');
  await stat(join(config, '..', 'cli-plugins', 'docker-buildx'));
});

test("where nothing is known beside what docker knows, docker's own configuration is used as it is", async (t) => {
  const { client, found } = await configOf(t, {});
  assert.equal(found, client);
});
