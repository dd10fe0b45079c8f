import { layoutSubject } from '../verify/subject.ts';
import { type Outcome, outcomeOf, type Severity, type Verdict } from '../verify/verdict.ts';
import { verifyImages } from '../verify/verify-images.ts';

/** What `slipway verify --json` prints. */
export interface VerifyResult {
  readonly subject: string;
  readonly outcome: Outcome;
  readonly verdicts: readonly Verdict[];
}

/**
 * `slipway verify LAYOUT`: every check over every image of an OCI layout folder, whoever made it.
 * @param request `path` of the layout as the user wrote it, absolute or relative to the process's folder
 * @throws SlipwayError E_CONFIG when there is no layout; faults of the layout are verdicts, not errors
 */
export async function verifyCommand(request: { readonly path: string }): Promise<VerifyResult> {
  const subject = await layoutSubject(request.path);
  const verdicts = await verifyImages(subject);
  return { subject: subject.name, outcome: outcomeOf(verdicts), verdicts };
}

/** How each kind of verdict is told, the gravest last, where a terminal's reader looks first. */
const told: readonly { readonly mark: string; readonly of: (verdict: Verdict) => boolean }[] = [
  { mark: '·', of: failedAs('info') },
  { mark: '–', of: ({ status }) => status === 'skip' },
  { mark: '!', of: failedAs('warn') },
  { mark: '?', of: failedAs('approve') },
  { mark: '✗', of: failedAs('block') },
];

function failedAs(severity: Severity): (verdict: Verdict) => boolean {
  return (verdict) => verdict.status === 'fail' && verdict.severity === severity;
}

/** Verdicts as text for a person: what passed in one line, the rest in full. Ends without a line break. */
export function formatVerdicts(verdicts: readonly Verdict[]): string {
  const paragraphs = told.flatMap(({ mark, of }) =>
    verdicts.filter(of).map((verdict) => paragraph(mark, verdict)),
  );
  return [summaryLine(verdicts), ...paragraphs].join('\n\n');
}

function paragraph(mark: string, { check, subject, status, detail }: Verdict): string {
  const heading = `${mark} ${check}${status === 'skip' ? ' was not run' : ''}   ${subject}`;
  return [heading, ...detail.split('\n').map((line) => `    ${line}`)].join('\n');
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
  return [`OCI ${good}/${all.size} ${bad.size > 0 ? '✗' : '✓'}`, ...rest].join(' · ');
}
