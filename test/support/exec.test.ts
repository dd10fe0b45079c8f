import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exec } from '../../src/support/exec.ts';

test('a program reads its standard input to the end, and an empty one where none is given', async () => {
  const input = 'line\n'.repeat(50_000);
  assert.equal((await exec({ file: 'cat', args: [], input })).stdout, input);
  assert.equal((await exec({ file: 'cat', args: [] })).stdout, '');
});

test('a program that leaves its input unread is judged by its status', async () => {
  const result = await exec({ file: 'sh', args: ['-c', 'exit 3'], input: 'x'.repeat(1 << 20) });
  assert.equal(result.status, 3);
});
