import assert from 'node:assert/strict';
import fc from 'fast-check';
import { breakdown } from '../../src/binary/breakdown.ts';
import type { ByteSource } from '../../src/binary/byte-source.ts';
import { unpackedBytes } from '../../src/binary/compressed.ts';
import { readHardening } from '../../src/binary/hardening.ts';
import { readLinkage } from '../../src/binary/linkage.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import type { FileRange } from '../../src/binary/program-file.ts';
import { upxOf } from '../../src/binary/upx.ts';
import { wasmFunctions } from '../../src/binary/wasm/functions.ts';
import { SlipwayError } from '../../src/support/errors.ts';

export interface Victim {
  readonly bytes: Buffer;
  /** Ranges that say where everything else is. */
  readonly headers: readonly (readonly [from: number, to: number])[];
}

export interface Damage {
  readonly changes: readonly (readonly [offset: number, value: number])[];
  readonly cut: number;
}

export interface DamagedSource {
  readonly source: ByteSource;
  readonly largest: () => number;
  readonly total: () => number;
}

/** The file with some bytes changed and its end cut off; counts what is read of it. */
export function damagedSource({ bytes }: Victim, { changes, cut }: Damage): DamagedSource {
  let largest = 0;
  let total = 0;
  const length = bytes.length - cut;
  const source: ByteSource = {
    length,
    read(offset, wanted) {
      if (offset < 0 || wanted < 0 || offset + wanted > length) {
        throw new SlipwayError('E_BINARY', `outside: ${wanted} bytes at offset ${offset}`);
      }
      largest = Math.max(largest, wanted);
      total += wanted;
      const copy = new Uint8Array(bytes.subarray(offset, offset + wanted));
      for (const [at, value] of changes) {
        if (at >= offset && at < offset + wanted) copy[at - offset] = value;
      }
      return copy;
    },
  };
  return { source, largest: () => largest, total: () => total };
}

export function damageOf({ bytes, headers }: Victim): fc.Arbitrary<Damage> {
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

/** The format's own tables from their start, and of each section the first bytes: there stand what leads to all else. */
export function victimOfProgram(bytes: Buffer, mostTableBytes = 4096, mostSectionBytes = 64): Victim {
  const program = openProgram(wholeSource(bytes));
  const start = ({ offset, bytes: length }: FileRange, most: number): readonly [number, number] => [
    offset,
    Math.min(bytes.length, offset + Math.min(length, most)),
  ];
  return {
    bytes,
    headers: [
      ...program.headers.map((table) => start(table, mostTableBytes)),
      ...program.sections.map((section) => start(section, mostSectionBytes)),
    ].filter(([from, to]) => to > from),
  };
}

function wholeSource(bytes: Buffer): ByteSource {
  return damagedSource({ bytes, headers: [] }, { changes: [], cut: 0 }).source;
}

/**
 * Asks for everything that a program tells. Each answer is there, or is refused as it should be; the parts sum to the file.
 * @returns how many answers were refused
 */
export function askEverything(damaged: DamagedSource): number {
  const { source } = damaged;
  const before = damaged.total();
  const program = orRefused(() => openProgram(source));
  if (program === undefined) return 1;
  const answers: readonly (() => unknown)[] = [
    () => {
      let end = 0;
      for (const part of breakdown(program)) {
        assert.equal(part.offset, end);
        assert.ok(part.bytes > 0);
        end += part.bytes;
      }
      assert.equal(end, source.length);
      return end;
    },
    () => {
      const symbols = program.symbols();
      // The smallest entry, of a name section, is a byte for the index and one for the length.
      assert.ok(symbols.length <= source.length / 2);
      return symbols;
    },
    () => {
      const relocations = program.relocations();
      assert.ok(relocations.size <= source.length / 4);
      return relocations;
    },
    () => JSON.stringify(readHardening(program)),
    () => JSON.stringify(readLinkage(program)),
    () => [upxOf(program)],
    () => program.sections.map((section) => unpackedBytes(program, section)),
    () => (program.format === 'wasm' ? wasmFunctions(source) : []),
  ];
  const refused = answers.filter((answer) => orRefused(answer) === undefined).length;
  assert.ok(damaged.largest() <= source.length);
  const total = damaged.total() - before;
  assert.ok(total <= 16 * source.length + (1 << 20), `${total} bytes were read of ${source.length}`);
  return refused;
}

/** Says where: an offset in the file, an address of the loaded program, or that it is the file's beginning. */
const place = /offset \d+|byte \d+|ends after \d+ bytes|address 0x[0-9a-f]+|at 0x[0-9a-f]+|begins like/;

function orRefused<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    assert.ok(error instanceof SlipwayError, error instanceof Error ? error.stack : String(error));
    assert.equal(error.code, 'E_BINARY');
    assert.match(error.message, place);
    return undefined;
  }
}
