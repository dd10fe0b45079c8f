import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { compareCommand } from '../../../src/commands/compare.ts';
import type { Comparison } from '../../../src/report/comparison.ts';
import type { ImageInspection } from '../../../src/report/inspection.ts';
import { compareRequest } from '../../../src/request/compare-request.ts';
import { readFlags } from '../../../src/request/flags.ts';
import { inspectFile } from '../../../src/stages/inspect/inspect-file.ts';
import { dockerArchive } from '../../image/view/viewed.ts';
import { machine, portsOf } from '../../support/build-run.ts';
import { goProgram, shipped, shippedHello } from '../../support/go-programs.ts';
import { digestOf, type Entry, elfFile, makeTar } from '../../support/make-layout.ts';
import { publishedProgram } from '../../support/published-programs.ts';
import { validateReport } from '../../support/report-schema.ts';
import { slipwayOk } from '../../support/slipway.ts';
import { folderOf } from '../../support/temporary.ts';

const programs = {
  old: publishedProgram({ program: 'age' }),
  new: publishedProgram({ program: 'age', version: 'v1.3.2' }),
  web: goProgram({ source: 'web', args: shipped }).path,
  hello: shippedHello('linux', 'amd64').path,
};
const contents = Object.fromEntries(
  Object.entries(programs).map(([name, path]) => [name, readFileSync(path)]),
) as Record<keyof typeof programs, Buffer>;

/** Programs by their path in the image. */
type Programs = Readonly<Record<string, Buffer>>;

function layer(held: Programs): Buffer {
  const entries: Entry[] = Object.entries(held).map(([path, content]) => ({ path, content, mode: 0o755 }));
  return makeTar(entries);
}

/** Two images as `docker save` writes them, compared; and the digests of the programs that were looked into for it. */
async function compared(
  t: TestContext,
  before: readonly Programs[],
  after: readonly Programs[],
  ...flags: readonly string[]
): Promise<{ comparison: Comparison; read: string[]; files: readonly [string, string] }> {
  const folder = await folderOf(t);
  const files = [join(folder, 'before.tar'), join(folder, 'after.tar')] as const;
  await writeFile(files[0], dockerArchive(before.map(layer)));
  await writeFile(files[1], dockerArchive(after.map(layer)));
  const { env, cacheDirectory } = await machine(t);
  const argv = [...files, '--cache-dir', cacheDirectory, ...flags];
  const request = await compareRequest(readFlags('compare', argv), {
    cwd: folder,
    env,
    os: process.platform,
  });
  const ports = portsOf({ env, cacheDirectory });
  const read: string[] = [];
  const store: typeof ports.store = {
    ...ports.store,
    remember: (key, value) => {
      if (key.startsWith('program contents')) read.push(key.split(' ').at(-1) ?? '');
      return ports.store.remember(key, value);
    },
  };
  const comparison = await compareCommand(request, {
    ports: async () => ({ ...ports, store }),
    beforeProgram: async () => {},
  });
  validateReport(comparison, 'comparison');
  return { comparison, read, files };
}

function imageOf({ targets }: Comparison): Comparison['targets'][number]['images'][number] {
  const [image] = targets[0]?.images ?? [];
  assert.ok(image !== undefined);
  return image;
}

/** What the programs' own files have: package → bytes. */
async function packagesOf(path: string): Promise<Map<string, number>> {
  const { attribution } = await inspectFile({ name: basename(path), path });
  return new Map(attribution?.packages.map((each) => [each.path, each.bytes]));
}

test('the only program of each image is compared, package by package, wherever it lies', async (t) => {
  const moved = await compared(t, [{ 'bin/age': contents.old }], [{ 'opt/age/age': contents.new }]);
  const image = imageOf(moved.comparison);
  const [old, now] = [await packagesOf(programs.old), await packagesOf(programs.new)];
  const paths = new Set([...old.keys(), ...now.keys()]);
  const expected = [...paths].filter((path) => old.get(path) !== now.get(path)).sort();
  assert.deepEqual(image.packages.map(({ path }) => path).sort(), expected);
  for (const change of image.packages) {
    assert.deepEqual([change.before, change.after], [old.get(change.path) ?? 0, now.get(change.path) ?? 0]);
  }
  assert.deepEqual(image.fileBytes, { before: contents.old.length, after: contents.new.length });
  assert.equal(image.programs, undefined);
  assert.ok(moved.comparison.notices.includes('the program is at another path: /bin/age and /opt/age/age'));
  assert.equal(moved.read.length, 2);
  const symbols = await compared(t, [{ age: contents.old }], [{ age: contents.new }], '--symbols');
  assert.ok(imageOf(symbols.comparison).symbols?.some(({ name }) => name.startsWith('filippo.io/age.')));
  assert.deepEqual(symbols.comparison.notices, moved.comparison.notices.slice(1));
});

test('of several programs those of one path are compared, and what is the same is not read', async (t) => {
  const library = elfFile('amd64');
  const { comparison, read } = await compared(
    t,
    [{ 'bin/age': contents.old, 'bin/web': contents.web, 'lib/c.so': library }],
    [
      { 'bin/age': contents.old },
      { 'bin/age': contents.new, 'bin/web': contents.web, 'bin/hello': contents.hello, 'lib/c.so': library },
    ],
  );
  const image = imageOf(comparison);
  assert.deepEqual(image.programs?.map(({ path }) => path).sort(), ['/bin/age', '/bin/hello']);
  assert.deepEqual([image.packages, image.modules, image.fileBytes], [[], [], undefined]);
  const age = image.programs?.find(({ path }) => path === '/bin/age');
  assert.ok(
    age?.packages.some(({ path, before, after }) => path === 'filippo.io/age' && before > 0 && after > 0),
  );
  const hello = image.programs?.find(({ path }) => path === '/bin/hello');
  assert.deepEqual(hello?.fileBytes, { before: 0, after: contents.hello.length });
  assert.ok(hello?.packages.every(({ before }) => before === 0) && hello.packages.length > 5);
  assert.deepEqual(read.sort(), [contents.old, contents.new, contents.hello].map(digestOf).sort());
});

test('programs that change places are compared by their paths', async (t) => {
  const { comparison, read } = await compared(
    t,
    [{ a: contents.web, b: contents.hello }],
    [{ a: contents.hello, b: contents.web }],
  );
  const [one, other] = imageOf(comparison).programs?.toSorted((x, y) => (x.path < y.path ? -1 : 1)) ?? [];
  assert.deepEqual([one?.path, other?.path], ['/a', '/b']);
  const http = (program: typeof one) => program?.packages.find(({ path }) => path === 'net/http');
  assert.deepEqual([http(one)?.after, http(other)?.before], [0, 0]);
  assert.equal(http(one)?.before, http(other)?.after);
  assert.equal(new Set(read).size, 2);
});

test('the same program is read in no image, and nothing is read twice', async (t) => {
  const same = await compared(t, [{ a: contents.web }], [{ a: contents.web, 'etc/x': Buffer.from('x') }]);
  const image = imageOf(same.comparison);
  assert.deepEqual([same.read, image.packages, image.programs], [[], [], undefined]);
  assert.deepEqual(same.comparison.notices, []);
  const file = JSON.parse((await slipwayOk(['compare', same.files[0], programs.web, '--json'])).stdout);
  assert.deepEqual([imageOf(file).packages, imageOf(file).fileBytes?.before], [[], contents.web.length]);
  assert.deepEqual(file.notices, []);
});

test('a damaged program is said to be, and packages of the other are not called new', async (t) => {
  const damaged = Buffer.from(contents.old);
  const magic = [0xf1, 0xff, 0xff, 0xff, 0, 0];
  const table = damaged.indexOf(Buffer.from(magic));
  assert.ok(table > 0, 'the function table has its magic number');
  damaged.fill(0xff, table + 8, table + 64);
  const { comparison } = await compared(t, [{ age: damaged }], [{ age: contents.new }]);
  const image = imageOf(comparison);
  assert.deepEqual(image.fileBytes, { before: damaged.length, after: contents.new.length });
  assert.ok(
    comparison.notices.some((notice) => notice.startsWith('/age: ')),
    comparison.notices.join('\n'),
  );
});

test('what inspect says of an image can be compared later, with its programs where they were asked for', async (t) => {
  const { files, comparison } = await compared(t, [{ age: contents.old }], [{ age: contents.new }]);
  const cache = ['--cache-dir', await folderOf(t)];
  const [report, brief] = [`${files[0]}.json`, `${files[0]}.brief.json`];
  await slipwayOk(['inspect', files[0], '--programs', '--symbols', '--report', report, ...cache]);
  await slipwayOk(['inspect', files[0], '--report', brief, ...cache]);
  const inspection = JSON.parse(readFileSync(report, 'utf8')) as ImageInspection;
  validateReport(inspection, 'imageInspection');
  const [program] = inspection.images[0]?.programs ?? [];
  assert.deepEqual([program?.path, program?.bytes], ['/age', contents.old.length]);
  assert.ok(program?.symbols?.some(({ name }) => name === 'main.main'));
  const later = JSON.parse((await slipwayOk(['compare', report, files[1], '--json', ...cache])).stdout);
  assert.deepEqual(imageOf(later).packages, imageOf(comparison).packages);
  const without = JSON.parse((await slipwayOk(['compare', brief, files[1], '--json', ...cache])).stdout);
  assert.deepEqual(imageOf(without).packages, []);
  assert.ok(
    without.notices.some((notice: string) => /^packages are not compared where one side/.test(notice)),
    without.notices.join(),
  );
});
