import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { bytesSource } from '../../src/binary/byte-source.ts';
import { readFat, sliceSource } from '../../src/binary/macho/fat.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { askEverything, damagedSource } from '../support/damage.ts';
import {
  assertElfAsReadelf,
  assertMachoAsGo,
  assertPeAsGo,
  assertSymbolsAsReadelf,
} from '../support/format-agreement.ts';
import { goTables } from '../support/format-truth.ts';
import { go } from '../support/go-programs.ts';
import { lacksReadelf } from '../support/readelf.ts';
import { temporaryFolders } from '../support/workspace.ts';

/** Files of other compilers, with which Go tests its own packages: objects, programs, libraries of many machines. */
const folder = join(go(['env', 'GOROOT'], {}).trim(), 'src', 'debug');
const lacksFiles = existsSync(join(folder, 'macho', 'testdata'))
  ? false
  : 'this Go came without its test data';
const filesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: folder })
    .sort()
    .map((file) => join(folder, file));
const startsWith = (path: string, magic: string): boolean =>
  readFileSync(path).toString('latin1', 0, magic.length) === magic;

/** Each answer is there and the parts add up: nothing of an intact file is refused. */
function assertAnswers(bytes: Buffer): void {
  assert.equal(askEverything(damagedSource({ bytes, headers: [] }, { changes: [], cut: 0 })), 0);
}

describe('a file that Go did not make is read as the real tools read it', { skip: lacksFiles }, () => {
  const elfFiles = filesOf('{elf,dwarf}/testdata/*').filter((path) => startsWith(path, '\x7fELF'));
  for (const path of elfFiles) {
    it(`ELF: ${basename(path)}`, { skip: lacksReadelf() }, () => {
      assertElfAsReadelf(path);
      assertSymbolsAsReadelf(path);
      assertAnswers(readFileSync(path));
    });
  }

  for (const path of filesOf('macho/testdata/*.base64').filter((each) => !each.includes('bad-dysym'))) {
    it(`Mach-O: ${basename(path)}`, async (t) => {
      const file = join(await temporaryFolders((action) => t.after(action))(), 'file');
      const bytes = Buffer.from(readFileSync(path, 'utf8'), 'base64');
      writeFileSync(file, bytes);
      const source = bytesSource(bytes);
      const slices = readFat(source) ?? [{ offset: 0, bytes: bytes.length }];
      const truth = goTables(file);
      assert.equal(slices.length, truth.length);
      for (const [index, slice] of slices.entries()) {
        const program = openProgram(sliceSource(source, slice));
        const tables = truth[index] ?? assert.fail();
        assertMachoAsGo(program, tables);
        assert.ok(program.symbols().length <= tables.Symbols);
        assertAnswers(bytes.subarray(slice.offset, slice.offset + slice.bytes));
      }
    });
  }

  for (const path of filesOf('pe/testdata/*').filter((each) => startsWith(each, 'MZ'))) {
    it(`PE: ${basename(path)}`, () => {
      assertPeAsGo(path);
      assertAnswers(readFileSync(path));
    });
  }

  it('and the files are there', () => assert.ok(elfFiles.length > 20));
});
