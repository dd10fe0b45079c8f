import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { BlobStore } from '../cache/blob-store.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { isDocumentType } from '../image/media-types.ts';
import type { Repository } from '../request/reference.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { namingPath } from '../support/files.ts';
import { type HttpResponse, readChunks } from '../support/http.ts';
import { discard } from '../support/http-body.ts';
import { mayPass } from '../support/http-fault.ts';
import { type Patience, pauseBefore } from '../support/retry.ts';
import { registryFault } from './fault.ts';
import { manifestCall } from './manifests.ts';
import type { Registry, RegistryCall } from './registry.ts';

/** Where blobs come from and go to. */
export interface Download {
  readonly registry: Registry;
  readonly repository: Repository;
  readonly store: BlobStore;
  readonly patience: Patience;
  readonly signal: AbortSignal | undefined;
}

/** Wrong bytes may have been a broken proxy's: the blob is fetched as often as this in all. */
const tries = 2;
/** A connection that broke begins a new count of attempts when the download got so much further. */
const progressBytes = 1 << 20;

/**
 * Streams a blob or document of a repository to the store, checked against digest and length; a body that breaks off is
 * continued where it ended (RFC 9110, 14.2). Memory does not grow with it.
 * @throws SlipwayError E_REGISTRY when it is not there or is not what its descriptor says; E_AUTH, E_NETWORK, E_IO
 */
export async function download(descriptor: Descriptor, from: Download): Promise<void> {
  for (let left = tries - 1; ; left--) {
    const path = await from.store.reserve();
    try {
      const received = await receiveInto(path, descriptor, from);
      if (received.digest === descriptor.digest && received.bytes === descriptor.size) {
        return await from.store.keep(path, descriptor.digest);
      }
      if (left === 0) throw notWhatWasAsked(descriptor, received, from);
    } catch (error) {
      throw asSlipwayError(namingPath(error, path));
    } finally {
      await rm(path, { force: true });
    }
  }
}

interface Received {
  readonly digest: string;
  readonly bytes: number;
  /** Who sent it, after redirects. */
  readonly host: string;
}

async function receiveInto(path: string, descriptor: Descriptor, from: Download): Promise<Received> {
  await using file = await open(path, 'wx');
  let part: Part = { hash: createHash('sha256'), bytes: 0 };
  for (let furthest = 0, breaks = 0; ; ) {
    const { answer, offset } = await ask(descriptor, part.bytes, from);
    if (offset === 0) part = { hash: createHash('sha256'), bytes: 0 };
    try {
      await append(file, part, readChunks(answer, from.signal), descriptor.size);
      await file.truncate(part.bytes);
      return { digest: `sha256:${part.hash.digest('hex')}`, bytes: part.bytes, host: answer.url.host };
    } catch (error) {
      if (!mayPass(error)) throw error;
      breaks = part.bytes >= furthest + progressBytes ? 1 : breaks + 1;
      furthest = Math.max(furthest, part.bytes);
      if (breaks >= from.patience.attempts) throw error;
      await from.patience.wait(pauseBefore(breaks, from.patience), from.signal);
    }
  }
}

/** What of a blob is there already. */
interface Part {
  readonly hash: ReturnType<typeof createHash>;
  bytes: number;
}

/** Adds what comes; stops when it is more than there should be. */
async function append(
  file: FileHandle,
  part: Part,
  chunks: AsyncIterable<Buffer>,
  most: number,
): Promise<void> {
  for await (const chunk of chunks) {
    part.hash.update(chunk);
    for (let at = 0; at < chunk.length; ) {
      at += (await file.write(chunk, at, chunk.length - at, part.bytes + at)).bytesWritten;
    }
    part.bytes += chunk.length;
    if (part.bytes > most) return;
  }
}

/** Asks for the rest of a blob; a server that cannot give a part gives the whole. */
async function ask(
  descriptor: Descriptor,
  offset: number,
  from: Download,
): Promise<{ answer: HttpResponse; offset: number }> {
  const call = callFor(descriptor, offset, from.repository);
  const answer = await from.registry.send(call);
  if (answer.status === 200) return { answer, offset: 0 };
  if (offset === 0 || ![206, 416].includes(answer.status)) throw await registryFault(call, answer);
  // RFC 9110, 14.4: the part that came need not be the one that was asked for.
  const first = /^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1];
  if (answer.status === 206 && Number(first) === offset) return { answer, offset };
  discard(answer);
  return ask(descriptor, 0, from);
}

function callFor({ mediaType, digest }: Descriptor, offset: number, repository: Repository): RegistryCall {
  const call: RegistryCall = isDocumentType(mediaType)
    ? manifestCall({ ...repository, digest }, 'GET')
    : { repository, access: 'pull', method: 'GET', target: `blobs/${digest}` };
  return offset === 0 ? call : { ...call, headers: { ...call.headers, range: `bytes=${offset}-` } };
}

function notWhatWasAsked(
  { digest, size }: Descriptor,
  received: Received,
  { repository }: Download,
): SlipwayError {
  const { registry, repository: name } = repository;
  const how =
    received.bytes === size
      ? `other bytes, with the digest ${received.digest},`
      : received.bytes > size
        ? `more than its ${size} bytes`
        : `${received.bytes} of its ${size} bytes`;
  const what = `${registry}/${name}: ${received.host} gives ${how} for ${digest}, twice`;
  return new SlipwayError('E_REGISTRY', what, {
    hint: 'the blob is damaged there, or something in between changes it: push it again, or ask who runs the registry',
  });
}
