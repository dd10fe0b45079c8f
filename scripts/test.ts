// npm test [-- [--fast | --torture] [--seed N] [PATH ...]]: the last line is `N passed, N failed, N skipped`.
import { randomInt } from 'node:crypto';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runFiles } from './runner/run.ts';
import { closingLine } from './runner/tally.ts';
import { missingLines, setUpTools } from './tools.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

interface Choice {
  /** Without the end-to-end tests, and without getting tools. */
  readonly fast: boolean;
  /** Only what takes very long. */
  readonly torture: boolean;
  /** Parts of paths, relative to the repository; empty: all. */
  readonly parts: readonly string[];
}

/** The end-to-end tests first: they take longest, and no core should idle at the end. */
function chooseFiles({ fast, torture, parts }: Choice): string[] {
  const all = globSync('test/**/*.test.ts', { cwd: root }).sort();
  const of = (folder: string) => all.filter((file) => file.startsWith(join('test', folder, '/')));
  const slow = new Set([...of('torture'), ...of('e2e')]);
  const quick = all.filter((file) => !slow.has(file));
  const chosen = torture ? of('torture') : fast ? quick : [...of('e2e'), ...quick];
  return chosen.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
}

/** Puts the tests' Go first on PATH. Where CI is true nothing may be missing; elsewhere the tests concerned say that they are left out. */
async function setUp(): Promise<void> {
  const tools = await setUpTools(console.error);
  for (const line of missingLines(tools)) console.error(line);
  if (process.env['CI'] === 'true' && Object.keys(tools.missing).length > 0) process.exit(3);
  const go = tools.found['go'];
  if (go !== undefined) process.env['PATH'] = `${dirname(go.path)}:${process.env['PATH'] ?? ''}`;
}

/** test/support/seed.ts reads it. */
function sow({ seed, torture }: { readonly seed?: string | undefined; readonly torture: boolean }): void {
  const sown = seed ?? (torture ? String(randomInt(2 ** 31)) : undefined);
  if (sown === undefined) return;
  process.env['SLIPWAY_TEST_SEED'] = sown;
  console.log(`properties are tried from seed ${sown}`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      fast: { type: 'boolean', default: false },
      torture: { type: 'boolean', default: false },
      seed: { type: 'string' },
    },
    allowPositionals: true,
  });
  const parts = positionals.map((path) => relative(root, join(process.cwd(), path)));
  const files = chooseFiles({ ...values, parts });
  if (!values.fast && files.length > 0) await setUp();
  process.chdir(root);
  sow(values);
  const concurrency = Math.min(availableParallelism(), 4);
  const minutes = values.torture ? 60 : 10;
  const tally = await runFiles(files, { concurrency, minutes }, console.log);
  for (const line of tally.skipped) console.log(`left out: ${line}`);
  for (const text of tally.failures) console.log(`\n✗ ${text}`);
  console.log(files.length === 0 ? '\nno test file fits' : '');
  console.log(closingLine(tally));
  process.exit(tally.failures.length > 0 || tally.passed === 0 ? 1 : 0);
}

await main();
