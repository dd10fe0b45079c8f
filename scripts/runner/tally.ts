import { inspect } from 'node:util';

/** What the runner's `test:complete` event says of a test. A whole file has an entry too, whose name is its path. */
export interface Completed {
  readonly name: string;
  readonly line: number;
  readonly suite: boolean;
  /** Why it was left out; true when no reason was given. */
  readonly skip: string | boolean | undefined;
  readonly error: unknown;
}

export interface Tally {
  readonly passed: number;
  /** One line each: where, which, why. */
  readonly skipped: readonly string[];
  /** In full: where, which, the error and, for a file that broke, what it printed. */
  readonly failures: readonly string[];
}

export const emptyTally: Tally = { passed: 0, skipped: [], failures: [] };

/** The tally with the tests of one file added. `output` is what the file printed. */
export function withFile(tally: Tally, file: string, entries: readonly Completed[], output: string): Tally {
  const own = entries.filter(({ name, suite }) => name !== file && !suite);
  const failures = own
    .filter(({ error }) => error !== undefined && kindOf(error) !== 'subtestsFailed')
    .map(({ name, line, error }) => `${file}:${line}: ${name}\n${reason(error)}`);
  const skipped = own
    .filter(({ error, skip }) => error === undefined && skip !== undefined)
    .map(({ name, skip }) => `${file}: ${name}: ${skip === true ? 'no reason given' : skip}`);
  const passed = own.filter(({ error, skip }) => error === undefined && skip === undefined).length;
  const broken = entries.find(({ name }) => name === file)?.error;
  if (broken !== undefined && failures.length === 0)
    failures.push(`${file}: ${brokenFile(broken)}\n${output}`);
  else if (own.length === 0) failures.push(`${file}: holds no test`);
  return {
    passed: tally.passed + passed,
    skipped: [...tally.skipped, ...skipped],
    failures: [...tally.failures, ...failures],
  };
}

/** The closing line, which other programs read. */
export function closingLine({ passed, failures, skipped }: Tally): string {
  return `${passed} passed, ${failures.length} failed, ${skipped.length} skipped`;
}

function brokenFile(error: unknown): string {
  const kind = kindOf(error);
  return kind === 'testAborted'
    ? 'was still running when the run was given up'
    : 'ended before its tests did';
}

/** `failureType` of the runner's ERR_TEST_FAILURE. */
function kindOf(error: unknown): unknown {
  return (error as { failureType?: unknown }).failureType;
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return typeof cause === 'string' ? cause : inspect(cause, { depth: 6 });
}
