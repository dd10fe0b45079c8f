import assert from 'node:assert/strict';
import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkSource } from '../../src/gobuild/source-check.ts';
import { readVcs, webAddress } from '../../src/gobuild/version-control.ts';
import { exec } from '../../src/support/exec.ts';
import { hello, machine, originOf, portsOf, quietEnvironment, requestOf } from '../support/build-run.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll, git } from '../support/workspace.ts';

const addresses: readonly (readonly [remote: string, address: string | undefined])[] = [
  ['https://github.com/acme/api', 'https://github.com/acme/api'],
  ['https://github.com/acme/api.git', 'https://github.com/acme/api'],
  ['https://github.com/acme/api/', 'https://github.com/acme/api'],
  ['https://user:secret@git.example.com/acme/api.git', 'https://git.example.com/acme/api'],
  ['https://ghp_secret@github.com/acme/api', 'https://github.com/acme/api'],
  ['http://git.example.com/acme/api', 'https://git.example.com/acme/api'],
  ['ssh://git@git.example.com/acme/api.git', 'https://git.example.com/acme/api'],
  ['ssh://git@git.example.com:7999/acme/api.git', 'https://git.example.com/acme/api'],
  ['git+ssh://git@git.example.com/acme/api', 'https://git.example.com/acme/api'],
  ['git://git.example.com/acme/api.git', 'https://git.example.com/acme/api'],
  ['git@github.com:acme/api.git', 'https://github.com/acme/api'],
  ['github.com:acme/api.git', 'https://github.com/acme/api'],
  ['org-1234@github.com:acme/api.git', 'https://github.com/acme/api'],
  ['/srv/git/api.git', undefined],
  ['../api', undefined],
  ['file:///srv/git/api.git', undefined],
  ['C:\\git\\api', undefined],
  ['C:/git/api', undefined],
  ['nonsense', undefined],
  ['', undefined],
];

for (const [remote, address] of addresses) {
  test(`the remote ${JSON.stringify(remote)} is ${address ?? 'no address that people can open'}`, () => {
    assert.equal(webAddress(remote), address);
  });
}

test('a remote never gives away its user or password, whatever they are', () => {
  const word = fc.string({ minLength: 8, maxLength: 12, unit: fc.constantFrom(...'qxzQXZ0189!$&*+=') });
  fc.assert(
    fc.property(word, word, fc.constantFrom('https', 'http', 'ssh', 'git'), (user, password, scheme) => {
      const address = webAddress(`${scheme}://${user}:${password}@git.example.com/acme/api.git`) ?? '';
      assert.equal(address, 'https://git.example.com/acme/api');
    }),
  );
});

test('git tells commit, time, tags, origin and the folder inside the repository', async (t) => {
  const root = await folderOf(t, { ...hello, 'sub/a.txt': '' });
  const revision = await commitAll(root, 'v1.0.0');
  await git(root, 'remote', 'add', 'origin', 'https://user:secret@git.example.com/acme/hello.git');
  assert.deepEqual(await readVcs(join(root, 'sub'), exec, quietEnvironment()), {
    facts: {
      revision,
      time: '2026-02-03T04:05:06Z',
      modified: false,
      changes: [],
      shallow: false,
      prefix: 'sub/',
      branch: 'main',
      tags: [{ name: 'v1.0.0', exact: true }],
      remote: 'https://git.example.com/acme/hello',
    },
    notice: undefined,
  });
});

test('a modified tree names its first changes, with names as they are', async (t) => {
  const root = await folderOf(t, hello);
  await commitAll(root, 'v1.0.0');
  for (const name of ['für.txt', 'b', 'c', 'd', 'e', 'f']) await writeFile(join(root, name), '');
  await writeFile(join(root, 'main.go'), 'package main\n');
  const { facts } = await readVcs(root, exec, quietEnvironment());
  assert.equal(facts?.modified, true);
  assert.deepEqual(facts.changes, [' M main.go', '?? b', '?? c', '?? d', '?? e']);
});

test('a folder outside of any repository has no facts, and that is no fault', async (t) => {
  const folder = await folderOf(t, hello);
  assert.deepEqual(await readVcs(folder, exec, quietEnvironment()), { facts: undefined, notice: undefined });
});

test('a repository without a commit is told, with what git says', async (t) => {
  const folder = await folderOf(t, hello);
  await git(folder, 'init', '--quiet');
  const { facts, notice } = await readVcs(folder, exec, quietEnvironment());
  assert.equal(facts, undefined);
  assert.match(notice ?? '', /no revision is recorded: fatal: .*HEAD/);
});

test('a repository on a machine without git is told', async (t) => {
  const folder = await folderOf(t, hello);
  await commitAll(folder, 'v1.0.0');
  const { facts, notice } = await readVcs(folder, exec, { PATH: join(folder, 'nowhere') });
  assert.equal(facts, undefined);
  assert.match(notice ?? '', /cannot start git/);
});

test("the user's own git settings hold: what they say is not tracked does not modify the tree", async (t) => {
  const folder = await folderOf(t, hello);
  await commitAll(folder, 'v1.0.0');
  const home = await folderOf(t, { ignore: '*.swp\n', config: '' });
  await writeFile(join(home, 'config'), `[core]\n\texcludesFile = ${join(home, 'ignore')}\n`);
  await writeFile(join(folder, '.main.go.swp'), '');
  const own = { ...quietEnvironment(), GIT_CONFIG_GLOBAL: join(home, 'config') };
  assert.equal((await readVcs(folder, exec, quietEnvironment())).facts?.modified, true);
  assert.equal((await readVcs(folder, exec, own)).facts?.modified, false);
});

test('looking at a repository writes nothing into it', async (t) => {
  const folder = await folderOf(t, hello);
  await commitAll(folder, 'v1.0.0');
  // A file whose time is newer than the index has makes git want to refresh it.
  await writeFile(join(folder, 'main.go'), hello['main.go']);
  const index = (): Promise<string> => git(folder, 'hash-object', join('.git', 'index'));
  const before = await index();
  await readVcs(folder, exec, quietEnvironment());
  assert.equal(await index(), before);
});

test('a shallow clone without a tag on its commit says that the version may be wrong', async (t) => {
  const upstream = await folderOf(t, hello);
  await commitAll(upstream, 'v1.0.0');
  await git(upstream, 'commit', '--quiet', '--allow-empty', '--message', 'Second');
  const clone = join(await folderOf(t), 'clone');
  await git(upstream, 'clone', '--quiet', '--depth=1', `file://${upstream}`, clone);
  const one = await machine(t);
  const notices = async (): Promise<string> => {
    const origin = await originOf(await requestOf(one, clone), portsOf(one));
    return origin.notices.join('\n');
  };
  assert.match(await notices(), /shallow.*fetch-depth: 0/);
  await git(clone, 'tag', 'v1.0.1');
  assert.doesNotMatch(await notices(), /shallow/);
});

test('a folder that is reached through a link has the version of the place it leads to', async (t) => {
  const root = await folderOf(t, {
    'tools/go.mod': 'module example.com/tools\n',
    'tools/main.go': hello['main.go'],
  });
  await commitAll(root, 'tools/v1.0.0');
  const link = join(await folderOf(t), 'link');
  await symlink(join(root, 'tools'), link);
  const one = await machine(t);
  const origin = await originOf(await requestOf(one, link), portsOf(one));
  assert.equal(origin.source.directory, join(root, 'tools'));
  assert.equal(origin.source.vcs?.prefix, 'tools/');
});

test('a git that fails halfway gives no facts rather than half of them', async (t) => {
  const folder = await folderOf(t, hello);
  await commitAll(folder, 'v1.0.0');
  const { PATH = '', ...rest } = quietEnvironment();
  const script =
    'case "$*" in *status*) echo "fatal: index file corrupt" >&2; exit 128;; esac\nPATH=$REST; exec git "$@"\n';
  const bin = await folderOf(t, { git: `#!/bin/sh\n${script}` });
  await chmod(join(bin, 'git'), 0o755);
  const { facts, notice } = await readVcs(folder, exec, { ...rest, PATH: `${bin}:${PATH}`, REST: PATH });
  assert.equal(facts, undefined);
  assert.match(notice ?? '', /index file corrupt/);
});

test('the source is judged: a commit as it is, a modified one with what changed, none, a published module', async (t) => {
  const root = await folderOf(t, hello);
  const judge = async () => {
    const { facts: vcs } = await readVcs(root, exec, quietEnvironment());
    return checkSource({ directory: root, vcs, module: undefined });
  };
  assert.equal((await judge()).status, 'skip');
  const revision = await commitAll(root, 'v1.0.0');
  assert.deepEqual([(await judge()).status, (await judge()).detail], ['pass', revision]);
  await writeFile(join(root, 'new.txt'), '');
  const { status, severity, detail } = await judge();
  assert.deepEqual([status, severity], ['fail', 'warn']);
  assert.match(detail, new RegExp(`commit ${revision} .*\\n {2}\\?\\? new\\.txt\\n.*\\.gitignore`));
  const { cacheDirectory: directory } = await machine(t);
  const about = {
    time: undefined,
    revision: undefined,
    repository: undefined,
    goMod: '',
    packagePath: 'example.com/m',
  };
  const module = { path: 'example.com/m', version: 'v1.0.0', ...about };
  assert.equal(checkSource({ directory, vcs: undefined, module }).detail, 'example.com/m@v1.0.0');
});
