import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstDifference } from '../../../src/gobuild/vendor/first-difference.ts';
import { folderOf } from '../../support/temporary.ts';

const told = (one: string, other: string) => firstDifference(Buffer.from(one), Buffer.from(other));

test('the first byte that differs is where cmp says it is', async (t) => {
  const folder = await folderOf(t);
  const [one, other] = [join(folder, 'one'), join(folder, 'other')];
  for (const [first, second] of [
    ['a\nb\nc\n', 'a\nb\nx\n'],
    ['a\nb', 'a\nc'],
    ['\n\n\n', '\n\nx'],
  ] as const) {
    await writeFile(one, first);
    await writeFile(other, second);
    const said = spawnSync('cmp', [one, other], { encoding: 'utf8' }).stdout;
    const [, byte, line] = /(?:byte|char) (\d+), line (\d+)/.exec(said) ?? [];
    const found = told(first, second);
    assert.deepEqual([(found?.offset ?? -1) + 1, found?.line], [Number(byte), Number(line)], said);
  }
});

test('a text that goes on differs where the other ends', () => {
  assert.deepEqual(told('a\n', 'a\nb'), { offset: 2, line: 2, lineEndsOnly: false });
  assert.equal(told('a\n', 'a\n'), undefined);
});

test('line ends alone are told as that', () => {
  assert.deepEqual(told('a\r\nb\r\n', 'a\nb\n'), { offset: 1, line: 1, lineEndsOnly: true });
  assert.equal(told('a\r\nb', 'a\nc')?.lineEndsOnly, false);
});

test('what is before the difference is the same', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
      const [first, second] = [Buffer.from(one), Buffer.from(other)];
      const found = firstDifference(first, second);
      assert.equal(found === undefined, first.equals(second));
      if (found === undefined) return;
      assert.deepEqual(first.subarray(0, found.offset), second.subarray(0, found.offset));
      assert.notEqual(first[found.offset], second[found.offset]);
    }),
  );
});
