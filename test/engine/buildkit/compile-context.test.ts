import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  type SourceFiles,
  sourceFiles,
  writeCompileContext,
} from '../../../src/engine/buildkit/compile-context.ts';
import { dependenciesRun, list } from '../../../src/gobuild/packages.ts';
import { exec } from '../../../src/support/exec.ts';
import { goOnPath } from '../../support/build-run.ts';
import { type Edits, edit } from '../../support/edits.ts';
import { publish } from '../../support/file-proxy.ts';
import { refusal } from '../../support/refusal.ts';
import { folderOf } from '../../support/temporary.ts';
import { goEnvironment } from '../../support/tools.ts';

interface Asked {
  /** Where the go command runs, below the folder. */
  readonly directory?: string;
  readonly workFile?: string;
  readonly moduleCache?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What of a folder a build of all its packages for Linux reads. */
async function read(folder: string, asked: Asked = {}): Promise<SourceFiles> {
  const { directory = '.', workFile, moduleCache = '/nowhere', env = {} } = asked;
  const environment = goEnvironment({
    ...{ GOOS: 'linux', GOARCH: 'arm64', CGO_ENABLED: '0', GOPROXY: 'off' },
    ...{ GOWORK: workFile === undefined ? 'off' : join(folder, workFile) },
    ...env,
  });
  const cwd = join(folder, directory);
  const go = { file: goOnPath(), environment, exec, secrets: [] };
  const packages = await list(
    go,
    dependenciesRun({ cwd, patterns: ['./...'], tags: ['odd'], variables: {} }),
  );
  return sourceFiles(packages, cwd, workFile === undefined ? undefined : join(folder, workFile), moduleCache);
}

async function moduleOf(t: TestContext, files: Edits): Promise<string> {
  const folder = await folderOf(t);
  await edit(folder, { 'go.mod': 'module example.com/app\n\ngo 1.25\n', ...files });
  return folder;
}

const main = (...imports: readonly string[]): string =>
  `package main\n\n${imports.map((path) => `import _ "${path}"\n\n`).join('')}func main() {}\n`;

test('what constraints choose is sent, and what is embedded or profiled, and nothing else', async (t) => {
  const folder = await moduleOf(t, {
    'main.go': `package main

import (
	"embed"

	_ "example.com/app/inner"
)

//go:embed all:web
var web embed.FS

func main() { _ = web }
`,
    'main_test.go': 'package main\n',
    'main_windows.go': 'package main\n',
    'tagged.go': '//go:build odd\n\npackage main\n',
    'untagged.go': '//go:build even\n\npackage main\n',
    'default.pgo': '',
    'README.md': 'x',
    'web/index.html': 'x',
    'web/.hidden/note': 'x',
    'inner/inner.go': 'package inner\n',
    'inner/default.pgo': '',
    'inner/add_arm64.s': '',
    'inner/add_amd64.s': '',
    'inner/local.h': '',
    'inner/testdata/x.txt': 'x',
  });
  const { root, manifest, files } = await read(folder);
  assert.deepEqual([root, manifest], [folder, ['go.mod']]);
  assert.deepEqual(files, [
    ...['default.pgo', 'go.mod', 'inner/add_arm64.s', 'inner/inner.go', 'inner/local.h', 'main.go'],
    ...['tagged.go', 'web/.hidden/note', 'web/index.html'],
  ]);
});

test('a go.work goes with the go.mod of every module it uses, needed or not', async (t) => {
  const folder = await folderOf(t);
  await edit(folder, {
    'dev.work': 'go 1.25\n\nuse (\n\t./app\n\t./lib\n\t./other\n)\n',
    'dev.work.sum': '',
    'app/go.mod': 'module example.com/app\n\ngo 1.25\n',
    'app/cmd/x/main.go': main('example.com/lib'),
    'lib/go.mod': 'module example.com/lib\n\ngo 1.25\n',
    'lib/go.sum': '',
    'lib/lib.go': 'package lib\n',
    'other/go.mod': 'module example.com/other\n\ngo 1.25\n',
    'other/other.go': 'package other\n',
  });
  const { root, manifest, files } = await read(folder, { workFile: 'dev.work', directory: 'app' });
  assert.equal(root, folder);
  assert.deepEqual(manifest.toSorted(), [
    ...['app/go.mod', 'dev.work', 'dev.work.sum', 'lib/go.mod', 'lib/go.sum', 'other/go.mod'],
  ]);
  assert.deepEqual(
    files.filter((name) => !manifest.includes(name)),
    ['app/cmd/x/main.go', 'lib/lib.go'],
  );
});

test('a module of a go.work that lies outside of its folder is refused', async (t) => {
  const folder = await folderOf(t);
  await edit(folder, {
    'work/go.work': 'go 1.25\n\nuse (\n\t./app\n\t../aside\n)\n',
    'work/app/go.mod': 'module example.com/app\n\ngo 1.25\n',
    'work/app/main.go': main(),
    'aside/go.mod': 'module example.com/aside\n\ngo 1.25\n',
  });
  const error = await refusal(() => read(folder, { workFile: 'work/go.work', directory: 'work/app' }));
  assert.match(error.message, /lies in \S+\/aside, outside of \S+\/work, which is what BuildKit is sent/);
});

const replaced = (path: string): Edits => ({
  'go.mod': `module example.com/app\n\ngo 1.25\n\nrequire example.com/near v0.0.0\n\nreplace example.com/near => ${path}\n`,
  'main.go': main('example.com/near'),
});
const near: Edits = {
  'near/go.mod': 'module example.com/near\n\ngo 1.25\n',
  'near/near.go': 'package near\n',
  'near/unused/unused.go': 'package unused\n',
};

test('a module that is replaced by a folder goes along when it lies inside, and is refused outside', async (t) => {
  const inside = await moduleOf(t, { ...replaced('./near'), ...near });
  const { manifest, files } = await read(inside);
  assert.deepEqual(manifest.toSorted(), ['go.mod', 'near/go.mod']);
  assert.deepEqual(files, ['go.mod', 'main.go', 'near/go.mod', 'near/near.go']);
  const outside = await folderOf(t);
  await edit(outside, near);
  await mkdir(join(outside, 'app'));
  await edit(join(outside, 'app'), replaced('../near'));
  const error = await refusal(() => read(outside, { directory: 'app' }));
  assert.match(error.message, /the module example\.com\/near lies in \S+\/near, outside of \S+\/app/);
  assert.match(error.hint ?? '', /go mod vendor.*--compile host/);
});

test('what lies in a vendor folder is sent, what lies in the module cache is not', async (t) => {
  const requires = { 'go.mod': 'module example.com/app\n\ngo 1.25\n\nrequire example.com/far v1.2.3\n' };
  const vendored = await moduleOf(t, {
    ...requires,
    'main.go': main('example.com/far'),
    'vendor/modules.txt': '# example.com/far v1.2.3\n## explicit; go 1.25\nexample.com/far\n',
    'vendor/example.com/far/far.go': 'package far\n',
    'vendor/example.com/far/LICENSE': 'x',
  });
  const { manifest, files } = await read(vendored);
  assert.deepEqual(manifest, ['go.mod', 'vendor/modules.txt']);
  assert.deepEqual(files, ['go.mod', 'main.go', 'vendor/example.com/far/far.go', 'vendor/modules.txt']);
  const farFiles = { 'go.mod': 'module example.com/far\n\ngo 1.25\n', 'far.go': 'package far\n' };
  const proxy = [{ path: 'example.com/far', version: 'v1.2.3', files: farFiles }];
  const GOPROXY = await publish(await folderOf(t), proxy);
  const moduleCache = await folderOf(t);
  const env = { GOPROXY, GOSUMDB: 'off', GOMODCACHE: moduleCache, GOFLAGS: '-modcacherw -mod=mod' };
  const fetched = await moduleOf(t, { ...requires, 'main.go': main('example.com/far') });
  const seen = await read(fetched, { env, moduleCache });
  assert.deepEqual(seen.files, ['go.mod', 'go.sum', 'main.go']);
});

test('below a package with cgo all is sent that C code may include or link, of other modules nothing', async (t) => {
  const folder = await moduleOf(t, {
    'main.go': main('example.com/app/c'),
    'c/c.go': 'package c\n\n// #include "deep/api.h"\nimport "C"\n',
    'c/deep/api.h': '',
    'c/deep/impl.inc': '',
    'c/lib/libapi.a': '',
    'c/.cache/x': '',
    'c/else/go.mod': 'module example.com/else\n',
    'c/else/x.h': '',
    'plain/plain.go': 'package plain\n',
    'plain/deep/notes.h': '',
  });
  await symlink('deep/api.h', join(folder, 'c/api.h'));
  const { files } = await read(folder, { env: { CGO_ENABLED: '1' } });
  assert.deepEqual(files, [
    ...['c/api.h', 'c/c.go', 'c/deep/api.h', 'c/deep/impl.inc', 'c/lib/libapi.a'],
    ...['go.mod', 'main.go', 'plain/plain.go'],
  ]);
});

test('a build in a folder of a module is sent the module', async (t) => {
  const folder = await moduleOf(t, {
    'cmd/x/main.go': main('example.com/app/inner'),
    'inner/inner.go': 'package inner\n',
    'elsewhere/x.go': 'package elsewhere\n',
  });
  const { root, files } = await read(folder, { directory: 'cmd/x' });
  assert.deepEqual([root, files], [folder, ['cmd/x/main.go', 'go.mod', 'inner/inner.go']]);
});

test('the files are copied apart: what says which modules there are, and all, each with certificates to trust', async (t) => {
  const folder = await moduleOf(t, { ...replaced('./near'), ...near, 'vendor/modules.txt': '' });
  const files = ['go.mod', 'main.go', 'near/go.mod', 'near/near.go', 'vendor/modules.txt'];
  const found = { root: folder, manifest: ['go.mod', 'near/go.mod', 'vendor/modules.txt'], files };
  for (const certificates of [undefined, 'mine\n']) {
    const context = join(await folderOf(t), 'context');
    await writeCompileContext(context, found, certificates);
    const names = async (of: string): Promise<string[]> => {
      const entries = await readdir(join(context, of), { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name));
      return paths.map((path) => path.slice(join(context, of).length + 1)).sort();
    };
    // A go.mod that is fetched by says the same with and without a vendor folder.
    assert.deepEqual(await names('manifest'), ['go.mod', 'near/go.mod']);
    assert.deepEqual(await names('source'), files);
    const trusted = await readFile(join(context, 'ca-certificates.crt'), 'utf8');
    assert.ok(certificates === undefined ? trusted.includes('BEGIN CERTIFICATE') : trusted === certificates);
  }
});
