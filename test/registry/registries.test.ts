import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import type { Descriptor } from '../../src/image/descriptor.ts';
import { parseIndex, parseManifest } from '../../src/image/documents.ts';
import { plain } from '../../src/image/image-tree.ts';
import { isIndexType } from '../../src/image/media-types.ts';
import { openRegistryImage } from '../../src/registry/image.ts';
import { resolve } from '../../src/registry/manifests.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { listTags } from '../../src/registry/tags.ts';
import { userCredentials } from '../../src/registry/user-credentials.ts';
import type { ImageReference } from '../../src/request/reference.ts';
import { exec } from '../../src/support/exec.ts';
import { blobPath, makeLayout } from '../support/make-layout.ts';
import { refusal } from '../support/refusal.ts';
import { type RunningRegistry, registryKinds } from '../support/registry/real.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks, output } from '../support/tools.ts';
import { emptyStore, open } from './opening.ts';

type Environment = Readonly<Record<string, string>>;

/** The environment of somebody who logged in with crane, and trusts the registry's certificate. */
async function loggedIn(
  t: TestContext,
  { host, login, certificateFile }: RunningRegistry,
): Promise<Environment> {
  const env = {
    DOCKER_CONFIG: await folderOf(t),
    ...(certificateFile !== undefined && { SSL_CERT_FILE: certificateFile }),
  };
  const { user = '', password = '' } = login ?? {};
  if (login !== undefined) {
    await output('crane', ['auth', 'login', host, '-u', user, '-p', password], { env });
  }
  return env;
}

function openFor(t: TestContext, env: Environment): ReturnType<typeof open> {
  return open(t, { env, findCredentials: userCredentials({ auth: {}, env, exec }) });
}

/** Everything of an image: what it begins with, and the layers of all its platforms by digest. */
async function readAll(
  t: TestContext,
  registry: Registry,
  reference: ImageReference,
): Promise<{ root: Descriptor; layers: ReadonlyMap<string, Buffer> }> {
  const store = await emptyStore(t);
  const source = await openRegistryImage(registry, reference, store);
  const layers = new Map<string, Buffer>();
  const read = async (descriptor: Descriptor): Promise<void> => {
    const document = await source.document(descriptor);
    if (isIndexType(descriptor.mediaType)) {
      for (const entry of parseIndex(document, descriptor).manifests) await read(plain(entry));
      return;
    }
    const manifest = parseManifest(document, descriptor);
    await source.document(plain(manifest.config));
    for (const layer of manifest.layers.map(plain)) {
      await source.fetch(layer);
      layers.set(layer.digest, await readFile((await store.find(layer.digest))?.path ?? ''));
    }
  };
  await read(source.root);
  return { root: source.root, layers };
}

for (const kind of registryKinds()) {
  suite(`from ${kind.name}`, { skip: kind.skip || lacks('crane') }, () => {
    test('an image that another tool pushed is read whole, with the login of that tool', async (t) => {
      const running = await kind.start(t);
      const env = await loggedIn(t, running);
      const layout = await makeLayout(join(await folderOf(t), 'layout'));
      const name = `${running.host}/acme/api`;
      await output('crane', ['push', '--index', layout.directory, `${name}:v1`], { env });
      for (const tag of ['v1.2', 'latest']) await output('crane', ['tag', `${name}:v1`, tag], { env });

      const registry = openFor(t, env);
      const place = { registry: running.host, repository: 'acme/api' };
      const image = await readAll(t, registry, { ...place, tag: 'v1' });
      const digest = await output('crane', ['digest', `${name}:v1`], { env });
      assert.equal(image.root.digest, digest.trim());
      assert.equal(image.layers.size, 3);
      for (const [layer, bytes] of image.layers) {
        assert.deepEqual(bytes, await readFile(blobPath(layout.directory, layer)));
      }
      assert.deepEqual((await listTags(registry, place)).sort(), ['latest', 'v1', 'v1.2']);
    });

    test("an image of Docker's own format is read as it is", { skip: lacks('skopeo') }, async (t) => {
      const running = await kind.start(t);
      const env = await loggedIn(t, running);
      const auth = ['--dest-authfile', join(env['DOCKER_CONFIG'] ?? '', 'config.json')];
      const flags = running.certificateFile === undefined ? ['--dest-tls-verify=false'] : [];
      if (running.login !== undefined) flags.push(...auth);
      const { directory } = await makeLayout(join(await folderOf(t), 'layout'));
      const to = `docker://${running.host}/acme/api:docker`;
      const copy = ['--insecure-policy', 'copy', '--quiet', '--all', '--format', 'v2s2', ...flags];
      await output('skopeo', [...copy, `oci:${directory}`, to], { env });
      const place = { registry: running.host, repository: 'acme/api', tag: 'docker' };
      const image = await readAll(t, openFor(t, env), place);
      assert.match(
        image.root.mediaType,
        /^application\/vnd\.docker\.distribution\.manifest\.(list\.)?v2\+json$/,
      );
      assert.ok(image.layers.size > 0);
    });

    test('what is not there is said so, and a wrong password too', async (t) => {
      const running = await kind.start(t);
      const env = await loggedIn(t, running);
      const place = { registry: running.host, repository: 'acme/none', tag: 'v1' };
      const missing = await refusal(() => resolve(openFor(t, env), place), 'E_REGISTRY');
      assert.match(missing.message, /acme\/none: cannot read the manifest v1: it is not there \(404/);
      if (running.login === undefined) return;
      const wrong = { TOKEN: `${running.login.user}:wr0ng`, ...env };
      const findCredentials = userCredentials({ auth: { [running.host]: 'TOKEN' }, env: wrong, exec });
      const registry = open(t, { env, findCredentials });
      const refused = await refusal(() => resolve(registry, place), 'E_AUTH');
      assert.match(refused.message, /refuses the credentials from TOKEN \(401/);
      assert.doesNotMatch(`${refused.message} ${refused.hint}`, /wr0ng/);
      const nobody = await refusal(() => resolve(open(t, { env }), place), 'E_AUTH');
      assert.match(nobody.message, /asks for credentials, and there are none/);
    });
  });
}
