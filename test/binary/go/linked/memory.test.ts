import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bytesSource } from '../../../../src/binary/byte-source.ts';
import { memoryOf } from '../../../../src/binary/go/linked/memory.ts';
import type { ProgramFile, ProgramSegment } from '../../../../src/binary/program-file.ts';
import { refusal } from '../../../support/refusal.ts';

const content = Buffer.from(Array.from({ length: 64 }, (_, index) => index));

function programOf(
  segments: readonly Pick<ProgramSegment, 'address' | 'offset' | 'bytes' | 'memoryBytes'>[],
  rest: Partial<ProgramFile> = {},
): ProgramFile {
  return {
    source: bytesSource(content),
    format: 'elf',
    architecture: 'amd64',
    endian: 'little',
    wordBytes: 8,
    headers: [],
    sections: [],
    segments: segments.map((segment) => ({ name: 'PT_LOAD', writable: true, executable: false, ...segment })),
    symbols: () => [],
    relocations: () => new Map(),
    ...rest,
  };
}

/** Bytes 8 to 24 of the file at 0x1000 with 8 zeros behind them, and the rest of it at 0x2000. */
const segments = [
  { address: 0x2000, offset: 24, bytes: 40, memoryBytes: 40 },
  { address: 0x1000, offset: 8, bytes: 16, memoryBytes: 24 },
];

describe('the memory of a program', () => {
  it('has the bytes of the file, and zeros where it has none', () => {
    const { bytes } = memoryOf(programOf(segments)).read(0x100c, 12);
    assert.deepEqual([...bytes], [20, 21, 22, 23, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('says where in the file a range is, and that zeros are nowhere', () => {
    const memory = memoryOf(programOf(segments));
    assert.equal(memory.offsetOf(0x1004, 12), 12);
    assert.equal(memory.offsetOf(0x1004, 13), undefined);
    assert.deepEqual(memory.held(0x1008, 16), [{ address: 0x1008, offset: 16, bytes: 8 }]);
    assert.deepEqual(memory.held(0x1010, 8), []);
    assert.equal(memory.room(0x1010), 8);
    assert.equal(memory.room(0x1018), 0);
  });

  it('refuses what lies outside of it, and what no file of this length can mean', async () => {
    const memory = memoryOf(
      programOf([...segments, { address: 0x9000, offset: 0, bytes: 0, memoryBytes: 1 << 30 }]),
    );
    for (const [address, bytes] of [
      [0, 1],
      [0x1000, 25],
      [0x2000, -1],
      [0x9000, 1 << 30],
    ] as const) {
      assert.match((await refusal(() => memory.read(address, bytes), 'E_BINARY')).message, /0x/);
    }
  });

  it('is one in wasm, whose segments leave runs of zeros out', () => {
    const wasm = programOf(
      [
        { address: 0x14, offset: 40, bytes: 4, memoryBytes: 4 },
        { address: 0x10, offset: 0, bytes: 2, memoryBytes: 2 },
      ],
      { format: 'wasm' },
    );
    const memory = memoryOf(wasm);
    assert.deepEqual([...memory.read(0xe, 10).bytes], [0, 0, 0, 1, 0, 0, 40, 41, 42, 43]);
    assert.equal(memory.holds(0, 0x18), true);
    assert.deepEqual(memory.held(0xe, 10), [
      { address: 0x10, offset: 0, bytes: 2 },
      { address: 0x14, offset: 40, bytes: 4 },
    ]);
  });

  it('is searched in wasm for a number of which a segment holds the middle alone', () => {
    const cut = programOf([{ address: 0x21, offset: 1, bytes: 2, memoryBytes: 2 }], { format: 'wasm' });
    const number = Buffer.from([0, 1, 2, 0, 0, 0, 0, 0]);
    assert.deepEqual([...memoryOf(cut).find(number)], [0x20]);
    assert.deepEqual([...memoryOf({ ...cut, format: 'elf' }).find(number)], []);
  });

  it('has numbers in the byte order of the program', () => {
    const little = memoryOf(programOf(segments)).read(0x1000, 16);
    assert.equal(little.u16(0), 0x0908);
    assert.equal(little.u32(0), 0x0b0a0908);
    assert.equal(little.word(0), 0x0f0e0d0c * 2 ** 32 + 0x0b0a0908);
    const big = memoryOf(programOf(segments, { endian: 'big', wordBytes: 4 }));
    assert.equal(big.read(0x1000, 16).u16(0), 0x0809);
    assert.equal(big.read(0x1000, 16).word(0), 0x08090a0b);
    assert.deepEqual([...big.words(0x1000, 2)], [0x08090a0b, 0x0c0d0e0f]);
    assert.deepEqual([...memoryOf(programOf(segments)).words(0x1001, 1)], [0x0c0b0a09]);
    assert.deepEqual([...big.encoded(0x08090a0b, 4)], [8, 9, 10, 11]);
  });

  it('has pointers as the loader makes them', () => {
    const moved = memoryOf(programOf(segments, { relocations: () => new Map([[0x1008, 0x2010]]) })).read(
      0x1000,
      16,
    );
    assert.equal(moved.pointer(8), 0x2010);
    assert.equal(moved.pointer(0), moved.word(0));
  });

  it('is searched outside of code, or only where the program may write', () => {
    const program = programOf(segments);
    const [first, second] = program.segments;
    assert.ok(first && second);
    const mixed = {
      ...program,
      segments: [
        { ...first, writable: false },
        { ...second, executable: true, writable: false },
      ],
    };
    assert.deepEqual([...memoryOf(program).find(Buffer.from([20, 21]))], [0x100c]);
    assert.deepEqual([...memoryOf(program).find(Buffer.from([30, 31]), 'writable')], [0x2006]);
    assert.deepEqual([...memoryOf(mixed).find(Buffer.from([20, 21]))], []);
    assert.deepEqual([...memoryOf(mixed).find(Buffer.from([30, 31]))], [0x2006]);
    assert.deepEqual([...memoryOf(mixed).find(Buffer.from([30, 31]), 'writable')], []);
  });
});
