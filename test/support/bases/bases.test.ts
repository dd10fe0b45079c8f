import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startRegistry } from '../registry/real.ts';
import { folderOf } from '../temporary.ts';
import { lacks, output, runTool } from '../tools.ts';
import { type Family, families } from './base-image.ts';
import { debianLike } from './debian.ts';
import { distrolessLike } from './distroless.ts';
import { pushBase, writeBaseArchive, writeBaseLayout, writeDockerArchive } from './places.ts';

const makers = { distrolessLike, debianLike };
const each = Object.entries(makers);

describe('the bases that the tests build on', () => {
  for (const family of Object.keys(families) as Family[]) {
    test(`as ${family} images are valid to crane in a registry`, { skip: lacks('crane') }, async () => {
      const registry = await startRegistry();
      try {
        for (const [name, make] of each) {
          const reference = `${registry.host}/${name.toLowerCase()}:1`;
          const base = make(undefined, { family });
          await pushBase(base, reference);
          await output('crane', ['validate', '--remote', reference]);
          assert.equal((await output('crane', ['digest', reference])).trim(), base.root.digest);
          const raw = JSON.parse(await output('crane', ['manifest', '--platform=linux/arm64', reference]));
          assert.equal(raw.layers[0].mediaType, families[family].layer);
        }
      } finally {
        await registry.stop();
      }
    });
  }

  test('are read by skopeo from layouts and archives', { skip: lacks('skopeo') }, async (t) => {
    const folder = await folderOf(t);
    for (const [name, make] of each) {
      const base = make(undefined, { attestations: true });
      const places = [
        `oci:${await writeBaseLayout(base, join(folder, name), 'v1')}:v1`,
        `oci-archive:${await writeBaseArchive(base, join(folder, `${name}.oci.tar`))}`,
        `docker-archive:${await writeDockerArchive(base, 'linux/amd64', join(folder, `${name}.tar`), ['a/b:1'])}`,
      ];
      for (const place of places) {
        const config = JSON.parse(await output('skopeo', ['inspect', '--config', place]));
        assert.deepEqual(
          config.rootfs.diff_ids,
          base.parts[0]?.layers.map(({ diffId }) => diffId),
          place,
        );
      }
    }
  });

  test('are unpacked by umoci', { skip: lacks('umoci', 'skopeo') }, async (t) => {
    const folder = await folderOf(t);
    for (const [name, make] of each) {
      const layout = await writeBaseLayout(make(['linux/amd64']), join(folder, name));
      const single = join(folder, `${name}-single`);
      await output('skopeo', ['--insecure-policy', 'copy', `oci:${layout}`, `oci:${single}:v1`]);
      const bundle = join(folder, `${name}-bundle`);
      const rootless = process.getuid?.() === 0 ? [] : ['--rootless'];
      const unpacked = await runTool('umoci', ['unpack', ...rootless, '--image', `${single}:v1`, bundle]);
      assert.equal(unpacked.status, 0, unpacked.stderr);
    }
  });
});
