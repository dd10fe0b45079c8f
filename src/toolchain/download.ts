import { type FileHandle, open } from 'node:fs/promises';
import { SlipwayError } from '../support/errors.ts';
import { type HttpResponse, readChunks } from '../support/http.ts';
import { mayPass, networkFault } from '../support/http-fault.ts';
import { type Patience, pauseBefore } from '../support/retry.ts';
import type { Answer } from './proxy-list.ts';

export interface DownloadWatch {
  /** Bytes so far, and in all where the server says so. */
  readonly onProgress: (bytes: number, total: number | undefined) => void;
}

interface DownloadOptions extends DownloadWatch {
  readonly limit: number;
  readonly patience: Patience;
  readonly signal: AbortSignal | undefined;
}

/** Requests the file with the given headers; has its own patience until the answer begins. */
type Ask = (headers: Readonly<Record<string, string>>) => Promise<Answer<HttpResponse>>;

interface Progress {
  /** Bytes in the file. */
  bytes: number;
  total: number | undefined;
  /** A strong validator of what was begun (RFC 9110, 8.8.3). Module proxies send none: the digest is checked afterwards. */
  validator: string | undefined;
}

/** However often a connection may break that brings a little each time. */
const maximumConnections = 50;

/**
 * Downloads to a file. A connection that breaks or stalls is taken up where it ended (RFC 9110, 14.2), as long as it brings
 * something. The file is the caller's to check against a digest, and to remove.
 * @throws SlipwayError E_NETWORK when it does not come to an end, or is longer than the limit
 */
export async function download(
  ask: Ask,
  destination: string,
  options: DownloadOptions,
): Promise<Answer<number>> {
  const file = await open(destination, 'w', 0o600);
  try {
    const progress: Progress = { bytes: 0, total: undefined, validator: undefined };
    let fruitless = 0;
    for (let connection = 1; ; connection++) {
      const before = progress.bytes;
      const answer = await ask(rangeFrom(progress));
      if ('missing' in answer) return answer;
      const broken = await receive(answer.found, file, progress, options);
      if (broken === undefined) return { found: progress.bytes };
      fruitless = progress.bytes > before ? 1 : fruitless + 1;
      if (fruitless >= options.patience.attempts || connection >= maximumConnections) throw broken;
      await options.patience.wait(pauseBefore(fruitless, options.patience), options.signal);
    }
  } finally {
    await file.close();
  }
}

function rangeFrom({ bytes, total, validator }: Progress): Record<string, string> {
  if (bytes === 0 || total === undefined) return {};
  return { range: `bytes=${bytes}-`, ...(validator === undefined ? {} : { 'if-range': validator }) };
}

/** Writes one answer's body into the file. Gives the fault when the connection broke before the end. */
async function receive(
  response: HttpResponse,
  file: FileHandle,
  progress: Progress,
  { limit, signal, onProgress }: DownloadOptions,
): Promise<unknown> {
  if (!continues(response, progress)) restart(response, progress);
  try {
    for await (const chunk of readChunks(response, signal)) {
      if (progress.bytes + chunk.length > limit) {
        throw new SlipwayError('E_NETWORK', `${response.url.host} sends more than ${limit} bytes`);
      }
      await file.write(chunk, 0, chunk.length, progress.bytes);
      progress.bytes += chunk.length;
      onProgress(progress.bytes, progress.total);
    }
  } catch (error) {
    if (mayPass(error)) return error;
    throw error;
  }
  await file.truncate(progress.bytes);
  if (progress.total === undefined || progress.bytes === progress.total) return undefined;
  const cause = Object.assign(new Error('the answer is too short'), { code: 'UND_ERR_SOCKET' });
  return networkFault(response.url, cause);
}

function continues(response: HttpResponse, { bytes, total }: Progress): boolean {
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers['content-range'] ?? '');
  return response.status === 206 && Number(range?.[1]) === bytes && Number(range?.[2]) === total;
}

function restart(response: HttpResponse, progress: Progress): void {
  if (response.status === 206) {
    throw new SlipwayError('E_NETWORK', `${response.url.host} answers with a part that was not asked for`);
  }
  const length = response.headers['content-length'] ?? '';
  const etag = response.headers['etag'];
  progress.bytes = 0;
  progress.total = /^\d+$/.test(length) ? Number(length) : undefined;
  progress.validator = etag?.startsWith('"') ? etag : undefined;
}
