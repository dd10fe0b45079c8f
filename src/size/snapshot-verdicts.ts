import type { FieldReader } from '../support/read-fields.ts';
import type { Severity, Verdict, VerdictStatus } from '../verify/verdict.ts';

/** What a check said. */
export type CheckAnswer =
  | { readonly status: 'pass' | 'skip' }
  | {
      readonly status: 'fail';
      readonly severity: Severity;
      /** What is wrong, in a line. */
      readonly detail: string;
    };

/** A verdict, by what it is about. */
export interface SnapshotVerdict {
  readonly check: string;
  /** Absent: it is about the source. */
  readonly target?: string;
  /** Absent: it is about all platforms of the target that have no other of this check. */
  readonly platform?: string;
  readonly answer: CheckAnswer;
}

/** Longer details lose their end. */
const longestDetail = 300;

/**
 * Verdicts of a build that say something about its code. Limits of sizes are held against another build anew; and whether the tree
 * was clean is the machine's, since a base that is built again always is.
 * @param targets their names, by which a verdict's subject is understood
 */
export function keptVerdicts(verdicts: readonly Verdict[], targets: readonly string[]): SnapshotVerdict[] {
  return verdicts.flatMap(({ check, subject, status, severity, detail }) => {
    if (check.startsWith('budget/') || check === 'source/unmodified') return [];
    const [, named, platform] = /^(\S+) \((.+)\)$/.exec(subject) ?? [];
    const target = targets.find((name) => name === subject || name === named);
    if (target === undefined && !check.startsWith('source/')) return [];
    return [
      {
        check,
        ...(target !== undefined && { target }),
        ...(target === named && platform !== undefined && { platform }),
        answer: status === 'fail' ? { status, severity, detail: firstLine(detail) } : { status },
      },
    ];
  });
}

/** A line that only says where goes on in the next; digests in it are other ones with every build. */
function firstLine(detail: string): string {
  const [first = '', second = ''] = detail.split('\n');
  const where = first.replaceAll(/\bsha256:[0-9a-f]{64} /g, '');
  const line = first.endsWith(':') ? `${where} ${second.trim()}`.trim() : first;
  return line.length > longestDetail ? `${line.slice(0, longestDetail - 1)}…` : line;
}

/** Stands in columns for what is not known. */
export const nothing = -1;

const columns = ['check', 'target', 'platform', 'status', 'severity', 'detail'] as const;

/** As columns of numbers of names: builds have thousands of verdicts, and most are alike. */
export function verdictColumns(
  verdicts: readonly SnapshotVerdict[],
  numberOf: (name: string) => number,
): Readonly<Record<(typeof columns)[number], readonly number[]>> {
  const optional = (name: string | undefined): number => (name === undefined ? nothing : numberOf(name));
  const failures = verdicts.map(({ answer }) => (answer.status === 'fail' ? answer : undefined));
  return {
    check: verdicts.map(({ check }) => numberOf(check)),
    target: verdicts.map(({ target }) => optional(target)),
    platform: verdicts.map(({ platform }) => optional(platform)),
    status: verdicts.map(({ answer }) => numberOf(answer.status)),
    severity: failures.map((failure) => optional(failure?.severity)),
    detail: failures.map((failure) => optional(failure?.detail)),
  };
}

const statuses: readonly VerdictStatus[] = ['pass', 'fail', 'skip'];
const severities: readonly Severity[] = ['info', 'warn', 'approve', 'block'];

/** Reads them, and takes nothing on trust. */
export function readVerdicts(fields: FieldReader, names: readonly string[]): SnapshotVerdict[] {
  const read = columns.map((column) =>
    fields.numbers(column).map((number) => {
      const name = names[number];
      if (name === undefined && number !== nothing) throw fields.misfit(column, 'numbers of names');
      return name;
    }),
  );
  const [checks = []] = read;
  if (read.some(({ length }) => length !== checks.length)) {
    throw fields.misfit('check', 'as long as the other columns');
  }
  return checks.map((_, at) => {
    const [check = '', target, platform, ...answer] = read.map((column) => column[at]);
    if (check === '') throw fields.misfit('check', 'names of checks');
    return {
      check,
      ...(target !== undefined && { target }),
      ...(platform !== undefined && { platform }),
      answer: answerOf(fields, ...answer),
    };
  });
}

function answerOf(fields: FieldReader, ...answer: readonly (string | undefined)[]): CheckAnswer {
  const [told, gravity, detail = ''] = answer;
  const status = statuses.find((known) => known === told);
  if (status === undefined) throw fields.misfit('status', statuses.join(' or '));
  if (status !== 'fail') return { status };
  const severity = severities.find((known) => known === gravity);
  if (severity === undefined) throw fields.misfit('severity', severities.join(' or '));
  return { status, severity, detail };
}
