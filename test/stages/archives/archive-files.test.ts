import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { TarEntry } from '../../../src/image/tar.ts';
import { archiveFiles } from '../../../src/stages/archives/archive-files.ts';
import { type Edits, edit } from '../../support/edits.ts';
import { refusal } from '../../support/refusal.ts';
import { folderOf } from '../../support/temporary.ts';

type Asked = Parameters<typeof archiveFiles>;

interface Place {
  readonly root: string;
  /** @param within the folder of module and source, in the repository */
  readonly files: (within: string, named?: readonly string[]) => Promise<TarEntry[]>;
}

async function place(t: TestContext, content: Edits): Promise<Place> {
  const root = await folderOf(t);
  await edit(root, content);
  return {
    root,
    files: (within, named) => {
      const folder = join(root, within);
      const target = {
        name: 'api',
        module: { Path: 'example.com/api', Dir: folder },
        settings: { archiveFiles: named?.map((path) => join(folder, path)) },
      };
      const source = { directory: folder, vcs: { prefix: within === '' ? '' : `${within}/` } };
      return archiveFiles(target as unknown as Asked[0], source as unknown as Asked[1]);
    },
  };
}

const paths = (entries: readonly TarEntry[]): string[] => entries.map(({ path }) => path);

test('readme, licences, notice and change log at the module root go in, and no source', async (t) => {
  const { files } = await place(t, {
    'README.md': '',
    'README.de.md': '',
    'LICENSE-MIT': '',
    'LICENSES/Apache-2.0.txt': '',
    COPYING: '',
    'NOTICE.txt': '',
    'CHANGELOG.md': '',
    'license.go': '',
    'readme_test.go': '',
    'main.go': '',
    'docs/README.md': '',
    '.env': '',
  });
  assert.deepEqual(paths(await files('')), [
    'CHANGELOG.md',
    'COPYING',
    'LICENSE-MIT',
    'LICENSES',
    'LICENSES/Apache-2.0.txt',
    'NOTICE.txt',
    'README.de.md',
    'README.md',
  ]);
});

test('a module without a licence goes by that of its repository, and by its own where it has one', async (t) => {
  const { files } = await place(t, {
    LICENSE: 'of all',
    'README.md': 'of all',
    'cmd/api/README.md': 'own',
    'cmd/own/LICENSE': 'own',
  });
  assert.deepEqual(paths(await files('cmd/api')), ['LICENSE', 'README.md']);
  const [licence, readme] = await files('cmd/api');
  assert.ok(licence?.type === 'file' && readme?.type === 'file');
  assert.deepEqual(paths(await files('cmd/own')), ['LICENSE']);
});

test('a link within the repository is what it leads to, and one that leads out of it is left', async (t) => {
  const { root, files } = await place(t, { LICENSE: 'of all', 'cmd/api/main.go': '' });
  await symlink('../../LICENSE', join(root, 'cmd/api/LICENSE'));
  await symlink('/etc/passwd', join(root, 'cmd/api/README'));
  await symlink('nowhere', join(root, 'cmd/api/NOTICE'));
  const found = await files('cmd/api');
  assert.deepEqual(
    found.map(({ path, type }) => [path, type]),
    [['LICENSE', 'file']],
  );
});

test('what is named goes in instead, under its path in the source folder', async (t) => {
  const { files } = await place(t, {
    'README.md': '',
    'man/api.1': '',
    'completions/bash/api': '',
    'completions/api.fish': '',
  });
  assert.deepEqual(paths(await files('', ['man/api.1', 'completions'])), [
    'completions',
    'completions/api.fish',
    'completions/bash',
    'completions/bash/api',
    'man/api.1',
  ]);
  assert.deepEqual(await files('', []), []);
});

test('what is named and lies outside of the source folder comes to the top', async (t) => {
  const { files } = await place(t, { 'LEGAL.txt': '', 'cmd/api/main.go': '' });
  assert.deepEqual(paths(await files('cmd/api', ['../../LEGAL.txt'])), ['LEGAL.txt']);
});

test('without the folder of the module it says what to do', async (t) => {
  const { files } = await place(t, {});
  const error = await refusal(() => files('gone'));
  assert.match(error.message, /archives of api take a readme and licences from example\.com\/api/);
  assert.match(error.hint ?? '', /--archive-file/);
});
