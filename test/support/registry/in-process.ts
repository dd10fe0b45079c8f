import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Authority } from '../certificates.ts';
import { type Access, makeGuard } from './access.ts';
import type { Contents } from './contents.ts';
import { answer, type EndpointOptions } from './endpoints.ts';
import type { Answer, Misbehave, Misbehaviour, Question, RecordedRequest, SeenRequest } from './exchange.ts';

export interface RegistryOptions extends Partial<EndpointOptions> {
  readonly access?: Access;
  /** With TLS, under this authority's certificate. */
  readonly authority?: Authority;
}

export interface TestRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly contents: Contents;
  /** Every request that was answered or closed, in that order. */
  readonly requests: RecordedRequest[];
  /** From now on: how requests fail; undefined: none does. The count begins anew. */
  misbehave(how: Misbehave | undefined): void;
  expireTokens(): void;
  stop(): Promise<void>;
}

/** A registry by the distribution-spec in this process, on 127.0.0.1, that keeps everything in memory and fails on command. */
export async function startTestRegistry(options: RegistryOptions = {}): Promise<TestRegistry> {
  const { access = { kind: 'none' }, authority, ...given } = options;
  const endpoints: EndpointOptions = {
    mounts: true,
    referrers: true,
    lenient: false,
    pageLength: 100,
    location: (path) => path,
    ...given,
  };
  const contents: Contents = new Map();
  const requests: RecordedRequest[] = [];
  const guard = makeGuard(access);
  let how: Misbehave | undefined;
  let count = 0;
  let origin = '';
  const decide = (question: Question): Answer =>
    guard.token(question) ?? guard.check(question, origin) ?? answer(question, contents, endpoints);
  const server = listenFor(authority, (message, response) => {
    count++;
    const seen = { method: message.method ?? '', path: message.url ?? '', headers: message.headers };
    const { socket } = message;
    const exchange = { message, response, socket, seen, fault: how?.(seen, count) };
    void converse(exchange, decide).then(
      (record) => requests.push(record),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  origin = `${authority === undefined ? 'http' : 'https'}://${host}`;
  return {
    host,
    contents,
    requests,
    misbehave: (next) => {
      how = next;
      count = 0;
    },
    expireTokens: guard.expireTokens,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listenFor(authority: Authority | undefined, listener: RequestListener): Server {
  if (authority === undefined) return createServer(listener);
  return createTlsServer({ cert: readFileSync(authority.certificateFile), key: authority.key }, listener);
}

interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** Asked for early: a message whose body is not read to its end lets go of it. */
  readonly socket: Socket;
  readonly seen: SeenRequest;
  readonly fault: Misbehaviour | undefined;
}

/** One request from its first byte to the record of how it ended. */
async function converse(
  exchange: Exchange,
  decide: (question: Question) => Answer,
): Promise<RecordedRequest> {
  const { message, response, seen, fault } = exchange;
  if (fault === 'close') return hangUp(exchange, 0);
  if (typeof fault === 'object' && 'delay' in fault) await pause(fault.delay);
  const instead = typeof fault === 'object' ? replacement(fault) : undefined;
  if (instead !== undefined) {
    write(response, instead, seen.method, undefined);
    return { ...seen, received: 0, status: instead.status };
  }
  const cut = typeof fault === 'object' && 'closeAfterBytes' in fault ? fault : undefined;
  const { body, whole } = await read(message, cut?.closeAfterBytes);
  const url = new URL(seen.path, 'http://registry.invalid');
  if (!whole && cut?.losing === true) return hangUp(exchange, body.length);
  const given = decide({ ...seen, url, body, broken: !whole });
  if (!whole || fault === 'close after') return hangUp(exchange, body.length);
  const told = typeof fault === 'string' ? spoiled(given, fault) : given;
  write(response, told, seen.method, body.length === 0 ? cut?.closeAfterBytes : undefined);
  return { ...seen, received: body.length, status: told.status };
}

function hangUp({ socket, seen }: Exchange, received: number): RecordedRequest {
  socket.destroy();
  return { ...seen, received, status: 0 };
}

function replacement(fault: Exclude<Misbehaviour, string>): Answer | undefined {
  if ('redirect' in fault) return { status: 307, headers: { location: fault.redirect } };
  if (!('status' in fault)) return undefined;
  const { status, headers = {}, body = '' } = fault;
  return { status, headers, body: Buffer.from(body) };
}

function spoiled(given: Answer, fault: string): Answer {
  const { headers = {}, body = Buffer.alloc(0) } = given;
  if (fault === 'wrong digest') {
    return { ...given, headers: { ...headers, 'docker-content-digest': `sha256:${'0'.repeat(64)}` } };
  }
  if (fault === 'wrong length') return { ...given, body: body.subarray(0, -1) };
  const bytes = Buffer.from(body);
  const middle = bytes.length >> 1;
  if (bytes.length > 0) bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  return { ...given, body: bytes };
}

/** A request's body: all of it, or what came before the connection broke, or the first bytes of a longer one. */
async function read(message: IncomingMessage, limit = Infinity): Promise<{ body: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > limit) break;
    }
  } catch {
    return { body: Buffer.concat(chunks), whole: false };
  }
  const body = Buffer.concat(chunks);
  return length > limit ? { body: body.subarray(0, limit), whole: false } : { body, whole: true };
}

function write(
  response: ServerResponse,
  { status, headers, body }: Answer,
  method: string,
  cut: number | undefined,
): void {
  const bytes = body ?? Buffer.alloc(0);
  response.writeHead(status, { ...headers, ...(status !== 204 && { 'content-length': bytes.length }) });
  if (method === 'HEAD' || status === 204) return void response.end();
  if (cut === undefined || cut >= bytes.length) return void response.end(bytes);
  response.write(bytes.subarray(0, cut), () => response.destroy());
  if (cut === 0) response.flushHeaders();
}
