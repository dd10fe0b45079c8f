import assert from 'node:assert/strict';
import { readdir, rm, utimes } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BuildCachePlan,
  parseRestoredState,
  type RestoredState,
  restoreBuildCache,
  saveBuildCache,
} from '../../src/cache/build-cache.ts';
import type { RemoteCache, RestoreOutcome, SaveOutcome } from '../../src/cache/remote-cache.ts';
import { edit } from '../support/edits.ts';
import { folderOf } from '../support/temporary.ts';

const packages = 'p'.repeat(6400);
const before = {
  'mod/example.com/a/@v/v1.0.0.zip': 'a',
  'mod/sumdb/sum.golang.org/tile/8/0/000': 'tile',
  'go-build/00/00aa-a': 'action',
  'go-build/00/00aa-d': packages,
  'go-build/trim.txt': '1',
  'slipway/toolchain/go1.26.8.linux-amd64/bin/go': 'go',
};

/** A service that answers as told, does what `during` says meanwhile, and notes what it was asked. */
function remote(
  answers: { restore?: RestoreOutcome; save?: SaveOutcome },
  during: () => Promise<void> = async () => undefined,
): RemoteCache & { readonly saved: string[] } {
  const saved: string[] = [];
  return {
    saved,
    restore: async () => {
      await during();
      return answers.restore ?? { kind: 'nothing' };
    },
    save: async (_paths, key) => {
      saved.push(key);
      return answers.save ?? { kind: 'saved' };
    },
  };
}

async function planned(t: TestContext, mayWrite = true): Promise<{ root: string; plan: BuildCachePlan }> {
  const root = await folderOf(t, before);
  // The clock of a file system is a little behind.
  await pause(30);
  const plan = {
    key: 'k-2',
    prefixes: ['k-'],
    folders: [
      { kind: 'modules' as const, path: join(root, 'mod') },
      { kind: 'packages' as const, path: join(root, 'go-build') },
      { kind: 'toolchains' as const, path: join(root, 'slipway', 'toolchain') },
    ],
    mayWrite,
  };
  return { root, plan };
}

async function restored(plan: BuildCachePlan, restore?: RestoreOutcome): Promise<RestoredState> {
  const cache = remote(restore === undefined ? {} : { restore });
  const { state } = await restoreBuildCache(plan, cache, () => Date.now() - 15);
  const read = parseRestoredState(JSON.stringify(state));
  assert.deepEqual(read, state, 'the state does not survive JSON');
  return state;
}

const news: Readonly<Record<string, string>> = {
  'a module': 'mod/example.com/a/@v/v1.1.0.zip',
  'a compiled package': 'go-build/7f/7f00-d',
  'a toolchain': 'slipway/toolchain/go1.27.0.linux-amd64/bin/go',
};
for (const [what, path] of Object.entries(news)) {
  test(`${what} that is new is worth saving, once and under the run's own key`, async (t) => {
    const { root, plan } = await planned(t);
    const state = await restored(plan, { kind: 'restored', key: 'k-1' });
    await edit(root, { [path]: 'n'.repeat(200) });
    const cache = remote({});
    assert.deepEqual(await saveBuildCache(state, cache), { kind: 'saved', key: 'k-2' });
    assert.deepEqual(cache.saved, ['k-2']);
  });
}

test('entries that go only used again are nothing new', async (t) => {
  const { root, plan } = await planned(t);
  const state = await restored(plan);
  await utimes(join(root, 'go-build', '00', '00aa-d'), new Date(), new Date());
  await rm(join(root, 'go-build', '00', '00aa-a'));
  assert.deepEqual(await saveBuildCache(state, remote({})), { kind: 'not-needed' });
});

test('a build that brought little is not saved: a small package, locks, trimming times and checksum tiles', async (t) => {
  const { root, plan } = await planned(t);
  const state = await restored(plan);
  await edit(root, {
    'go-build/trim.txt': '2',
    'go-build/7f/7f00-d': 'go index v2',
    'mod/sumdb/sum.golang.org/tile/8/0/001': 'tile',
    'mod/example.com/a/@v/list': 'v1.0.0',
    'slipway/toolchain/go1.27.0.linux-amd64.lock': '',
    'slipway/toolchain/work-12-ab/x': '',
  });
  const cache = remote({});
  assert.deepEqual(await saveBuildCache(state, cache), { kind: 'not-needed' });
  assert.deepEqual(cache.saved, []);
});

const inVain: readonly [string, RestoreOutcome][] = [
  ['when the very key was restored', { kind: 'restored', key: 'k-2' }],
  ['when the service was down before the build', { kind: 'unavailable', reason: 'down' }],
  ['without a cache service', { kind: 'absent' }],
];
for (const [when, outcome] of inVain) {
  test(`nothing is saved ${when}`, async (t) => {
    const { root, plan } = await planned(t);
    const state = await restored(plan, outcome);
    await edit(root, { 'go-build/7f/7f00-d': packages });
    const cache = remote({});
    assert.deepEqual(await saveBuildCache(state, cache), { kind: 'not-needed' });
    assert.deepEqual(cache.saved, []);
  });
}

test('a run that may only read saves nothing', async (t) => {
  const { root, plan } = await planned(t, false);
  const state = await restored(plan);
  await edit(root, { 'go-build/7f/7f00-d': packages });
  const cache = remote({});
  await saveBuildCache(state, cache);
  assert.deepEqual(cache.saved, []);
});

test('cache-hit is said of the very key only', async (t) => {
  const { plan } = await planned(t);
  const hitOf = async (restore: RestoreOutcome) =>
    (await restoreBuildCache(plan, remote({ restore }), Date.now)).hit;
  assert.equal(await hitOf({ kind: 'restored', key: 'k-2' }), true);
  assert.equal(await hitOf({ kind: 'restored', key: 'k-1' }), false);
  assert.equal(await hitOf({ kind: 'nothing' }), false);
});

test('a service that is down costs one notice; one that is not there costs none', async (t) => {
  const { plan } = await planned(t);
  const noticeOf = async (restore: RestoreOutcome) =>
    (await restoreBuildCache(plan, remote({ restore }), Date.now)).notice;
  assert.equal(await noticeOf({ kind: 'unavailable', reason: 'down' }), 'the cache is not used: down');
  assert.equal(await noticeOf({ kind: 'absent' }), undefined);
  assert.equal(await noticeOf({ kind: 'nothing' }), undefined);
});

test('a save that fails is a notice, and one that another job did is none', async (t) => {
  const { root, plan } = await planned(t);
  const state = await restored(plan);
  await edit(root, { 'go-build/7f/7f00-d': packages });
  const failed = await saveBuildCache(state, remote({ save: { kind: 'failed', reason: 'over 10 GB' } }));
  assert.deepEqual(failed, { kind: 'failed', notice: 'the cache could not be saved: over 10 GB' });
  assert.deepEqual(await saveBuildCache(state, remote({ save: { kind: 'exists' } })), { kind: 'not-needed' });
});

test('what a restore wrote before it broke off is removed, toolchains whole, and the rest stays', async (t) => {
  const { root, plan } = await planned(t);
  await edit(root, { 'slipway/toolchain/go1.25.0.linux-amd64/bin/go': 'go' });
  // What is older than two seconds stays; here the clock of the restore is that much ahead.
  const border = Date.now() + 20;
  await pause(40);
  const cache = remote({ restore: { kind: 'failed', reason: 'tar failed' } }, async () => {
    await edit(root, {
      'mod/example.com/b/@v/v1.0.0.zip': 'half',
      'go-build/00/00aa-a': 'half',
      'go-build/00/00aa-d': 'half',
      'slipway/toolchain/go1.26.8.linux-amd64/bin/gofmt': 'half',
      'slipway/toolchain/go1.27.0.linux-amd64/bin/go': 'half',
    });
  });
  const { notice } = await restoreBuildCache(plan, cache, () => border + 2000);
  assert.equal(notice, 'the cache could not be restored: tar failed');
  const left = await readdir(root, { recursive: true, withFileTypes: true });
  const files = left.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  assert.deepEqual(files.map((file) => relative(root, file).split(sep).join('/')).sort(), [
    'go-build/trim.txt',
    'mod/example.com/a/@v/v1.0.0.zip',
    'mod/sumdb/sum.golang.org/tile/8/0/000',
    'slipway/toolchain/go1.25.0.linux-amd64/bin/go',
  ]);
});

test('a state that is not one of ours, or none, means that there is nothing to save', () => {
  for (const text of ['', '{}', '[]', 'x', '{"key":"k","since":1,"folders":[{"kind":"x","path":"/"}]}'])
    assert.equal(parseRestoredState(text), undefined);
});
