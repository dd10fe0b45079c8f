import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Tally } from '../../scripts/runner/tally.ts';
import { exec } from '../../src/support/exec.ts';
import { repository } from '../support/slipway.ts';
import { environment } from '../support/tools.ts';

const files = {
  'good.test.mjs': "test('one', () => {}); test('two', async (t) => { await t.test('inner', () => {}); });",
  'bad.test.mjs': "test('wrong', () => { throw new Error('the reason'); }); test('right', () => {});",
  'skipped.test.mjs': "test('left', { skip: 'no such tool' }, () => {}); test('right', () => {});",
  'broken.test.mjs': 'const = 1;',
  'dies.test.mjs': "test('dies', () => { process.exit(7); });",
  'empty.test.mjs': '',
};

test('the closing line counts each test once, a file that breaks as failed, and an empty file as failed', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-runner-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, body] of Object.entries(files)) {
    await writeFile(join(folder, name), `import { test } from 'node:test';\n${body}\n`);
  }
  const tally = await runApart(folder, Object.keys(files));

  assert.equal(tally.closing, '5 passed, 4 failed, 1 skipped');
  assert.match(tally.skipped.join(), /skipped\.test\.mjs: left: no such tool$/);
  const failures = tally.failures.join('\n');
  assert.match(failures, /bad\.test\.mjs:2: wrong\nError: the reason/);
  assert.match(failures, /broken\.test\.mjs: ended before its tests did\n[\s\S]*SyntaxError/);
  assert.match(failures, /dies\.test\.mjs: ended before its tests did/);
  assert.match(failures, /empty\.test\.mjs: holds no test/);
  assert.equal(tally.lines.length, 6);
});

interface Answer extends Tally {
  readonly closing: string;
  readonly lines: readonly string[];
}

/** In a process of its own: Node's runner does not run inside a test. */
async function runApart(folder: string, paths: readonly string[]): Promise<Answer> {
  const { NODE_TEST_CONTEXT: _, ...env } = environment();
  const program = join(folder, 'program.ts');
  await writeFile(
    program,
    `import { runFiles } from '${repository}/scripts/runner/run.ts';
    import { closingLine } from '${repository}/scripts/runner/tally.ts';
    const lines: string[] = [];
    const tally = await runFiles(process.argv.slice(2), { concurrency: 2, minutes: 1 }, (line) => lines.push(line));
    console.log(JSON.stringify({ ...tally, closing: closingLine(tally), lines }));`,
  );
  const { stdout } = await exec({ file: process.execPath, args: [program, ...paths], cwd: folder, env });
  return JSON.parse(stdout) as Answer;
}
