import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { lacksRoot } from '../support/tools.ts';
import { helloCheckout, snapshot, temporaryFolders } from '../support/workspace.ts';

const native = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;

/** Runs an action with a real file system of that size, in memory. */
async function withSmallDisk(path: string, size: string, action: () => Promise<void>): Promise<void> {
  await mkdir(path);
  const mounted = await exec({ file: 'mount', args: ['-t', 'tmpfs', '-o', `size=${size}`, 'none', path] });
  assert.equal(mounted.status, 0, mounted.stderr);
  try {
    await action();
  } finally {
    await exec({ file: 'umount', args: ['--lazy', path] });
  }
}

test('a full output disk ends the build with E_IO, and leaves nothing half-written', {
  skip: lacksRoot(),
}, async (t) => {
  const work = await temporaryFolders((action) => t.after(action))();
  const hello = await helloCheckout(join(work, 'hello'));
  const disk = join(work, 'disk');
  await withSmallDisk(disk, '1m', async () => {
    for (const output of [`oci:${disk}/layout`, `oci-archive:${disk}/image.tar`, `bin:${disk}/bin`]) {
      const args = [
        'build',
        hello,
        '--platform',
        native,
        '--output',
        output,
        '--cache-dir',
        join(work, 'cache'),
      ];
      const { status, stderr } = await slipway(args);
      assert.equal(status, 3, `${output}: ${stderr}`);
      assert.match(stderr, /^error E_IO: .*ENOSPC/m);
      assert.match(stderr, /the disk is full/);
      assert.deepEqual(await filesIn(disk), [], output);
    }
  });
});

test('a full cache disk ends the build with an error about space, and the output stays away', {
  skip: lacksRoot(),
}, async (t) => {
  const work = await temporaryFolders((action) => t.after(action))();
  const hello = await helloCheckout(join(work, 'hello'));
  const cache = join(work, 'cache');

  const output = join(work, 'layout');
  const args = ['build', hello, '--platform', native, '--output', `oci:${output}`];
  await withSmallDisk(cache, '2m', async () => {
    const { status, stderr } = await slipway([...args, '--cache-dir', cache]);
    assert.ok(status === 2 || status === 3, stderr);
    assert.match(stderr, /the disk is full|no space left on device/);
    assert.ok(!(await readdir(work)).includes('layout'));
  });
  await slipwayOk([...args, '--cache-dir', join(work, 'larger')]);
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = Object.entries(await snapshot(folder));
  return entries.filter(([, what]) => !what.startsWith('folder')).map(([path]) => path);
}
