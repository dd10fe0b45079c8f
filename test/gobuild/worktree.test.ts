import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, realpath, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Worktree, withWorktree } from '../../src/gobuild/worktree.ts';
import { exec } from '../../src/support/exec.ts';
import { exists } from '../../src/support/files.ts';
import { quietEnvironment } from '../support/build-run.ts';
import { commitEdits, stateOf } from '../support/pull-request.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll, git } from '../support/workspace.ts';

interface Checkout {
  readonly root: string;
  readonly first: string;
  readonly cacheDirectory: string;
}

/** Two commits; the second is checked out, and a file of it is edited. */
async function checkout(t: TestContext): Promise<Checkout> {
  const root = await folderOf(t, { 'app/a.txt': 'first', 'top.txt': '' });
  const first = await commitAll(root, 'v1.0.0');
  await commitEdits(root, { 'app/a.txt': 'second', 'later/b.txt': '' }, 'Second');
  await writeFile(join(root, 'app', 'a.txt'), 'edited');
  return { root, first, cacheDirectory: await folderOf(t) };
}

interface Options {
  readonly commit?: string;
  readonly directory?: string;
  readonly signal?: AbortSignal;
  readonly env?: Record<string, string>;
}

function within<T>(
  { root, first, cacheDirectory }: Checkout,
  work: (tree: Worktree) => Promise<T>,
  { commit = first, directory = join(root, 'app'), signal = new AbortController().signal, env }: Options = {},
): Promise<T> {
  return withWorktree(
    { directory, commit, cacheDirectory },
    { exec: (command) => exec({ ...command, signal }), env: env ?? quietEnvironment(), signal },
    work,
  );
}

/** What is still in the cache folder. */
function left({ cacheDirectory }: Checkout): Promise<readonly string[]> {
  return readdir(join(cacheDirectory, 'worktrees'));
}

test('a commit lies beside the checkout for the time of one call, and nothing of the checkout moves', async (t) => {
  const place = await checkout(t);
  const before = await stateOf(place.root);
  const text = await within(place, async ({ moved, notices }) => {
    const folder = moved(join(place.root, 'app'));
    assert.ok(folder.startsWith(await realpath(place.cacheDirectory)), folder);
    assert.equal(await git(folder, 'rev-parse', 'HEAD'), place.first);
    assert.equal(await git(folder, 'rev-parse', '--show-prefix'), 'app/');
    assert.equal(await git(folder, 'status', '--porcelain'), '');
    assert.equal(await exists(moved(join(place.root, 'later'))), false);
    assert.deepEqual(notices, []);
    return readFile(join(folder, 'a.txt'), 'utf8');
  });
  assert.equal(text, 'first');
  assert.deepEqual(await stateOf(place.root), before);
  assert.deepEqual(await left(place), []);
});

test('paths in the checkout have their place there, also by a link; others stay where they are', async (t) => {
  const place = await checkout(t);
  const link = join(await folderOf(t), 'link');
  await symlink(place.root, link);
  await within(
    place,
    async ({ moved }) => {
      const app = moved(join(place.root, 'app'));
      assert.equal(moved(join(link, 'app')), app);
      assert.equal(moved(place.root), join(app, '..'));
      for (const other of ['/etc/x', `${place.root}-2/x`, join(place.root, '..')]) {
        assert.equal(moved(other), other);
      }
    },
    { directory: join(link, 'app') },
  );
});

test('what fails in it takes it away', async (t) => {
  const place = await checkout(t);
  const before = await stateOf(place.root);
  await assert.rejects(
    within(place, async ({ moved, scratch }) => {
      await writeFile(join(moved(place.root), 'new.txt'), '');
      await writeFile(join(scratch, 'result'), '');
      throw new Error('no');
    }),
    /^Error: no$/,
  );
  assert.deepEqual(await stateOf(place.root), before);
  assert.deepEqual(await left(place), []);
});

test('an interruption takes it away, while it is made and while it is used', async (t) => {
  const place = await checkout(t);
  const before = await stateOf(place.root);
  const early = new AbortController();
  const slow = await folderOf(t, {
    // Takes its time where git checks files out.
    attributes: '*.txt filter=slow\n',
    slow: '#!/bin/sh\nsleep 5\ncat\n',
  });
  const env = {
    ...quietEnvironment(),
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'core.attributesFile',
    GIT_CONFIG_VALUE_0: join(slow, 'attributes'),
    GIT_CONFIG_KEY_1: 'filter.slow.smudge',
    GIT_CONFIG_VALUE_1: `sh ${join(slow, 'slow')}`,
  };
  const making = within(place, async () => 'made', { signal: early.signal, env });
  // The first file is being written.
  const begun = async (): Promise<boolean> =>
    (await readdir(place.cacheDirectory, { recursive: true })).some((path) => path.endsWith('index.lock'));
  while (!(await begun())) await sleep(5);
  early.abort(new Error('stop'));
  await assert.rejects(making, /^Error: stop$/);
  assert.deepEqual(await left(place), []);

  const late = new AbortController();
  const using = within(
    place,
    async ({ moved }) => {
      late.abort(new Error('halt'));
      return exec({ file: 'sleep', args: ['9'], cwd: moved(place.root), signal: late.signal });
    },
    { signal: late.signal },
  );
  await assert.rejects(using, /^Error: halt$/);
  assert.deepEqual(await left(place), []);
  assert.deepEqual(await stateOf(place.root), before);
});

test('what a killed run left at its place is no obstacle, and goes', async (t) => {
  const place = await checkout(t);
  const root = await within(place, async ({ moved }) => moved(place.root));
  await mkdir(join(root, '.git'), { recursive: true });
  await writeFile(join(root, '.git', 'index.lock'), '');
  await writeFile(join(root, 'half'), '');
  await within(place, async ({ moved }) => {
    assert.equal(await git(moved(place.root), 'rev-parse', 'HEAD'), place.first);
    assert.equal(await git(moved(place.root), 'status', '--porcelain'), '');
  });
  assert.deepEqual(await left(place), []);
});

test("tags are the repository's, and its HEAD is its own", async (t) => {
  const place = await checkout(t);
  const head = await git(place.root, 'rev-parse', 'HEAD');
  await within(place, async ({ moved }) => {
    const tree = moved(place.root);
    assert.equal(await git(tree, 'tag', '--list'), 'v1.0.0');
    await git(tree, 'reset', '--quiet', '--hard', head);
    assert.equal(await git(place.root, 'rev-parse', 'HEAD'), head);
    assert.match(await git(place.root, 'status', '--porcelain'), /^M app\/a\.txt$/);
  });
});

test('in a checkout that is itself a linked work tree it is as there: .git is a file', async (t) => {
  const place = await checkout(t);
  const linked = join(await folderOf(t), 'linked');
  await git(place.root, 'worktree', 'add', '--quiet', '--detach', linked, 'HEAD');
  for (const [root, isFile] of [
    [linked, true],
    [place.root, false],
  ] as const) {
    const before = await stateOf(place.root);
    await within(
      place,
      async ({ moved }) => {
        const dotGit = await stat(moved(join(root, '.git')));
        assert.equal(dotGit.isFile(), isFile);
        assert.equal(await git(moved(join(root, 'app')), 'rev-parse', 'HEAD'), place.first);
        assert.equal(await git(moved(join(root, 'app')), 'status', '--porcelain'), '');
      },
      { directory: join(root, 'app') },
    );
    assert.deepEqual(await stateOf(place.root), before);
  }
});

test('two runs at once have it one after the other', async (t) => {
  const place = await checkout(t);
  let inside = 0;
  const one = () =>
    within(place, async () => {
      inside += 1;
      assert.equal(inside, 1);
      await sleep(100);
      inside -= 1;
    });
  await Promise.all([one(), one()]);
  assert.deepEqual(await left(place), []);
});

test('a cache folder in the checkout does not put it there', async (t) => {
  const place = await checkout(t);
  const cacheDirectory = join(place.root, '.cache');
  const at = await within({ ...place, cacheDirectory }, async ({ moved }) => {
    const root = moved(place.root);
    // Nobody else has the folder, so a run that is killed leaves no lock beside it.
    const folder = dirname(root);
    const beside = (await readdir(dirname(folder))).filter((name) => name.startsWith(basename(folder)));
    assert.deepEqual(beside, [basename(folder)]);
    return root;
  });
  assert.ok(!at.startsWith(place.root), at);
  assert.equal(await exists(dirname(at)), false);
});

test('no hook of the repository runs', async (t) => {
  const place = await checkout(t);
  const ran = join(place.root, '.git', 'ran');
  for (const name of ['post-checkout', 'reference-transaction', 'post-index-change']) {
    const hook = join(place.root, '.git', 'hooks', name);
    await writeFile(hook, `#!/bin/sh\necho ${name} >> ${ran}\n`, { mode: 0o755 });
  }
  await within(place, async () => {});
  assert.equal(await exists(ran), false);
  await git(place.root, 'switch', '--quiet', '--detach');
  assert.equal(await exists(ran), true, 'the hooks are such as git runs');
});

/** A repository with a submodule, cloned with or without it. */
async function withSubmodule(t: TestContext, initialised: boolean): Promise<Checkout> {
  const inner = await folderOf(t, { 'in.txt': 'inner' });
  await commitAll(inner, 'v1.0.0');
  const upstream = await folderOf(t, { 'a.txt': '' });
  await commitAll(upstream, 'v1.0.0');
  const allowed = ['-c', 'protocol.file.allow=always'];
  await git(upstream, ...allowed, 'submodule', '--quiet', 'add', `file://${inner}`, 'sub');
  const first = await commitEdits(upstream, {}, 'Submodule');
  await commitEdits(upstream, { 'a.txt': 'later' }, 'Later');
  const root = join(await folderOf(t), 'clone');
  const how = initialised ? ['--recurse-submodules'] : [];
  await git('/', ...allowed, 'clone', '--quiet', ...how, `file://${upstream}`, root);
  return { root, first, cacheDirectory: await folderOf(t) };
}

test('submodules are there when the checkout has them, and said when not', async (t) => {
  const env = { ...quietEnvironment(), GIT_ALLOW_PROTOCOL: 'file' };
  for (const initialised of [true, false]) {
    const place = await withSubmodule(t, initialised);
    const before = await stateOf(place.root);
    await within(
      place,
      async ({ moved, notices }) => {
        assert.equal(await exists(moved(join(place.root, 'sub', 'in.txt'))), initialised);
        assert.match(notices.join('\n'), initialised ? /^$/ : /^submodules are empty in the commit/);
      },
      { directory: place.root, env },
    );
    assert.deepEqual(await stateOf(place.root), before);
    assert.deepEqual(await left(place), []);
  }
});

test('submodules that cannot be had are said', async (t) => {
  const place = await withSubmodule(t, true);
  await within(
    place,
    async ({ notices }) => assert.match(notices.join('\n'), /cannot be had: .*transport 'file' not allowed/s),
    { directory: place.root },
  );
});

test('in a checkout that is itself a submodule the files go to their place beside it', async (t) => {
  const { root, cacheDirectory } = await withSubmodule(t, true);
  const sub = join(root, 'sub');
  const first = await git(sub, 'rev-parse', 'HEAD');
  assert.notEqual(await git(sub, 'config', 'core.worktree'), '');
  await writeFile(join(sub, 'in.txt'), 'edited');
  const before = await git(sub, 'status', '--porcelain');
  await within(
    { root: sub, first, cacheDirectory },
    async ({ moved }) => {
      assert.equal(await readFile(moved(join(sub, 'in.txt')), 'utf8'), 'inner');
      assert.equal(await git(moved(sub), 'status', '--porcelain'), '');
    },
    { directory: sub },
  );
  assert.equal(await readFile(join(sub, 'in.txt'), 'utf8'), 'edited');
  assert.equal(await git(sub, 'status', '--porcelain'), before);
});

test('of a clone without contents those of the commit are fetched', async (t) => {
  const from = await checkout(t);
  await git(from.root, 'config', 'uploadpack.allowFilter', 'true');
  const root = join(await folderOf(t), 'clone');
  await git('/', 'clone', '--quiet', '--filter=blob:none', `file://${from.root}`, root);
  const place = { ...from, root };
  const before = await stateOf(root);
  await within(place, async ({ moved }) => {
    assert.equal(await readFile(moved(join(root, 'app', 'a.txt')), 'utf8'), 'first');
  });
  assert.deepEqual(await stateOf(root), before);
});

test('a commit that is not here is refused, and nothing is left', async (t) => {
  const place = await checkout(t);
  const gone = '0123456789'.repeat(4);
  const { message } = await refusal(() => within(place, async () => {}, { commit: gone }), 'E_IO');
  assert.match(message, new RegExp(`^git cannot check out commit ${gone}: fatal: `));
  assert.deepEqual(await left(place), []);
});
