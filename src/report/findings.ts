import type { Severity, Verdict } from '../verify/verdict.ts';
import { plainLine, plainText } from './plain-text.ts';
import type { Style } from './style.ts';

/** Failed verdicts by weight, the gravest last, where the eye ends up. */
const weights: readonly Severity[] = ['info', 'warn', 'approve', 'block'];
const words: Readonly<Record<Severity, string>> = {
  info: 'note',
  warn: 'warning',
  approve: 'needs approval',
  block: 'failed',
};

/** Everything that did not pass, each in full: what, of which subjects, why and what to do. One paragraph each. */
export function formatFindings(verdicts: readonly Verdict[], style: Style): string[][] {
  return weights.flatMap((severity) => {
    const failed = verdicts.filter((verdict) => verdict.status === 'fail' && verdict.severity === severity);
    return sameFindings(failed).map(({ check, detail, subjects }) => {
      const [first = '', ...more] = plainText(detail).trimEnd().split('\n');
      const heading = `${painted(severity, style)} ${plainLine(joined(subjects))}: ${first}`;
      return [`${heading} ${style.dim(`(${check})`)}`, ...more.map((line) => `  ${line}`)];
    });
  });
}

function painted(severity: Severity, style: Style): string {
  const word = `${words[severity]}:`;
  if (severity === 'block') return style.bad(style.bold(word));
  return severity === 'info' ? style.dim(word) : style.warning(word);
}

/** What a person should know of how the run came about, each a paragraph. */
export function formatNotices(notices: readonly string[], style: Style): string[][] {
  return notices.map((notice) => {
    const [first = '', ...more] = plainText(notice).trimEnd().split('\n');
    return [`${painted('info', style)} ${first}`, ...more.map((line) => `  ${line}`)];
  });
}

/** The same fault on several platforms is told once. */
function sameFindings(verdicts: readonly Verdict[]): { check: string; detail: string; subjects: string[] }[] {
  const findings = new Map<string, { check: string; detail: string; subjects: string[] }>();
  for (const { check, detail, subject } of verdicts) {
    const key = `${check}\0${detail}`;
    const same = findings.get(key);
    if (same === undefined) findings.set(key, { check, detail, subjects: [subject] });
    else same.subjects.push(subject);
  }
  return [...findings.values()];
}

/** `api (linux/amd64), api (linux/arm64)` is told as `api (linux/amd64, linux/arm64)`. */
function joined(subjects: readonly string[]): string {
  const platforms = new Map<string, string[]>();
  for (const subject of subjects) {
    const [, name = subject, platform] = /^(.+) \(([^()]+)\)$/.exec(subject) ?? [];
    platforms.set(name, [...(platforms.get(name) ?? []), ...(platform === undefined ? [] : [platform])]);
  }
  return [...platforms]
    .map(([name, names]) => (names.length === 0 ? name : `${name} (${names.join(', ')})`))
    .join(', ');
}
