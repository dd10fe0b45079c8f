import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, ImageView, ViewFile, ViewLayer } from '../../src/image/view/image-view.ts';
import { formatImageView } from '../../src/report/image-view.ts';

const layer = (index: number, bytes: number, createdBy: string): ViewLayer => ({
  index,
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  digest: `sha256:${`${index}`.repeat(64)}`,
  compressedBytes: bytes / 4,
  uncompressedBytes: bytes,
  contentBytes: bytes - 1024,
  overheadBytes: 1024,
  entries: 3,
  createdBy,
});

const file = (path: string, bytes: number, index: number, more: Partial<ViewFile> = {}): ViewFile => ({
  path,
  kind: 'file',
  bytes,
  layer: index,
  mode: 0o644,
  state: 'present',
  ...more,
});

const hidden: Finding = {
  rule: 'content/hidden-files',
  severity: 'warn',
  what: 'files that upper layers replace or remove',
  bytes: 3_145_728,
  count: 5,
  unit: 'file',
  examples: ['/opt/a of layer 1, removed by layer 2', '/opt/b', '/opt/c', '/opt/d'],
  layers: [0],
  cure: 'remove files in the step that makes them, or make them in a stage of their own and copy what is needed',
};

const settings: Finding = {
  rule: 'content/debug-settings',
  severity: 'info',
  what: 'settings for debugging',
  bytes: 0,
  count: 1,
  unit: 'setting',
  examples: ['ENV GODEBUG=gctrace=1'],
  layers: [],
  cure: 'take them out',
};

const view: ImageView = {
  name: 'oci:out/api',
  platform: { os: 'linux', architecture: 'amd64' },
  manifestDigest: `sha256:${'0f'.repeat(32)}`,
  configDigest: `sha256:${'1f'.repeat(32)}`,
  diskBytes: 10_485_760,
  pullBytes: 2_621_440,
  contentBytes: 10_480_000,
  layers: [
    layer(0, 8_388_608, '/bin/sh -c #(nop) ADD file:0123 in / '),
    layer(
      1,
      2_097_152,
      'RUN |1 VERSION=1 /bin/sh -c apt-get install -y curl && rm -rf /var/lib/apt/lists/* # buildkit',
    ),
  ],
  files: [
    file('/usr/bin/api', 4_194_304, 1, { owner: 'go:example.com/api v1.2.3' }),
    file('/usr/lib/libc.so.6', 1_048_576, 0, { owner: 'dpkg:libc6 2.41-12' }),
    file('/usr/lib/libm.so.6', 524_288, 0, { owner: 'dpkg:libc6 2.41-12' }),
    file('/opt/a', 3_145_728, 0, { state: 'removed', goneIn: 1 }),
    { ...file('/opt', 0, 0), kind: 'folder' },
    file('/etc/motd', 20, 0),
  ],
  waste: { efficiency: 0.98765, wastedBytes: 3_145_728, paths: [], hiddenBytes: 3_145_728 },
  duplicates: [
    {
      digest: `sha256:${'2f'.repeat(32)}`,
      bytes: 102_400,
      savedBytes: 204_800,
      paths: ['/x/a', '/x/b', '/x/c'],
    },
  ],
  findings: [hidden, settings],
  notices: ['a docker archive has no manifest: one was made'],
};

test('an image is told from its layers to what was found, aligned, within 80 columns', () => {
  assert.deepEqual(formatImageView(view).split('\n'), [
    'oci:out/api   10.0 MiB → 2.5 MiB pulled   linux/amd64 · 2 layers',
    `  sha256:${'0f'.repeat(32)}`,
    '',
    'layers',
    '  1  8.0 MiB → 2.0 MiB  4 files  ADD file:0123 in /',
    '  2  2.0 MiB → 512 KiB   1 file  apt-get install -y curl && rm -rf /var/lib/apt…',
    '',
    'largest files, by layer',
    '   4.0 MiB  2  /usr/bin/api        go:example.com/api v1.2.3',
    '   1.0 MiB  1  /usr/lib/libc.so.6  dpkg:libc6 2.41-12',
    '   512 KiB  1  /usr/lib/libm.so.6  dpkg:libc6 2.41-12',
    '      20 B  1  /etc/motd',
    '',
    'owners',
    '   4.0 MiB  40.0 %  ██████████████████  go:example.com/api v1.2.3  1 file',
    '   1.5 MiB  15.0 %  ██████▊             dpkg:libc6 2.41-12  2 files',
    '      20 B   0.0 %                      of no package  1 file',
    '',
    'waste',
    '  10.0 MiB of content',
    '  efficiency 98.77 %, 3.0 MiB wasted, as dive counts',
    '  3.0 MiB hidden by upper layers',
    '',
    'the same content under several names',
    '   200 KiB  3 × 100 KiB  /x/a',
    '',
    'note: a docker archive has no manifest: one was made',
    '',
    'warning: files that upper layers replace or remove: 3.0 MiB in 5 files, layer 1 (content/hidden-files)',
    '  /opt/a of layer 1, removed by layer 2',
    '  /opt/b',
    '  /opt/c',
    '  and 2 more',
    '  → remove files in the step that makes them, or make them in a stage of their',
    '    own and copy what is needed',
    '',
    'note: settings for debugging: 1 setting (content/debug-settings)',
    '  ENV GODEBUG=gctrace=1',
    '  → take them out',
    '',
  ]);
});

test('an image without anything to tell is told in a few lines', () => {
  const { platform: _, ...rest } = view;
  const bare = formatImageView({
    ...rest,
    layers: [],
    files: [],
    duplicates: [],
    findings: [],
    notices: [],
    waste: { efficiency: 1, wastedBytes: 0, paths: [], hiddenBytes: 0 },
  });
  assert.deepEqual(bare.split('\n').slice(3), [
    'waste',
    '  10.0 MiB of content',
    '  efficiency 100.00 %, 0 B wasted, as dive counts',
    '',
    'no findings',
    '',
  ]);
});

test('long names are cut to the width, and nothing of an image can steer the terminal', () => {
  const evil = '/usr/\x1b[2J\u202e\n::error::';
  const text = formatImageView(
    {
      ...view,
      name: evil,
      files: [file(`${evil}${'long/'.repeat(60)}end`, 5000, 0, { owner: `dpkg:${'x'.repeat(300)} 1` })],
      layers: [layer(0, 4096, `RUN ${evil} ${'y'.repeat(500)}`)],
      findings: [{ ...settings, examples: [`ENV ${evil}${'z'.repeat(500)}`] }],
    },
    { columns: 60 },
  );
  assert.ok(!/[\x1b\u202e]|^::/m.test(text), text);
  const long = text
    .split('\n')
    .filter((line) => line.length > 60 && !/^(note|warning):|sha256:|pulled/.test(line));
  assert.deepEqual(long, []);
  assert.match(text, /long\/end {2}dpkg:x+…x+ 1$/m);
});

test('in colour the same is said', () => {
  const plain = formatImageView(view, { color: true }).replaceAll(/\x1b\[\d+m/g, '');
  assert.equal(plain, formatImageView(view));
});
