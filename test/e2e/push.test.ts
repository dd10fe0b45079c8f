import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { Publication } from '../../src/registry/push/publication.ts';
import type { Report } from '../../src/report/model.ts';
import { debianLike } from '../support/bases/debian.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { pushBase } from '../support/bases/places.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { startDockerRegistry } from '../support/registry/real.ts';
import { type Ended, slipway, slipwayOk } from '../support/slipway.ts';
import { lacks, output } from '../support/tools.ts';
import { helloCheckout, temporaryFolders } from '../support/workspace.ts';

const architectures = ['amd64', 'arm64'];

describe('slipway build --push', () => {
  const folder = temporaryFolders(after);
  let work: string;
  let checkout: string;

  before(async () => {
    work = await folder();
    checkout = await helloCheckout(join(work, 'hello'));
    await slipwayOk(['build', checkout, '--output', `oci:${join(work, 'layout')}`, ...cache()]);
  });

  const cache = (): string[] => ['--cache-dir', join(work, 'cache')];

  async function push(...args: string[]): Promise<{ report: Report; publication: Publication }> {
    const { stdout } = await slipwayOk(['build', checkout, ...args, '--json', ...cache()]);
    const report = JSON.parse(stdout) as Report;
    const [publication] = report.targets[0]?.publications ?? [];
    assert.ok(publication, 'something was published');
    return { report, publication };
  }

  async function registryFor(t: TestContext): Promise<TestRegistry> {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    return registry;
  }

  test('brings an image to a registry that wants a login, under the tags of its version, and tools agree', {
    skip: lacks('docker-registry', 'crane', 'skopeo', 'oras'),
  }, async (t) => {
    const { host, login } = await startDockerRegistry(t, { login: 'htpasswd' });
    assert.ok(login);
    const config = join(await folder(), 'docker');
    await mkdir(config);
    const auth = Buffer.from(`${login.user}:${login.password}`).toString('base64');
    await writeFile(join(config, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }));
    const env = { DOCKER_CONFIG: config, REGISTRY_AUTH_FILE: join(config, 'config.json') };
    const repository = `${host}/acme/hello`;
    const refused = await slipway(['build', checkout, '--push', repository, ...cache()], {
      env: { DOCKER_CONFIG: await folder(), REGISTRY_AUTH_FILE: undefined },
    });
    assert.equal(refused.status, 3, refused.stderr);
    assert.match(refused.stderr, /E_AUTH/);

    const file = join(config, 'report.json');
    await slipwayOk(
      ['build', checkout, '--push', repository, '--tag', 'semver', '--report', file, ...cache()],
      { env },
    );
    const [target] = (JSON.parse(await readFile(file, 'utf8')) as Report).targets;
    assert.ok(target?.indexDigest);
    assert.deepEqual(target.publications?.[0]?.tags, ['1.2.3', '1.2', '1']);
    for (const tag of ['1.2.3', '1.2', '1']) {
      const reference = `${repository}:${tag}`;
      const oras = ['resolve', '--plain-http', '--registry-config', join(config, 'config.json')];
      const skopeo = ['inspect', '--format', '{{.Digest}}', '--tls-verify=false'];
      const digests = [
        await output('crane', ['digest', reference], { env }),
        await output('oras', [...oras, reference], { env }),
        await output('skopeo', [...skopeo, `docker://${reference}`], { env }),
      ];
      assert.deepEqual(
        digests.map((digest) => digest.trim()),
        Array(3).fill(target.indexDigest),
        tag,
      );
    }
    await output('crane', ['validate', '--remote', `${repository}:1`], { env });
  });

  for (const [name, base] of Object.entries({
    'distroless-like': distrolessLike(undefined, { attestations: true }),
    "Debian-like, with Docker's documents": debianLike(undefined, { family: 'docker' }),
  })) {
    test(`mounts the layers of a base in the same registry and downloads none: ${name}`, async (t) => {
      const registry = await registryFor(t);
      const { host, requests } = registry;
      await pushBase(base, `${host}/bases/static:1`);
      requests.length = 0;
      const { report, publication } = await push(
        ...['--base', `${host}/bases/static:1`, '--push', `${host}/acme/hello:v1`],
      );
      const layers = new Set(base.parts.flatMap((part) => part.layers.map(({ digest }) => digest)));
      const read = requests.filter(
        ({ method, path }) => method === 'GET' && [...layers].some((digest) => path.includes(digest)),
      );
      assert.deepEqual(read, []);
      assert.equal(publication.blobs.mounted, layers.size);
      // A program and a config for each platform.
      assert.equal(publication.blobs.uploaded, 2 * architectures.length);
      const kept = registry.contents.get('acme/hello');
      assert.equal(kept?.tags.get('v1'), report.targets[0]?.indexDigest);
      for (const { mediaType, bytes } of kept?.manifests.values() ?? []) {
        assert.doesNotMatch(mediaType + bytes.toString(), /vnd\.docker\.(distribution|image|container)/);
      }
    });
  }

  test('uploads nothing the second time, and gives the same digest', async (t) => {
    const { host, requests } = await registryFor(t);
    const first = await push('--push', `${host}/acme/hello:v1`);
    requests.length = 0;
    const { publication } = await push('--push', `${host}/acme/hello:v1`);
    assert.equal(publication.digest, first.publication.digest);
    assert.deepEqual(
      [publication.uploadedBytes, publication.blobs.uploaded, publication.blobs.mounted],
      [0, 0, 0],
    );
    assert.deepEqual(
      requests.filter(({ method }) => method === 'POST' || method === 'PATCH'),
      [],
    );
  });

  test('to several places uploads once to each registry and mounts in the others', async (t) => {
    const { host, contents } = await registryFor(t);
    const { report } = await push('--push', `${host}/acme/one:v1`, '--push', `${host}/acme/two:v2`);
    const [one, two] = report.targets[0]?.publications ?? [];
    assert.equal(one?.digest, two?.digest);
    assert.ok(one && one.uploadedBytes > 0);
    assert.equal(two?.uploadedBytes, 0);
    assert.equal(contents.get('acme/two')?.tags.get('v2'), two?.digest);
  });

  test('that is cut off leaves no tag, and its rerun uploads only what is missing', async (t) => {
    const registry = await registryFor(t);
    const reference = `${registry.host}/acme/hello:v1`;
    // Manifests are what comes last before tags.
    registry.misbehave(({ method, path }) =>
      method === 'PUT' && path.includes('/manifests/') ? { status: 400, body: 'no' } : undefined,
    );
    const failed: Ended = await slipway(['build', checkout, '--push', reference, ...cache()]);
    assert.equal(failed.status, 4, failed.stderr);
    assert.equal(registry.contents.get('acme/hello')?.tags.size, 0);
    registry.misbehave(undefined);
    const { publication } = await push('--push', reference);
    assert.equal(publication.blobs.uploaded, 0);
    assert.equal(registry.contents.get('acme/hello')?.tags.get('v1'), publication.digest);
  });
});
