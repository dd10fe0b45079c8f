import { join, relative } from 'node:path';
import { run } from 'node:test';
import { type Completed, closingLine, emptyTally, type Tally, withFile } from './tally.ts';

const seed = new URL('../../test/support/seed.ts', import.meta.url).href;

/**
 * Runs test files (relative paths), each in a process of its own, and says one line about each as it ends. A test that
 * takes longer than `minutes` hangs; a run that reports nothing for longer has a file that keeps something open for
 * ever, and its process is killed.
 */
export async function runFiles(
  files: readonly string[],
  options: { readonly concurrency: number; readonly minutes: number },
  say: (line: string) => void,
): Promise<Tally> {
  const timeout = options.minutes * 60_000;
  const watchdog = new AbortController();
  const absolute = files.map((file) => join(process.cwd(), file));
  const { concurrency } = options;
  const execArgv = ['--import', seed];
  const events = run({ files: absolute, execArgv, concurrency, timeout, signal: watchdog.signal });
  const results = new Map(files.map((file) => [file, { entries: [] as Completed[], printed: '' }]));
  let timer: NodeJS.Timeout | undefined;
  for await (const { type, data } of events) {
    clearTimeout(timer);
    timer = setTimeout(() => watchdog.abort(), timeout + 60_000);
    const file = fileOf(data);
    const result = results.get(file);
    if (result === undefined) continue;
    if (type === 'test:stdout' || type === 'test:stderr') result.printed += data.message;
    if (type !== 'test:complete') continue;
    const { line = 0, skip, todo, details } = data;
    const whole = data.name === join(process.cwd(), file);
    const suite = details.type === 'suite';
    const name = whole ? file : data.name;
    result.entries.push({ name, line, suite, skip: skip ?? todo, error: details.error });
    if (whole) say(fileLine(file, result.entries, details.duration_ms));
  }
  clearTimeout(timer);
  let tally = emptyTally;
  for (const [file, { entries, printed }] of results) tally = withFile(tally, file, entries, printed);
  return tally;
}

/** The test file that an event belongs to: a test may be defined in another one. */
function fileOf(data: object): string {
  const { file, entryFile = file } = data as { file?: string; entryFile?: string };
  return entryFile === undefined ? '' : relative(process.cwd(), entryFile);
}

function fileLine(file: string, entries: readonly Completed[], milliseconds: number): string {
  const own = withFile(emptyTally, file, entries, '');
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  return `${own.failures.length === 0 ? '✓' : '✗'} ${file}: ${closingLine(own)} (${seconds})`;
}
