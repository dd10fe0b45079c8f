import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { layOut } from '../../../src/engine/buildkit/assembly.ts';
import { assembleImage } from '../../../src/engine/embedded.ts';
import type { ImagePlan } from '../../../src/engine/plan.ts';
import { collectAssets } from '../../../src/image/assets.ts';
import { openLayout } from '../../../src/image/source/layout.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { pseudoRandom, samplePlan, sampleStore, writeContent } from '../../image/sample.ts';
import { readTar } from '../../image/strict-tar.ts';

const platforms = ['linux/amd64', 'linux/arm/v7'];

async function sample(t: TestContext, changes: Partial<ImagePlan> = {}, assets = false) {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'api'), pseudoRandom(5000));
  await mkdir(join(folder, 'web'));
  await writeFile(join(folder, 'web', 'index.html'), 'hi');
  const collected = assets ? await collectAssets([{ from: 'web', to: '/srv/web' }], folder) : [];
  const plans = platforms.map((name) =>
    samplePlan(executable, { platform: parsePlatform(name), assets: collected, ...changes }),
  );
  const place = join(folder, 'laid-out');
  return { store, plans, place, assembly: await layOut('api', plans, place, store) };
}

test('the layers are those of the embedded engine, as archives that any reader takes', async (t) => {
  const { store, plans, place, assembly } = await sample(t, {}, true);
  const context = join(place, 'context');
  assert.deepEqual((await readdir(context)).sort(), [
    ...['assets-linux-amd64.tar', 'assets-linux-armv7.tar'],
    ...['program-linux-amd64.tar', 'program-linux-armv7.tar'],
  ]);
  for (const plan of plans) {
    const { layers } = await assembleImage(plan, store);
    const { os, architecture, variant = '' } = plan.platform;
    const planned = assembly.archives.get([os, architecture, variant].filter(Boolean).join('/')) ?? [];
    assert.deepEqual(
      planned.map(({ kind, diffId }) => [kind, diffId]),
      layers.map(({ kind, diffId }) => [kind, diffId]),
    );
    for (const { kind, diffId } of planned) {
      const name = `${kind === 'asset' ? 'assets' : 'program'}-${os}-${architecture}${variant}.tar`;
      const bytes = await readFile(join(context, name));
      // What follows the archive's end is for BuildKit's cache alone.
      assert.equal(sha256(bytes.subarray(0, -512)), diffId);
      assert.ok(readTar(bytes.subarray(0, -512)).length > 0);
    }
  }
});

test('another compression makes another file of the same archive', async (t) => {
  const { settings } = samplePlan({ file: '', bytes: 0, digest: sha256(Buffer.alloc(0)) });
  const files: Buffer[] = [];
  for (const level of [3, 4]) {
    const compression = { algorithm: 'zstd', level } as const;
    const { place } = await sample(t, { settings: { ...settings, compression } });
    files.push(await readFile(join(place, 'context', 'program-linux-amd64.tar')));
  }
  const [one, other] = files;
  assert.ok(one && other && !one.equals(other));
  assert.ok(one.subarray(0, -512).equals(other.subarray(0, -512)));
});

test('the stem says all that the image says of itself, and has no layer of its own', async (t) => {
  const { store, plans, place, assembly } = await sample(t);
  const { definition } = assembly;
  const [stem] = definition.contexts;
  assert.ok(stem?.kind === 'layout');
  const source = await openLayout(stem.path, undefined, store);
  assert.equal(source.root.digest, stem.digest);
  for (const plan of plans) {
    const { config } = await assembleImage(plan, store);
    const own = await parsed((await store.find(config.digest))?.path ?? '');
    const folder = join(stem.path, 'blobs', 'sha256');
    const blobs = await Promise.all((await readdir(folder)).map((name) => parsed(join(folder, name))));
    const found = blobs.find((blob) => blob['architecture'] === plan.platform.architecture);
    assert.deepEqual(found?.['config'], own['config']);
    assert.deepEqual(found?.['rootfs'], { type: 'layers', diff_ids: [] });
  }
  assert.deepEqual(definition.platforms, platforms.map(parsePlatform));
  assert.equal(await readFile(definition.dockerfile, 'utf8'), dockerfile);
  assert.equal(definition.context, join(place, 'context'));
});

async function parsed(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
}

const dockerfile = `# The stem is the base with all that the image says of itself: user, environment, entrypoint, labels.
FROM stem
ARG TARGETOS
ARG TARGETARCH
ARG TARGETVARIANT
ADD --link program-\${TARGETOS}-\${TARGETARCH}\${TARGETVARIANT}.tar /
`;

test('the time of the image is that of the commit, and never before 1970', async (t) => {
  for (const [created, seconds] of [
    ['2026-11-02T03:04:05Z', '1793588645'],
    ['1969-12-31T23:59:59Z', '0'],
  ] as const) {
    const { assembly } = await sample(t, { created });
    assert.deepEqual(assembly.definition.args, { SOURCE_DATE_EPOCH: seconds });
  }
});
