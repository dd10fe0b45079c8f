import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type ByteSource, bytesSource } from '../../../../src/binary/byte-source.ts';
import { goLedger } from '../../../../src/binary/go/ledger/ledger.ts';
import { openGoProgram } from '../../../../src/binary/go/linked/go-program.ts';
import { openProgram } from '../../../../src/binary/open-program.ts';
import { SlipwayError } from '../../../../src/support/errors.ts';
import { goProgram, shipped, shippedHello } from '../../../support/go-programs.ts';
import { publishedProgram } from '../../../support/published-programs.ts';

const programs: Readonly<Record<string, () => string>> = {
  'linux/amd64': () => shippedHello('linux', 'amd64').path,
  'linux/mips, big endian and 32 bit': () => shippedHello('linux', 'mips').path,
  'darwin/arm64': () => shippedHello('darwin', 'arm64').path,
  'windows/amd64': () => shippedHello('windows', 'amd64').path,
  'wasip1/wasm': () => shippedHello('wasip1', 'wasm').path,
  'position-independent': () =>
    goProgram({ source: 'hello', args: [...shipped, '-buildmode=pie'], env: { GOARCH: 'amd64' } }).path,
  'Go 1.24': () => publishedProgram({ program: 'shfmt', go: 'go1.24.10' }),
  'Go 1.27': () => publishedProgram({ program: 'shfmt', go: 'go1.27.1' }),
};

interface Victim {
  readonly bytes: Buffer;
  /** Ranges of the file that say where everything else is. */
  readonly tables: readonly (readonly [from: number, to: number])[];
}

function victimOf(path: string): Victim {
  const bytes = readFileSync(path);
  const go = openGoProgram(openProgram(bytesSource(bytes)));
  assert.ok(go);
  const { header, moduledata, memory } = go;
  const { functions, types, funcdata, record } = moduledata;
  const part = (address: number, length: number): (readonly [number, number])[] =>
    memory.held(address, length).map((held) => [held.offset, held.offset + held.bytes] as const);
  return {
    bytes,
    tables: [
      ...part(header.address, 96),
      ...part(header.address + header.names, 4096),
      ...part(header.address + header.units, 4096),
      ...part(header.address + header.tables, 8192),
      ...part(functions.address, 16_384),
      ...part(functions.address + header.functionCount * 8, 16_384),
      ...part(functions.end - 8192, 8192),
      ...part(record.address, record.end - record.address),
      ...part(types.address, 65_536),
      ...part(types.address + 65_536, 65_536),
      ...part(funcdata, 16_384),
      ...(moduledata.links === undefined ? [] : part(moduledata.links.types.address, 4096)),
      ...(moduledata.layout === undefined ? [] : part(moduledata.layout.itabs.address, 4096)),
    ],
  };
}

interface Damage {
  readonly changes: readonly (readonly [offset: number, value: number])[];
  readonly cut: number;
}

function damageOf({ bytes, tables }: Victim): fc.Arbitrary<Damage> {
  const offset = fc.oneof(
    ...tables.map(([from, to]) => fc.integer({ min: from, max: Math.max(from, to - 1) })),
  );
  const value = fc.oneof(fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff), fc.nat(255));
  return fc.record({
    changes: fc.array(fc.tuple(offset, value), { minLength: 1, maxLength: 8 }),
    cut: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(bytes.length) }),
  });
}

/** The file with some bytes changed and its end cut off; counts what is read of it. */
function damagedSource(
  { bytes }: Victim,
  { changes, cut }: Damage,
): { source: ByteSource; total: () => number } {
  const copy = Buffer.from(bytes.subarray(0, bytes.length - cut));
  for (const [offset, value] of changes) if (offset < copy.length) copy[offset] = value;
  const whole = bytesSource(copy);
  let total = 0;
  return {
    source: {
      length: copy.length,
      read: (offset, length) => {
        total += length;
        return whole.read(offset, length);
      },
    },
    total: () => total,
  };
}

describe('a program whose tables are damaged', () => {
  for (const [name, path] of Object.entries(programs)) {
    it(`has a ledger of bytes that are in the file, each once, or is refused: ${name}`, () => {
      const victim = victimOf(path());
      let refused = 0;
      fc.assert(
        fc.property(damageOf(victim), (damage) => {
          const { source, total } = damagedSource(victim, damage);
          try {
            const ledger = goLedger(openProgram(source));
            const { starts, bytes, owners, count } = ledger?.ranges ?? {
              count: 0,
              starts: [],
              bytes: [],
              owners: [],
            };
            let end = 0;
            for (let index = 0; index < count; index++) {
              assert.ok((starts[index] ?? -1) >= end);
              end = (starts[index] ?? 0) + (bytes[index] ?? 0);
              assert.ok(ledger?.owners[owners[index] ?? -1] !== undefined);
            }
            assert.ok(end <= source.length);
          } catch (error) {
            assert.ok(error instanceof SlipwayError, error instanceof Error ? error.stack : String(error));
            assert.equal(error.code, 'E_BINARY');
            refused++;
          }
          assert.ok(total() <= 16 * source.length + (1 << 20), `${total()} bytes of ${source.length}`);
        }),
        { numRuns: 150 },
      );
      assert.ok(refused > 0, 'nothing was refused');
    });
  }
});

describe('a program of an old Go', () => {
  for (const [magic, version] of [
    [0xfffffffa, 'Go 1.16 and 1.17'],
    [0xfffffffb, 'Go 1.2 to 1.15'],
  ] as const) {
    it(`is refused by the table that it has, with what to do: ${version}`, () => {
      const { bytes } = victimOf(programs['linux/amd64']?.() ?? '');
      const program = openProgram(bytesSource(bytes));
      const section = program.sections.find(({ name }) => name === '.gopclntab');
      assert.ok(section);
      const copy = Buffer.from(bytes);
      copy.writeUInt32LE(magic, section.offset);
      assert.throws(
        () => goLedger(openProgram(bytesSource(copy))),
        (error) =>
          error instanceof SlipwayError &&
          error.code === 'E_BINARY' &&
          error.message.includes(version) &&
          error.message.includes(String(section.offset)) &&
          /Go 1\.18/.test(error.hint ?? ''),
      );
    });
  }
});
