import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it, test } from 'node:test';
import fc from 'fast-check';
import { bytesSource } from '../../src/binary/byte-source.ts';
import { explainSources } from '../../src/difference/program/explain-sources.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { damagedSource, damageOf, victimOfProgram } from '../support/damage.ts';
import { explained } from './made-images.ts';
import { planted, platform } from './planted-programs.ts';

describe('a damaged copy of a program', () => {
  for (const each of ['linux/amd64', 'darwin/arm64', 'windows/amd64', 'wasip1/wasm']) {
    it(`is explained, never refused, and never taken for the same: ${each}`, () => {
      const bytes = readFileSync(planted({ env: platform(each) }));
      const victim = victimOfProgram(bytes);
      let faults = 0;
      fc.assert(
        fc.property(damageOf(victim), (damage) => {
          const { source } = damagedSource(victim, damage);
          const copy = Buffer.from(source.read(0, source.length));
          const found = explainSources({ a: bytesSource(bytes), b: bytesSource(copy) }, '', {});
          assert.equal(found.length === 0, bytes.equals(copy));
          assert.ok(found.length <= 30);
          for (const { place, a, b } of found) {
            assert.ok(a.length <= 80 && b.length <= 80, `${place}: ${a} → ${b}`);
            assert.match(`${place}${a}${b}`, /^[^\p{Cc}\p{Cf}]*$/u);
          }
          if (found.some(({ kind }) => kind === 'format')) faults += 1;
        }),
        { numRuns: 15 },
      );
      // Headers are changed, so some of the copies must be noticed to be damaged.
      assert.ok(faults > 0, 'no damage was noticed');
    });
  }
});

test('a damaged archive is told or refused, and never taken for the same', async (t) => {
  const change = fc.tuple(fc.nat(4095), fc.constantFrom(0, 1, 0x20, 0x30, 0x39, 0x7f, 0x80, 0xff));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(3), async (changes, cut) => {
      let isSame = true;
      const tar = (archive: Buffer): Buffer => {
        const changed = Buffer.from(archive.subarray(0, archive.length - 700 * cut));
        for (const [at, value] of changes) changed[at] = value;
        isSame = changed.equals(archive);
        return changed;
      };
      try {
        const found = await explained(t, {}, { tar });
        assert.equal(found.length === 0, isSame);
      } catch (error) {
        assert.ok(error instanceof SlipwayError, String(error));
        assert.ok(error.code === 'E_BASE' || error.code === 'E_BINARY', error.code);
      }
    }),
    { numRuns: 40 },
  );
});
