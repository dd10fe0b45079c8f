import assert from 'node:assert/strict';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { unpack } from '../../support/container.ts';
import { digestOf, type Entry } from '../../support/make-layout.ts';
import { lacks, lacksRoot, output } from '../../support/tools.ts';
import { diveReport, viewLayers } from './viewed.ts';

const layers: readonly (readonly Entry[])[] = [
  [
    { path: './', mode: 0o755 },
    { path: './etc/', mode: 0o755 },
    { path: './etc/motd', content: 'hello\n' },
    { path: './etc/kept', content: 'kept', mode: 0o600 },
    { path: './opt/' },
    { path: './opt/tool', content: 'tool'.repeat(500), mode: 0o4755 },
    { path: './opt/tool-2', type: '1', link: './opt/tool' },
    { path: './opt/old/' },
    { path: './opt/old/a', content: 'aaa' },
    { path: './opt/old/deep/' },
    { path: './opt/old/deep/b', content: 'bb' },
    { path: './srv/' },
    { path: './srv/one', content: '1' },
    { path: './srv/two', content: '22' },
    { path: './lib', type: '2', link: 'usr/lib', mode: 0o777 },
    { path: './usr/lib/' },
    { path: './run/pipe', type: '6' },
  ],
  [
    { path: 'etc/', mode: 0o700 },
    { path: 'etc/motd', content: 'new\n' },
    { path: 'opt/.wh.tool', content: '' },
    { path: 'opt/.wh.old', content: '' },
    { path: 'srv/.wh..wh..opq', content: '' },
    { path: 'srv/three', content: '333' },
    { path: 'lib/through-a-link', content: 'so' },
  ],
  [
    { path: 'etc/.wh.motd', content: '' },
    { path: 'usr/lib/through-a-link', content: 'other' },
    { path: 'opt/.wh.tool-2', content: '' },
  ],
];

test('every entry of every layer is there, with its kind, length, mode, link and digest', async (t) => {
  const { view, at } = await viewLayers(t, layers);
  assert.deepEqual(
    view.files.map(({ path, layer }) => `${layer} ${path}`),
    layers.flatMap((entries, layer) =>
      entries.map(({ path }) => `${layer} /${path.replace(/^\.\//, '').replace(/\/$/, '')}`),
    ),
  );
  const tool = 'tool'.repeat(500);
  assert.deepEqual(at('/opt/tool'), {
    path: '/opt/tool',
    kind: 'file',
    bytes: 2000,
    layer: 0,
    mode: 0o4755,
    state: 'removed',
    goneIn: 2,
    digest: digestOf(tool),
  });
  const kinds = ['/', '/opt/tool-2', '/lib', '/run/pipe', '/opt/.wh.tool', '/srv/.wh..wh..opq'];
  assert.deepEqual(
    kinds.map((path) => [at(path)?.kind, at(path)?.link, at(path)?.bytes]),
    [
      ['folder', undefined, 0],
      ['hardlink', './opt/tool', 0],
      ['symlink', 'usr/lib', 0],
      ['fifo', undefined, 0],
      ['whiteout', undefined, 0],
      ['opaque-whiteout', undefined, 0],
    ],
  );
});

test('what became of an entry is told with the layer that did it', async (t) => {
  const { at } = await viewLayers(t, layers);
  const fate = (path: string, layer: number) => [at(path, layer)?.state, at(path, layer)?.goneIn];
  const fates = {
    'a file that is left alone': [fate('/etc/kept', 0), ['present', undefined]],
    'a file that is written again': [fate('/etc/motd', 0), ['replaced', 1]],
    'a file that is removed by name': [fate('/etc/motd', 1), ['removed', 2]],
    'a folder that is described again': [fate('/etc', 0), ['replaced', 1]],
    'the folder that describes it': [fate('/etc', 1), ['present', undefined]],
    'the root': [fate('/', 0), ['present', undefined]],
    'a file in a folder that is removed': [fate('/opt/old/deep/b', 0), ['removed', 1]],
    'the folder in it': [fate('/opt/old/deep', 0), ['removed', 1]],
    'a file that an opaque whiteout hides': [fate('/srv/one', 0), ['removed', 1]],
    'a file beside the opaque whiteout': [fate('/srv/three', 1), ['present', undefined]],
    'a file whose hard link outlives its name': [fate('/opt/tool', 0), ['removed', 2]],
    'the link': [fate('/opt/tool-2', 0), ['removed', 2]],
    'a whiteout': [fate('/opt/.wh.old', 1), ['none', undefined]],
    'a file that lies behind a link of its folder': [fate('/lib/through-a-link', 1), ['replaced', 2]],
  };
  for (const [what, [found, expected]] of Object.entries(fates)) assert.deepEqual(found, expected, what);
});

test('a file of which one hard link is left is present, and what cannot be unpacked never was', async (t) => {
  const { view, at } = await viewLayers(t, [
    [
      { path: 'a', content: 'aa' },
      { path: 'b', type: '1', link: 'a' },
      { path: 'x', type: '1', link: 'nowhere' },
      { path: '../out', content: 'o' },
    ],
    [{ path: '.wh.a', content: '' }],
  ]);
  assert.equal(at('/a')?.state, 'present');
  assert.equal(at('/b')?.state, 'present');
  assert.equal(at('/x')?.state, 'none');
  assert.equal(at('/../out')?.state, 'none');
  assert.deepEqual(view.notices.slice(-1), [
    'layer 1: "x" cannot be unpacked: its hard link target nowhere is not there',
  ]);
  assert.equal(view.waste.hiddenBytes, 0);
});

test('a layer that an image has twice is two layers, each with its own files', async (t) => {
  const twice: readonly Entry[] = [{ path: 'a', content: 'aaa' }];
  const { view, at } = await viewLayers(t, [twice, [{ path: 'b', content: 'b' }], twice]);
  assert.deepEqual([at('/a', 0)?.state, at('/a', 0)?.goneIn], ['replaced', 2]);
  assert.equal(at('/a', 2)?.state, 'present');
  assert.equal(view.waste.hiddenBytes, 3);
});

test('what is present is what umoci unpacks', {
  skip: lacks('umoci', 'skopeo') || lacksRoot(),
}, async (t) => {
  const { view, file } = await viewLayers(t, layers);
  const folder = join(file, '..');
  await output('skopeo', ['--insecure-policy', 'copy', `docker-archive:${file}`, `oci:${folder}/oci:v1`]);
  const root = await unpack(`${folder}/oci:v1`, join(folder, 'bundle'));
  const found: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const { size, mode } = await lstat(path);
    const content = entry.isFile() ? `${size} ${(mode & 0o7777).toString(8)}` : '';
    found.push(`${path.slice(root.length)} ${content}`);
  }
  const present = view.files
    .filter(({ state, path }) => state === 'present' && path !== '/')
    .map(({ path, kind, bytes, mode }) => `${path} ${kind === 'file' ? `${bytes} ${mode.toString(8)}` : ''}`);
  // What archives only imply is no entry of theirs.
  const implied = ['/usr ', '/run '];
  const behindLink = (path: string): string => path.replace(/^\/lib\//, '/usr/lib/');
  assert.deepEqual(present.map(behindLink).sort(), found.filter((path) => !implied.includes(path)).sort());
});

test("the files of each layer are those of dive's list", { skip: lacks('dive') }, async (t) => {
  const { view, file } = await viewLayers(t, layers);
  const { layer } = await diveReport(file);
  for (const [index, { fileList }] of layer.entries()) {
    const dive = fileList
      .filter(({ path }) => path !== '')
      .map(({ path, size, isDir }) => `/${path} ${size} ${isDir}`);
    // dive leaves the root and opaque whiteouts out.
    const ours = view.files
      .filter((each) => each.layer === index && each.path !== '/' && each.kind !== 'opaque-whiteout')
      .map(({ path, bytes, kind }) => `${path} ${bytes} ${kind === 'folder'}`);
    assert.deepEqual(ours.sort(), dive.sort());
  }
});

test('files with the same content are grouped, the ones that save most first; links and what is gone are no copies', async (t) => {
  const big = 'b'.repeat(3000);
  const { view } = await viewLayers(t, [
    [
      { path: 'x/big', content: big },
      { path: 'x/link', type: '1', link: 'x/big' },
      { path: 'y/big', content: big },
      { path: 'z/gone', content: big },
      { path: 'one', content: 'small' },
      { path: 'empty', content: '' },
      { path: 'void', content: '' },
    ],
    [
      { path: 'two', content: 'small' },
      { path: 'three', content: 'small' },
      { path: 'z/.wh.gone', content: '' },
    ],
  ]);
  assert.deepEqual(view.duplicates, [
    { digest: digestOf(big), bytes: 3000, savedBytes: 3000, paths: ['/x/big', '/y/big'] },
    { digest: digestOf('small'), bytes: 5, savedBytes: 10, paths: ['/one', '/three', '/two'] },
  ]);
});
