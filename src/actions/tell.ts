import { formatError } from '../report/error-text.ts';
import { formatMarkdown, formatMarkdownError } from '../report/markdown.ts';
import type { Report } from '../report/model.ts';
import { plainLine } from '../report/plain-text.ts';
import type { BuildRow } from '../report/rows.ts';
import { type CommentOptions, formatSizeComment } from '../report/size-comment/comment.ts';
import { formatSummary } from '../report/summary.ts';
import { shardFolder } from '../request/shard-request.ts';
import { exitStatus, type SlipwayError } from '../support/errors.ts';
import { exists, writeFileAtomic } from '../support/files.ts';
import { annotationsOf, findingAnnotations } from './annotations.ts';
import type { ToldHistory } from './history.ts';
import type { RunnerHost } from './host.ts';
import { logColumns } from './log.ts';
import { outputsOf } from './outputs.ts';
import type { ActionRequest } from './request.ts';
import { annotate, setOutputs, writeSummary } from './runner.ts';
import { sizeAnnotations } from './size-annotations.ts';

/** Tells a run that has an answer: log, annotations, report.json, summary and outputs. Gives the exit status. */
export async function tellReport(
  report: Report,
  { request, about, address, notPushed }: ActionRequest,
  told: {
    readonly rows: readonly BuildRow[];
    /** Of the pull request: who approved, why there is no comment. */
    readonly notices: readonly string[];
    readonly history: ToldHistory;
    /** Where the page with the treemap is. */
    readonly page: string | undefined;
  },
  { print, env }: Pick<RunnerHost, 'print' | 'env'>,
): Promise<number> {
  const { rows, history, page } = told;
  const notices = [...told.notices, ...history.notices];
  print(
    `${formatSummary(report, { columns: logColumns, color: (env['NO_COLOR'] ?? '') === '', rows, told: true })}`,
  );
  for (const notice of notices) print(`${plainLine(notice)}\n`);
  for (const { level, ...annotation } of findingAnnotations(report)) annotate(level, annotation);
  for (const annotation of sizeAnnotations(report.size)) annotate('notice', annotation);
  await writeFileAtomic(request.reportFile, `${JSON.stringify(report, null, 2)}\n`);
  const { size } = report;
  const markdown = [
    ...(size === undefined ? [] : [formatSizeComment({ ...report, size }, { page, ...approvalOf(report) })]),
    formatMarkdown(report, { rows, about, address, ...(notPushed !== undefined && { notPushed }) }),
    ...(history.markdown === '' ? [] : [history.markdown]),
  ].join('\n');
  setOutputs({
    ...outputsOf(report, request.reportFile, markdown),
    'size-report': await pathIfWritten(request.exchangeFile),
    'size-page': await pathIfWritten(request.sizePageFile),
    history: history.page,
    shard: shardFolder(request) ?? '',
  });
  await writeSummary(markdown, env);
  return report.outcome === 'pass' ? 0 : 1;
}

function approvalOf({ approval }: Report): Pick<CommentOptions, 'approval'> {
  return approval === undefined ? {} : { approval: 'given' };
}

/** Where nothing was weighed nothing was written. */
async function pathIfWritten(path: string | undefined): Promise<string> {
  return path !== undefined && (await exists(path)) ? path : '';
}

/**
 * Tells a run that has no answer.
 * @param directory what relative paths in the error start at
 * @param run what it was about, and its page
 */
export async function tellFailure(
  error: SlipwayError,
  directory: string,
  run: { readonly about: string; readonly address: string | undefined },
  { print, env, cwd }: Pick<RunnerHost, 'print' | 'env' | 'cwd'>,
): Promise<number> {
  print(formatError(error, { color: (env['NO_COLOR'] ?? '') === '' }));
  for (const annotation of annotationsOf(error, directory, cwd)) annotate('error', annotation);
  const summary = formatMarkdownError(error, run);
  setOutputs({ outcome: 'fail', summary });
  await writeSummary(summary, env);
  return exitStatus[error.code];
}
