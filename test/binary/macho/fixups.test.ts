import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bytesSource } from '../../../src/binary/byte-source.ts';
import { openProgram } from '../../../src/binary/open-program.ts';
import { SlipwayError } from '../../../src/support/errors.ts';

// Apple's linker, which writes chained fixups, runs on Apple's systems and Go's own linker does not write them: the files here
// are made after mach-o/fixup-chains.h.

const base = 0x1_0000_0000;
const pageBytes = 0x4000;
const dataOffset = 0x8000;
const dataAddress = base + dataOffset;

interface Fixup {
  /** From the start of the data segment, a multiple of 8. */
  readonly within: number;
  /** From the base. */
  readonly target: number;
  readonly kind: 'rebase' | 'bind' | 'signed';
}

interface Form {
  readonly number: number;
  readonly stride: number;
  readonly word: (fixup: Fixup, next: number) => bigint;
}

const plainWord =
  (added: number) =>
  ({ target, kind }: Fixup, next: number): bigint =>
    kind === 'bind'
      ? (1n << 63n) | (BigInt(next) << 51n) | 7n
      : (BigInt(next) << 51n) | BigInt(target + added);

const signedWord =
  (added: number) =>
  ({ target, kind }: Fixup, next: number): bigint => {
    const link = BigInt(next) << 51n;
    if (kind === 'bind') return (1n << 62n) | link | 7n;
    return kind === 'signed'
      ? (1n << 63n) | link | (0xabcdn << 32n) | BigInt(target)
      : link | BigInt(target + added);
  };

const forms: Readonly<Record<string, Form>> = {
  'addresses (DYLD_CHAINED_PTR_64)': { number: 2, stride: 4, word: plainWord(base) },
  'offsets (DYLD_CHAINED_PTR_64_OFFSET)': { number: 6, stride: 4, word: plainWord(0) },
  'signed addresses (DYLD_CHAINED_PTR_ARM64E)': { number: 1, stride: 8, word: signedWord(base) },
  'signed offsets (DYLD_CHAINED_PTR_ARM64E_USERLAND24)': { number: 12, stride: 8, word: signedWord(0) },
};

/** A segment command without sections. */
function segment(name: string, address: number, offset: number, bytes: number, protection: number): Buffer {
  const command = Buffer.alloc(72);
  command.writeUInt32LE(0x19, 0);
  command.writeUInt32LE(72, 4);
  command.write(name, 8);
  for (const [at, value] of [
    [24, address],
    [32, bytes],
    [40, offset],
    [48, bytes],
  ] as const) {
    command.writeBigUInt64LE(BigInt(value), at);
  }
  command.writeUInt32LE(protection, 60);
  return command;
}

function machoWith(fixups: readonly Fixup[], form: Form, pages: number): Buffer {
  const file = Buffer.alloc(dataOffset + (pages + 1) * pageBytes);
  const linkEdit = dataOffset + pages * pageBytes;
  // dyld_chained_fixups_header, then the offsets of three segments, of which the second has fixups.
  const image = 32;
  const starts = 16;
  const table = Buffer.alloc(image + starts + 22 + 2 * pages);
  table.writeUInt32LE(image, 4);
  table.writeUInt32LE(3, image);
  table.writeUInt32LE(starts, image + 8);
  const at = image + starts;
  table.writeUInt32LE(22 + 2 * pages, at);
  table.writeUInt16LE(pageBytes, at + 4);
  table.writeUInt16LE(form.number, at + 6);
  table.writeUInt16LE(pages, at + 20);
  for (let page = 0; page < pages; page++) {
    const inside = fixups.filter(({ within }) => Math.floor(within / pageBytes) === page);
    table.writeUInt16LE(inside[0] === undefined ? 0xffff : inside[0].within % pageBytes, at + 22 + 2 * page);
    for (const [index, fixup] of inside.entries()) {
      const following = inside[index + 1];
      const next = following === undefined ? 0 : (following.within - fixup.within) / form.stride;
      file.writeBigUInt64LE(form.word(fixup, next), dataOffset + fixup.within);
    }
  }
  table.copy(file, linkEdit);
  const chained = Buffer.alloc(16);
  for (const [index, value] of [0x80000034, 16, linkEdit, table.length].entries())
    chained.writeUInt32LE(value, index * 4);
  const commands = Buffer.concat([
    segment('__TEXT', base, 0, dataOffset, 5),
    segment('__DATA', dataAddress, dataOffset, pages * pageBytes, 3),
    segment('__LINKEDIT', base + linkEdit, linkEdit, pageBytes, 1),
    chained,
  ]);
  const header = [0xfeedfacf, 0x0100000c, 0, 2, 4, commands.length, 0x200085, 0];
  for (const [index, value] of header.entries()) file.writeUInt32LE(value, index * 4);
  commands.copy(file, 32);
  return file;
}

const anyFixups = (pages: number): fc.Arbitrary<Fixup[]> =>
  fc
    .uniqueArray(
      fc.record({
        within: fc.nat(pages * (pageBytes / 8) - 1).map((index) => index * 8),
        target: fc.nat(0x7fffffff),
        kind: fc.constantFrom('rebase', 'bind', 'signed'),
      }),
      { selector: ({ within }) => within, minLength: 1, maxLength: 60 },
    )
    .map((fixups) => fixups.sort((a, b) => a.within - b.within));

describe('words in chains', () => {
  for (const [name, form] of Object.entries(forms)) {
    it(`have the values that the loader gives them: ${name}`, () => {
      fc.assert(
        fc.property(anyFixups(3), (all) => {
          // Without signatures a signed word is an ordinary one.
          const fixups = form.stride === 8 ? all : all.filter(({ kind }) => kind !== 'signed');
          // The distance has 11 or 12 bits: where the next one is too far, the loader could not find it either.
          const near = fixups.filter(({ within }, index) => {
            const before = fixups[index - 1];
            return before === undefined || within - before.within < 2047 * form.stride;
          });
          const reachable = near.length === fixups.length ? fixups : fixups.slice(0, 1);
          const program = openProgram(bytesSource(machoWith(reachable, form, 3)));
          const expected = reachable
            .filter(({ kind }) => kind !== 'bind')
            .map(({ within, target }) => [dataAddress + within, base + target] as const);
          assert.deepEqual([...program.relocations()], expected);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('that lead out of their page are refused, and chains that are no chains', () => {
    const form = forms['offsets (DYLD_CHAINED_PTR_64_OFFSET)'] ?? assert.fail();
    const good = machoWith([{ within: 0, target: 64, kind: 'rebase' }], form, 3);
    const changed = (change: (copy: Buffer) => void): Buffer => {
      const copy = Buffer.from(good);
      change(copy);
      return copy;
    };
    const linkEdit = dataOffset + 3 * pageBytes;
    const cases: readonly (readonly [string, Buffer, RegExp])[] = [
      [
        'a distance beyond the page',
        changed((copy) => copy.writeBigUInt64LE(0xfffn << 51n, dataOffset)),
        /at offset 32768 .*its chain leads to 16380 of 16384 bytes/,
      ],
      ['an unknown form', changed((copy) => copy.writeUInt16LE(99, linkEdit + 48 + 6)), /format 99/],
      ['pages of no length', changed((copy) => copy.writeUInt16LE(0, linkEdit + 48 + 4)), /pages of 0 bytes/],
      [
        'more pages than the table lists',
        changed((copy) => copy.writeUInt16LE(0xffff, linkEdit + 48 + 20)),
        new RegExp(`at offset ${linkEdit} .*131070 bytes at 22`),
      ],
      [
        'starts outside of the table',
        changed((copy) => copy.writeUInt32LE(1 << 20, linkEdit + 4)),
        /outside/,
      ],
    ];
    for (const [name, bytes, why] of cases) {
      const program = openProgram(bytesSource(bytes));
      assert.throws(
        () => program.relocations(),
        (error) => error instanceof SlipwayError && error.code === 'E_BINARY' && why.test(error.message),
        name,
      );
    }
  });
});
