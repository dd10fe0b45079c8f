import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ImageComparison } from '../../src/report/comparison.ts';
import type { Report } from '../../src/report/model.ts';
import { exists } from '../../src/support/files.ts';
import { snapshotType } from '../registry/snapshots/setting.ts';
import { baselines, grown, shopFiles } from '../support/baseline-runs.ts';
import { commitEdits } from '../support/pull-request.ts';
import { digestOf, parseManifest, repositoryOf } from '../support/registry/contents.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { startDockerRegistry, startReferrersRegistry } from '../support/registry/real.ts';
import { lacks } from '../support/tools.ts';
import { git, temporaryFolders } from '../support/workspace.ts';

describe('a baseline in a registry', () => {
  const folder = temporaryFolders(after);
  let cache: string;
  before(async () => {
    cache = await folder();
  });
  const { shop, run } = baselines(folder, () => cache);

  for (const [what, tool, start] of [
    ["Docker's registry, which has no referrers API", 'docker-registry', startDockerRegistry],
    ['a registry with the referrers API', 'referrers-registry', startReferrersRegistry],
  ] as const) {
    test(`of published images is found beside each of them: ${what}`, { skip: lacks(tool) }, async (t) => {
      const { host } = await start(t);
      const root = await shop();
      const reference = `${host}/acme/shop:main`;
      const none = await run(root, '--baseline', `registry:${reference}`);
      assert.equal(none.ended.status, 0, none.said);
      assert.equal(none.report?.size, undefined);
      for (const target of ['api', 'job']) {
        const why = `${target} is compared with nothing: ${host}/acme/shop/${target}:main is not there`;
        assert.ok(none.report?.notices.includes(why), none.report?.notices.join('\n'));
      }
      const plain = await run(root, '--push', reference);
      assert.equal(plain.ended.status, 0, plain.said);
      const bare = await run(root, '--baseline', `registry:${reference}`);
      assert.equal(bare.ended.status, 0, bare.said);
      assert.match(bare.said, /api is compared with nothing: no size snapshot is attached to .*\/api:main/);

      const published = await run(root, '--push', reference, '--attach-snapshot');
      assert.equal(published.ended.status, 0, published.said);
      const commit = await git(root, 'rev-parse', 'HEAD');
      await commitEdits(root, { 'cmd/api/main.go': grown }, 'Grow');
      const changed = await run(root, '--baseline', `registry:${reference}`);
      const size = changed.report?.size;
      assert.deepEqual(size?.baseline, { kind: 'registry', name: reference, commit });
      for (const target of ['api', 'job']) {
        const of = (report: Report | undefined) =>
          report?.targets.find(({ name }) => name === target)?.images[0]?.diskBytes;
        const image: ImageComparison | undefined = size?.targets.find(({ name }) => name === target)
          ?.images[0];
        assert.deepEqual(image?.diskBytes, { before: of(published.report), after: of(changed.report) });
      }
      const api = size?.targets.find(({ name }) => name === 'api')?.images[0];
      assert.equal(api?.brought?.[0]?.name, 'fmt');
      // A program of a line that grows by a library asks for approval: so it is told, and made all the same.
      assert.equal(changed.ended.status, 1, changed.said);
      assert.equal(changed.report?.outcome, 'needs-approval');
    });
  }

  /** A repository whose image of main was published with a snapshot, in which then lies something else; changed since. */
  async function withSnapshot(
    t: TestContext,
    content: string | Buffer,
  ): Promise<{ root: string; host: string }> {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const { host } = registry;
    const image = `image: ${host}/acme/shop\n`;
    const root = await shop({
      'slipway.yaml': `base: scratch\nplatforms: [linux/amd64]\n${image}budget: { disk: off, pull: off, package: off }\ntargets: { api: { main: ./cmd/api } }\n`,
    });
    const published = await run(root, '--push', `${host}/acme/shop:main`, '--attach-snapshot');
    assert.equal(published.ended.status, 0, published.said);
    replaceSnapshot(registry, 'acme/shop', Buffer.from(content));
    await commitEdits(root, { 'cmd/api/main.go': grown }, 'Grow');
    return { root, host };
  }

  function replaceSnapshot({ contents }: TestRegistry, name: string, content: Buffer): void {
    const held = repositoryOf(contents, name);
    const [digest, manifest] =
      [...held.manifests].find(([, { bytes }]) => parseManifest(bytes).artifactType === snapshotType) ?? [];
    assert.ok(digest !== undefined && manifest !== undefined, 'a snapshot was attached');
    const layer = { mediaType: snapshotType, digest: digestOf(content), size: content.length };
    held.manifests.delete(digest);
    held.blobs.set(layer.digest, content);
    const bytes = Buffer.from(JSON.stringify({ ...parseManifest(manifest.bytes), layers: [layer] }));
    held.manifests.set(digestOf(bytes), { ...manifest, bytes });
  }

  const unsound: readonly (readonly [string, string | Buffer, number, RegExp])[] = [
    [
      'of a newer format',
      '{"schemaVersion":7}',
      2,
      /E_CONFIG: --baseline registry:.*: the size snapshot of .*acme\/shop:main is a size snapshot of format 7, and this Slipway reads 1\n.*use the Slipway that made it/,
    ],
    [
      'that is no JSON',
      'hello',
      2,
      /E_CONFIG: --baseline registry:.*: the size snapshot of .*acme\/shop:main is no size snapshot: /,
    ],
    [
      'that is half of a packed file',
      gzipSync('{"schemaVersion":1}').subarray(0, 20),
      4,
      /E_REGISTRY: --baseline registry:.*: the size snapshot of .*acme\/shop:main cannot be unpacked\n.*--attach-snapshot/,
    ],
    [
      'that unpacks to more than there is room for',
      gzipSync(Buffer.alloc(80 * 2 ** 20)),
      4,
      /E_REGISTRY: .*cannot be unpacked/,
    ],
    [
      'whose commit is written to a terminal',
      JSON.stringify({ schemaVersion: 1, slipway: '1', commit: '\u001b[2J', names: [], targets: [] }),
      2,
      /E_CONFIG: .*: commit is not the hash of a commit/,
    ],
  ];
  for (const [what, content, status, says] of unsound) {
    test(`in a registry ${what} is refused when it is named, and passed over when it is not`, async (t) => {
      const { root, host } = await withSnapshot(t, content);
      const named = await run(root, '--baseline', `registry:${host}/acme/shop:main`);
      assert.equal(named.ended.status, status, named.said);
      assert.match(named.said, says);
      assert.equal(await exists(named.out), false);
      const found = await run(root, '--baseline', 'auto:main');
      assert.equal(found.ended.status, 0, found.said);
      assert.equal(found.report?.size?.baseline.kind, 'rebuild');
      assert.match(
        found.report?.notices.join('\n') ?? '',
        /^the published image is not compared with: the size snapshot of .*acme\/shop:main /m,
      );
    });
  }

  test('that is found by itself is that of the image of the branch, and where there is none the merge base', async (t) => {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const root = await shop({
      'slipway.yaml': `${shopFiles['slipway.yaml']}image: ${registry.host}/acme/{target}\n`,
    });
    const first = await run(root, '--baseline', 'auto:main');
    assert.equal(first.ended.status, 0, first.said);
    assert.deepEqual(first.report?.size?.baseline.kind, 'rebuild');
    assert.match(first.said, /job is compared with no published image: .*acme\/job:main is not there/);
    const pushed = await run(root, '--push', `${registry.host}/acme/{target}:main`, '--attach-snapshot');
    assert.equal(pushed.ended.status, 0, pushed.said);
    const second = await run(root, '--baseline', 'auto:main');
    const { kind, name } = second.report?.size?.baseline ?? {};
    assert.deepEqual([kind, name], ['registry', `${registry.host}/acme/{target}:main`]);
    await registry.stop();
    const third = await run(root, '--baseline', 'auto:main');
    assert.equal(third.ended.status, 0, third.said);
    assert.equal(third.report?.size?.baseline.kind, 'rebuild');
    assert.match(third.said, /the published image is not compared with: /);
  });
});
