import assert from 'node:assert/strict';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from '../../src/pipeline.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { writeBaseLayout } from '../support/bases/places.ts';
import { portsOf, requestOf, yard } from '../support/build-run.ts';
import { goProgram } from '../support/go-programs.ts';
import { oddProgram } from '../support/odd-modules.ts';
import {
  type CycloneDxDocument,
  readCycloneDx,
  readSpdx,
  sbomSchemas,
  toldByCycloneDx,
  toldBySpdx,
} from '../support/sbom-documents.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks, output } from '../support/tools.ts';

const skip = lacks(...sbomSchemas);

async function cache(t: TestContext): Promise<readonly string[]> {
  return ['--cache-dir', await folderOf(t)];
}

test('slipway sbom FILE prints the bill of a program in the format that is asked for, always the same bytes', {
  skip,
}, async (t) => {
  const { file } = await oddProgram(t);
  const spdx = await slipwayOk(['sbom', file]);
  assert.equal(spdx.stderr, '');
  const told = toldBySpdx(readSpdx(spdx.stdout));
  const cyclonedx = await slipwayOk(['sbom', file, '--format', 'cyclonedx']);
  assert.deepEqual(toldByCycloneDx(readCycloneDx(cyclonedx.stdout)), told);
  assert.ok(told.some(({ name }) => name === 'example.com/tilde~name'));
  const elsewhere = join(await folderOf(t), 'odd');
  await copyFile(file, elsewhere);
  assert.equal((await slipwayOk(['sbom', elsewhere])).stdout, spdx.stdout);
});

test('of a file alone nobody knows which module needs which, and the document says so', {
  skip,
}, async (t) => {
  const { file } = await oddProgram(t);
  const text = (await slipwayOk(['sbom', file, '--format', 'cyclonedx'])).stdout;
  const { compositions, components } = readCycloneDx(text);
  const unknown = compositions.find(({ aggregate }) => aggregate === 'unknown')?.dependencies ?? [];
  const modules = components.map((each) => each['bom-ref']).filter((ref) => ref.startsWith('module '));
  assert.deepEqual([...unknown].sort(), modules.sort());
});

test('a file that does not say what it is made of is refused, with where else that can be had', async (t) => {
  const folder = await folderOf(t);
  const wasm = goProgram({ source: 'hello', env: { GOOS: 'wasip1', GOARCH: 'wasm' } }).path;
  const refused = await slipway(['sbom', wasm]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /E_BINARY.*no Go build info/s);
  assert.match(refused.stderr, /slipway build --sbom/);
  const text = join(folder, 'text');
  await writeFile(text, 'no program');
  assert.equal((await slipway(['sbom', text, ...(await cache(t))])).status, 2);
});

/** An image of one program on a base with packages, as a layout; and its bill. */
async function onDistroless(t: TestContext): Promise<{ layout: string; bill: CycloneDxDocument }> {
  const { root, out, machine } = await yard(t);
  const base = `oci:${await writeBaseLayout(distrolessLike(), await folderOf(t))}`;
  const bills = join(machine.cacheDirectory, 'bills');
  const flags = ['--base', base, '--output', `oci:${out}`, '--sbom', 'cyclonedx', '--sbom-dir', bills];
  await build(await requestOf(machine, root, ...flags), portsOf(machine));
  return {
    layout: out,
    bill: readCycloneDx(await readFile(join(bills, 'hello-linux-amd64.cdx.json'), 'utf8')),
  };
}

test('a build on a base of others lists its packages and its distribution, and says what it cannot list', {
  skip,
}, async (t) => {
  const { bill } = await onDistroless(t);
  assert.ok(!JSON.stringify(bill).includes(tmpdir()), 'where the base lies is told');
  const system = bill.components.find(({ type }) => type === 'operating-system');
  assert.equal(`${system?.name} ${system?.version}`, 'debian 13');
  assert.ok(bill.components.some(({ purl }) => purl?.startsWith('pkg:deb/debian/base-files@')));
  assert.match(bill.metadata.properties?.[0]?.value ?? '', /files of its base that belong to no package/);
});

test('slipway sbom IMAGE finds in the image what the build put into its bill', { skip }, async (t) => {
  const { layout, bill } = await onDistroless(t);
  const args = ['sbom', `oci:${layout}`, '--format', 'cyclonedx', ...(await cache(t))];
  const found = readCycloneDx((await slipwayOk(args)).stdout);
  assert.deepEqual(found.metadata.component.hashes, bill.metadata.component.hashes);
  const parts = ({ components }: CycloneDxDocument) =>
    components
      .map((each) => each.purl ?? `${each.type} ${each.name} ${each.hashes?.[0]?.content ?? ''}`)
      .sort();
  assert.deepEqual(parts(found), parts(bill));
  assert.match(found.metadata.properties?.[0]?.value ?? '', /files that no package and no Go program claims/);
});

test('packages and modules of an image are those that another tool finds in it', {
  skip: lacks('syft', ...sbomSchemas),
}, async (t) => {
  const { layout } = await onDistroless(t);
  const args = ['sbom', `oci:${layout}`, ...(await cache(t))];
  const ours = toldBySpdx(readSpdx((await slipwayOk(args)).stdout)).map(({ purl }) => plain(purl));
  const text = await output('syft', ['scan', '-q', `oci-dir:${layout}`, '-o', 'cyclonedx-json']);
  const { components } = JSON.parse(text) as { readonly components: readonly { readonly purl?: string }[] };
  const theirs = components.flatMap(({ purl }) => purl ?? []).map(plain);
  assert.deepEqual(ours.filter((purl) => !purl.startsWith('pkg:oci/')).sort(), theirs.sort());
});

function plain(purl: string): string {
  return decodeURIComponent(purl.split('?')[0] ?? '');
}
