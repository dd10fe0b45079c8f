import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readLinkerTables } from '../../../../src/binary/go/objects/linker-tables.ts';
import { linuxArchitectures } from '../../../support/go-programs.ts';
import { gorootOf } from '../../../support/go-versions.ts';
import { refusal } from '../../../support/refusal.ts';

const work = await mkdtemp(join(tmpdir(), 'tables-'));
after(() => rm(work, { recursive: true, force: true }));

/** Where the first bits of a kind are the same since Go 1.18, and where the last two are. */
const bits = { duplicate: 0, goType: 6, usedInInterface: 8, packageInit: 11, abiWrapper: 13, wasmExport: 14 };
const versions = {
  local: bits,
  'go1.24.10': bits,
  'go1.27.1': { ...bits, abiWrapper: 14, wasmExport: 15 },
};

const sources = [
  'cmd/internal/objabi/reloctype.go',
  'cmd/internal/objabi/symkind.go',
  'cmd/internal/goobj/builtinlist.go',
  'cmd/internal/goobj/objfile.go',
  'cmd/link/internal/loader/loader.go',
  'cmd/link/internal/ld/data.go',
  'cmd/link/internal/amd64/l.go',
];

/** Numbers by names, as a generator wrote them down (golang.org/x/tools/cmd/stringer). */
async function generated(goroot: string, file: string): Promise<Map<string, number>> {
  const text = await readFile(join(goroot, 'src/cmd/internal/objabi', file), 'utf8');
  const rows = [...text.matchAll(/^\t_ = x\[(\w+)-(\d+)\]$/gm)];
  assert.ok(rows.length > 20);
  return new Map(rows.map(([, name = '', number]) => [name, Number(number)]));
}

describe("the linker's tables", () => {
  for (const [version, flags] of Object.entries(versions)) {
    it(`are read from the source of a toolchain: ${version}`, async () => {
      const goroot = gorootOf(version);
      const tables = await readLinkerTables(goroot, 'amd64');
      const relocations = await generated(goroot, 'reloctype_string.go');
      for (const [name, number] of Object.entries(tables.relocations)) {
        assert.equal(number, relocations.get(name), name);
      }
      const kinds = await generated(goroot, 'symkind_string.go');
      assert.deepEqual(new Map(tables.kinds.map((name, number) => [name, number])), kinds);
      const found = Object.fromEntries(tables.flags.map(({ name, bit }) => [name, bit]));
      assert.deepEqual({ ...found, ...flags }, found);
      assert.equal(tables.flags.length, 9);
      assert.ok(tables.builtins.some(({ name, abi }) => name === 'runtime.newobject' && abi === 1));
      assert.equal(tables.replacesDuplicates, version === 'go1.27.1');
      assert.equal(tables.listsTypes, version !== 'go1.27.1');
    });
  }

  it('know how every architecture lays out its functions', async () => {
    const goroot = gorootOf('local');
    const layouts = await Promise.all(
      [...linuxArchitectures, 'wasm' as const].map(async (architecture) => {
        const { pointerBytes, functionAlign, dataAlign } = await readLinkerTables(goroot, architecture);
        return `${architecture} ${pointerBytes} ${functionAlign} ${dataAlign.join('-')}`;
      }),
    );
    assert.deepEqual(layouts, [
      '386 4 16 1-32',
      'amd64 8 32 1-32',
      'arm 4 4 1-8',
      'arm64 8 16 1-32',
      'loong64 8 16 1-32',
      'mips 4 4 1-32',
      'mips64 8 8 1-32',
      'mips64le 8 8 1-32',
      'mipsle 4 4 1-32',
      'ppc64 8 16 1-32',
      'ppc64le 8 16 1-32',
      'riscv64 8 8 1-32',
      's390x 8 16 2-32',
      'wasm 8 16 1-32',
    ]);
  });

  it('name the file of the toolchain that is not there, or does not say what is looked for', async () => {
    const goroot = gorootOf('local');
    const copy = join(work, 'goroot');
    for (const path of sources) {
      await mkdir(dirname(join(copy, 'src', path)), { recursive: true });
      await cp(join(goroot, 'src', path), join(copy, 'src', path));
    }
    const read = (): Promise<unknown> => readLinkerTables(copy, 'amd64');
    await read();
    for (const path of sources) {
      const file = join(copy, 'src', path);
      const text = await readFile(file, 'utf8');
      await rm(file);
      assert.match((await refusal(read, 'E_TOOLCHAIN')).message, new RegExp(`comes without .*${path}`));
      // Of these only one rule is read, which has changed once.
      if (!/(loader|data)\.go$/.test(path)) {
        await writeFile(file, 'package empty\n');
        assert.match(
          (await refusal(read, 'E_TOOLCHAIN')).message,
          new RegExp(`${path} does not say what \\w+ is`),
        );
      }
      await writeFile(file, text);
    }
    const objfile = join(copy, 'src/cmd/internal/goobj/objfile.go');
    await writeFile(
      objfile,
      (await readFile(objfile, 'utf8')).replace('\tSymFlagItab\n', '\tSymFlagOther\n'),
    );
    assert.match((await refusal(read, 'E_TOOLCHAIN')).message, /does not say what SymFlagItab is/);
  });
});
