import type { Approval } from '../forge/approval.ts';
import type { GitHubEvent } from '../forge/event.ts';
import type { Forge } from '../forge/forge.ts';
import { approvalLabel, formatSizeComment } from '../report/size-comment/comment.ts';
import type { Report } from '../report/model.ts';
import type { SizeReport } from '../report/size-report.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import { SlipwayError } from '../support/errors.ts';
import type { RunnerHost } from './host.ts';

/** What became of a report in its pull request. */
export interface Discussed {
  readonly report: Report;
  /** What a reader of the log should know. */
  readonly notices: readonly string[];
}

/**
 * Takes a report to its pull request: asks whether somebody approved what asks for approval, and keeps the comment about sizes. The
 * build stands whatever the forge answers: what cannot be asked or told is a notice. A run of a fork has no right to either.
 */
export async function discuss(
  report: Report,
  { own, values }: ActionValues,
  event: GitHubEvent | undefined,
  { env, signal }: Pick<RunnerHost, 'env' | 'signal'>,
): Promise<Discussed> {
  const { size } = report;
  const [number, token, repository] = [
    Number(event?.pullRequest?.number),
    env['GITHUB_TOKEN'] ?? '',
    event?.repository,
  ];
  if (size === undefined || event === undefined || !(number > 0)) return { report, notices: [] };
  if (token === '' || repository === undefined || event.pullRequest?.fork !== false) {
    return { report, notices: ['no comment on the pull request: this run has no right to write there'] };
  }
  const { openGitHub } = await import('../forge/github/client.ts');
  const forge = openGitHub({ env, repository, token, signal });
  try {
    const judged = await orNotice(() => withApproval(report, number, event, forge), { report, notices: [] });
    if (own.comment === 'false') return judged;
    const key = [env['GITHUB_WORKFLOW'], env['GITHUB_JOB'], own.source, ...targetNames(values)].join(' ');
    const told = await orNotice(() => comment({ ...judged.report, size }, number, { event, key, env, forge }), []);
    return { report: judged.report, notices: [...judged.notices, ...noticesOf(told)] };
  } finally {
    await forge.close();
  }
}

function targetNames({ target }: ActionValues['values']): string[] {
  return (target ?? []).map(({ name }) => name);
}
