export type VerdictStatus = 'pass' | 'fail' | 'skip';
/** What a failure means: `info` and `warn` are said, `approve` asks a person, `block` ends the run. */
export type Severity = 'info' | 'warn' | 'approve' | 'block';

/** The answer of one named check about one subject. Part of report.json. */
export interface Verdict {
  /** Stable name, `area/what`, for example `binary/static` or `image/diff-ids`. */
  readonly check: string;
  /** What was looked at: a target and platform, a digest, or a file. */
  readonly subject: string;
  readonly status: VerdictStatus;
  readonly severity: Severity;
  /** One or more lines: for `fail` what is wrong and what to do, for `skip` why, for `pass` may be empty. */
  readonly detail: string;
}

export type Outcome = 'pass' | 'needs-approval' | 'fail';

/** The run's outcome: the worst of its verdicts. */
export function outcomeOf(verdicts: readonly Verdict[]): Outcome {
  const failed = verdicts.filter((verdict) => verdict.status === 'fail');
  if (failed.some((verdict) => verdict.severity === 'block')) return 'fail';
  return failed.some((verdict) => verdict.severity === 'approve') ? 'needs-approval' : 'pass';
}
