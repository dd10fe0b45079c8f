import type { ReaderName } from '../../request/requirement.ts';
import type { Severity, Verdict } from '../verdict.ts';

/** What one tool made of an image. */
export interface ReaderReport {
  readonly tool: ReaderName;
  /** As the tool says it; absent where it is not there, or does not say. */
  readonly version?: string;
  /** `absent`: it is not on PATH. `unasked`: it does not read such. `unable`: it read nothing, `detail` says why. */
  readonly status: 'agrees' | 'differs' | 'unable' | 'unasked' | 'absent';
  readonly detail: string;
  /** What it was asked about, by digest, and the digests that it gave. */
  readonly answers: readonly { readonly of: string; readonly digests: readonly string[] }[];
}

/** `block`: an answer that differs, and whatever keeps a tool from answering that somebody demands. */
export function readerVerdicts(
  reports: readonly ReaderReport[],
  subject: string,
  required: readonly ReaderName[],
): Verdict[] {
  return reports.map(({ tool, status, detail }) => {
    const verdict = (answer: Verdict['status'], severity: Severity = 'block'): Verdict => ({
      check: `readers/${tool}`,
      subject,
      status: answer,
      severity,
      detail,
    });
    if (status === 'agrees') return verdict('pass');
    if (status === 'differs' || required.includes(tool)) return verdict('fail');
    return verdict('skip');
  });
}
