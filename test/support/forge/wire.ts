import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is sent; a body that is no text is sent as JSON. */
interface Sent {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export function write(response: ServerResponse, { status, headers = {}, body }: Sent): void {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html' : 'application/json; charset=utf-8';
  response.writeHead(status, { ...(body !== undefined && { 'content-type': type }), ...headers });
  response.end(text);
}

/** The head and half of the body. */
export function cutShort(response: ServerResponse, { status, body }: Sent): void {
  const text = JSON.stringify(body ?? 'nothing');
  response.writeHead(status, { 'content-length': text.length });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}
