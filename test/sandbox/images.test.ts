import assert from 'node:assert/strict';
import { lstat, readdir, readFile, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { chooseImage } from '../../src/image/choose-image.ts';
import { readTree } from '../../src/image/image-tree.ts';
import { openLayout } from '../../src/image/source/layout.ts';
import { type ImageRoot, imageRoot } from '../../src/sandbox/root/image-root.ts';
import { baseEntries, type Entry, makeLayout, type Twist } from '../support/make-layout.ts';
import { pathWithTools, trial, trialProgramPath } from '../support/sandbox-run.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks, lacksRoot } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

/** The file tree of a made image, as the sandbox writes it. */
async function rootOf(t: TestContext, twist: Twist): Promise<ImageRoot> {
  const directory = await folderOf(t);
  await makeLayout(directory, twist);
  const store = openBlobStore(await folderOf(t));
  const source = await openLayout(directory, undefined, store);
  const tree = await readTree(source.root, source.document);
  const image = await chooseImage(tree, { os: 'linux', architecture: 'amd64' }, source.document);
  const root = await imageRoot(source, image, store, undefined);
  t.after(() => root.remove());
  return root;
}

describe("an image's file tree as a folder", { skip: lacksRoot() }, () => {
  test('has owners, modes, links and hard links as the layers say, and nothing that they took away', async (t) => {
    const { root, notes } = await rootOf(t, {
      base: [
        ...baseEntries,
        { path: 'gone', content: 'x' },
        { path: 'old/' },
        { path: 'old/file', content: 'x' },
      ],
      top: [
        { path: '.wh.gone' },
        { path: 'old/.wh..wh..opq' },
        { path: 'old/new', content: 'new', uid: 12, gid: 13, mode: 0o640 },
        { path: 'same', type: '1', link: 'old/new' },
        { path: 'link', type: '2', link: '/old/new' },
        { path: 'closed/', mode: 0o700, uid: 65532, gid: 65532 },
      ],
    });
    assert.deepEqual(notes, []);
    assert.deepEqual((await readdir(root)).sort(), [
      'closed',
      'dev',
      'etc',
      'link',
      'old',
      'proc',
      'same',
      'tmp',
    ]);
    assert.deepEqual(await readdir(join(root, 'old')), ['new']);
    const file = await lstat(join(root, 'old/new'));
    assert.deepEqual([file.uid, file.gid, file.mode & 0o7777], [12, 13, 0o640]);
    assert.equal((await lstat(join(root, 'same'))).ino, file.ino);
    assert.equal(await readlink(join(root, 'link')), '/old/new');
    const closed = await lstat(join(root, 'closed'));
    assert.deepEqual([closed.uid, closed.mode & 0o7777], [65532, 0o700]);
    assert.equal(await readFile(join(root, 'etc/hosts'), 'utf8'), '127.0.0.1 localhost\n::1 localhost\n');
  });

  test('a hostile image writes nothing outside of it', async (t) => {
    const outside = await folderOf(t);
    await symlink(outside, join(outside, 'self'));
    const { root } = await rootOf(t, {
      base: [
        { path: 'tmp', type: '2', link: outside },
        { path: 'etc', type: '2', link: outside },
        { path: 'up', type: '2', link: '../../../../../../..' },
        { path: 'proc', type: '2', link: outside },
      ],
      top: [
        { path: 'tmp/one', content: 'x' },
        { path: 'etc/two', content: 'x' },
        { path: `up${outside}/three`, content: 'x' },
        { path: `../..${outside}/four`, content: 'x' },
        { path: 'hard', type: '1', link: `${outside}/self` },
      ],
    });
    assert.deepEqual(await readdir(outside), ['self']);
    assert.equal(await readlink(join(root, 'tmp')), outside);
  });
});

describe('slipway run IMAGE', { skip: lacks('runc', 'qemu-aarch64') || lacksRoot() }, () => {
  const folder = temporaryFolders(after);
  let path = '';
  before(async () => {
    path = await pathWithTools(await folder(), 'runc');
  });

  async function layoutOf(more: readonly Entry[] = [], config: Readonly<Record<string, unknown>> = {}) {
    const directory = await folder();
    const program = { path: 'app', mode: 0o755, content: await readFile(trialProgramPath()) };
    await makeLayout(directory, {
      top: [program, ...more],
      config: { '/config/Entrypoint': ['/app'], '/config/WorkingDir': '/', ...config },
    });
    return directory;
  }

  test('its exposed port makes it a server, which is asked there', async () => {
    const ran = await trial([await layoutOf(), '--sandbox', 'runc'], path);
    assert.deepEqual(ran.notPassed, []);
    assert.match(ran.tried.guess ?? '', /exposes port 8080/);
    assert.match(ran.verdict('health').detail, /^connected after/);
    assert.equal(ran.tried.user, '65532:65532');
  });

  test('it runs with its own words, variables, folder and user, which a contract adds to', async () => {
    const directory = await layoutOf([{ path: 'work/', uid: 1234, gid: 0 }], {
      '/config/Cmd': ['exits'],
      '/config/User': '1234',
      '/config/WorkingDir': '/work',
    });
    const own = await trial([directory, '--sandbox', 'runc'], path);
    assert.match(own.verdict('starts').detail, /gives up/);
    assert.equal(own.tried.user, '1234:0');
    const asked = await trial([directory, '--sandbox', 'runc', '--smoke', '--version'], path);
    assert.deepEqual(asked.notPassed, []);
  });

  test('one that says it runs as root is told, and is no reason to refuse it', async () => {
    const directory = await layoutOf([], { '/config/User': '' });
    const ran = await trial([directory, '--sandbox', 'runc', '--smoke', '--version'], path);
    assert.deepEqual([ran.notPassed, ran.status], [['non-root: fail'], 0]);
    assert.match(ran.verdict('non-root').detail, /says that it runs as root/);
  });

  test('one for another machine runs by qemu where that is there, and otherwise it is said that it did not run', async () => {
    const program = trialProgramPath('arm64');
    const args = [program, '--sandbox', 'runc', '--smoke', '--version'];
    const with_ = await trial(args, await pathWithTools(await folder(), 'runc', 'qemu-aarch64'));
    assert.equal(with_.tried.emulated, true);
    assert.deepEqual(with_.notPassed, []);
    const without = await trial(args, path);
    assert.equal(without.verdict('starts').status, 'skip');
    assert.match(without.verdict('starts').detail, /not run: there is no qemu-aarch64-static on PATH/);
    assert.ok('notRun' in without.result.sandbox);
    assert.equal(without.status, 0);
  });

  test('a server for another machine does by qemu what it does as it is; what qemu hides of SIGTERM is no fault of its own', async () => {
    const smoke = ['--smoke', '{"args": ["leaves-sigterm-alone"], "tcp": 8080, "stop-within": "200ms"}'];
    const withEmulator = await pathWithTools(await folder(), 'runc', 'qemu-aarch64');
    const plain = await trial([trialProgramPath('arm64'), '--sandbox', 'process', ...smoke], withEmulator);
    assert.deepEqual(
      [plain.verdict('health').status, plain.verdict('stops').status],
      ['pass', 'pass'],
      JSON.stringify(plain.result.verdicts),
    );
    const contained = await trial([trialProgramPath('arm64'), '--sandbox', 'runc', ...smoke], withEmulator);
    assert.deepEqual(contained.notPassed, ['stops: skip']);
    assert.match(contained.verdict('stops').detail, /under qemu/);
  });

  test('a program without a contract that ends with a status is a warning that says how to write one', async () => {
    const directory = await layoutOf([], { '/config/Cmd': ['exits'], '/config/ExposedPorts': undefined });
    const ran = await trial([directory, '--sandbox', 'runc'], path);
    assert.deepEqual(
      [ran.verdict('starts').status, ran.verdict('starts').severity, ran.status],
      ['fail', 'warn', 0],
    );
    assert.match(ran.verdict('starts').detail, /nothing says whether that is right.*--smoke '--version'/);
  });
});
