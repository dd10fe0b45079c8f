import type { Fault } from './check.ts';
import { printable } from './forms.ts';
import type { Severity, Verdict } from './verdict.ts';

/** A check's name, and what a fault means unless it says otherwise. */
export interface NamedCheck {
  readonly name: string;
  readonly severity: Severity;
}

/** How many faults of one check and subject are written out. */
const shownFaults = 10;

/** The faults of one check and subject by severity: the first ones in full, the others counted. */
type Tally = Map<Severity, { shown: Fault[]; count: number }>;

/** The verdicts of faults, one for each severity; none where there is no fault. */
export async function failures(
  check: NamedCheck,
  subject: string,
  faults: Iterable<Fault> | AsyncIterable<Fault>,
): Promise<Verdict[]> {
  const tally: Tally = new Map();
  for await (const fault of faults) add(tally, check, fault);
  return [...tally].map(([severity, { shown, count }]) => {
    const lines = shown.flatMap(({ where, what }) => [`${where}:`, `  ${what}`]);
    if (count > shown.length) lines.push(`and ${count - shown.length} more`);
    const todo = new Set(shown.flatMap((fault) => fault.todo ?? []));
    const detail = [...lines, ...[...todo].map((text) => `to do: ${text}`)].map(printable).join('\n');
    return { check: check.name, subject, status: 'fail', severity, detail };
  });
}

function add(tally: Tally, check: NamedCheck, fault: Fault): void {
  const severity = fault.severity ?? check.severity;
  const group = tally.get(severity) ?? { shown: [], count: 0 };
  if (group.shown.length < shownFaults) group.shown.push(fault);
  group.count += 1;
  tally.set(severity, group);
}

export function passed({ name, severity }: NamedCheck, subject: string, detail = ''): Verdict {
  return { check: name, subject, status: 'pass', severity, detail };
}

export function skipped({ name, severity }: NamedCheck, subject: string, detail: string): Verdict {
  return { check: name, subject, status: 'skip', severity, detail };
}
