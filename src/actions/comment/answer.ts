import { arrivalByRuns } from '../../forge/arrival.ts';
import { type Artifact, type Check, type Forge, MissingRight, type PullRequest } from '../../forge/forge.ts';
import { provePullRequest } from '../../forge/proved-pull-request.ts';
import { keepComment, type StickyComment, type StickyResult } from '../../forge/sticky-comment.ts';
import { markdownText } from '../../report/markdown-text.ts';
import { type CommentOptions, formatSizeComment } from '../../report/size-comment/comment.ts';
import { isUnchanged } from '../../report/size-comment/sized.ts';
import { approvalLabel } from '../../report/size-comment/way-out.ts';
import { type JudgedExchange, judgeExchange } from '../../stages/sizes/judge-exchange.ts';
import type { SizeExchange } from '../../stages/sizes/size-exchange.ts';
import { SlipwayError } from '../../support/errors.ts';
import { oneLine } from '../../support/one-line.ts';
import type { Outcome, Verdict } from '../../verify/verdict.ts';
import { type Answered, approvalFor } from '../approval.ts';
import type { LeftPage } from '../artifact/page.ts';
import { budgetChanges } from './budget-changes.ts';
import { type BaseBudgets, baseBudgets } from './budgets.ts';
import { checkAnnotations } from './check-annotations.ts';
import { findStoredReport, readStoredReport } from './stored-report.ts';

/** What the job is to do, beside its event. */
export interface CommentRequest {
  /** Of the artifact that runs leave their report in. It also tells comments of one pull request apart. */
  readonly artifact: string;
  /** Of the configuration with the budgets, from the root; undefined: slipway.yaml or slipway.yml. */
  readonly config: string | undefined;
  /** This job's own: of two that comment the later one has the last word. */
  readonly run: StickyComment['run'];
  /** The page of a run by its id. */
  readonly addressOf: (run: number) => string;
  /** Leaves a page with this job's own run. */
  readonly leavePage: (content: Uint8Array) => Promise<LeftPage>;
}

export type CommentAnswer =
  /** There is no pull request to say something on, and nobody is to blame. */
  | { readonly kind: 'nothing'; readonly why: string }
  | {
      readonly kind: 'told';
      readonly pullRequest: number;
      readonly outcome: Outcome;
      /** What was said, in Markdown. */
      readonly text: string;
      readonly notices: readonly string[];
      /** Why something could not be said. */
      readonly refusals: readonly string[];
    };

/** The check that a branch can require. */
export const checkName = 'slipway/size';

/**
 * Says on a pull request what a run of it measured. Which pull request that is, whose budgets hold and who approved comes from the event and
 * the forge; what the run left is read as what a stranger wrote.
 * @param payload of a `workflow_run` event
 * @throws SlipwayError E_CONFIG when the run left something else than Slipway leaves, of which the check then tells; as a Forge does
 */
export async function commentOnRun(
  payload: unknown,
  forge: Forge,
  request: CommentRequest,
): Promise<CommentAnswer> {
  const proved = await provePullRequest(payload, forge);
  if (proved.kind === 'none') return { kind: 'nothing', why: proved.why };
  const { pullRequest } = proved;
  const found = await findStoredReport(forge, pullRequest, proved.run, request.artifact);
  if (found.kind === 'none') return { kind: 'nothing', why: found.why };
  const at = { pullRequest, forge, request, address: request.addressOf(found.run), run: found.run };
  const exchange = await readOrRefuse(at, found.artifact);
  return tell(at, exchange, await baseBudgets(forge, pullRequest.base.commit, request.config));
}

/** What is wrong with what a run left is the pull request's to know, too. */
async function readOrRefuse(at: Place, artifact: Artifact): Promise<SizeExchange> {
  try {
    return await readStoredReport(at.forge, artifact);
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_CONFIG') throw error;
    const summary = markdownText(error.message);
    const title = 'The report of sizes cannot be read';
    await check(at, { conclusion: 'failure', title, summary, annotations: [] });
    throw error;
  }
}

/** Where something is said. */
interface Place {
  readonly pullRequest: PullRequest;
  readonly forge: Forge;
  readonly request: CommentRequest;
  /** The run that measured. */
  readonly run: number;
  /** Its page. */
  readonly address: string;
}

async function tell(at: Place, exchange: SizeExchange, budgets: BaseBudgets): Promise<CommentAnswer> {
  const { number, head } = at.pullRequest;
  const judged = judgeExchange(exchange, budgets.budgetOf);
  const approval = judged.outcome === 'needs-approval' ? await approvalOf(at, judged) : undefined;
  const outcome = approval?.approved === true ? 'pass' : judged.outcome;
  const said = approval === undefined ? [] : [approval.text];
  const changed = { commit: head.commit, path: at.request.config };
  const notes = [
    ...said.map(markdownText),
    ...(await budgetChanges(at.forge, budgets.config, changed)),
    ...budgets.notices.map((notice) => markdownText(oneLine(notice))),
    ...forkNote(at.pullRequest),
  ];
  const isCompared = judged.report !== undefined;
  const told = { notes, ...(approval !== undefined && { approval: approval.state }) };
  const page = await leftPage(at, exchange, judged, told);
  const text = isCompared
    ? formatSizeComment(judged.report, { address: at.address, page: page.address, ...told })
    : uncompared(judged.verdicts);
  const kept = isCompared ? await comment(at, text, approval?.remember) : undefined;
  if (kept?.kind === 'superseded') return { kind: 'nothing', why: 'a later job has said something' };
  const annotations = checkAnnotations(judged.report?.size);
  const refusals = [
    ...(kept?.kind === 'refused' ? [`no comment: ${kept.why}`] : []),
    ...(await check(at, { ...conclusionOf(outcome, isCompared), summary: text, annotations })),
  ];
  const notices = [...said, ...budgets.notices, ...page.notices];
  return { kind: 'told', pullRequest: number, outcome, text, notices, refusals };
}

/** The page is made here: what a stranger's run left is nothing to link to. */
async function leftPage(
  { request, address }: Place,
  { baseline, after }: SizeExchange,
  { report }: JudgedExchange,
  told: Pick<CommentOptions, 'notes' | 'approval'>,
): Promise<LeftPage> {
  if (report === undefined || baseline === undefined || isUnchanged(report.size)) return { notices: [] };
  const { sizePage } = await import('../../report/size-page/size-page.ts');
  const html = sizePage({ report, before: baseline.snapshot, after }, { address, ...told });
  return request.leavePage(Buffer.from(html));
}

/** Caps are judged all the same. */
function uncompared(verdicts: readonly Verdict[]): string {
  const failed = verdicts.filter(({ status }) => status === 'fail');
  const lines = failed.map(
    ({ subject, detail }) => `- ${markdownText(subject)}: ${markdownText(oneLine(detail))}`,
  );
  return ['There is nothing to compare with yet.', '', ...lines.slice(0, mostLines), ''].join('\n');
}

/** Of at most some hundred characters, each of which can take nine. */
const mostLines = 15;

function forkNote({ head, base }: PullRequest): string[] {
  if (head.repository === base.repository) return [];
  return ['Measured by a run of the fork’s own code and workflow.'];
}

function conclusionOf(outcome: Outcome, isCompared: boolean): Pick<Check, 'conclusion' | 'title'> {
  if (outcome === 'fail') return { conclusion: 'failure', title: 'Sizes pass a limit' };
  if (outcome === 'needs-approval')
    return {
      conclusion: 'action_required',
      title: `Sizes need approval: the label ${approvalLabel}, or a review`,
    };
  if (isCompared) return { conclusion: 'success', title: 'Sizes are within their budgets, or approved' };
  return { conclusion: 'neutral', title: 'There is nothing to compare with' };
}

/** Where nothing is compared no comment is made that could remember. */
function approvalOf(
  { pullRequest, forge, request, run }: Place,
  { verdicts, report }: JudgedExchange,
): Promise<Answered> {
  const { number, head } = pullRequest;
  const key = report === undefined ? undefined : request.artifact;
  const excesses = report?.size.excesses;
  const waiting = { pullRequest: number, commit: head.commit, verdicts, excesses, key };
  return approvalFor(forge, waiting, async () => arrivalByRuns(await forge.listRuns(head.commit), run));
}

function comment(
  { forge, pullRequest, request }: Place,
  body: string,
  remember: Answered['remember'] = [],
): Promise<StickyResult> {
  const { artifact: key, run } = request;
  return keepComment(forge, { pullRequest: pullRequest.number, key, run, body, remember });
}

/** Gives why it was refused. */
async function check(
  { forge, pullRequest, address }: Place,
  said: Pick<Check, 'conclusion' | 'title' | 'summary' | 'annotations'>,
): Promise<string[]> {
  try {
    const { commit } = pullRequest.head;
    await forge.writeCheck({ ...said, name: checkName, commit, address });
    return [];
  } catch (error) {
    if (!(error instanceof MissingRight)) throw error;
    return [`no check: ${error.message}; ${error.hint}`];
  }
}
