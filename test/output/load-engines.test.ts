import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BlobStore } from '../../src/cache/blob-store.ts';
import { assembleImage } from '../../src/engine/embedded.ts';
import type { Image } from '../../src/image/image.ts';
import { loadImage } from '../../src/output/load.ts';
import type { LoadRequest } from '../../src/request/request.ts';
import { exec } from '../../src/support/exec.ts';
import { pseudoRandom, sampleLayout, samplePlan, sampleStore, writeContent } from '../image/sample.ts';
import { containerdTools, startContainerd } from '../support/engines/containerd.ts';
import { dockerTools, startDocker } from '../support/engines/docker.ts';
import type { Engine } from '../support/engines/engine.ts';
import { podmanTools, startPodman } from '../support/engines/podman.ts';
import { environment, lacks, lacksRoot } from '../support/tools.ts';

interface Case {
  readonly engine: Exclude<LoadRequest, 'auto'>;
  readonly tools: readonly string[];
  readonly start: (folder: string) => Promise<Engine>;
  /** Lists images. */
  readonly list: readonly string[];
}

const cases: readonly Case[] = [
  { engine: 'docker', tools: dockerTools, start: startDocker, list: ['images', '--no-trunc'] },
  { engine: 'podman', tools: podmanTools, start: startPodman, list: ['images', '--no-trunc'] },
  { engine: 'containerd', tools: containerdTools, start: startContainerd, list: ['images', 'ls'] },
];

async function zstdImage(store: BlobStore, folder: string): Promise<Image> {
  const executable = await writeContent(join(folder, 'zstd'), pseudoRandom(5000, 7));
  const { settings } = samplePlan(executable);
  const compression = { algorithm: 'zstd', level: 3 } as const;
  return assembleImage(samplePlan(executable, { settings: { ...settings, compression } }), store);
}

for (const { engine, tools, start, list } of cases) {
  test(`the real ${engine} loads the image of its platform under its names and with its ID`, {
    skip: lacksRoot() || lacks(...tools),
  }, async (t) => {
    const { store, folder } = await sampleStore(t);
    const running = await start(join(folder, 'engine'));
    try {
      const { images } = await sampleLayout(store, folder);
      const env = { ...environment(), ...running.env };
      const ports = { exec, env, store, host: { os: 'linux', architecture: 'amd64' } };
      const loaded = await loadImage(images, { engine, names: ['example.com/api:v1', 'api'] }, ports);
      assert.equal(loaded.engine, engine);
      assert.equal(loaded.platform, 'linux/amd64');
      assert.equal(loaded.id, images[0]?.config.digest);
      const listed = await running.run(...list);
      assert.match(listed, /example\.com\/api/);
      const zstd = await zstdImage(store, folder);
      assert.equal(
        (await loadImage([zstd], { engine, names: ['example.com/zstd:v1'] }, ports)).id,
        zstd.config.digest,
        'zstd layers are no hindrance',
      );
      if (engine === 'containerd') return assert.match(loaded.notices.join(), /was not compared/);
      assert.deepEqual(loaded.notices, [], 'the engine says the same ID');
      const again = await loadImage(images, { engine, names: ['example.com/api:v1', 'api'] }, ports);
      assert.deepEqual([loaded.unchanged, again.unchanged], [false, true]);
      assert.ok(listed.includes(loaded.id));
      const { names, id } = await loadImage(images, { engine, names: [] }, ports);
      assert.deepEqual([names, id], [[], loaded.id], 'without a name too');
    } finally {
      await running.stop();
    }
  });
}
