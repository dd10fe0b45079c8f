import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ByteSource } from '../../src/binary/byte-source.ts';
import { inspectSource } from '../../src/binary/executable.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { goProgram, lacksCgo, shipped, shippedHello } from '../support/go-programs.ts';
import { pointerFormElf } from '../support/pointer-form-elf.ts';

interface Victim {
  readonly bytes: Buffer;
  /** Ranges that say where everything else is. */
  readonly headers: readonly (readonly [from: number, to: number])[];
}

const makers: Readonly<Record<string, () => Buffer>> = {
  'linux/amd64': () => readFileSync(shippedHello('linux', 'amd64').path),
  'linux/mips, big endian and 32 bit': () => readFileSync(shippedHello('linux', 'mips').path),
  'cgo against shared libraries': () =>
    readFileSync(goProgram({ source: 'cgo', args: shipped, env: { CGO_ENABLED: '1' } }).path),
  'darwin/arm64': () => readFileSync(shippedHello('darwin', 'arm64').path),
  'build info of Go 1.16': () => pointerFormElf({ class: 32, endian: 'big' }, 'go1.16', 'path\tx\n'),
};

/** The ELF header with the tables behind it, the table at the end, the build info and the dynamic section. */
function victimOf(bytes: Buffer): Victim {
  const info = bytes.indexOf(Buffer.from('\xff Go buildinf:', 'latin1'));
  const needed = bytes.indexOf('libc.so');
  return {
    bytes,
    headers: [
      [0, 2048],
      [bytes.length - 3072, bytes.length],
      ...(info < 0 ? [] : [[info, info + 400] as const]),
      ...(needed < 0 ? [] : [[needed - 512, needed + 64] as const]),
    ],
  };
}

/** The file with some bytes changed and its end cut off; counts what is read of it. */
function damagedSource(
  { bytes }: Victim,
  changes: readonly (readonly [number, number])[],
  cut: number,
): { source: ByteSource; largest: () => number; total: () => number } {
  let largest = 0;
  let total = 0;
  const length = bytes.length - cut;
  const source: ByteSource = {
    length,
    read(offset, wanted) {
      if (offset < 0 || wanted < 0 || offset + wanted > length) throw new SlipwayError('E_BINARY', 'outside');
      largest = Math.max(largest, wanted);
      total += wanted;
      const copy = Uint8Array.from(bytes.subarray(offset, offset + wanted));
      for (const [at, value] of changes) {
        if (at >= offset && at < offset + wanted) copy[at - offset] = value;
      }
      return copy;
    },
  };
  return { source, largest: () => largest, total: () => total };
}

function damageOf({ bytes, headers }: Victim): fc.Arbitrary<{ changes: [number, number][]; cut: number }> {
  const offset = fc
    .oneof(...headers.map(([from, to]) => fc.integer({ min: Math.max(0, from), max: to - 1 })))
    .filter((at) => at < bytes.length);
  const value = fc.oneof(fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff), fc.nat(255));
  const change = fc.tuple(offset, value);
  const cut = fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat(bytes.length) },
  );
  return fc.record({ changes: fc.array(change, { minLength: 1, maxLength: 12 }), cut });
}

describe('a damaged file', () => {
  for (const [name, make] of Object.entries(makers)) {
    it(`is read or refused, never a crash, and no more is read than a small multiple of it: ${name}`, {
      skip: name.startsWith('cgo') && lacksCgo(),
    }, () => {
      const each = victimOf(make());
      let refused = 0;
      fc.assert(
        fc.property(damageOf(each), ({ changes, cut }) => {
          const { source, largest, total } = damagedSource(each, changes, cut);
          try {
            const facts = inspectSource(source, [{ name: 'source', path: '/home/u/app' }]);
            assert.equal(facts.bytes, source.length);
            assert.doesNotThrow(() => JSON.stringify(facts));
          } catch (error) {
            assert.ok(error instanceof SlipwayError, String(error));
            assert.equal(error.code, 'E_BINARY');
            refused++;
          }
          assert.ok(largest() <= each.bytes.length);
          assert.ok(
            total() <= 16 * each.bytes.length + (1 << 20),
            `${total()} bytes of ${each.bytes.length}`,
          );
        }),
        { numRuns: 400 },
      );
      // The tables of an ELF file are looked at, so some of the damage must be noticed.
      if (!name.startsWith('darwin')) assert.ok(refused > 0, 'nothing was refused');
    });
  }
});
