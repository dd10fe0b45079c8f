import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findKeptSize, type KeptSize } from '../../src/cache/kept-sizes.ts';
import type { RestoreOutcome } from '../../src/cache/remote-cache.ts';
import { sizeKey } from '../../src/cache/size-key.ts';
import { folderOf } from '../support/temporary.ts';

const main = { what: 'api', branch: 'main' };
const commit = '0123456789abcdef0123456789abcdef01234567';
const key = sizeKey(main, commit);

/** What is found where the service unpacks an entry as `fill` does. */
async function found(
  t: TestContext,
  fill: (path: string, folder: string) => Promise<void>,
  outcome: RestoreOutcome = { kind: 'restored', key },
): Promise<KeptSize> {
  const folder = await folderOf(t);
  return findKeptSize(main, commit, folder, {
    restore: async ([name = '']) => {
      await fill(join(folder, name), folder);
      return outcome;
    },
    save: async () => ({ kind: 'absent' }),
  });
}

test('what an entry holds is given as it is, with the commit of its key', async (t) => {
  const kept = await found(t, (path) => writeFile(path, 'sizes'));
  assert.deepEqual(kept, { kind: 'found', key, commit, content: Buffer.from('sizes') });
});

test('an entry that is no file of a snapshot’s length is damaged, and nothing else is read through it', async (t) => {
  const why = 'it does not hold what Slipway keeps';
  const contents: Readonly<Record<string, (path: string, folder: string) => Promise<void>>> = {
    nothing: async () => undefined,
    'another file': (_, folder) => writeFile(join(folder, 'other.json'), 'sizes'),
    'a folder': async (path) => void (await mkdir(path)),
    'a link to a file of the machine': (path) => symlink('/etc/hostname', path),
    'a link to a file of its own': async (path, folder) => {
      await writeFile(join(folder, 'real'), 'sizes');
      await symlink('real', path);
    },
    'a device that never ends': (path) => symlink('/dev/zero', path),
    'nine million bytes': (path) => writeFile(path, Buffer.alloc(9_000_000)),
  };
  for (const [what, fill] of Object.entries(contents)) {
    assert.deepEqual(await found(t, fill), { kind: 'damaged', key, why }, what);
  }
});

test('an entry whose key names no commit is damaged', async (t) => {
  const odd = `${key}-2`;
  const kept = await found(t, (path) => writeFile(path, 'sizes'), { kind: 'restored', key: odd });
  assert.deepEqual(kept, { kind: 'damaged', key: odd, why: 'its key names no commit' });
});

test('a service that has nothing, that is not there and that fails are told apart', async (t) => {
  const none = async () => undefined;
  assert.deepEqual(await found(t, none, { kind: 'nothing' }), { kind: 'nothing' });
  assert.deepEqual(await found(t, none, { kind: 'absent' }), { kind: 'nothing' });
  for (const kind of ['unavailable', 'failed'] as const) {
    assert.deepEqual(await found(t, none, { kind, reason: 'it rains' }), {
      kind: 'unavailable',
      why: 'it rains',
    });
  }
});
