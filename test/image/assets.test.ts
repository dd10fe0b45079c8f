import assert from 'node:assert/strict';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { collectAssets, placeAssets } from '../../src/image/assets.ts';
import { scratchBase } from '../../src/image/base/base.ts';
import type { TarEntry } from '../../src/image/tar.ts';
import { temporaryFolder } from './sample.ts';

/** Entries in short: path, and mode or target. */
function brief(entries: readonly TarEntry[]): string[] {
  return entries.map((entry) =>
    entry.type === 'symlink' ? `${entry.path} -> ${entry.target}` : `${entry.path} ${entry.mode.toString(8)}`,
  );
}

test("a folder's content goes below its place, with modes that do not follow from the umask", async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'web', '.git'), { recursive: true });
  await mkdir(join(folder, 'web', 'empty'), { mode: 0o700 });
  await writeFile(join(folder, 'web', 'index.html'), 'hi', { mode: 0o600 });
  await writeFile(join(folder, 'web', '.git', 'HEAD'), 'x');
  await writeFile(join(folder, 'web', 'run.sh'), 'x');
  await chmod(join(folder, 'web', 'run.sh'), 0o4710);
  await symlink('../index.html', join(folder, 'web', '.git', 'link'));
  assert.deepEqual(brief(await collectAssets([{ from: 'web', to: '/srv/web' }], folder)), [
    'srv/web 755',
    'srv/web/.git 755',
    'srv/web/.git/HEAD 644',
    'srv/web/.git/link -> ../index.html',
    'srv/web/empty 755',
    'srv/web/index.html 644',
    'srv/web/run.sh 755',
  ]);
  assert.deepEqual(
    brief(await collectAssets([{ from: join(folder, 'web', 'empty'), to: '/' }], '/nowhere')),
    [],
  );
});

test('a file goes to its place, or into it when that ends in a slash', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'a.yaml'), 'x');
  await symlink('a.yaml', join(folder, 'link'));
  const assets = [
    { from: 'a.yaml', to: '/etc/app.yaml' },
    { from: 'a.yaml', to: '/etc/app/' },
    { from: 'link', to: '/etc/linked' },
    { from: 'a.yaml', to: '/' },
  ];
  assert.deepEqual(brief(await collectAssets(assets, folder)), [
    'a.yaml 644',
    'etc/app.yaml 644',
    'etc/app/a.yaml 644',
    'etc/linked 644',
  ]);
});

test('all assets that cannot be taken are named at once', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'web', 'deep'), { recursive: true });
  await symlink('/etc/passwd', join(folder, 'web', 'absolute'));
  await symlink('../../secret', join(folder, 'web', 'deep', 'outside'));
  await symlink('../deep', join(folder, 'web', 'deep', 'inside'));
  await writeFile(join(folder, 'web', 'x'), '');
  const server = createServer().listen(join(folder, 'web', 'socket'));
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const assets = [
    { from: 'missing', to: '/missing' },
    { from: 'web', to: '/srv' },
    { from: 'web/x', to: '/srv/x' },
    { from: 'web/x', to: '/srv/deep' },
    { from: 'web/socket', to: '/socket' },
  ];
  await assert.rejects(collectAssets(assets, folder), (error: Error & { code: string }) => {
    assert.equal(error.code, 'E_CONFIG');
    const faults = error.message.split('\n').slice(1);
    assert.equal(faults.length, 7, error.message);
    for (const [text, count] of Object.entries({
      'missing does not exist': 1,
      'is a symlink to /etc/passwd': 1,
      'is a symlink to ../../secret': 1,
      'is a socket': 1,
      'two assets would become /srv/x': 1,
      'two assets would become /srv/deep': 1,
      'neither a file nor a folder': 1,
    })) {
      assert.equal(faults.filter((fault) => fault.includes(text)).length, count, text);
    }
    return true;
  });
});

test('an asset needs an absolute place', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'x'), '');
  for (const to of ['srv', '', './srv']) {
    await assert.rejects(collectAssets([{ from: 'x', to }], folder), {
      code: 'E_CONFIG',
      message: /cannot go to/,
    });
  }
});

test('assets give way to the executable and to what the base has', () => {
  const content = Buffer.from('x');
  const base = {
    ...scratchBase(),
    contents: {
      files: new Set(['/etc/passwd']),
      links: new Map<string, string>(),
      directories: new Map([['tmp', { mode: 0o1777 }]]),
      risks: [],
    },
  };
  const place = (path: string, type: 'file' | 'directory') =>
    placeAssets(
      [type === 'file' ? { type, path, mode: 0o644, content } : { type, path, mode: 0o755 }],
      base,
      '/usr/local/bin/api',
    );
  for (const [path, type] of [
    ['usr/local/bin/api', 'file'],
    ['usr/local/bin/api', 'directory'],
    ['usr/local/bin/api/x', 'file'],
    ['usr/local', 'file'],
    ['tmp', 'file'],
    ['etc/passwd', 'directory'],
  ] as const) {
    assert.throws(() => place(path, type), { code: 'E_CONFIG', message: new RegExp(`/${path}`) }, path);
  }
  assert.equal(place('usr/local', 'directory').length, 1);
  assert.equal(place('etc/passwd', 'file').length, 1, 'a file may replace a file');
  assert.deepEqual(place('tmp', 'directory'), [], "the base's own /tmp stays as it is");
});
