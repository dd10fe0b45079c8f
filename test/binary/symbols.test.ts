import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { bytesSource, withFileSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import type { ProgramFile, ProgramSymbol } from '../../src/binary/program-file.ts';
import { stringTable } from '../../src/binary/string-table.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import {
  describeShape,
  pieShapes,
  realProgram,
  shapes,
  smallProgram,
  strippedShapes,
} from '../support/format-programs.ts';
import { goNm } from '../support/go-nm.ts';

const isWasm = ({ platform }: { platform: string }): boolean => platform.endsWith('/wasm');

function view(path: string): { program: ProgramFile; symbols: readonly ProgramSymbol[] } {
  return withFileSource(path, (source) => {
    const program = openProgram(source);
    return { program, symbols: program.symbols() };
  });
}

/** nm derives lengths that the format does not say: up to the next higher address of any symbol. */
function derivedBytes(symbols: readonly ProgramSymbol[]): Map<number, number> {
  const addresses = [...new Set(symbols.map(({ address }) => address))].sort((a, b) => a - b);
  return new Map(addresses.map((address, index) => [address, (addresses[index + 1] ?? address) - address]));
}

const line = (address: number, bytes: number, name: string): string =>
  `${address.toString(16)} ${bytes} ${name}`;

/** What is left of a list, each as often as it is there, when another is taken away. */
function without(list: readonly string[], taken: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const each of taken) counts.set(each, (counts.get(each) ?? 0) + 1);
  return list.filter((each) => {
    const count = counts.get(each) ?? 0;
    counts.set(each, count - 1);
    return count <= 0;
  });
}

/** Of what lies in no section the name alone counts: nm says U, C, ? or _, and derives lengths from whatever the address is. */
function assertAsNm(path: string): void {
  const { program, symbols } = view(path);
  const derived = program.format === 'elf' ? undefined : derivedBytes(symbols);
  const nm = goNm(path);
  assert.ok(nm.length > 100, `nm knows only ${nm.length} symbols`);
  const ours = symbols.map(({ address, bytes, name, section }) =>
    section === undefined ? name : line(address, derived?.get(address) ?? bytes, name),
  );
  const theirs = nm.map(({ address, bytes, code, name }) =>
    address === undefined || /[UC?_]/i.test(code) ? name : line(address, bytes, name),
  );
  assert.deepEqual(
    { tooMany: without(ours, theirs), missing: without(theirs, ours) },
    { tooMany: [], missing: [] },
  );
  assertKinds(program, symbols, nm);
}

/** What nm says by a letter follows from the section. */
function assertKinds(
  { sections }: ProgramFile,
  symbols: readonly ProgramSymbol[],
  nm: ReturnType<typeof goNm>,
): void {
  const letters = new Map(nm.map(({ address, name, code }) => [`${address} ${name}`, code.toUpperCase()]));
  let functions = 0;
  for (const { address, name, section, kind } of symbols) {
    const letter = letters.get(`${address} ${name}`);
    const inside = section === undefined ? undefined : sections[section];
    if (inside === undefined || letter === undefined) continue;
    assert.equal(inside.executable, letter === 'T', `${name} in ${inside.name} is ${letter}`);
    assert.ok(address >= inside.address && address <= inside.address + inside.memoryBytes, name);
    if (kind === 'function') functions++;
    if (kind === 'function') assert.equal(letter, 'T', name);
  }
  assert.ok(functions > 100, `only ${functions} functions`);
}

describe('the symbol table is what go tool nm says, addresses and sizes', () => {
  for (const shape of [...shapes, ...pieShapes].filter((each) => !isWasm(each))) {
    it(`of ${describeShape(shape)}`, () => assertAsNm(smallProgram(shape)));
  }
  for (const platform of ['linux/amd64', 'darwin/arm64', 'windows/amd64']) {
    it(`of age for ${platform}`, () => assertAsNm(realProgram(platform)));
  }
});

describe('a stripped file', () => {
  for (const shape of strippedShapes) {
    it(`names nothing of its own: ${describeShape(shape)}`, () => {
      const { symbols } = view(smallProgram(shape));
      assert.deepEqual(
        symbols.filter(({ section }) => section !== undefined),
        [],
      );
    });
  }
});

describe('names', () => {
  it('that are not ASCII are read as UTF-8, those beside them as they are', () => {
    for (const platform of ['linux/s390x', 'darwin/amd64', 'windows/386']) {
      const names = new Set(view(smallProgram({ platform })).symbols.map(({ name }) => name));
      assert.ok(
        [...names].some((name) => /Größe\[go\.shape\.string\]\)\.setze$/.test(name)),
        platform,
      );
      assert.ok(names.has('runtime.main'), platform);
    }
  });
});

describe('a damaged symbol table is refused with its place', () => {
  const refused = (bytes: Uint8Array, why: RegExp): void => {
    const program = openProgram(bytesSource(bytes));
    assert.throws(
      () => program.symbols(),
      (error) => error instanceof SlipwayError && error.code === 'E_BINARY' && why.test(error.message),
    );
  };

  it('in ELF, when a name is not in the string table, or the table not in the file', () => {
    const bytes = readFileSync(smallProgram({ platform: 'linux/amd64' }));
    const { sections } = openProgram(bytesSource(bytes));
    const table = sections.find(({ name }) => name === '.symtab');
    const texts = sections.find(({ name }) => name === '.strtab');
    assert.ok(table && texts);
    const wrong = Buffer.from(bytes);
    wrong.writeUInt32LE(texts.bytes, table.offset + 240);
    refused(wrong, new RegExp(`no text at ${texts.bytes} of the string table .* at offset ${texts.offset}`));
    const outside = Buffer.from(bytes);
    // sh_offset in the entry of the section headers, whose first entry the view leaves out.
    const entry = Number(bytes.readBigUInt64LE(40)) + 64 * (sections.indexOf(table) + 1);
    outside.writeBigUInt64LE(BigInt(bytes.length), entry + 24);
    refused(outside, new RegExp(`at offset ${bytes.length}`));
  });

  it('in Mach-O and PE, when the table is not in the file', () => {
    for (const platform of ['darwin/arm64', 'windows/amd64']) {
      const bytes = readFileSync(smallProgram({ platform }));
      const { headers } = openProgram(bytesSource(bytes));
      const table = headers.find(({ name }) => name === 'symbol table');
      assert.ok(table);
      // PE finds long names of sections behind the symbols, so what is cut is their last byte.
      refused(bytes.subarray(0, table.offset + 100), new RegExp(`at offset ${table.offset}`));
    }
  });
});

describe('a table made to be read forever', () => {
  it('of names that all end at the last byte is refused before they are all read', () => {
    const bytes = readFileSync(smallProgram({ platform: 'linux/amd64' }));
    const texts = openProgram(bytesSource(bytes)).sections.find(({ name }) => name === '.strtab');
    assert.ok(texts);
    for (let at = texts.offset; at < texts.offset + texts.bytes - 1; at++)
      if (bytes[at] === 0) bytes[at] = 0x61;
    const program = openProgram(bytesSource(bytes));
    assert.throws(() => program.symbols(), /string table .* at offset \d+ has texts that overlap/);
  });

  it('may have one name for all its symbols, and endings of names for names', () => {
    const name = stringTable(Buffer.from('\0.rela.text\0x\0', 'latin1'), 0);
    for (let count = 0; count < 100_000; count++) assert.equal(name(6), '.text');
    assert.equal(name(1), '.rela.text');
    assert.equal(name(0), '');
  });
});
