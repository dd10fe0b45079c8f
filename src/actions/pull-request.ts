import type { GitHubEvent } from '../forge/event.ts';
import type { Forge } from '../forge/forge.ts';
import { markdownText } from '../report/markdown-text.ts';
import type { Report } from '../report/model.ts';
import { type CommentOptions, formatSizeComment } from '../report/size-comment/comment.ts';
import { approvalLabel } from '../report/size-comment/way-out.ts';
import { waterfallsOf } from '../report/waterfall/waterfalls.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Answered } from './approval.ts';
import type { RunnerHost } from './host.ts';

/** A report and what a reader of the log should know of it. */
export interface Discussed {
  readonly report: Report;
  readonly notices: readonly string[];
}

interface Judged extends Discussed {
  readonly approval?: Answered;
}

/** A run's own pull request, where it may read and write. */
interface Conversation {
  readonly number: number;
  /** Its last commit, which is what is judged. */
  readonly commit: string;
  readonly forge: Forge;
  /** Of the comment; undefined: none is wanted. */
  readonly key: string | undefined;
  readonly event: GitHubEvent;
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
  const key = inputs.own.comment === 'false' ? undefined : keyOf(inputs, env);
  try {
    const at = { number, commit, forge, key, event, page };
    const { report: judged, notices, approval } = await orNotice(report, () => judge(report, at));
    const told = await tell(judged, at, env, approval);
    return { report: judged, notices: [...notices, ...told] };
  } finally {
    await forge.close();
  }
}

/** A report that only waits for approval passes where somebody gave it. */
async function judge(
  report: Report,
  { number: pullRequest, commit, forge, key, event }: Conversation,
): Promise<Judged> {
  if (report.outcome !== 'needs-approval') return { report, notices: [] };
  const { approvalFor } = await import('./approval.ts');
  const waiting = { pullRequest, commit, verdicts: report.verdicts, excesses: report.size?.excesses, key };
  const approval = await approvalFor(forge, waiting, async () => {
    const { arrivalByEvent } = await import('../forge/arrival.ts');
    const head = (await forge.pullRequest(pullRequest))?.head.commit;
    return head === commit ? arrivalByEvent(event, approvalLabel) : undefined;
  });
  const { text } = approval;
  if (!approval.approved) return { report, notices: [text], approval };
  return { report: { ...report, outcome: 'pass', approval: text }, notices: [text], approval };
}

async function tell(
  report: Report,
  { number, forge, key, event, page }: Conversation & { readonly page: string | undefined },
  env: RunnerHost['env'],
  approval: Answered | undefined,
): Promise<readonly string[]> {
  const { size } = report;
  if (size === undefined || key === undefined) return [];
  const { notices } = await orNotice(report, async () => {
    const { keepComment } = await import('../forge/sticky-comment.ts');
    const run = { id: Number(env['GITHUB_RUN_ID']) || 0, attempt: Number(env['GITHUB_RUN_ATTEMPT']) || 1 };
    const waterfalls = waterfallsOf(report.targets);
    const body = formatSizeComment({ ...report, size }, { ...optionsOf(event, approval), page, waterfalls });
    const { remember = [] } = approval ?? {};
    const kept = await keepComment(forge, { pullRequest: number, key, run, body, remember });
    return { report, notices: kept.kind === 'refused' ? [`no comment: ${kept.why}`] : [] };
  });
  return notices;
}

function optionsOf({ runAddress: address }: GitHubEvent, approval: Answered | undefined): CommentOptions {
  if (approval === undefined) return { address };
  return { address, notes: [markdownText(approval.text)], approval: approval.state };
}

/** One comment for each job and what it builds: those of a matrix have one name. */
export function keyOf({ own, values }: ActionValues, env: RunnerHost['env']): string {
  const targets = (values.target ?? []).map(({ name }) => name);
  return [env['GITHUB_WORKFLOW'] ?? '', env['GITHUB_JOB'] ?? '', own.source, ...targets]
    .join(' ')
    .slice(0, 100);
}

async function orNotice(report: Report, work: () => Promise<Judged>): Promise<Judged> {
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
