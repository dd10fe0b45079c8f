import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { matrixOf } from '../../src/actions/outputs.ts';
import type { Plan } from '../../src/report/plan.ts';
import { emptyMain, writeModule } from '../support/go-module.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { runStep, type StepResult } from '../support/runner.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll } from '../support/workspace.ts';

const config = 'image: 127.0.0.1:9/acme/small\nplatforms: [linux/amd64, linux/arm64]\n';

/** What runs steps over one checkout of a small program. */
async function steps(t: TestContext): Promise<(given: Record<string, string>) => Promise<StepResult>> {
  const workspace = await writeModule(await folderOf(t, {}), {
    'main.go': emptyMain,
    'slipway.yaml': config,
  });
  await commitAll(workspace, 'v1.2.3');
  const cacheDirectory = join(await folderOf(t, {}), 'cache');
  return (given) => runStep(t, { workspace, cacheDirectory, with: { platforms: '', ...given } });
}

test('plan, build and merge are steps of the action: what is merged is pushed, a shard never', async (t) => {
  const registry = await startTestRegistry();
  t.after(registry.stop);
  const step = await steps(t);
  const planned = await step({ 'dry-run': 'true', shards: 'auto' });
  assert.deepEqual(JSON.parse(planned.outputs['matrix'] ?? planned.log), {
    include: [
      { shard: '1/2', index: 1, units: 'small linux/amd64' },
      { shard: '2/2', index: 2, units: 'small linux/arm64' },
    ],
  });
  const shards: string[] = [];
  for (const shard of ['1/2', '2/2']) {
    // The event is a push of the default branch, and slipway.yaml names the image.
    const built = await step({ shard });
    assert.equal(built.status, 0, built.log);
    assert.match(built.log, new RegExp(`^builds and verifies shard ${shard}$`, 'm'));
    assert.deepEqual([built.outputs['image'], built.outputs['tags']], ['', '']);
    shards.push(built.outputs['shard'] ?? '');
  }
  const image = `${registry.host}/acme/small`;
  const merged = await step({ merge: shards.join('\n'), image });
  assert.equal(merged.status, 0, merged.log);
  assert.equal(merged.outputs['image'], `${image}@${merged.outputs['digest']}`);
  assert.equal(registry.contents.get('acme/small')?.tags.get('main'), merged.outputs['digest']);
  assert.equal(merged.outputs['shard'], '');
  const lacking = await step({ merge: shards[0] ?? '', image });
  assert.equal(lacking.status, 2);
  assert.match(lacking.log, /shard 2\/2 is missing: it has small linux\/arm64/);
});

test('a shard that is told to push is refused', async (t) => {
  const step = await steps(t);
  for (const more of [{ push: 'true' }, { push: 'ghcr.io/acme/small' }, { sign: 'true' }] as const) {
    const { status, log } = await step({ shard: '1/2', ...more });
    assert.equal(status, 2, log);
    assert.match(log, /shard 1\/2 is not a whole image/);
  }
});

test('a job with many units is called by the first of them', () => {
  const units = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'].map((platform) => `api ${platform}`);
  const plan = {
    shards: [
      { shard: '1/2', units },
      { shard: '2/2', units: [] },
    ],
  } as unknown as Plan;
  assert.deepEqual(JSON.parse(matrixOf(plan)), {
    include: [
      { shard: '1/2', index: 1, units: 'api linux/amd64, api linux/arm64 and 1 more' },
      { shard: '2/2', index: 2, units: 'nothing' },
    ],
  });
});
