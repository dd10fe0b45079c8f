import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { inspectSource } from '../../src/binary/executable.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { askEverything, damagedSource, damageOf, type Victim, victimOfProgram } from '../support/damage.ts';
import { describeShape, type Shape, smallProgram } from '../support/format-programs.ts';
import { goProgram, lacksCgo, shipped, shippedHello } from '../support/go-programs.ts';
import { pointerFormElf } from '../support/pointer-form-elf.ts';

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

describe('a damaged file', () => {
  for (const [name, make] of Object.entries(makers)) {
    it(`is read or refused, never a crash, and no more is read than a small multiple of it: ${name}`, {
      skip: name.startsWith('cgo') && lacksCgo(),
    }, () => {
      const each = victimOf(make());
      let refused = 0;
      fc.assert(
        fc.property(damageOf(each), (damage) => {
          const { source, largest, total } = damagedSource(each, damage);
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

/** Of every format one with all that it can have, and one without. */
const programs: readonly Shape[] = [
  { platform: 'linux/amd64', args: ['-buildmode=pie'] },
  { platform: 'linux/mips' },
  { platform: 'darwin/arm64' },
  { platform: 'windows/amd64' },
  { platform: 'windows/386' },
  { platform: 'wasip1/wasm' },
];

describe('a damaged program', () => {
  for (const shape of programs) {
    it(`gives answers or says where it is damaged, and its parts add up: ${describeShape(shape)}`, () => {
      const victim = victimOfProgram(readFileSync(smallProgram(shape)));
      let refused = 0;
      fc.assert(
        fc.property(damageOf(victim), (damage) => {
          refused += askEverything(damagedSource(victim, damage));
        }),
        { numRuns: 2000 },
      );
      assert.ok(refused > 100, `only ${refused} answers were refused`);
    });
  }
});
