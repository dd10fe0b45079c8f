import type { GitHubEvent } from '../forge/event.ts';
import type { Forge } from '../forge/forge.ts';
import type { Report } from '../report/model.ts';
import { formatSizeComment } from '../report/size-comment/comment.ts';
import { approvalLabel } from '../report/size-comment/way-out.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import { SlipwayError } from '../support/errors.ts';
import { approvalText } from './approval-text.ts';
import type { RunnerHost } from './host.ts';

/** A report and what a reader of the log should know of it. */
export interface Discussed {
  readonly report: Report;
  readonly notices: readonly string[];
}

/** A run's own pull request, where it may read and write. */
interface Conversation {
  readonly number: number;
  /** Its last commit, which is what is judged. */
  readonly commit: string;
  readonly forge: Forge;
}

/**
 * Takes a report to its pull request: asks whether somebody approved what asks for approval, and keeps the comment about sizes. The
 * build stands whatever the forge answers: what cannot be asked or told is a notice. A run of a fork has no right to either.
 * @param page where the page with the treemap is
 */
export async function discuss(
  report: Report,
  inputs: ActionValues,
  event: GitHubEvent | undefined,
  { env, signal }: Pick<RunnerHost, 'env' | 'signal'>,
  page?: string,
): Promise<Discussed> {
  const { pullRequest, repository, headCommit: commit } = event ?? {};
  const number = Number(pullRequest?.number);
  if (report.size === undefined || event === undefined || !(number > 0)) return { report, notices: [] };
  const token = env['GITHUB_TOKEN'] ?? '';
  if (pullRequest?.fork !== false || token === '' || repository === undefined || commit === undefined) {
    const notice = 'no comment: a run of this pull request has no right to write to it';
    return { report, notices: inputs.own.comment === 'false' ? [] : [notice] };
  }
  const { openGitHub } = await import('../forge/github/client.ts');
  const forge = openGitHub({ env, repository, token, signal });
  try {
    const at = { number, commit, forge };
    const { report: judged, notices } = await orNotice(report, () => judge(report, at));
    const told =
      inputs.own.comment === 'false'
        ? []
        : await tell(judged, { ...at, page }, keyOf(inputs, env), event, env);
    return { report: judged, notices: [...notices, ...told] };
  } finally {
    await forge.close();
  }
}

/** A report that only waits for approval passes where somebody gave it. */
async function judge(report: Report, { number, commit, forge }: Conversation): Promise<Discussed> {
  if (report.outcome !== 'needs-approval') return { report, notices: [] };
  const { askApproval } = await import('../forge/approval.ts');
  const approval = await askApproval(forge, { pullRequest: number, commit, label: approvalLabel });
  const text = approvalText(approval);
  if (!approval.approved) return { report, notices: [text] };
  return { report: { ...report, outcome: 'pass', approval: text }, notices: [text] };
}

async function tell(
  report: Report,
  { number, forge, page }: Conversation & { readonly page: string | undefined },
  key: string,
  { runAddress: address }: GitHubEvent,
  env: RunnerHost['env'],
): Promise<readonly string[]> {
  const { size } = report;
  if (size === undefined) return [];
  const { notices } = await orNotice(report, async () => {
    const { keepComment } = await import('../forge/sticky-comment.ts');
    const run = { id: Number(env['GITHUB_RUN_ID']) || 0, attempt: Number(env['GITHUB_RUN_ATTEMPT']) || 1 };
    const body = formatSizeComment({ ...report, size }, { address, page });
    const kept = await keepComment(forge, { pullRequest: number, key, run, body });
    return { report, notices: kept.kind === 'refused' ? [`no comment: ${kept.why}`] : [] };
  });
  return notices;
}

/** One comment for each job and what it builds: those of a matrix have one name. */
export function keyOf({ own, values }: ActionValues, env: RunnerHost['env']): string {
  const targets = (values.target ?? []).map(({ name }) => name);
  return [env['GITHUB_WORKFLOW'] ?? '', env['GITHUB_JOB'] ?? '', own.source, ...targets]
    .join(' ')
    .slice(0, 100);
}

async function orNotice(report: Report, work: () => Promise<Discussed>): Promise<Discussed> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code === 'E_INTERNAL') throw error;
    return {
      report,
      notices: [error.hint === undefined ? error.message : `${error.message}; ${error.hint}`],
    };
  }
}
