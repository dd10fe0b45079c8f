import { oneLine } from '../../support/one-line.ts';
import type { Severity, VerdictStatus } from '../../verify/verdict.ts';
import { endedHow } from '../signalled.ts';
import type { StartOutcome } from '../start-program.ts';
import type { Attempt } from './attempt.ts';

/** Names of what is checked, in the order in which they are told. */
export const sandboxChecks = [
  'starts',
  'health',
  'stops',
  'restarts',
  'memory',
  'read-only-root',
  'non-root',
  'capabilities',
  'no-new-privileges',
  'seccomp',
  'write-execute',
  'network',
  'many-variables',
  'two-at-once',
] as const;
export type SandboxCheck = (typeof sandboxChecks)[number];

/** The answer of one check; whose, is added at the end. */
export interface Finding {
  readonly check: SandboxCheck;
  readonly status: VerdictStatus;
  readonly severity: Severity;
  readonly detail: string;
}

export function passed(check: SandboxCheck, detail: string): Finding {
  return { check, status: 'pass', severity: 'block', detail };
}

export function failed(check: SandboxCheck, detail: string, severity: Severity = 'block'): Finding {
  return { check, status: 'fail', severity, detail };
}

export function skipped(check: SandboxCheck, detail: string): Finding {
  return { check, status: 'skip', severity: 'info', detail };
}

/** For people: `12 ms`, `1.2 s`. */
export function timeText(seconds: number): string {
  if (seconds < 0.0095) return `${(seconds * 1000).toFixed(1)} ms`;
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Number(seconds.toFixed(1))} s`;
}

/** For people: `12.3 MiB`. */
export function memoryText(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1).replace(/\.0$/, '')} MiB`;
}

/** How a start came out that was not what was waited for, without what it printed. */
export function outcomeText(outcome: StartOutcome): string {
  const time = timeText(outcome.seconds);
  if (outcome.kind === 'ready') return `ready after ${time}`;
  if (outcome.kind === 'ended') return `${endedHow(outcome.end)} after ${time}`;
  const saw = outcome.saw === undefined ? '' : `; the last was: ${oneLine(outcome.saw)}`;
  return `no good answer within ${time}${saw}`;
}

/** The last lines that a program printed, as lines below a sentence; nothing when it printed nothing. */
export function printed({ held }: Pick<Attempt, 'held'>): string {
  const lines = held.output.last().map((line) => `\n  ${oneLine(line)}`);
  return lines.length === 0 ? '\nit printed nothing' : `\nits last lines:${lines.join('')}`;
}
