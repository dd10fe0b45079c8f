import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { joinParts } from '../../../src/attest/sbom/bill.ts';
import { systemPackagesPart } from '../../../src/attest/sbom/system-packages.ts';
import { parseManifest } from '../../../src/image/documents.ts';
import { plain } from '../../../src/image/image-tree.ts';
import { openImageFile } from '../../../src/image/source/open.ts';
import { type InstalledPackages, installedPackages } from '../../../src/image/view/installed-packages.ts';
import { type Entry, makeTar } from '../../support/make-layout.ts';
import { lacks, output } from '../../support/tools.ts';
import { gzip, workplace } from '../source/opened.ts';
import { dockerArchive } from './viewed.ts';

interface Found {
  readonly installed: InstalledPackages;
  /** The docker archive. */
  readonly file: string;
}

async function find(t: TestContext, ...layers: readonly (readonly Entry[])[]): Promise<Found> {
  const { folder, store } = await workplace(t);
  const file = join(folder, 'image.tar');
  await writeFile(file, dockerArchive(layers.map(makeTar)));
  const source = await openImageFile(file, undefined, gzip, store);
  const manifest = parseManifest(await source.document(source.root), source.root);
  const layersOf = manifest.layers.map(plain);
  const installed = await installedPackages(source, layersOf, store);
  assert.deepEqual(await installedPackages(source, layersOf, store), installed, 'as it was remembered');
  return { installed, file };
}

const release = (id: string, version: string): Entry[] => [
  { path: 'etc/os-release', type: '2', link: '../usr/lib/os-release' },
  { path: 'usr/lib/os-release', content: `PRETTY_NAME="A system"\nID=${id}\nVERSION_ID="${version}"\n` },
];

const stanza = (name: string, version: string, ...more: readonly string[]): string =>
  [
    `Package: ${name}`,
    'Status: install ok installed',
    'Architecture: amd64',
    `Version: ${version}`,
    ...more,
  ].join('\n');

const debian: readonly Entry[] = [
  ...release('debian', '13'),
  {
    path: 'var/lib/dpkg/status',
    content: [
      stanza('libc6', '2.41-12', 'Source: glibc', 'Description: the C library'),
      stanza('libssl3t64', '3.5.1-1+deb13u1', 'Source: openssl'),
      stanza('bsdutils', '1:2.41-5', 'Source: util-linux (2.41-5)'),
      stanza('gone', '1.0').replace('install ok installed', 'deinstall ok config-files'),
      '',
    ].join('\n\n'),
  },
];

const alpine: readonly Entry[] = [
  ...release('alpine', '3.22.1'),
  {
    path: 'lib/apk/db/installed',
    content: [
      'C:Q1abc=\nP:musl\nV:1.2.5-r10\nA:x86_64\nL:MIT\no:musl\nF:lib\nR:ld-musl-x86_64.so.1\n',
      'C:Q1def=\nP:libcrypto3\nV:3.5.1-r0\nA:x86_64\nL:Apache-2.0\no:openssl\nF:usr/lib\nR:libcrypto.so.3\n',
      '',
    ].join('\n'),
  },
];

const names = ({ packages }: InstalledPackages): string[] =>
  packages.map(({ name, version }) => `${name} ${version}`);

test('the packages of Debian are those that dpkg has installed, with their sources', async (t) => {
  const { installed } = await find(t, debian);
  assert.deepEqual(installed.distribution, { id: 'debian', version: '13' });
  assert.deepEqual(names(installed), ['bsdutils 1:2.41-5', 'libc6 2.41-12', 'libssl3t64 3.5.1-1+deb13u1']);
  assert.deepEqual(
    installed.packages.map(({ architecture, source }) => [architecture, source]),
    [
      ['amd64', 'util-linux'],
      ['amd64', 'glibc'],
      ['amd64', 'openssl'],
    ],
  );
});

test('what a layer above says counts: a database that is replaced or removed is not read', async (t) => {
  const upgraded = {
    path: 'var/lib/dpkg/status',
    content: `${stanza('libc6', '2.41-13', 'Source: glibc')}\n`,
  };
  assert.deepEqual(names((await find(t, debian, [upgraded])).installed), ['libc6 2.41-13']);
  const gone = { path: 'var/lib/dpkg/.wh.status', content: '' };
  assert.deepEqual(names((await find(t, debian, [gone])).installed), []);
});

test('distroless images have a file for each package, and lists of files beside them are no packages', async (t) => {
  const { installed } = await find(t, [
    ...release('debian', '13'),
    { path: './var/lib/dpkg/status.d/tzdata', content: `${stanza('tzdata', '2026c-0+deb13u1')}\n` },
    {
      path: './var/lib/dpkg/status.d/tzdata.md5sums',
      content: `${'0'.repeat(32)}  usr/share/zoneinfo/UTC\n`,
    },
  ]);
  assert.deepEqual(names(installed), ['tzdata 2026c-0+deb13u1']);
});

test('a database that is not read is named', async (t) => {
  const { installed } = await find(t, [{ path: 'var/lib/rpm/rpmdb.sqlite', content: 'SQLite' }]);
  assert.deepEqual(installed.unread, ['/var/lib/rpm/rpmdb.sqlite']);
  assert.deepEqual(installed.packages, []);
});

for (const [name, layer] of Object.entries({ debian, alpine })) {
  test(`package URLs of ${name} are those that another tool gives in the same image`, {
    skip: lacks('syft'),
  }, async (t) => {
    const { installed, file } = await find(t, layer);
    const part = joinParts([systemPackagesPart('image', installed)]);
    const text = await output('syft', ['scan', '-q', `docker-archive:${file}`, '-o', 'cyclonedx-json']);
    const { components } = JSON.parse(text) as {
      components: { type: string; purl?: string; name: string }[];
    };
    const theirs = components.flatMap(({ purl }) => purl ?? []);
    assert.ok(theirs.length >= 2);
    const ours = part.components.flatMap(({ purl }) => purl ?? []);
    assert.deepEqual(ours.map(sortable).sort(), theirs.map(sortable).sort());
  });
}

/** Tools put what else they know of a source's version into `upstream`, and escape differently. */
function sortable(purl: string): string {
  const [path = '', query = ''] = purl.split('?');
  const pairs = [...new URLSearchParams(query)].map(([key, value]) => `${key}=${value.replace(/@.*$/, '')}`);
  return `${decodeURIComponent(path)}?${pairs.sort().join('&')}`;
}
