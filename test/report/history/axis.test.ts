import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byteAxis, placeLabels, textWidth } from '../../../src/report/history/axis.ts';

const labels = (...values: number[]): string[] => byteAxis(values).ticks.map(({ label }) => label);
const MiB = 1 << 20;

test('labels of an axis are round numbers in binary units', () => {
  assert.deepEqual(labels(5 * MiB, 7 * MiB), ['5.0 MiB', '5.5 MiB', '6.0 MiB', '6.5 MiB', '7.0 MiB']);
  assert.deepEqual(labels(100 * 1024, 900 * 1024), [
    '0 KiB',
    '200 KiB',
    '400 KiB',
    '600 KiB',
    '800 KiB',
    '1000 KiB',
  ]);
  assert.deepEqual(labels(0), ['0 B', '1 B']);
  assert.deepEqual(labels(12), ['11 B', '12 B', '13 B']);
});

test('a change that is small beside the whole is not made to look large', () => {
  const { low, high } = byteAxis([8 * MiB, 8 * MiB + 1]);
  assert.ok(high - low >= 0.02 * 8 * MiB);
  assert.deepEqual(labels(8 * MiB, 8 * MiB), labels(8 * MiB, 8 * MiB + 1));
});

test('every axis holds all of its values between its ends, with a few labels, all of them different', () => {
  const bytes = fc.oneof(fc.nat(3000), fc.nat(100 * MiB), fc.maxSafeNat());
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 1, maxLength: 40 }), (values) => {
      const { low, high, ticks } = byteAxis(values);
      assert.ok(low >= 0 && low <= Math.min(...values) && high >= Math.max(...values) && high > low);
      assert.ok(ticks.length >= 2 && ticks.length <= 7, `${ticks.length} labels`);
      assert.equal(new Set(ticks.map(({ label }) => label)).size, ticks.length);
      assert.equal(ticks[0]?.bytes, low);
      assert.equal(ticks.at(-1)?.bytes, high);
      for (const { bytes: at, label } of ticks) {
        const [, number, unit = ''] = /^(\d+(?:\.\d{1,4})?) ([KMGT]iB|B)$/.exec(label) ?? assert.fail(label);
        const said = Number(number) * 1024 ** ['B', 'KiB', 'MiB', 'GiB', 'TiB'].indexOf(unit);
        assert.ok(Math.abs(said - at) <= 1e-9 * high, `${label} is not at ${at}`);
      }
    }),
    { numRuns: 500 },
  );
});

test('labels stand apart and within their room, and the last one is always shown', () => {
  const space = { left: 40, right: 400, gap: 10 };
  fc.assert(
    fc.property(fc.array(fc.nat(120), { minLength: 1, maxLength: 80 }), (widths) => {
      const middles = widths.map((_, at) => 60 + (at / Math.max(1, widths.length - 1)) * 330);
      const shown = placeLabels(middles, widths, space);
      assert.equal(shown.at(-1)?.at, widths.length - 1);
      const ends = shown.map(
        ({ at, middle }) => [middle - (widths[at] ?? 0) / 2, middle + (widths[at] ?? 0) / 2] as const,
      );
      for (const [at, [from, to]] of ends.entries()) {
        assert.ok(from >= space.left - 1e-9 && to <= space.right + 1e-9);
        assert.ok(to + space.gap <= (ends[at + 1]?.[0] ?? Number.POSITIVE_INFINITY) + 1e-9);
      }
    }),
  );
  assert.deepEqual(placeLabels([], [], space), []);
});

test('wide letters are thought to be wide', () => {
  assert.ok(textWidth('WWWW') > textWidth('llll'));
  assert.ok(textWidth('日本') > textWidth('ab'));
});
