import { Readable } from 'node:stream';
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
  // Only what reading throws is the body's own fault: the client ends what it was given with the connection's error.
  async function* content(chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const next = await chunks.next().catch((error: unknown) => {
          fault = error;
          throw error;
        });
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await chunks.return?.();
    }
  }
  const stream = Readable.from(content(source[Symbol.asyncIterator]()));
  return { headers, content: stream.on('error', () => undefined), fault: () => fault };
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
