import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { publishedLicence } from '../../../scripts/build/licence-texts.ts';
import { build } from '../../../src/pipeline.ts';
import type { Report } from '../../../src/report/model.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { type Machine, machine, portsOf, requestOf } from '../../support/build-run.ts';
import { type Edits, edit } from '../../support/edits.ts';
import { go } from '../../support/go-programs.ts';
import { importTruth } from '../../support/import-truth.ts';
import { oddModule } from '../../support/odd-modules.ts';
import { validateReport } from '../../support/report-schema.ts';
import {
  type CycloneDxDocument,
  readCycloneDx,
  readSpdx,
  type SpdxDocument,
  sbomSchemas,
  toldByCycloneDx,
  toldBySpdx,
} from '../../support/sbom-documents.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks } from '../../support/tools.ts';

const skip = lacks(...sbomSchemas);

interface Made {
  readonly report: Report;
  readonly names: readonly string[];
  readonly spdx: (name: string) => Promise<SpdxDocument>;
  readonly cyclonedx: (name: string) => Promise<CycloneDxDocument>;
}

async function made(own: Machine, root: string, ...flags: readonly string[]): Promise<Made> {
  const folder = join(own.cacheDirectory, 'bills');
  const outputs = flags.includes('--output') ? [] : ['--output', `oci:${join(own.cacheDirectory, 'out')}`];
  const all = [...outputs, '--sbom', 'spdx,cyclonedx', '--sbom-dir', folder, ...flags];
  const report = await build(await requestOf(own, root, ...all), portsOf(own));
  validateReport(report);
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  return {
    report,
    names: (await readdir(folder).catch(() => [])).sort(),
    spdx: async (name) => readSpdx(await read(`${name}.spdx.json`)),
    cyclonedx: async (name) => readCycloneDx(await read(`${name}.cdx.json`)),
  };
}

/** A machine that has the modules of `oddModule`, and its folder. */
async function odd(t: TestContext): Promise<{ own: Machine; root: string; env: Record<string, string> }> {
  const { root, env } = await oddModule(t);
  const { GOFLAGS: _, ...rest } = env;
  return { own: await machine(t, rest), root, env: { ...rest } };
}

test('each image has a bill in each format, which the report names with its digest', { skip }, async (t) => {
  const { own, root } = await odd(t);
  const found = await made(own, root, '--platform', 'linux/amd64,linux/arm/v7');
  const names = ['app-linux-amd64', 'app-linux-arm-v7'];
  assert.deepEqual(
    found.names,
    names.flatMap((name) => [`${name}.cdx.json`, `${name}.spdx.json`]),
  );
  for (const [at, image] of (found.report.targets[0]?.images ?? []).entries()) {
    assert.deepEqual(
      image.sboms?.map(({ format }) => format),
      ['spdx', 'cyclonedx'],
    );
    for (const { path, bytes, digest } of image.sboms ?? []) {
      const content = await readFile(path);
      assert.deepEqual({ bytes, digest }, { bytes: content.length, digest: sha256(content) });
    }
    const { metadata } = await found.cyclonedx(names[at] ?? '');
    assert.equal(`sha256:${metadata.component.hashes?.[0]?.content}`, image.manifestDigest);
    const spdx = await found.spdx(names[at] ?? '');
    const program = spdx.packages.find(({ packageFileName }) => packageFileName === image.executable.path);
    assert.equal(`sha256:${program?.checksums?.[0]?.checksumValue}`, image.executable.digest);
  }
});

test('only what is linked is listed, with the hash of go.sum: no requirement of tests, no module that another replaces', {
  skip,
}, async (t) => {
  const { own, root } = await odd(t);
  const found = await made(own, root);
  const told = toldBySpdx(await found.spdx('app-linux-amd64'));
  assert.deepEqual(toldByCycloneDx(await found.cyclonedx('app-linux-amd64')), told);
  const modules = told.filter(({ name }) => name.startsWith('example.com/'));
  assert.deepEqual(
    modules.map(({ name, version }) => `${name} ${version}`.trim()),
    [
      'example.com/Capital/Letters v1.0.0',
      'example.com/Fork/Under_score v1.2.3',
      'example.com/Odd/app',
      'example.com/dotted.name/v2 v2.0.0-rc.1',
      'example.com/old v3.1.0+incompatible',
      'example.com/tilde~name v0.0.0-20260102030405-0123456789ab',
    ],
  );
  const sums = await readFile(join(root, 'go.sum'), 'utf8');
  for (const { name, version, h1 } of modules) {
    if (version !== '') assert.ok(sums.includes(`${name} ${version} ${h1}\n`), name);
  }
});

test('a vendored build has the same bill, hashes included, although the program does not say them', {
  skip,
}, async (t) => {
  const { own, root, env } = await odd(t);
  const before = await made(own, root);
  const modules = toldBySpdx(await before.spdx('app-linux-amd64'));
  go(['mod', 'vendor'], env, root);
  const vendored = await made(own, root);
  const image = vendored.report.targets[0]?.images[0];
  assert.notEqual(image?.executable.digest, before.report.targets[0]?.images[0]?.executable.digest);
  const isModule = ({ purl }: { purl: string }): boolean => !purl.startsWith('pkg:oci/');
  assert.deepEqual(
    toldBySpdx(await vendored.spdx('app-linux-amd64')).filter(isModule),
    modules.filter(isModule),
  );
});

test('the same build has the same bytes, whenever it runs and whether or not anything is linked again', {
  skip,
}, async (t) => {
  const { own, root, env } = await odd(t);
  const first = await made(own, root);
  const digests = ({ report }: Made) => report.targets[0]?.images[0]?.sboms?.map(({ digest }) => digest);
  assert.equal((await made(own, root)).report.stages.find(({ name }) => name === 'build')?.cache, 'hit');
  assert.deepEqual(digests(await made(own, root)), digests(first));
  assert.deepEqual(digests(await made(await machine(t, env), root)), digests(first));
  const later = await made({ ...own, env: { ...own.env, SOURCE_DATE_EPOCH: '1700000000' } }, root);
  assert.equal((await later.spdx('app-linux-amd64')).creationInfo.created, '2023-11-14T22:13:20Z');
});

/** Modules of which some need others, one of them in a folder; one is needed by a test alone. */
const shop: Edits = {
  'go.mod':
    'module example.com/shop\n\ngo 1.24\n\nrequire (\n\texample.com/db v0.0.0\n\texample.com/log v0.0.0\n)\nreplace (\n\texample.com/db => ./db\n\texample.com/log => ./log\n)\n',
  'main.go': 'package main\n\nimport "example.com/shop/store"\n\nfunc main() { store.Open() }\n',
  'store/store.go': 'package store\n\nimport "example.com/db"\n\nfunc Open() { db.Open() }\n',
  'store/store_windows.go': 'package store\n\nimport _ "example.com/log"\n',
  'db/go.mod': 'module example.com/db\n\ngo 1.24\n\nrequire example.com/log v0.0.0\n',
  'db/db.go': 'package db\n\nimport "example.com/log"\n\nfunc Open() { log.Say() }\n',
  'log/go.mod': 'module example.com/log\n\ngo 1.24\n',
  'log/log.go': 'package log\n\nimport "fmt"\n\nfunc Say() { fmt.Println() }\n',
};

test('which module needs which is what their packages import, as go list tells of the program alone', {
  skip,
}, async (t) => {
  const root = await folderOf(t);
  await edit(root, shop);
  const own = await machine(t);
  for (const recalled of [false, true]) {
    const { dependencies } = await (await made(own, root)).cyclonedx('shop-linux-amd64');
    const { steps, importsOf, moduleOf } = importTruth(root, 'example.com/shop');
    const truth = new Map<string, Set<string>>();
    for (const path of steps.keys()) {
      const from = moduleOf(path) ?? '';
      const to = importsOf(path).flatMap((imported) => moduleOf(imported) ?? []);
      truth.set(from, new Set([...(truth.get(from) ?? []), ...to]));
    }
    const nameOf = (ref: string): string =>
      ref.startsWith('stdlib') ? 'std' : ref.replace(/^module | \(folder\)$/g, '');
    const told = dependencies.filter(({ ref }) => /^(module|stdlib) /.test(ref));
    const expected = [...truth].map(([from, to]) => [from, [...to].filter((one) => one !== from).sort()]);
    assert.deepEqual(
      told.map(({ ref, dependsOn = [] }) => [nameOf(ref), dependsOn.map(nameOf).sort()]).sort(),
      expected.sort(),
      recalled ? 'of a build that was recalled' : 'of a build that was made',
    );
  }
});

test('a WebAssembly file, which does not say what it is made of, is listed by what the go command compiled', {
  skip,
}, async (t) => {
  const { own, root } = await odd(t);
  const bin = join(own.cacheDirectory, 'bin');
  const found = await made(own, root, '--output', `bin:${bin}`, '--platform', 'linux/amd64,wasip1/wasm');
  assert.deepEqual(
    found.names.filter((name) => name.endsWith('.spdx.json')),
    ['app-linux-amd64.spdx.json', 'app-wasip1-wasm.spdx.json'],
  );
  const wasm = await found.spdx('app-wasip1-wasm');
  assert.deepEqual(toldBySpdx(wasm), toldBySpdx(await found.spdx('app-linux-amd64')));
  const file = found.report.targets[0]?.files?.find(({ platform }) => platform.os === 'wasip1');
  const program = wasm.packages.find(({ packageFileName }) => packageFileName === 'app_wasip1_wasm.wasm');
  assert.equal(`sha256:${program?.checksums?.[0]?.checksumValue}`, file?.executable.digest);
});

test('nothing is made or written where nobody asks, and nothing of a build that a check refuses', {
  skip,
}, async (t) => {
  const root = await folderOf(t);
  await edit(root, shop);
  const own = await machine(t);
  const report = await build(
    await requestOf(own, root, '--output', `oci:${join(own.cacheDirectory, 'o')}`),
    portsOf(own),
  );
  assert.ok(!report.stages.some(({ name }) => name === 'sbom'));
  assert.ok(!report.verdicts.some(({ check }) => check.startsWith('sbom/')));
  await edit(root, { 'slipway.yaml': 'budget: { pull: { max: 1 KiB } }\n' });
  const refused = await made(own, root);
  assert.equal(refused.report.outcome, 'fail');
  assert.deepEqual(refused.names, []);
  assert.equal(refused.report.targets[0]?.images[0]?.sboms, undefined);
});

test('the static base is in the bill with its certificates and time zones, and assets are told as not in it', {
  skip,
}, async (t) => {
  const root = await folderOf(t);
  await edit(root, shop);
  const own = await machine(t);
  const { names, cyclonedx } = await made(
    own,
    root,
    '--timezones',
    '--asset',
    `${join(root, 'log')}:/srv/log`,
  );
  assert.equal(names.length, 2);
  const { components, metadata, compositions } = await cyclonedx('shop-linux-amd64');
  const data = components.filter(({ type }) => type === 'data').map(({ name }) => name);
  assert.deepEqual(data, ['golang.org/x/crypto/x509roots/fallback', 'lib/time/zoneinfo.zip of Go']);
  assert.deepEqual(metadata.properties, [{ name: 'slipway:gap', value: 'the assets at /srv/log' }]);
  const image = metadata.component['bom-ref'];
  assert.deepEqual(
    compositions
      .filter(({ assemblies = [] }) => assemblies.includes(image))
      .map(({ aggregate }) => aggregate),
    ['incomplete'],
  );
});

test('licences are told where they are asked for: by identifier where a file is sure, else by what the files are', {
  skip,
}, async (t) => {
  const root = await folderOf(t);
  const [mit, isc] = [publishedLicence('MIT').licenseText, publishedLicence('ISC').licenseText];
  await edit(root, {
    ...shop,
    LICENSE: mit,
    'db/LICENSE-MIT': mit,
    'db/LICENSE-ISC': isc,
    'log/COPYING': `${isc}\n\nNo robots.\n`,
    'log/license.go': 'package log\n',
  });
  const own = await machine(t);
  const { packages } = await (await made(own, root, '--sbom-licenses')).spdx('shop-linux-amd64');
  const told = (name: string) => {
    const { licenseDeclared, licenseComments } = packages.find((each) => each.name === name) ?? {};
    return `${licenseDeclared} (${licenseComments})`;
  };
  assert.equal(told('example.com/shop'), 'MIT (LICENSE: MIT)');
  assert.equal(told('stdlib'), 'BSD-3-Clause (LICENSE: BSD-3-Clause)');
  assert.equal(told('example.com/db'), 'NOASSERTION (LICENSE-ISC: ISC; LICENSE-MIT: MIT)');
  assert.equal(told('example.com/log'), 'NOASSERTION (COPYING: not recognised)');
  const { components } = await (await made(own, root, '--sbom-licenses')).cyclonedx('shop-linux-amd64');
  const ids = components.flatMap(({ name, licenses = [] }) =>
    licenses.map(({ license: { id } }) => `${name} ${id}`),
  );
  assert.deepEqual(ids.sort(), ['example.com/shop MIT', 'stdlib BSD-3-Clause']);
  const without = await (await made(own, root)).spdx('shop-linux-amd64');
  assert.ok(without.packages.every(({ licenseComments }) => licenseComments === undefined));
});

test('a vendored module that is in no module cache has the licence of its vendor folder', {
  skip,
}, async (t) => {
  const root = await folderOf(t);
  const path = 'example.com/far';
  await edit(root, {
    'go.mod': `module example.com/near\n\ngo 1.24\n\nrequire ${path} v1.0.0\n`,
    'go.sum': `${path} v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`,
    'main.go': `package main\n\nimport _ "${path}"\n\nfunc main() {}\n`,
    'vendor/modules.txt': `# ${path} v1.0.0\n## explicit; go 1.24\n${path}\n`,
    [`vendor/${path}/far.go`]: 'package far\n',
    [`vendor/${path}/LICENSE`]: publishedLicence('Apache-2.0').licenseText,
  });
  const own = await machine(t);
  const { packages } = await (await made(own, root, '--sbom-licenses')).spdx('near-linux-amd64');
  const far = packages.find(({ name }) => name === path);
  assert.equal(far?.licenseDeclared, 'Apache-2.0');
  assert.ok(far?.externalRefs?.some(({ referenceLocator }) => referenceLocator.startsWith('h1:47DEQpj8')));
});
