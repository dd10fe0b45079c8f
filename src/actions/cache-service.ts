import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RemoteCache, RestoreOutcome, SaveOutcome } from '../cache/remote-cache.ts';
import { type CommandResult, type Exec, failure } from '../support/exec.ts';
import { parseFields } from '../support/fields.ts';
import type { Environment } from '../support/http.ts';
import { type CacheAnswer, type CacheJob, cacheJobArgument } from './cache-protocol.ts';
import { type CacheWords, plainReason, readCacheWords } from './cache-words.ts';

export interface CacheServiceOptions {
  readonly exec: Exec;
  /** The runner's: ACTIONS_RESULTS_URL and its like, GITHUB_WORKSPACE, RUNNER_TEMP, PATH with tar and zstd. */
  readonly env: Environment;
  /** A program and first arguments that do a job when `cacheJobArgument` follows: the action itself. */
  readonly entry: readonly [string, ...string[]];
  readonly signal: AbortSignal;
  /** What paths begin at; undefined: GITHUB_WORKSPACE. It is no part of what finds an entry. */
  readonly folder?: string;
  readonly limits?: Limits;
}

export interface Limits {
  /** For saying what the service has. */
  readonly answerMilliseconds: number;
  /** For a whole restore or save. */
  readonly totalMilliseconds: number;
}

/** Long enough for a retry or two; a cold build of most programs takes less than the ten minutes. */
const usualLimits: Limits = { answerMilliseconds: 15_000, totalMilliseconds: 600_000 };

/** What a job came to: an answer with what was said on the way, or why there is none. */
type Done =
  | { readonly answer: CacheAnswer; readonly words: CacheWords }
  | { readonly answer: undefined; readonly reason: string };

/**
 * GitHub's cache service behind the port, through @actions/cache. The library runs in a process of its own: so what it
 * prints makes no annotations, a limit of time also ends its tar, and the action neither loads nor waits for it.
 */
export function cacheService(options: CacheServiceOptions): RemoteCache {
  const limits = options.limits ?? usualLimits;
  const run = (job: Omit<CacheJob, 'answerMilliseconds'>): Promise<Done> =>
    runJob(options, limits, { ...job, answerMilliseconds: limits.answerMilliseconds });
  return {
    restore: async (paths, key, prefixes) =>
      restoreOutcome(await run({ task: 'restore', paths, key, prefixes }), limits),
    save: async (paths, key) => saveOutcome(await run({ task: 'save', paths, key, prefixes: [] }), limits),
  };
}

function restoreOutcome(done: Done, limits: Limits): RestoreOutcome {
  if (done.answer === undefined) return { kind: 'failed', reason: done.reason };
  const { answer, words } = done;
  switch (answer.kind) {
    case 'restored':
      return { kind: 'restored', key: answer.key };
    case 'absent':
      return { kind: 'absent' };
    case 'unanswered':
      return { kind: 'unavailable', reason: unanswered(words, limits) };
    case 'foreign':
      return {
        kind: 'unavailable',
        reason: `the service answered with ${plainReason(answer.key)}, which was not asked for`,
      };
    case 'nothing':
      return words.complaint === undefined
        ? { kind: 'nothing' }
        : { kind: 'unavailable', reason: words.complaint };
    default:
      return { kind: 'failed', reason: words.complaint ?? 'the entry went away while it was fetched' };
  }
}

function saveOutcome(done: Done, limits: Limits): SaveOutcome {
  if (done.answer === undefined) return { kind: 'failed', reason: done.reason };
  const { answer, words } = done;
  if (answer.kind === 'absent' || answer.kind === 'exists') return { kind: answer.kind };
  if (answer.kind === 'unanswered') return { kind: 'failed', reason: unanswered(words, limits) };
  // The library gives a number for an entry of the older service that it could not fill.
  if (answer.kind === 'saved' && words.complaint === undefined) return { kind: 'saved' };
  const reason = words.refusal ?? words.complaint ?? 'the service took nothing and did not say why';
  return isTaken(reason) ? { kind: 'exists' } : { kind: 'failed', reason };
}

/** Another job of the same commit was first: status 409, or `ok: false` without a word in the library's own text. */
function isTaken(reason: string): boolean {
  return /\(409\)|already exists?\b|^Response was not ok$/i.test(reason);
}

function unanswered({ attempt, complaint }: CacheWords, { answerMilliseconds }: Limits): string {
  const said = attempt ?? complaint;
  const detail = said === undefined ? '' : ` (${said})`;
  return `the service gave no answer within ${answerMilliseconds / 1000} s${detail}`;
}

async function runJob(options: CacheServiceOptions, limits: Limits, job: CacheJob): Promise<Done> {
  const { exec, env, entry, signal, folder: root } = options;
  const { totalMilliseconds } = limits;
  const limit = AbortSignal.timeout(totalMilliseconds);
  const [file, ...args] = entry;
  let folder: string | undefined;
  try {
    // The library leaves its archive behind when it is ended.
    folder = await mkdtemp(join(env['RUNNER_TEMP'] || tmpdir(), 'slipway-cache-'));
    const result = await exec({
      file,
      args: [...args, cacheJobArgument],
      // The library looks for relative paths where it runs, and its archives begin at the workspace.
      ...(root !== undefined && { cwd: root }),
      env: { ...jobEnvironment(env, folder), ...(root !== undefined && { GITHUB_WORKSPACE: root }) },
      input: JSON.stringify(job),
      signal: AbortSignal.any([signal, limit]),
    });
    return readResult(result);
  } catch (error) {
    if (signal.aborted) return { answer: undefined, reason: 'the run was interrupted' };
    if (limit.aborted)
      return { answer: undefined, reason: `it took longer than ${totalMilliseconds / 1000} s` };
    return { answer: undefined, reason: error instanceof Error ? plainReason(error.message) : String(error) };
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function jobEnvironment(env: Environment, folder: string): Record<string, string> {
  const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  // A stalled part of a download is given up after so many minutes; the library's own patience is ten.
  return { SEGMENT_DOWNLOAD_TIMEOUT_MINS: '2', ...Object.fromEntries(given), RUNNER_TEMP: folder };
}

function readResult(result: CommandResult): Done {
  const lines = result.stdout.trimEnd().split('\n');
  const answer = parseFields(lines.at(-1) ?? '') as CacheAnswer | undefined;
  const words = readCacheWords(result.stdout);
  if (answer !== undefined && result.status === 0) return { answer, words };
  const said = words.complaint ?? plainReason(result.stderr.trim().split('\n').at(-1) ?? '');
  return { answer: undefined, reason: `${failure(result)}${said === '' ? '' : `: ${said}`}` };
}
