import { join } from 'node:path';
import { type GitHubEvent, isDefaultBranch } from '../forge/event.ts';
import type { HistoryPoint } from '../report/history/history.ts';
import type { Report } from '../report/model.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import { formatReference, type Repository } from '../request/reference.ts';
import type { BuildRequest } from '../request/request.ts';
import type { Ports } from '../stages/ports.ts';
import { asSlipwayError } from '../support/errors.ts';
import { writeFileAtomic } from '../support/files.ts';
import { leavePage, nothingLeft } from './artifact/page.ts';
import { historyQuestion, placesOf } from './history-question.ts';
import type { RunnerHost } from './host.ts';
import { keyOf } from './pull-request.ts';

/** What a run tells of the sizes before it. */
export interface ToldHistory {
  /** For the job's summary; '' where there is nothing to tell. */
  readonly markdown: string;
  /** Path of the page; '' where there is none. */
  readonly page: string;
  /** Why it could not be told, or not all of it. */
  readonly notices: readonly string[];
}

export const nothingTold: ToldHistory = { markdown: '', page: '', notices: [] };

/** What bounds the requests: at most about 100 for each repository. */
const mostPoints = 12;
const mostRepositories = 4;
/** Where asking takes longer there is no history, and the run goes on. */
const patienceMilliseconds = 45_000;

/** What a run is asked for, and what it has. */
interface Run {
  readonly inputs: ActionValues;
  readonly request: Pick<BuildRequest, 'attachSnapshot' | 'registries'>;
  readonly event: GitHubEvent | undefined;
  readonly host: Pick<RunnerHost, 'env' | 'signal'>;
  readonly ports: Ports;
  /** Where the page goes. */
  readonly folder: string;
}

/** Where a run leaves the page of its history, if it has one. */
export function historyPagePath(folder: string): string {
  return join(folder, 'slipway-history.html');
}

/**
 * After a push of the default branch or a tag: what the last commits or releases weighed, by the snapshots beside their images. The image is
 * pushed already, so whatever fails here is a notice.
 */
export async function tellHistory(report: Report, run: Run): Promise<ToldHistory> {
  const { inputs, request, event, host } = run;
  const places = report.outcome === 'pass' ? placesOf(report) : [];
  const isTold = event !== undefined && (event.tag !== undefined || isDefaultBranch(event));
  if (inputs.own.history === 'false' || request.attachSnapshot !== true || !isTold) return nothingTold;
  if (places.length === 0) return nothingTold;
  const late = AbortSignal.timeout(patienceMilliseconds);
  try {
    return await told(report, places, event, { ...run, signal: AbortSignal.any([host.signal, late]) });
  } catch (error) {
    if (host.signal.aborted) throw host.signal.reason;
    const seconds = patienceMilliseconds / 1000;
    const why = late.aborted ? `asking took longer than ${seconds} s` : faultText(error);
    return { ...nothingTold, notices: [`no size history: ${why}`] };
  }
}

async function told(
  report: Report,
  places: readonly Repository[],
  event: GitHubEvent,
  run: Run & { readonly signal: AbortSignal },
): Promise<ToldHistory> {
  const { historyOf } = await import('../stages/sizes/history.ts');
  const { runRegistry } = await import('../stages/registries.ts');
  const { ports, request, signal, host, folder } = run;
  const { question, notices } = await historyQuestion(report, event, { ...host, signal });
  const registry = runRegistry({ registries: request.registries, offline: false }, { ...ports, signal });
  const asked = places.slice(0, mostRepositories);
  const wanted = { ...question, most: mostPoints };
  const { store } = ports;
  const found = await historyOf(asked, wanted, { registry, store, signal }).finally(registry.close);
  const points = found.points.slice(-mostPoints);
  const more = places.length - asked.length;
  const all = [
    ...notices,
    ...found.faults,
    ...(more === 0 ? [] : [`only the first ${asked.length} targets are looked at, and not ${more} more`]),
  ];
  const { html, ...told } = await written(points, asked, all, folder);
  const key = keyOf(run.inputs, host.env);
  const left =
    html === ''
      ? nothingLeft
      : await leavePage(Buffer.from(html), { subject: 'history', key }, event.runAddress, {
          ...host,
          signal,
        });
  return {
    ...told,
    markdown:
      told.markdown + (left.address === undefined ? '' : `\n[The whole history](<${left.address}>)\n`),
    notices: [...all.map((notice) => `size history: ${notice}`), ...left.notices],
  };
}

/** One point is no history, and what it weighs is told already. */
async function written(
  points: readonly HistoryPoint[],
  places: readonly Repository[],
  notices: readonly string[],
  folder: string,
): Promise<Omit<ToldHistory, 'notices'> & { readonly html: string }> {
  if (points.length < 2) return { markdown: '', page: '', html: '' };
  const { formatHistoryMarkdown } = await import('../report/history/markdown.ts');
  const { historyPage } = await import('../report/history/page.ts');
  const page = historyPagePath(folder);
  const html = historyPage(points, { of: places.map(formatReference), notices });
  await writeFileAtomic(page, html);
  return { markdown: formatHistoryMarkdown(points), page, html };
}

function faultText(error: unknown): string {
  const { message, hint } = asSlipwayError(error);
  return hint === undefined ? message : `${message}; ${hint}`;
}
