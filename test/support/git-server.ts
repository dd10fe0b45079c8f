import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { quietEnvironment } from './build-run.ts';
import { git } from './workspace.ts';

/** What is answered in place of git's own answer: a status, or a connection that breaks before it, or in it; undefined: git's own. */
export type Instead = (request: number) => number | 'break' | 'cut' | undefined;

/** A repository behind git's own program for HTTP (git-http-backend(1)). Gives its address, and how often it was asked. */
export async function serveGit(
  t: { after(action: () => unknown): void },
  folder: string,
  instead: Instead,
): Promise<{ readonly url: string; readonly asked: () => number }> {
  const backend = join(await git(folder, '--exec-path'), 'git-http-backend');
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    const other = instead(count);
    if (other === 'break') request.socket.destroy();
    else if (other === 'cut') {
      const headers = { 'content-type': 'application/x-git-upload-pack-result', 'content-length': 1000 };
      response.writeHead(200, headers).write('0', () => request.socket.destroy());
    } else if (other !== undefined) response.writeHead(other).end();
    else answer(backend, folder, request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/x.git`, asked: () => count };
}

/** By RFC 3875 (CGI): headers, an empty line, the body. */
function answer(backend: string, folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '', 'http://x');
  const child = spawn(backend, {
    env: {
      ...quietEnvironment(),
      GIT_PROJECT_ROOT: join(folder, '.git'),
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method ?? '',
      PATH_INFO: pathname.replace(/^\/x\.git/, ''),
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\r\n\r\n');
    const headers = all.subarray(0, end).toString('latin1').split('\r\n');
    const fields = headers.map((line) => line.split(/:\s*/, 2) as [string, string]);
    const status = Number.parseInt(fields.find(([name]) => name === 'Status')?.[1] ?? '200', 10);
    response.writeHead(status, Object.fromEntries(fields)).end(all.subarray(end + 4));
  });
}
