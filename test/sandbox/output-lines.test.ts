import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputLines } from '../../src/sandbox/output-lines.ts';

const text = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(''));
const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `line ${at}`);

test('the last lines are kept, also one that was not ended, and no more of them however much is printed', () => {
  const output = outputLines();
  output.add('stdout', text(numbered(1000)));
  output.add('stderr', Buffer.from('half a li'));
  const last = output.last();
  assert.equal(last.length, 20);
  assert.deepEqual(last.slice(-2), ['line 999', 'half a li']);
});

test("the line with which Go's runtime says why it ends stays, however long the stack below it is", () => {
  const output = outputLines();
  output.add(
    'stderr',
    text(['before', 'panic: no such table', '', 'goroutine 1 [running]:', ...numbered(100)]),
  );
  const last = output.last();
  assert.deepEqual(
    [last.length, last[0], last[1], last.at(-1)],
    [20, 'panic: no such table', '…', 'line 99'],
  );
});

test('a line is seen when it comes, also in pieces', async () => {
  const output = outputLines();
  const seen = output.whenSeen(/^init internal/);
  output.add('stderr', Buffer.from('init inter'));
  output.add('stderr', Buffer.from('nal/bytealg @0.01 ms\n'));
  assert.ok((await seen) > 0);
});
