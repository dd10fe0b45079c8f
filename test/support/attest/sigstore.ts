import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { folderOf } from '../temporary.ts';
import { startAuthorities, type TestAuthorities } from './authorities.ts';
import { signingConfigOf, trustedRootOf } from './sigstore-documents.ts';
import { startLog, type TestLog } from './transparency-log.ts';

export interface SigstoreOptions {
  /** Version of the log's interface. */
  readonly log?: 1 | 2 | 'none';
  /** Without them only the first version of the log says when something was. */
  readonly timestamps?: boolean;
  /** How far the timestamp authority's clock is ahead. */
  readonly lateSeconds?: number;
}

/** A private Sigstore that runs until its test ends: certificate authority, certificate log, log and timestamp authority. */
export interface TestSigstore {
  /** Files that lead to it. */
  readonly trustedRoot: string;
  readonly signingConfig: string;
  readonly log: TestLog;
  /** `METHOD /path` of every request. */
  readonly requests: string[];
  /** From now on: how requests whose path begins so are answered; undefined: as they should be. */
  answer(path: string, how: SetAnswer | undefined): void;
}

interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** In place of the answer, or once it was made: then what was asked for has been done. */
type SetAnswer = Answer & { readonly after?: boolean /** Undefined: always. */; readonly times?: number };

/** Runs on 127.0.0.1. */
export async function startSigstore(
  t: Pick<TestContext, 'after'>,
  { log: version = 2, timestamps = true, lateSeconds = 0 }: SigstoreOptions = {},
): Promise<TestSigstore> {
  const authorities = await startAuthorities(lateSeconds);
  const log = startLog('127.0.0.1');
  const requests: string[] = [];
  const instead = new Map<string, SetAnswer>();
  const respond = async (message: IncomingMessage): Promise<Answer> => {
    const { method = '', url = '' } = message;
    requests.push(`${method} ${url}`);
    const [path = '', how] = [...instead].find(([start]) => url.startsWith(start)) ?? [];
    if (how?.times !== undefined) {
      if (how.times === 1) instead.delete(path);
      else instead.set(path, { ...how, times: how.times - 1 });
    }
    if (how !== undefined && how.after !== true) return how;
    const answer = await answerOf(message, authorities, log);
    return how ?? answer;
  };
  const server = createServer((message, response) => {
    void respond(message).then(
      ({ status, body, headers = { 'content-type': 'application/json' } }) =>
        response.writeHead(status, headers).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await folderOf(t);
  const write = async (name: string, content: object): Promise<string> => {
    await writeFile(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const places = {
    authority: address,
    log: version === 'none' ? undefined : { url: address, version },
    timestamps: timestamps ? `${address}/api/v1/timestamp` : undefined,
  };
  const root = trustedRootOf(address, authorities, version === 'none' ? undefined : log);
  return {
    trustedRoot: await write('trusted-root.json', root),
    signingConfig: await write('signing-config.json', signingConfigOf(places)),
    log,
    requests,
    answer: (path, how) => void (how === undefined ? instead.delete(path) : instead.set(path, how)),
  };
}

async function answerOf(
  message: IncomingMessage,
  authorities: TestAuthorities,
  log: TestLog,
): Promise<Answer> {
  const { url = '', headers } = message;
  const body = await buffer(message);
  if (url === '/api/v2/signingCert') return authorities.certify(body.toString('utf8'), headers.authorization);
  if (url === '/api/v1/timestamp') {
    const type = 'application/timestamp-reply';
    return { status: 201, body: await authorities.timestamp(body), headers: { 'content-type': type } };
  }
  if (url === '/api/v2/log/entries') return json(log.enter(2, body.toString('utf8')));
  if (url === '/api/v1/log/entries') return firstVersion(log.enter(1, body.toString('utf8')));
  const known = log.entry(url.split('/').at(-1) ?? '');
  return json({ status: known === undefined ? 404 : 200, json: known ?? { code: 404 } });
}

function json({ status, json }: { status: number; json: unknown }): Answer {
  return { status, body: JSON.stringify(json) };
}

/** sigstore/rekor, openapi.yaml: where the entry is, which is also said where there is one already. */
function firstVersion(entered: { status: number; json: unknown }): Answer {
  const { location: known, ...fields } = entered.json as Record<string, string>;
  const uuid = known ?? Object.keys(fields)[0] ?? '';
  const location = { location: `/api/v1/log/entries/${uuid}`, etag: uuid };
  return { ...json(entered), headers: { 'content-type': 'application/json', ...location } };
}
