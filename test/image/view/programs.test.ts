import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { readProgram } from '../../../src/image/view/program.ts';
import { go, goProgram, goVersion, lacksCgo, shipped, shippedHello } from '../../support/go-programs.ts';
import { elfFile } from '../../support/make-layout.ts';
import { publishedProgram, publishedPrograms } from '../../support/published-programs.ts';
import { lacksReadelf } from '../../support/readelf.ts';
import { folderOf } from '../../support/temporary.ts';
import { storeFiles } from '../source/opened.ts';
import { viewLayers } from './viewed.ts';

/** What strip(1) would take, by readelf: sections that are not loaded, of symbols and DWARF. */
function strippableBytes(path: string): number {
  const text = execFileSync('readelf', ['-SW', path], { encoding: 'utf8' });
  const sections = [...text.matchAll(/^ +\[ *\d+\] (\S+) +\S+ +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+) /gm)];
  const names = /^\.(symtab|strtab|z?debug_\S+)$/;
  return sections.reduce(
    (sum, [, name = '', bytes = '']) => sum + (names.test(name) ? Number.parseInt(bytes, 16) : 0),
    0,
  );
}

test('symbol tables and DWARF are counted as readelf lists them', { skip: lacksReadelf() }, () => {
  const programs = {
    'as go build links': goProgram({ source: 'hello' }).path,
    'for a machine of 32 bits and big endian': goProgram({
      source: 'hello',
      env: { GOOS: 'linux', GOARCH: 'mips' },
    }).path,
    'with symbols only': goProgram({ source: 'web', args: ['-trimpath', '-ldflags=-w'] }).path,
  };
  for (const [what, path] of Object.entries(programs)) {
    const expected = strippableBytes(path);
    assert.ok(expected > 100_000, what);
    assert.equal(readProgram(path)?.debugBytes, expected, what);
  }
  assert.equal(readProgram(shippedHello('linux', 'amd64').path)?.debugBytes, 0);
});

test('a C program is one without Go, and object files need their symbols', {
  skip: lacksCgo(),
}, async (t) => {
  const folder = await folderOf(t, { 'a.c': 'int main(void) { return 0; }\n' });
  const [program, object] = [join(folder, 'a'), join(folder, 'a.o')];
  execFileSync('gcc', ['-g', '-o', program, join(folder, 'a.c')]);
  execFileSync('gcc', ['-g', '-c', '-o', object, join(folder, 'a.c')]);
  const { debugBytes, ...rest } = readProgram(program) ?? {};
  assert.deepEqual([debugBytes, rest], [strippableBytes(program), {}]);
  assert.ok(strippableBytes(object) > 0);
  assert.equal(readProgram(object)?.debugBytes, 0);
});

test('a Go program says its main package and module, as go version -m tells them', () => {
  const { path } = goProgram({ source: 'modules', main: './cmd/tool', args: shipped });
  const told = go(['version', '-m', path], {});
  const { version, path: main, module } = readProgram(path)?.go ?? {};
  assert.match(told, new RegExp(`: ${version}\\n\\tpath\\t${main}\\n\\tmod\\t${module?.path}\\t`));
  assert.deepEqual(
    [version, main, module?.path],
    [goVersion(), 'example.com/modules/cmd/tool', 'example.com/modules'],
  );
});

test('settings for debugging are told, others are not', () => {
  const covered = goProgram({ source: 'hello', args: ['-cover'] });
  const slow = goProgram({ source: 'hello', args: ['-gcflags=-N -l'] });
  const usual = goProgram({ source: 'hello', args: [...shipped, '-gcflags=-m'] });
  const settings = [covered, slow, usual].map(({ path }) => readProgram(path)?.go?.debugSettings);
  assert.deepEqual(settings, [['-cover=true'], ['-gcflags=-N -l'], []]);
});

/** As UPX 4.2 leaves a program: headers of segments, then its own block with the mark; no sections. */
function packedProgram(bits: 32 | 64): Buffer {
  const program = elfFile(bits === 64 ? 'amd64' : 'arm');
  const [headers, entryBytes, at] = bits === 64 ? [64, 56, 32] : [52, 32, 28];
  program.writeUInt32LE(headers, at);
  program.writeUInt16LE(entryBytes, bits === 64 ? 54 : 42);
  program.writeUInt16LE(3, bits === 64 ? 56 : 44);
  program.write('UPX!', headers + 3 * entryBytes + 4, 'latin1');
  return program;
}

test('a program that UPX packed is told, and one that only holds its mark is not', async (t) => {
  const folder = await folderOf(t);
  for (const bits of [32, 64] as const) {
    const path = join(folder, `packed-${bits}`);
    await writeFile(path, packedProgram(bits));
    assert.deepEqual(readProgram(path), { debugBytes: 0, packer: 'UPX' }, `${bits}`);
  }
  const bytes = readFileSync(shippedHello('linux', 'amd64').path);
  const path = join(folder, 'marked');
  await writeFile(path, Buffer.concat([bytes, Buffer.from('UPX!'.repeat(20))]));
  assert.equal(readProgram(path)?.packer, undefined);
});

test('a section that says it is longer than the file counts for nothing', async (t) => {
  const whole = goProgram({ source: 'hello' }).path;
  const bytes = readFileSync(whole);
  const headers = Number(bytes.readBigUInt64LE(40));
  let symbolBytes = 0;
  for (let at = headers; at < headers + bytes.readUInt16LE(60) * 64; at += 64) {
    if (bytes.readUInt32LE(at + 4) !== 2) continue;
    symbolBytes = Number(bytes.readBigUInt64LE(at + 32));
    bytes.writeBigUInt64LE(1n << 40n, at + 32);
  }
  const path = join(await folderOf(t), 'long');
  await writeFile(path, bytes);
  assert.ok(symbolBytes > 0);
  assert.equal(readProgram(path)?.debugBytes, (readProgram(whole)?.debugBytes ?? 0) - symbolBytes);
});

test('a damaged program is no program, whatever is damaged, and never an error', async (t) => {
  const folder = await folderOf(t);
  const bytes = readFileSync(goProgram({ source: 'hello' }).path);
  const path = join(folder, 'damaged');
  const change = fc.tuple(fc.integer({ min: 4, max: 1500 }), fc.integer({ min: 0, max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), fc.boolean(), async (changes, cut) => {
      const damaged = Buffer.from(bytes);
      for (const [at, value] of changes) damaged[at] = value;
      await writeFile(path, cut ? damaged.subarray(0, 1000) : damaged);
      const program = readProgram(path);
      const { debugBytes = 0 } = program ?? {};
      assert.ok(debugBytes >= 0 && debugBytes <= bytes.length, `${debugBytes}`);
    }),
    { numRuns: 60 },
  );
});

async function owned(t: TestContext, path: string): Promise<string | undefined> {
  const { at } = await viewLayers(t, [[{ path: 'app', mode: 0o755, content: readFileSync(path) }]]);
  return at('/app')?.owner;
}

test('a Go program belongs to its main package, with the version of its module', async (t) => {
  const local = goProgram({ source: 'modules', main: './cmd/tool', args: shipped }).path;
  assert.equal(await owned(t, local), 'go:example.com/modules/cmd/tool (devel)');
  const [, version] = publishedPrograms.age.split('@');
  assert.equal(await owned(t, publishedProgram({ program: 'age' })), `go:filippo.io/age/cmd/age ${version}`);
});

test('nothing is left in the store of programs that were looked into', async (t) => {
  const { file } = await viewLayers(t, [
    [{ path: 'app', content: readFileSync(shippedHello('linux', 'amd64').path) }],
  ]);
  const { others } = await storeFiles(join(file, '..', 'cache'));
  assert.deepEqual(others, []);
});
