import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { urlToHttpOptions } from 'node:url';
import type { HttpTimeouts } from './http.ts';
import type { Connections, Exchange, TlsSettings } from './http-connections.ts';
import { timeoutCodes } from './http-fault.ts';

/**
 * Connections straight to their hosts, by Node's own client: its parser is there, while undici compiles one in each run.
 * @param tls undefined: nothing is encrypted
 */
export async function directConnections(
  tls: TlsSettings | undefined,
  timeouts: HttpTimeouts,
): Promise<Connections> {
  const { Agent, request } = tls === undefined ? await import('node:http') : await import('node:https');
  const agent = new Agent({ ...tls, keepAlive: true });
  const once = (exchange: Exchange): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { method, origin, path, headers, signal, body } = exchange;
      const options: RequestOptions = { ...urlToHttpOptions(new URL(origin)), path, method, headers, agent };
      const outgoing = request({ ...options, ...(signal !== undefined && { signal }) });
      outgoing.once('response', (answer) => {
        resolve(answer);
        // Whoever reads it is told; nobody has to.
        answer.on('error', () => undefined);
        // An answer that came early leaves a body half sent, and a connection that is of no more use.
        answer.once('end', () => outgoing.writableFinished || outgoing.destroy());
      });
      // After the answer it is the answer's body that tells.
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const stale = outgoing.reusedSocket && error.code === 'ECONNRESET' && /^(GET|HEAD)$/.test(method);
        reject(stale ? new StaleConnection(error.message, { cause: error }) : error);
      });
      outgoing.once('socket', (socket) => watch(outgoing, socket, timeouts));
      if (body instanceof Readable) pipeline(body, whole(headers), outgoing, () => undefined);
      else outgoing.end(body);
    });
  return {
    async request(exchange) {
      const answer = await once(exchange).catch((error: unknown) => {
        if (error instanceof StaleConnection) return once(exchange);
        throw error;
      });
      return { statusCode: answer.statusCode ?? 0, headers: answer.headers, body: answer };
    },
    destroy: async () => agent.destroy(),
  };
}

/** A host may close a connection that was kept just when it is used again: that says nothing of the request. */
class StaleConnection extends Error {}

/** Passes a body on, and fails where it is not as long as was announced: the host would wait for the rest. */
function whole(headers: Exchange['headers']) {
  const announced = Number(headers['content-length']);
  return async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > announced) break;
      yield chunk;
    }
    if (bytes !== announced) throw new Error(`a body of ${announced} bytes has another length`);
  };
}

/** Ends a request whose connection, answer or body does not come; a body that is being sent counts as a sign of life. */
function watch(outgoing: ClientRequest, socket: Socket, timeouts: HttpTimeouts): void {
  const { connectMilliseconds, headersMilliseconds, stallMilliseconds } = timeouts;
  const end = (code: string) => () => {
    socket.destroy(Object.assign(new Error('time is up'), { code }));
  };
  const connected = () => {
    clearTimeout(timer);
    socket.setTimeout(headersMilliseconds);
  };
  const timer = setTimeout(end(timeoutCodes.connect), connectMilliseconds);
  if (!socket.connecting) connected();
  else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
  let late = end(timeoutCodes.headers);
  const onTimeout = () => late();
  socket.on('timeout', onTimeout);
  outgoing.once('response', (answer) => {
    late = () => answer.destroy(Object.assign(new Error('time is up'), { code: timeoutCodes.body }));
    socket.setTimeout(stallMilliseconds);
  });
  outgoing.once('close', () => {
    clearTimeout(timer);
    socket.off('timeout', onTimeout);
    socket.setTimeout(0);
  });
}
