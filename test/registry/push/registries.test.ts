import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { moveTags, withTags } from '../../../src/registry/push/move-tags.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { listReferrers } from '../../../src/registry/referrers/list-referrers.ts';
import type { Registry, RegistryCall } from '../../../src/registry/registry.ts';
import { startCuttingProxy } from '../../support/registry/cutting-proxy.ts';
import { registryKinds } from '../../support/registry/real.ts';
import { toolsFor } from '../../support/registry/tools-for.ts';
import { lacks, output } from '../../support/tools.ts';
import { addReferrer, at, contentOf, portsFor, sampleImage } from './sample.ts';

/** The port, and `METHOD target` of what went through it. */
function watched(registry: Registry): Registry & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    send: (call: RegistryCall) => {
      calls.push(`${call.method} ${call.target instanceof URL ? 'upload' : call.target}`);
      return registry.send(call);
    },
  };
}

for (const kind of registryKinds()) {
  suite(`to ${kind.name}`, { skip: kind.skip }, () => {
    test('an image arrives whole, tools agree on its digest, and a second push uploads nothing', {
      skip: lacks('crane', 'skopeo', 'oras'),
    }, async (t) => {
      const running = await kind.start(t);
      const sample = await sampleImage(t);
      const ports = portsFor(t, running, sample);
      const registry = watched(ports.registry);
      const place = at(running.host);
      const { root } = sample.tree;
      const tags = ['v1.2.3', 'latest'];
      const content = contentOf(sample.tree);

      const first = await pushImage(sample.tree, place, { ...ports, registry });
      assert.deepEqual(first.blobs, { uploaded: content.length, mounted: 0, existing: 0 });
      assert.equal(
        first.uploadedBytes,
        content.reduce((sum, { size }) => sum + size, 0),
      );
      assert.deepEqual(await moveTags(root, place, tags, ports), tags);
      const reference = `${running.host}/acme/api`;
      assert.deepEqual(withTags(first, place, tags).references, [
        `${reference}@${root.digest}`,
        `${reference}:v1.2.3`,
        `${reference}:latest`,
      ]);

      const env = await toolsFor(t, running);
      const plain = running.certificateFile === undefined;
      const run = async (name: string, ...args: string[]): Promise<string> =>
        (await output(name, args, { env })).trim();
      assert.match(await run('crane', 'validate', '--remote', `${reference}:latest`), /PASS/);
      assert.equal(await run('crane', 'digest', `${reference}:v1.2.3`), root.digest);
      const resolve = ['resolve', ...(plain ? ['--plain-http'] : []), `${reference}:latest`];
      assert.equal(
        await run('oras', ...resolve, '--registry-config', join(env['DOCKER_CONFIG'] ?? '', 'config.json')),
        root.digest,
      );
      const tls = plain ? ['--tls-verify=false'] : [];
      const raw = await run('skopeo', 'inspect', ...tls, '--raw', `docker://${reference}@${root.digest}`);
      assert.equal(JSON.parse(raw).manifests.length, 2);

      registry.calls.length = 0;
      const second = await pushImage(sample.tree, place, { ...ports, registry });
      assert.deepEqual(second.blobs, { uploaded: 0, mounted: 0, existing: content.length });
      assert.equal(second.uploadedBytes, 0);
      assert.deepEqual(await moveTags(root, place, tags, { ...ports, registry }), []);
      assert.deepEqual(registry.calls, [
        `HEAD manifests/${root.digest}`,
        'HEAD manifests/v1.2.3',
        'HEAD manifests/latest',
      ]);
    });

    test('an upload whose connection breaks in the middle is completed', {
      skip: lacks('crane'),
    }, async (t) => {
      const running = await kind.start(t);
      const proxy = await startCuttingProxy(t, running.host, { after: 1_500_000, times: 3 });
      const sample = await sampleImage(t, 4_000_000);
      const ports = portsFor(t, { ...running, host: proxy.host }, sample);
      await pushImage(sample.tree, at(proxy.host), ports);
      assert.ok(proxy.cuts() > 0, 'no connection was cut');
      const env = await toolsFor(t, running);
      const reference = `${running.host}/acme/api@${sample.tree.root.digest}`;
      assert.match(await output('crane', ['validate', '--remote', reference], { env }), /PASS/);
    });

    test('what another repository of the registry has is mounted, not sent', async (t) => {
      const running = await kind.start(t);
      const sample = await sampleImage(t);
      const ports = portsFor(t, running, sample);
      await pushImage(sample.tree, at(running.host, 'acme/base'), ports);
      const fetched: string[] = [];
      const origin = {
        repository: at(running.host, 'acme/base'),
        fetch: async ({ digest }: { digest: string }) => void fetched.push(digest),
      };
      const origins = new Map(contentOf(sample.tree).map(({ digest }) => [digest, origin]));
      const { blobs, uploadedBytes } = await pushImage({ ...sample.tree, origins }, at(running.host), ports);
      // go-containerregistry keeps one set of blobs for all repositories: they are there before they are mounted.
      const shared = kind.name.startsWith('go-containerregistry');
      const all = contentOf(sample.tree).length;
      assert.deepEqual(blobs, { uploaded: 0, mounted: shared ? 0 : all, existing: shared ? all : 0 });
      assert.equal(uploadedBytes, 0);
      assert.deepEqual(fetched, []);
    });

    test('referrers are listed once each, by the API or under the fallback tag', {
      skip: lacks('crane'),
    }, async (t) => {
      const running = await kind.start(t);
      const sample = await sampleImage(t);
      const ports = portsFor(t, running, sample);
      const place = at(running.host);
      const { root } = sample.tree;
      const referrers = [
        await addReferrer(sample, root, 'application/vnd.example.sbom'),
        await addReferrer(sample, root, 'application/vnd.example.signature'),
      ];
      const tree = { ...sample.tree, referrers };
      await pushImage(tree, place, ports);
      const again = await pushImage(tree, place, ports);
      assert.equal(again.blobs.uploaded, 0);
      const listed = await listReferrers(ports.registry, place, root.digest);
      assert.deepEqual(
        listed.map(({ digest }) => digest).sort(),
        referrers.map(({ digest }) => digest).sort(),
      );
      for (const { digest, size, annotations } of listed) {
        assert.equal(size, referrers.find((referrer) => referrer.digest === digest)?.size);
        assert.ok(annotations?.['org.opencontainers.image.title']);
      }
      const tag = root.digest.replace(':', '-');
      const env = await toolsFor(t, running);
      const tagged = (await output('crane', ['ls', `${running.host}/acme/api`], { env })).split('\n');
      assert.equal(tagged.includes(tag), !kind.referrers);
    });
  });
}
