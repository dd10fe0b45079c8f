import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { addressEntries } from '../../src/binary/address-entries.ts';
import { bytesSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { fileRangeOf, type ProgramFile } from '../../src/binary/program-file.ts';
import { describeShape, pieShapes, shapes, smallProgram } from '../support/format-programs.ts';
import { readelfRelocations } from '../support/format-truth.ts';
import { goNm } from '../support/go-nm.ts';

interface Entry {
  readonly offset: number;
  readonly bytes: number;
  readonly address: number;
}

function entriesOf(program: ProgramFile): Entry[] {
  const { count, offsets, bytes, addresses } = addressEntries(program);
  return Array.from({ length: count }, (_, index) => ({
    offset: offsets[index] ?? -1,
    bytes: bytes[index] ?? -1,
    address: addresses[index] ?? -1,
  }));
}

/** Entries that lie in a section. */
function within(program: ProgramFile, name: string): Entry[] {
  const section = program.sections.find((each) => each.name === name);
  assert.ok(section, name);
  const end = section.offset + section.bytes;
  return entriesOf(program).filter(({ offset }) => offset >= section.offset && offset < end);
}

const open = (bytes: Buffer): ProgramFile => openProgram(bytesSource(bytes));

describe('relocations of ELF are about the addresses that readelf says', () => {
  for (const shape of pieShapes) {
    it(`of ${describeShape(shape)}`, () => {
      const path = smallProgram(shape);
      const program = open(readFileSync(path));
      const found = within(program, '.rela');
      const section = program.sections.find(({ name }) => name === '.rela');
      assert.equal(
        found.reduce((sum, { bytes }) => sum + bytes, 0),
        section?.bytes,
      );
      const told = readelfRelocations(path, /^R_/);
      assert.ok(told.size > 1000);
      assert.deepEqual(new Set(found.map(({ address }) => address)), new Set(told.keys()));
    });
  }
});

describe('tables of PE', () => {
  const windows = shapes.filter(({ platform }) => platform.startsWith('windows/'));
  for (const shape of windows) {
    it(`relocations are about words that point into the program: ${describeShape(shape)}`, () => {
      const bytes = readFileSync(smallProgram(shape));
      const program = open(bytes);
      const entries = within(program, '.reloc');
      assert.ok(entries.length > 1000);
      for (const { offset, address } of entries) {
        const held = fileRangeOf(program, address);
        assert.ok(held && held.bytes >= program.wordBytes, `entry at ${offset}`);
        const value =
          program.wordBytes === 8
            ? Number(bytes.readBigUInt64LE(held.offset))
            : bytes.readUInt32LE(held.offset);
        const target = program.segments.find(
          (segment) => value >= segment.address && value <= segment.address + segment.memoryBytes,
        );
        assert.ok(
          target,
          `entry at ${offset} is about 0x${address.toString(16)}, which holds 0x${value.toString(16)}`,
        );
      }
    });
  }

  // Go 1.18 writes none.
  const unwinding = windows.filter(({ platform, go }) => platform === 'windows/amd64' && go !== 'go1.18.10');
  for (const shape of unwinding) {
    it(`unwinding is told of functions: ${describeShape(shape)}`, () => {
      const path = smallProgram(shape);
      const program = open(readFileSync(path));
      const entries = within(program, '.pdata');
      const section = program.sections.find(({ name }) => name === '.pdata');
      assert.equal(entries.length * 12, section?.bytes);
      const code = new Set(
        goNm(path)
          .filter(({ code }) => /T/i.test(code))
          .map(({ address }) => address),
      );
      assert.deepEqual(
        entries.filter(({ address }) => !code.has(address)),
        [],
      );
    });
  }

  it('that are damaged end where they stop making sense, and nothing is read beyond the file', () => {
    const bytes = readFileSync(smallProgram({ platform: 'windows/amd64' }));
    const section = open(bytes).sections.find(({ name }) => name === '.reloc') ?? assert.fail();
    const all = within(open(bytes), '.reloc').length;
    for (const length of [0, 7, 0xffffffff]) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt32LE(length, section.offset + 4);
      assert.equal(within(open(damaged), '.reloc').length, 0);
    }
    // The second block, whose place is said by the first.
    const damaged = Buffer.from(bytes);
    damaged.writeUInt32LE(0, section.offset + bytes.readUInt32LE(section.offset + 4) + 4);
    const left = within(open(damaged), '.reloc').length;
    assert.ok(left > 0 && left < all, `${left} of ${all}`);
  });
});

describe('where a section of relocations', () => {
  const bytes = readFileSync(smallProgram({ platform: 'linux/amd64', args: ['-buildmode=pie'] }));
  const table = Number(bytes.readBigUInt64LE(40));
  const index = open(bytes).sections.findIndex(({ name }) => name === '.rela') + 1;
  const patched = (offset: number, length: number): ProgramFile => {
    const copy = Buffer.from(bytes);
    copy.writeBigUInt64LE(BigInt(offset), table + index * 64 + 24);
    copy.writeBigUInt64LE(BigInt(length), table + index * 64 + 32);
    return open(copy);
  };

  it('goes beyond the file, it ends there', () => {
    assert.equal(entriesOf(patched(bytes.length - 100, 2 ** 40)).length, 4);
    assert.equal(entriesOf(patched(bytes.length + 1, 240)).length, 0);
    assert.equal(entriesOf(patched(2 ** 52, 2 ** 52)).length, 0);
  });

  it('is no whole number of entries long, what is left over is none', () => {
    const { offset } = open(bytes).sections[index - 1] ?? assert.fail();
    assert.equal(entriesOf(patched(offset, 71)).length, 2);
  });
});

it('Mach-O and wasm have none', () => {
  for (const platform of ['darwin/arm64', 'wasip1/wasm'])
    assert.equal(addressEntries(open(readFileSync(smallProgram({ platform })))).count, 0);
});
