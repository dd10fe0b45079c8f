import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { pushBase } from '../support/bases/places.ts';
import { emptyMain, writeModule } from '../support/go-module.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { commitAll, temporaryFolders } from '../support/workspace.ts';

describe('shards on a base that others made', () => {
  const folder = temporaryFolders(after);

  /** A program, a registry with its base, and what builds one of two shards on that. */
  async function setting(t: TestContext) {
    const registry: TestRegistry = await startTestRegistry();
    t.after(registry.stop);
    const work = await folder();
    const code = await writeModule(join(work, 'code'), { 'main.go': emptyMain });
    await commitAll(code, 'v1.2.3');
    const base = `${registry.host}/bases/static:1`;
    await pushBase(distrolessLike(), base);
    const cache = ['--cache-dir', join(work, 'cache')];
    const shards = [1, 2].map((index) => join(work, `shard-${index}`));
    const build = async (index: 1 | 2): Promise<void> => {
      const own = ['--shard', `${index}/2`, '--output', `shard:${shards[index - 1]}`];
      await slipwayOk(['build', code, '--base', base, ...own, ...cache]);
    };
    return { registry, code, base, cache, shards, build };
  }

  test('are merged into what one machine makes, and the layers of the base are mounted where it is pushed', async (t) => {
    const { registry, code, base, cache, shards, build } = await setting(t);
    await build(1);
    await build(2);
    const pushed = async (command: readonly string[], name: string) => {
      const to = ['--push', `${registry.host}/acme/${name}:v1`, '--json'];
      const report = JSON.parse((await slipwayOk([...command, ...to, ...cache])).stdout) as Report;
      const [{ digest, blobs } = { digest: undefined, blobs: undefined }] =
        report.targets[0]?.publications ?? [];
      return { digest, mounted: blobs?.mounted, uploaded: blobs?.uploaded };
    };
    const whole = await pushed(['build', code, '--base', base], 'whole');
    assert.ok((whole.mounted ?? 0) > 0);
    assert.deepEqual(await pushed(['merge', ...shards], 'merged'), whole);
  });

  test('are not merged when the tag of the base moved between them, and what differs is named', async (t) => {
    const { base, cache, shards, build } = await setting(t);
    await build(1);
    await pushBase(distrolessLike(undefined, { debug: true }), base);
    await build(2);
    const { status, stderr } = await slipway(['merge', ...shards, '--push', 'example.com/none', ...cache]);
    assert.equal(status, 2);
    assert.match(stderr, /shard 2\/2 \(.*\) is of another build than shard 1\/2/);
    assert.match(stderr, /small: base \S+\/bases\/static:1 sha256:\w{64}, and not \S+ sha256:\w{64}/);
    assert.match(stderr, /slipway lock/);
  });
});
