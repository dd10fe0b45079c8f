import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseConfig } from '../../src/request/config-file.ts';
import { repository } from '../support/slipway.ts';

const text = readFileSync(join(repository, 'docs', 'dead-code.md'), 'utf8');

/** The cells of a generated table's rows. */
function rowsOf(bench: string): string[][] {
  const [, table = ''] = new RegExp(`<!-- bench ${bench} -->([^]*)<!-- /bench ${bench} -->`).exec(text) ?? [];
  return table
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (program|.*taken out of)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

test('what the page says of slipway.yaml can be said there, and its links lead somewhere', () => {
  const [, block = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(text) ?? [];
  assert.deepEqual(parseConfig(block, 'slipway.yaml').top, { deadCode: 'required' });
  for (const [, link = ''] of text.matchAll(/\]\((?!https:)([^)#]+)/g))
    assert.ok(existsSync(join(repository, 'docs', link)), link);
});

test('the page tells of ten programs, and of all that was taken out of programs what was predicted comes within 5 % or 2 KB', () => {
  const programs = new Set(rowsOf('dead-code').map(([, program]) => program));
  assert.equal(programs.size, 10);
  const removals = rowsOf('removals').map(([, , taken, went = '', predicted = '']) => ({
    taken,
    went: Number(went.replaceAll(',', '')),
    predicted: Number(predicted.replaceAll(',', '')),
  }));
  assert.equal(removals.length, 19);
  for (const { taken, went, predicted } of removals)
    assert.ok(Math.abs(went - predicted) <= Math.max(went / 20, 2048), taken);
});
