import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bytesSource, withFileSource } from '../../../src/binary/byte-source.ts';
import { readFat, sliceSource } from '../../../src/binary/macho/fat.ts';
import { openProgram } from '../../../src/binary/open-program.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { assertMachoAsGo } from '../../support/format-agreement.ts';
import {
  describeShape,
  realProgram,
  shapes,
  smallProgram,
  strippedShapes,
} from '../../support/format-programs.ts';
import { goTables } from '../../support/format-truth.ts';
import { temporaryFolders } from '../../support/workspace.ts';

const machoShapes = [...shapes, ...strippedShapes].filter(({ platform }) => platform.startsWith('darwin/'));
describe("sections and segments of Mach-O files are those that Go's debug/macho reads", () => {
  for (const shape of machoShapes) {
    it(`of ${describeShape(shape)}`, () => {
      const path = smallProgram(shape);
      const [truth] = goTables(path);
      assert.ok(truth && (truth.Sections ?? []).length > 5);
      withFileSource(path, (source) => {
        const program = openProgram(source);
        assertMachoAsGo(program, truth);
        assert.equal(`darwin/${program.architecture}`, shape.platform);
      });
    });
  }
});

/** A universal file as `lipo -create` makes it: a table of the slices, each at a multiple of 16 KiB (mach-o/fat.h). */
function universal(files: readonly Buffer[], wordBytes: 4 | 8): Buffer {
  const align = 14;
  const head = Buffer.alloc(1 << align);
  head.writeUInt32BE(wordBytes === 4 ? 0xcafebabe : 0xcafebabf, 0);
  head.writeUInt32BE(files.length, 4);
  const parts: Buffer[] = [head];
  let offset = head.length;
  for (const [index, file] of files.entries()) {
    const at = 8 + index * (wordBytes === 4 ? 20 : 32);
    head.writeUInt32BE(file.readUInt32LE(4), at);
    head.writeUInt32BE(file.readUInt32LE(8), at + 4);
    const word = (value: number, to: number): void => {
      if (wordBytes === 4) head.writeUInt32BE(value, to);
      else head.writeBigUInt64BE(BigInt(value), to);
    };
    word(offset, at + 8);
    word(file.length, at + 8 + wordBytes);
    head.writeUInt32BE(align, at + 8 + 2 * wordBytes);
    const padded = Buffer.alloc(Math.ceil(file.length / head.length) * head.length);
    file.copy(padded);
    parts.push(padded);
    offset += padded.length;
  }
  return Buffer.concat(parts);
}

describe('a universal file', () => {
  const paths = (): string[] => [smallProgram({ platform: 'darwin/arm64' }), realProgram('darwin/amd64')];

  it("has the slices that Go's debug/macho finds, each of which is a program", async (t) => {
    const folder = await temporaryFolders((action) => t.after(action))();
    const bytes = universal(
      paths().map((path) => readFileSync(path)),
      4,
    );
    const path = join(folder, 'universal');
    writeFileSync(path, bytes);
    const truth = goTables(path);
    const source = bytesSource(bytes);
    const slices = readFat(source) ?? [];
    assert.deepEqual(
      slices.map(({ processor, offset }) => ({ processor, offset })),
      truth.map(({ Cpu, Offset }) => ({ processor: Cpu, offset: Offset })),
    );
    assert.deepEqual(
      slices.map(({ architecture }) => architecture),
      ['arm64', 'amd64'],
    );
    for (const [index, slice] of slices.entries()) {
      const program = openProgram(sliceSource(source, slice));
      assertMachoAsGo(program, truth[index] ?? assert.fail());
      assert.ok(program.symbols().length > 1000);
    }
  });

  it('with offsets of 64 bits has the same slices', () => {
    const files = paths().map((path) => readFileSync(path));
    assert.deepEqual(readFat(bytesSource(universal(files, 8))), readFat(bytesSource(universal(files, 4))));
  });

  it('is not opened as one program: the error names its processors', () => {
    const bytes = universal(
      paths().map((path) => readFileSync(path)),
      4,
    );
    assert.throws(
      () => openProgram(bytesSource(bytes)),
      (error) =>
        error instanceof SlipwayError &&
        error.code === 'E_BINARY' &&
        /universal file of 2 programs: arm64, amd64/.test(error.message),
    );
  });

  it('that is cut is refused, and a Java class, which begins alike, is none', () => {
    const bytes = universal(
      paths().map((path) => readFileSync(path)),
      4,
    );
    assert.throws(() => readFat(bytesSource(bytes.subarray(0, 100_000))), /slice 0 .* at offset 16384/);
    const javaClass = Buffer.from('cafebabe00000041001d0a0002000307', 'hex');
    assert.equal(readFat(bytesSource(javaClass)), undefined);
    assert.throws(() => openProgram(bytesSource(javaClass)), /not a program/);
  });
});

describe('a damaged Mach-O file is refused with the place', () => {
  const bytes = readFileSync(smallProgram({ platform: 'darwin/arm64' }));
  const cases: readonly { name: string; change: (copy: Buffer) => Buffer; why: RegExp }[] = [
    { name: 'a header that is cut', change: (copy) => copy.subarray(0, 31), why: /ends at offset 31/ },
    { name: 'commands that are cut', change: (copy) => copy.subarray(0, 500), why: /at offset 32/ },
    {
      name: 'a command without length',
      change: (copy) => {
        copy.writeUInt32LE(0, 36);
        return copy;
      },
      why: /load command 0 at offset 32 has 0 bytes/,
    },
    {
      name: 'a command that goes beyond the others',
      change: (copy) => {
        copy.writeUInt32LE(1 << 20, 36);
        return copy;
      },
      why: /load command 0 at offset 32 has 1048576 bytes/,
    },
    {
      name: 'a segment with more sections than its command has room for',
      change: (copy) => {
        copy.writeUInt32LE(1000, 32 + 64);
        return copy;
      },
      why: /at offset 32 has 72 bytes, where it needs 80072/,
    },
  ];
  for (const { name, change, why } of cases) {
    it(name, () => {
      assert.throws(
        () => openProgram(bytesSource(change(Buffer.from(bytes)))),
        (error) => error instanceof SlipwayError && error.code === 'E_BINARY' && why.test(error.message),
      );
    });
  }
});
