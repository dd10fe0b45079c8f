import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barLines, shortened } from '../../src/report/bars.ts';
import { formatInspection } from '../../src/report/inspection-text.ts';
import { styleOf } from '../../src/report/style.ts';
import { sampleInspection as inspection } from '../support/sample-inspection.ts';

test('a program is told by module and package, the largest first, and what is not attributed is said', () => {
  const text = formatInspection(inspection);
  assert.match(text, /^out\/api {3}3\.8 MiB {3}linux\/amd64 · elf · static · stripped\n {2}go1\.26\.8 · /);
  assert.match(text, /modules\n {3}2\.9 MiB {2}75\.0 % {2}█{18} {2}standard library {2}120 packages\n/);
  assert.match(text, /not attributed\n +195 KiB +5\.0 %/);
  assert.match(text, /95\.0 % attributed, by Go's own tables/);
  assert.ok(text.split('\n').every((line) => line.length <= 80));
});

test('of its sections what Go makes of them is told, the largest first', () => {
  const [, text = ''] = formatInspection(inspection).split('sections, and what Go makes of them\n');
  const [lines = ''] = text.split('\n\n');
  assert.deepEqual(
    lines.split('\n').map((line) => line.replace(/^ +(\S+ \S+) +(\S+ %)[ █▏▎▍▌▋▊▉]{20}(.*)$/, '$1,$2,$3')),
    [
      '2.4 MiB,62.5 %,  .text',
      '1.4 MiB,37.5 %,  .gopclntab',
      '879 KiB,22.5 %,    functions (functab)',
      '586 KiB,15.0 %,    function names (funcnametab)',
    ],
  );
});

test('what is no Go program is told by its sections', () => {
  const { go: _, attribution: __, ...rest } = inspection;
  const text = formatInspection({ ...rest, notices: ['it is packed'] });
  assert.match(text, /not made by Go, or packed/);
  assert.match(text, /sections\n {3}2\.4 MiB {2}62\.5 %/);
  assert.match(text, /note: it is packed/);
});

test('names cannot steer the terminal, and long ones are cut in their middle', () => {
  const [line = ''] = barLines([{ name: `evil\x1b[2J${'x'.repeat(200)}end`, bytes: 5 }], 10, {
    columns: 80,
    style: styleOf(false),
  });
  assert.ok(!line.includes('\x1b') && line.endsWith('end') && line.includes('…'));
  assert.equal(shortened('abcdefghij', 5), 'a…hij');
  assert.equal(shortened('abc', 5), 'abc');
});
