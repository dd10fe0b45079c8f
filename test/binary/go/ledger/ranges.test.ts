import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ByteSource } from '../../../../src/binary/byte-source.ts';
import { rangeList } from '../../../../src/binary/go/ledger/ranges.ts';
import type { GoProgram } from '../../../../src/binary/go/linked/go-program.ts';
import { memoryOf } from '../../../../src/binary/go/linked/memory.ts';
import type { ProgramFile } from '../../../../src/binary/program-file.ts';
import { refusal } from '../../../support/refusal.ts';

/** A file that is in memory from 0x1000 on; nothing is read of it. */
function programOf(length: number): GoProgram {
  const source: ByteSource = { length, read: () => assert.fail('read') };
  const program: ProgramFile = {
    source,
    format: 'elf',
    architecture: 'amd64',
    endian: 'little',
    wordBytes: 8,
    headers: [],
    sections: [],
    segments: [
      {
        name: '',
        offset: 0,
        bytes: length,
        address: 0x1000,
        memoryBytes: length + 64,
        writable: true,
        executable: false,
      },
    ],
    symbols: () => [],
    relocations: () => new Map(),
  };
  return { program, memory: memoryOf(program) } as unknown as GoProgram;
}

type Line = readonly [start: number, bytes: number, kind: number, owner: number, subject: number];

function lines(list: ReturnType<typeof rangeList>): Line[] {
  const { count, starts, bytes, kinds, owners, subjects } = list.sorted();
  return Array.from({ length: count }, (_, index) => [
    starts[index] ?? -1,
    bytes[index] ?? -1,
    kinds[index] ?? -1,
    owners[index] ?? -1,
    subjects[index] ?? -1,
  ]);
}

describe('ranges', () => {
  it('come out in the order of the file, however they were added', () => {
    const parts = fc.array(fc.record({ gap: fc.nat(3), bytes: fc.integer({ min: 1, max: 9 }) }), {
      maxLength: 60,
    });
    const large = fc.array(fc.nat(2 ** 20), { maxLength: 40 });
    fc.assert(
      fc.property(parts, large, fc.boolean(), (parts, keys, withLongRun) => {
        let at = 0;
        const all = (
          withLongRun ? [...parts, ...Array.from({ length: 3000 }, () => ({ gap: 1, bytes: 2 }))] : parts
        ).map(({ gap, bytes }, subject): Line => {
          const start = at + gap;
          at = start + bytes;
          return [start, bytes, subject % 8, subject % 5, subject];
        });
        const list = rangeList(programOf(at + 1), 1);
        const isLate = (subject: number): boolean => keys.some((key) => key % (all.length + 1) === subject);
        const early = all.filter(([, , , , subject]) => !isLate(subject));
        const late = all.filter(([, , , , subject]) => isLate(subject));
        for (const [start, ...rest] of [...early, ...late.reverse()]) list.add(0x1000 + start, ...rest);
        assert.deepEqual(lines(list), all);
      }),
    );
  });

  it('are one where they continue each other in all respects', () => {
    const list = rangeList(programOf(100), 4);
    list.add(0x1000, 4, 1, 7, 3);
    list.add(0x1004, 4, 1, 7, 3);
    list.add(0x1008, 4, 1, 8, 3);
    list.add(0x100c, 4, 1, 8);
    list.add(0x1014, 4, 1, 8);
    assert.deepEqual(lines(list), [
      [0, 8, 1, 7, 3],
      [8, 4, 1, 8, 3],
      [12, 4, 1, 8, -1],
      [20, 4, 1, 8, -1],
    ]);
  });

  it('of memory are what the file holds of it', () => {
    const list = rangeList(programOf(16), 4);
    list.add(0x100c, 8, 1, 7);
    list.add(0x1010, 8, 1, 7);
    list.add(0x1000, 0, 1, 7);
    assert.deepEqual(lines(list), [[12, 4, 1, 7, -1]]);
  });

  it('that claim the same bytes are refused, with the offset', async () => {
    const list = rangeList(programOf(100), 4);
    list.add(0x1010, 8, 1, 7);
    list.add(0x1014, 8, 1, 8);
    assert.match((await refusal(() => list.sorted(), 'E_BINARY')).message, /offset 20/);
  });

  it('are of files below 4 GiB', async () => {
    await refusal(() => rangeList(programOf(2 ** 32), 4), 'E_BINARY');
  });
});
