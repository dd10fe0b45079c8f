import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { SlipwayError } from '../../support/errors.ts';

/** A blob or document that a registry serves. */
export interface ServedBlob {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: number;
  /** Where its bytes lie. */
  readonly path: string;
}

/** A registry on this machine alone, whose answers together are no faster than a network would be. */
export interface SlowRegistry {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  close(): Promise<void>;
}

/** Bytes that are sent between looks at the clock. */
const pieceBytes = 1 << 16;

/**
 * Serves blobs by their digests, for GET alone (distribution-spec, "Pulling blobs", "Pulling manifests"). All connections share the rate.
 * @throws SlipwayError E_IO when no port can be had
 */
export async function startSlowRegistry(
  blobs: ReadonlyMap<string, ServedBlob>,
  bytesPerSecond: number,
): Promise<SlowRegistry> {
  const turn = pacer(bytesPerSecond);
  const server = createServer((request, response) => {
    answer(request, response, blobs, turn).catch(() => response.destroy());
  });
  const port = await listening(server);
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  blobs: ReadonlyMap<string, ServedBlob>,
  turn: (bytes: number) => Promise<void>,
): Promise<void> {
  const [, digest = ''] = /^\/v2\/image\/(?:manifests|blobs)\/(sha256:[0-9a-f]{64})$/.exec(url) ?? [];
  const blob = method === 'GET' ? blobs.get(digest) : undefined;
  if (blob === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': blob.mediaType, 'content-length': blob.bytes });
  const slowly = async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      await turn(piece.length);
      yield piece;
    }
  };
  await pipeline(createReadStream(blob.path, { highWaterMark: pieceBytes }), slowly, response);
}

/** What may be made up for of waits that took longer than they should, as those of a busy machine do. */
const mostLate = 50;

/** Waits until so many bytes may be sent. What was not used while nobody asked is not saved up. */
function pacer(bytesPerSecond: number): (bytes: number) => Promise<void> {
  let freeAt = 0;
  return async (bytes) => {
    const now = performance.now();
    freeAt = Math.max(now - mostLate, freeAt) + (bytes / bytesPerSecond) * 1000;
    const wait = freeAt - now;
    // A timer is no finer than a millisecond.
    if (wait > 1) await pause(wait);
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new SlipwayError('E_IO', `no port on this machine can be had: ${cause.message}`, { cause })),
    );
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    });
  });
}
