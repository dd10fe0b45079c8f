import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Bill } from '../../../src/attest/sbom/bill.ts';
import { encodeCycloneDx } from '../../../src/attest/sbom/cyclonedx.ts';
import { surely } from '../../../src/attest/sbom/licence/found-licence.ts';
import { moduleLicence } from '../../../src/attest/sbom/licence/module-licence.ts';
import { encodeSpdx } from '../../../src/attest/sbom/spdx.ts';
import { withFileSource } from '../../../src/binary/byte-source.ts';
import { readBuildInfo } from '../../../src/binary/go/build-info.ts';
import { fileBill } from '../../../src/stages/sbom/sbom-file.ts';
import { foldersOf } from '../../../src/stages/sbom/sbom-licences.ts';
import { go } from '../../support/go-programs.ts';
import { oddProgram } from '../../support/odd-modules.ts';
import { type PublishedName, publishedProgram } from '../../support/published-programs.ts';
import {
  readCycloneDx,
  readSpdx,
  sbomSchemas,
  type ToldComponent,
  toldByCycloneDx,
  toldBySpdx,
} from '../../support/sbom-documents.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks, output } from '../../support/tools.ts';

const needed = lacks('cyclonedx-gomod', 'syft', ...sbomSchemas);
const epoch = { sourceDateEpoch: undefined };

interface OtherComponent {
  readonly name: string;
  readonly version?: string | undefined;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly type: string;
}

interface OtherDocument {
  readonly metadata: { readonly component: OtherComponent };
  readonly components: readonly OtherComponent[];
}

/** The same component of another tool, as we tell it. */
function asOurs({ name, version = '', purl }: OtherComponent, h1: string | undefined): ToldComponent {
  const [plain = ''] = purl.split(/[?#]/);
  return { name, version, purl: decodeURIComponent(plain), ...(h1 !== undefined && { h1 }) };
}

/** cyclonedx-gomod calls the standard library `std`, writes an h1 hash as if it were a SHA-256, and leaves a plus as it is. */
async function byGomod(file: string): Promise<ToldComponent[]> {
  const text = await output('cyclonedx-gomod', ['bin', '-json', '-output-version', '1.6', '-noserial', file]);
  const { metadata, components = [] } = JSON.parse(text) as OtherDocument;
  return [metadata.component, ...components].map((each) => {
    const hash = each.hashes?.find(({ alg }) => alg === 'SHA-256')?.content;
    return asOurs(each, hash && `h1:${Buffer.from(hash, 'hex').toString('base64')}`);
  });
}

async function bySyft(file: string): Promise<ToldComponent[]> {
  const text = await output('syft', ['scan', '-q', `file:${file}`, '-o', 'cyclonedx-json'], quiet);
  const { components } = JSON.parse(text) as OtherDocument;
  return components
    .filter(({ type }) => type !== 'file')
    .map((each) =>
      asOurs(
        { ...each, version: each.version === 'UNKNOWN' ? '' : each.version },
        each.properties?.find(({ name }) => name === 'syft:metadata:h1Digest')?.value,
      ),
    );
}

const quiet = { env: { SYFT_CHECK_FOR_APP_UPDATE: 'false' } };

/** Ours, read back from a format; package URLs unescaped, since others escape less. */
function ours(bill: Bill): Record<'spdx' | 'cyclonedx', ToldComponent[]> {
  const plain = (all: readonly ToldComponent[]) =>
    all.map((each) => ({ ...each, purl: decodeURIComponent(each.purl) }));
  return {
    spdx: plain(toldBySpdx(readSpdx(encodeSpdx(bill)))),
    cyclonedx: plain(toldByCycloneDx(readCycloneDx(encodeCycloneDx(bill)))),
  };
}

function sorted(all: readonly ToldComponent[]): ToldComponent[] {
  return [...all].sort((a, b) => (a.purl < b.purl ? -1 : 1));
}

const isStandard = ({ purl }: ToldComponent): boolean => purl.startsWith('pkg:golang/stdlib@');

async function compare(file: string): Promise<ToldComponent[]> {
  const { spdx, cyclonedx } = ours(await fileBill(file, epoch));
  assert.deepEqual(cyclonedx, spdx);
  const [gomod, syft] = [await byGomod(file), await bySyft(file)];
  assert.deepEqual(
    sorted(spdx.filter((each) => !isStandard(each))),
    sorted(gomod),
    'cyclonedx-gomod tells of other modules',
  );
  // Syft has no hash of the main module, and writes the standard library's version as the go command does.
  const withoutMain = (all: readonly ToldComponent[]) =>
    sorted(all).map((each) => {
      const { h1: _, ...plain } = each;
      if (isStandard(each)) return { ...plain, version: each.version.replace(/^go/, '') };
      return each.purl === gomod[0]?.purl ? plain : each;
    });
  assert.deepEqual(withoutMain(spdx), withoutMain(syft), 'syft tells of other components');
  return spdx;
}

for (const program of ['age', 'crane', 'nats', 'yq'] satisfies PublishedName[]) {
  test(`${program} has the modules, versions, hashes and package URLs that other tools find in the same file`, {
    skip: needed,
  }, async () => {
    const found = await compare(publishedProgram({ program }));
    assert.ok(found.length > 2);
  });
}

test('so has a program with capitals, +incompatible, a pseudo-version, and a module that another replaces', {
  skip: needed,
}, async (t: TestContext) => {
  const found = await compare((await oddProgram(t)).file);
  const names = found.map(({ name, version }) => `${name} ${version}`);
  assert.ok(names.includes('example.com/Fork/Under_score v1.2.3'), names.join('\n'));
  assert.ok(!names.some((name) => name.startsWith('example.com/original')));
});

test('another tool reads both documents of a program and finds every module in them', {
  skip: needed,
}, async (t) => {
  const bill = await fileBill(publishedProgram({ program: 'crane' }), epoch);
  const expected = ours(bill).spdx.map(({ purl }) => purl);
  const folder = await folderOf(t);
  const documents = { 'crane.spdx.json': encodeSpdx(bill), 'crane.cdx.json': encodeCycloneDx(bill) };
  for (const [name, text] of Object.entries(documents)) {
    const file = join(folder, name);
    await writeFile(file, text);
    const read = JSON.parse(await output('syft', ['convert', '-q', file, '-o', 'syft-json'], quiet));
    const found = (read as { artifacts: { purl: string }[] }).artifacts.map(({ purl }) =>
      decodeURIComponent(purl),
    );
    assert.deepEqual(found.filter((purl) => purl !== '').sort(), [...expected].sort(), name);
  }
});

test('where a licence is sure, another tool reads the same from the same files; of most modules it is sure', {
  skip: needed,
}, async () => {
  const file = publishedProgram({ program: 'crane' });
  const moduleCache = go(['env', 'GOMODCACHE'], {}).trim();
  const text = await output('syft', ['scan', '-q', `file:${file}`, '-o', 'cyclonedx-json'], {
    env: { ...quiet.env, SYFT_GOLANG_SEARCH_LOCAL_MOD_CACHE_LICENSES: 'true', GOMODCACHE: moduleCache },
  });
  interface Licensed {
    readonly name: string;
    readonly licenses?: readonly { readonly license: { readonly id?: string } }[];
  }
  const { components } = JSON.parse(text) as { readonly components: readonly Licensed[] };
  const theirs = new Map(
    components.map(({ name, licenses = [] }) => [name, licenses.flatMap(({ license: { id } }) => id ?? [])]),
  );
  const { dependencies = [] } = withFileSource(file, readBuildInfo) ?? {};
  const sure: string[] = [];
  for (const module of dependencies) {
    const [folder = ''] = foldersOf(module, moduleCache, '/nowhere');
    const found = await moduleLicence(folder);
    assert.ok(found !== undefined, folder);
    const id = surely(found);
    if (id === undefined) continue;
    sure.push(module.path);
    assert.deepEqual(theirs.get(module.path), [id], module.path);
  }
  assert.ok(sure.length >= dependencies.length - 3, sure.join(' '));
});
