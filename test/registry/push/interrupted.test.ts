import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { moveTags } from '../../../src/registry/push/move-tags.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { isComplete, repositoryOf } from '../../support/registry/contents.ts';
import type { Misbehaviour } from '../../support/registry/exchange.ts';
import type { TestRegistry } from '../../support/registry/in-process.ts';
import { testRegistry } from '../opening.ts';
import { addReferrer, at, portsFor, type Sample, sampleImage } from './sample.ts';

const tags = ['v1.2.3', 'latest'];

/** A run that pushes an image with a referrer and moves two tags, with connections of its own. */
async function run(t: TestContext, { host }: TestRegistry, sample: Sample): Promise<void> {
  const ports = portsFor(t, { host }, sample);
  const referrers = [await addReferrer(sample, sample.tree.root, 'application/vnd.example.sbom')];
  await pushImage({ ...sample.tree, referrers }, at(host), ports);
  await moveTags(sample.tree.root, at(host), tags, ports);
}

function tagsOf({ contents }: TestRegistry): string[] {
  const repository = repositoryOf(contents, 'acme/api');
  for (const [tag, digest] of repository.tags) {
    assert.ok(isComplete(repository, digest), `${tag} points to content that is not complete`);
  }
  return [...repository.tags.keys()].filter((tag) => !tag.startsWith('sha256-')).sort();
}

// A registry that takes whatever is sent: what is complete in it is so by the order in which it came.
const lenient = { lenient: true, referrers: false };

for (const [how, last] of [
  ['before a request is done', 'close'],
  ['before its answer arrives', 'close after'],
  ['in the middle of its body', { closeAfterBytes: 1000 }],
] as const satisfies readonly (readonly [string, Misbehaviour])[]) {
  test(`killed at any request, ${how}, a push leaves no tag on incomplete content, and another completes it`, async (t) => {
    const sample = await sampleImage(t, 70_000);
    const whole = await testRegistry(t, lenient);
    await run(t, whole, sample);
    const requests = whole.requests.length;
    assert.ok(requests > 25, `${requests} requests: more are expected`);
    assert.deepEqual(tagsOf(whole), ['latest', 'v1.2.3']);

    let early = 0;
    for (let killed = 1; killed <= requests; killed++) {
      const registry = await testRegistry(t, lenient);
      registry.misbehave((_, nth) => (nth < killed ? undefined : nth === killed ? last : 'close'));
      await run(t, registry, sample).catch(() => undefined);
      if (tagsOf(registry).length === 0) early++;
      registry.misbehave(undefined);
      await run(t, registry, sample);
      assert.deepEqual(tagsOf(registry), ['latest', 'v1.2.3'], `killed at request ${killed}`);
      const { manifests, tags } = repositoryOf(registry.contents, 'acme/api');
      const fallback = manifests.get(tags.get(sample.tree.root.digest.replace(':', '-')) ?? '');
      assert.equal(JSON.parse(fallback?.bytes.toString() ?? '').manifests.length, 1);
      await registry.stop();
    }
    assert.ok(early > requests / 2, 'tags come last');
  });
}

test('one broken connection at any request is not noticed', async (t) => {
  const sample = await sampleImage(t, 70_000);
  for (const fault of ['close', 'close after', { closeAfterBytes: 30_000 }, { status: 503 }] as const) {
    for (let broken = 1; broken <= 30; broken++) {
      const registry = await testRegistry(t, lenient);
      registry.misbehave((_, nth) => (nth === broken ? fault : undefined));
      await run(t, registry, sample);
      assert.deepEqual(
        tagsOf(registry),
        ['latest', 'v1.2.3'],
        `${JSON.stringify(fault)} at request ${broken}`,
      );
      await registry.stop();
    }
  }
});
