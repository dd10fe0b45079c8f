import { sha256 } from '../../support/hashing.ts';
import { type Environment, type HttpTimeouts, openHttp } from '../../support/http.ts';
import { defaultPatience, type Patience } from '../../support/retry.ts';
import { type ArtifactCalls, artifactCalls } from './calls.ts';
import { Refused } from './refused.ts';
import { backendIds } from './runtime-token.ts';

/** What became of a file that was to be left. */
export type ArtifactOutcome =
  | { readonly kind: 'left'; readonly id: string }
  /** There is no such service where this runs. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface ArtifactOptions {
  /** The runner's: ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL, which steps that are actions have, and proxies. */
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly patience?: Patience;
  /** For all of it. */
  readonly totalMilliseconds?: number;
}

export interface LeftFile {
  /** Of the artifact and of the file: what is not packed has one name. */
  readonly name: string;
  /** RFC 6838, such as text/html. */
  readonly mediaType: string;
  readonly content: Uint8Array;
}

const timeouts: HttpTimeouts = {
  connectMilliseconds: 10_000,
  headersMilliseconds: 30_000,
  stallMilliseconds: 20_000,
};
const usualTotal = 90_000;

/**
 * Leaves a file as an artifact of the run, as it is and not in an archive, so that a browser opens it. One of that name, which an
 * earlier attempt left, is replaced. Never throws: what cannot be left is told.
 */
export async function leaveArtifact(file: LeftFile, options: ArtifactOptions): Promise<ArtifactOutcome> {
  const { env, signal, patience = defaultPatience, totalMilliseconds = usualTotal } = options;
  const token = env['ACTIONS_RUNTIME_TOKEN'] ?? '';
  const address = env['ACTIONS_RESULTS_URL'] ?? '';
  if (token === '' || !URL.canParse(address) || !hasService(env)) return { kind: 'absent' };
  const ids = backendIds(token);
  if (ids === undefined)
    return { kind: 'failed', reason: 'the runner’s token does not say which run it is for' };
  const limit = AbortSignal.timeout(totalMilliseconds);
  const http = openHttp(env, timeouts);
  const send = { send: http.send, signal: AbortSignal.any([signal, limit]), patience };
  try {
    return await leave(file, artifactCalls({ ...send, origin: new URL(address).origin, token, ids }));
  } catch (error) {
    if (signal.aborted) return { kind: 'failed', reason: 'the run was interrupted' };
    if (limit.aborted) return { kind: 'failed', reason: `it took longer than ${totalMilliseconds / 1000} s` };
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    await http.close();
  }
}

/** GitHub Enterprise Server has another service for artifacts, which takes archives alone. */
function hasService(env: Environment): boolean {
  const server = env['GITHUB_SERVER_URL'] || 'https://github.com';
  const host = URL.canParse(server) ? new URL(server).hostname : '';
  return host === 'github.com' || host.endsWith('.ghe.com') || host.endsWith('.localhost');
}

async function leave({ name, mediaType, content }: LeftFile, calls: ArtifactCalls): Promise<ArtifactOutcome> {
  const place = await placeFor(name, mediaType, calls);
  await calls.upload(place, mediaType, content);
  const id = await calls.finish(name, content.length, sha256(content));
  return { kind: 'left', id };
}

/** A name is given once: what has it already is taken away. */
async function placeFor(name: string, mediaType: string, calls: ArtifactCalls): Promise<URL> {
  try {
    return await calls.create(name, mediaType);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 409) throw error;
    await calls.remove(name);
    return calls.create(name, mediaType);
  }
}
