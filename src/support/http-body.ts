import { PassThrough, type Readable } from 'node:stream';
import type { HttpBody, HttpResponse } from './http.ts';

/** A body on its way. */
export interface OpenBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Readable | Uint8Array;
  /** What went wrong with reading the body itself, as against sending it. */
  fault(): unknown;
}

/**
 * Opens a body for one request. A request that ends before its body does (a refusal, a broken connection) ends the body
 * too, without an error of its own: the answer or the connection's error says it.
 */
export function openBody({ bytes, open }: HttpBody): OpenBody {
  const headers = { 'content-length': String(bytes) };
  const source = open();
  if (source instanceof Uint8Array) return { headers, content: source, fault: () => undefined };
  let fault: unknown;
  // The client destroys what it was given with the connection's error: only a stream between keeps the two apart.
  const content = new PassThrough();
  source.on('error', (error) => {
    fault ??= error;
    content.destroy(error);
  });
  content.on('error', () => undefined).on('close', () => source.destroy());
  return { headers, content: source.pipe(content), fault: () => fault };
}

/** Bytes that are read for nothing rather than making a connection anew. */
const cheapBytes = 65_536;

/** Ends an answer whose body nobody needs. A short one is read, so that its connection can be used again. */
export function discard({ body }: HttpResponse): void {
  let bytes = 0;
  body.on('error', () => undefined);
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > cheapBytes) body.destroy();
  });
}
