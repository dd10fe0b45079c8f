import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { askEverything, damagedSource, damageOf, victimOfProgram } from '../support/damage.ts';
import { describeShape, type Shape, smallProgram } from '../support/format-programs.ts';

// As test/binary/damaged.test.ts, fifty times as often, and anywhere in the tables.

const runs = 100_000;
const programs: readonly Shape[] = [
  { platform: 'linux/amd64', args: ['-buildmode=pie'] },
  { platform: 'linux/s390x' },
  { platform: 'darwin/arm64' },
  { platform: 'windows/amd64' },
  { platform: 'wasip1/wasm' },
];

describe('a damaged program, a hundred thousand times', () => {
  for (const shape of programs) {
    it(`gives answers or says where it is damaged, and its parts add up: ${describeShape(shape)}`, () => {
      const victim = victimOfProgram(readFileSync(smallProgram(shape)), 1 << 20, 1024);
      let refused = 0;
      fc.assert(
        fc.property(damageOf(victim), (damage) => {
          refused += askEverything(damagedSource(victim, damage));
        }),
        { numRuns: runs },
      );
      assert.ok(refused > runs / 20, `only ${refused} answers were refused`);
    });
  }
});
