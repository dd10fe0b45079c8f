import type { ReaderReport } from '../verify/readers/verdicts.ts';
import type { Severity, Verdict } from '../verify/verdict.ts';
import { plainLine } from './plain-text.ts';

/** How each kind of verdict is told, the gravest last, where a terminal's reader looks first. */
const told: readonly { readonly mark: string; readonly of: (verdict: Verdict) => boolean }[] = [
  // What two images have in common is what was asked.
  {
    mark: '✓',
    of: (verdict) => isOf('same')(verdict) && verdict.status === 'pass' && verdict.detail !== '',
  },
  { mark: '·', of: failedAs('info') },
  { mark: '–', of: ({ status }) => status === 'skip' },
  { mark: '!', of: failedAs('warn') },
  { mark: '?', of: failedAs('approve') },
  { mark: '✗', of: failedAs('block') },
];

/** More lines of one verdict nobody reads; of all but `same/…` there are fewer. */
const mostLines = 50;

const marks = { pass: '✓', fail: '✗', skip: '–' } as const;

function isOf(area: string): (verdict: Verdict) => boolean {
  return ({ check }) => check.startsWith(`${area}/`);
}

function failedAs(severity: Severity): (verdict: Verdict) => boolean {
  return (verdict) => verdict.status === 'fail' && verdict.severity === severity;
}

/** What is told of an image that was verified. */
interface Verification {
  readonly verdicts: readonly Verdict[];
  readonly readers?: readonly ReaderReport[];
}

/**
 * Verdicts as text for a person: what passed in one line, what other tools read as a table, the rest in full. Ends without a line
 * break.
 */
export function formatVerification({ verdicts, readers = [] }: Verification): string {
  const isTabled = (verdict: Verdict): boolean =>
    ['readers', 'chain', 'attest'].some((area) => isOf(area)(verdict));
  // Tables say what was not asked, or not worked out again.
  const inFull = verdicts.filter((verdict) => !isTabled(verdict) || verdict.status === 'fail');
  const paragraphs = told.flatMap(({ mark, of }) =>
    inFull.filter(of).map((verdict) => paragraph(mark, verdict)),
  );
  const others = verdicts.filter((verdict) => !isTabled(verdict));
  const summary = others.length === 0 ? [] : [summaryLine(others)];
  const chains = chainTable(verdicts.filter(isOf('chain')));
  const signed = signedTable(verdicts.filter(isOf('attest')));
  return [...summary, ...signed, ...readerTable(readers), ...chains, ...paragraphs].join('\n\n');
}

/** Each tool that was asked, and whether it read the same. */
function readerTable(readers: readonly ReaderReport[]): string[] {
  if (readers.length === 0) return [];
  const names = readers.map(({ tool, version = '' }) => `${tool} ${version}`.trim());
  const width = Math.max(...names.map((name) => name.length));
  const lines = readers.map(({ tool, status, detail, answers }, at) => {
    const [reason = ''] = detail.split('\n');
    const what = `${tool === 'umoci' ? 'layers of' : 'digests of'} ${answers.length}`;
    const words = status === 'agrees' ? `✓ ${what}` : `${status === 'differs' ? '✗' : '–'} ${reason}`;
    return `  ${(names[at] ?? '').padEnd(width)}   ${plainLine(words)}`;
  });
  return [['read the same:', ...lines].join('\n')];
}

/** What was asked of who signed, and who did; what does not hold is told in full elsewhere. */
function signedTable(verdicts: readonly Verdict[]): string[] {
  if (verdicts.length === 0) return [];
  const lines = verdicts.map(({ check, status, detail }) => {
    const name = check.slice('attest/'.length).padEnd(12);
    return plainLine(`  ${name} ${marks[status]} ${status === 'fail' ? '' : detail}`.trimEnd());
  });
  return [['signed:', ...lines].join('\n')];
}

/** Each chain, and how far it holds. */
function chainTable(verdicts: readonly Verdict[]): string[] {
  return [...Map.groupBy(verdicts, ({ subject }) => subject)].map(([subject, steps]) => {
    const words = steps.map(({ check, status }) => `${check.slice('chain/'.length)} ${marks[status]}`);
    return `chain of ${plainLine(subject)}\n  ${words.join('   ')}`;
  });
}

function paragraph(mark: string, { check, subject, status, detail }: Verdict): string {
  const heading = `${mark} ${check}${status === 'skip' ? ' was not run' : ''}   ${subject}`;
  return [heading, ...shownLines(detail.split('\n')).map((line) => `    ${line}`)].join('\n');
}

/** What is listed one by one can be without end. */
function shownLines(lines: readonly string[]): readonly string[] {
  const more = lines.length - mostLines;
  return more <= 1 ? lines : [...lines.slice(0, mostLines), `and ${more} more, which --json has`];
}

function summaryLine(verdicts: readonly Verdict[]): string {
  const names = (of: (verdict: Verdict) => boolean): Set<string> =>
    new Set(verdicts.filter(of).map(({ check }) => check));
  const all = names(() => true);
  const bad = names((verdict) => failedAs('block')(verdict) || failedAs('approve')(verdict));
  const notRun = names(({ status }) => status === 'skip');
  const good = all.size - new Set([...bad, ...notRun]).size;
  const warnings = verdicts.filter(failedAs('warn')).length;
  const rest = [
    ...(bad.size > 0 ? [`${bad.size} failed`] : []),
    ...(notRun.size > 0 ? [`${notRun.size} not run`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  const what = verdicts.every(isOf('same')) ? 'same' : 'OCI';
  return [`${what} ${good}/${all.size} ${bad.size > 0 ? '✗' : '✓'}`, ...rest].join(' · ');
}
