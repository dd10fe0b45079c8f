import { readFile } from 'node:fs/promises';
import type { Descriptor } from '../../image/descriptor.ts';
import { fileWindows } from '../../support/file-windows.ts';
import type { HttpResponse } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import { mayPass } from '../../support/http-fault.ts';
import { defaultPatience, type Patience, pauseAfter, pauseBefore } from '../../support/retry.ts';
import { registryFault } from '../fault.ts';
import type { RegistryCall } from '../registry.ts';
import { checkDigest, hasBlob, isGood, isStored } from './answers.ts';
import type { Push } from './publication.ts';
import { beginCall, findSession, sessionOf, type UploadSession } from './session.ts';

/** Up to here a blob travels in the request that ends its upload: one round trip less, and little to lose. */
const smallBytes = 65_536;

/**
 * The client asks for the next window when its socket has drained the one before, which then can be written over; one more is
 * for safety. Were it not so, the registry would find another digest.
 */
const windowsInFlight = 3;

/** A blob on its way. */
interface Upload {
  readonly blob: Descriptor;
  /** The file that has its bytes. */
  readonly path: string;
  readonly push: Push;
  /** Undefined: it begins anew. */
  session: UploadSession | undefined;
  /** The session was interrupted, and goes on from where the registry said. */
  resumed: boolean;
  /** Bytes that progress was told of. */
  told: number;
}

/**
 * Uploads a blob (distribution-spec, "Pushing Blobs"). After a failure the registry is asked how far the upload has come, and it
 * goes on from there, or from the beginning where nobody knows: docker-registry 2.8 forgets an upload that was broken off.
 * It ends when several tries in a row brought it no further.
 * @param path a file that has its bytes
 * @param session one that is open already
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
 */
export async function uploadBlob(
  blob: Descriptor,
  path: string,
  push: Push,
  session?: UploadSession,
): Promise<void> {
  const upload: Upload = { blob, path, push, session, resumed: false, told: 0 };
  await finish(upload);
  tell(upload, blob.size - upload.told);
}

async function finish(upload: Upload): Promise<void> {
  const { patience = defaultPatience, place, registry, signal } = upload.push;
  const { digest } = upload.blob;
  let furthest = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryUpload(upload);
    } catch (error) {
      const pause = pauseFor(error, upload, attempt, patience);
      if (pause === undefined || attempt >= patience.attempts) throw await faultOf(error);
      if (error instanceof Refusal) discard(error.answer);
      await patience.wait(pause, signal);
    }
    upload.session = await resume(upload);
    upload.resumed = upload.session !== undefined;
    // Maybe only the answer to the request that ended it was lost.
    if (!upload.resumed && (await hasBlob(registry, place, digest))) return;
    const reached = upload.session?.offset ?? 0;
    if (reached > furthest) attempt = 0;
    furthest = Math.max(furthest, reached);
    tell(upload, reached - upload.told);
  }
}

/** Where to go on; undefined: from the beginning, as small blobs always do. */
async function resume({ blob, session, push }: Upload): Promise<UploadSession | undefined> {
  if (session === undefined || blob.size <= smallBytes) return undefined;
  return findSession(push.registry, push.place, session);
}

async function tryUpload(upload: Upload): Promise<void> {
  const { blob, push } = upload;
  upload.session ??= sessionOf(await step(beginCall(push.place), push));
  if (blob.size > smallBytes && upload.session.offset < blob.size) {
    upload.session = sessionOf(await step(patchCall(upload, upload.session), push), blob.size);
  }
  const stored = await step(await putCall(upload, upload.session), push, isStored);
  checkDigest(stored, blob.digest, push.place);
}

/** An answer that is none of the expected ones. */
class Refusal extends Error {
  readonly call: RegistryCall;
  readonly answer: HttpResponse;

  constructor(call: RegistryCall, answer: HttpResponse) {
    super(`status ${answer.status}`);
    this.call = call;
    this.answer = answer;
  }
}

async function step(call: RegistryCall, { registry }: Push, isWanted = isGood): Promise<HttpResponse> {
  const answer = await registry.send(call);
  if (!isWanted(answer)) throw new Refusal(call, answer);
  discard(answer);
  return answer;
}

/**
 * Milliseconds before another try, undefined where none can help. Forgets a session that the registry does not know, or that
 * went wrong after it was taken up again.
 */
function pauseFor(error: unknown, upload: Upload, attempt: number, patience: Patience): number | undefined {
  if (!(error instanceof Refusal)) return mayPass(error) ? pauseBefore(attempt, patience) : undefined;
  const later = pauseAfter(error.answer, attempt, patience);
  if (later !== undefined || !(error.call.target instanceof URL)) return later;
  const { status } = error.answer;
  if (status !== 404 && status !== 416 && !(status === 400 && upload.resumed)) return undefined;
  if (status !== 416 || upload.resumed) upload.session = undefined;
  return pauseBefore(attempt, patience);
}

async function faultOf(error: unknown): Promise<unknown> {
  return error instanceof Refusal ? registryFault(error.call, error.answer) : error;
}

/** The rest of the blob, streamed from its file. The first chunk says no range: so clients have always sent whole blobs. */
function patchCall(upload: Upload, { url, offset }: UploadSession): RegistryCall {
  const { blob, path, push } = upload;
  const range = { 'content-range': `${offset}-${blob.size - 1}` };
  return {
    repository: push.place,
    access: 'push',
    method: 'PATCH',
    target: url,
    headers: { 'content-type': 'application/octet-stream', ...(offset > 0 && range) },
    body: {
      bytes: blob.size - offset,
      open: () => {
        tell(upload, offset - upload.told);
        return told(upload, fileWindows(path, { start: offset, slots: windowsInFlight }));
      },
    },
    repeatable: false,
  };
}

/** Ends an upload; a small blob goes along with it. */
async function putCall({ blob, path, push }: Upload, session: UploadSession): Promise<RegistryCall> {
  const url = new URL(session.url);
  // Location's query is the registry's: it stays as it is, to the letter.
  url.search += `${url.search === '' ? '' : '&'}digest=${encodeURIComponent(blob.digest)}`;
  const bytes = session.offset < blob.size ? await readFile(path) : new Uint8Array(0);
  return {
    repository: push.place,
    access: 'push',
    method: 'PUT',
    target: url,
    headers: { 'content-type': 'application/octet-stream' },
    body: { bytes: bytes.length, open: () => bytes },
    repeatable: false,
  };
}

/** The same windows; progress is told of each. */
async function* told(upload: Upload, windows: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const window of windows) {
    tell(upload, window.length);
    yield window;
  }
}

function tell(upload: Upload, bytes: number): void {
  if (bytes === 0) return;
  upload.told += bytes;
  upload.push.onProgress?.(bytes);
}
