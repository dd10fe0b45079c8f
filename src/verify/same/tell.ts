import { printable } from '../forms.ts';
import type { Severity, Verdict } from '../verdict.ts';

/**
 * A verdict whose detail has every difference as a line of its own, however many there are: who prints it cuts.
 * @param well what is said where there is none
 */
export function judged(
  check: `same/${string}`,
  subject: string,
  differences: readonly string[],
  well = '',
  severity: Severity = 'block',
): Verdict {
  const lines = differences.length === 0 ? [well] : differences;
  const status = differences.length === 0 ? 'pass' : 'fail';
  return { check, subject, status, severity, detail: lines.map(printable).join('\n') };
}
