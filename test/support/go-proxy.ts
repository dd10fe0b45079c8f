import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type ChecksumLog, h1Of, makeChecksumLog } from './checksum-log.ts';
import { makeZip } from './zip.ts';

export const testHost = { os: 'linux', architecture: 'amd64' };

/** A temporary folder that is gone after the test. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'slipway-test-'));
  t.after(() => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}

/** A real HTTP server for one test; gives its address without a slash at the end. */
export async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The files of a toolchain small enough to be made in a test, by their path below GOROOT. */
export function toolchainFiles(version: string, padding = 0): Record<string, string> {
  return {
    VERSION: `${version}\ntime 2026-01-01T00:00:00Z\n`,
    'bin/go': `#!/bin/sh\necho "go version ${version} linux/amd64"\n`,
    'go.env': 'GOTOOLCHAIN=auto\n',
    'lib/wasm/go_js_wasm_exec': '#!/bin/sh\n',
    'pkg/tool/linux_amd64/compile': '#!/bin/sh\n',
    'src/_go.mod': 'module std\n',
    'src/cmd/_go.mod': 'module cmd\n',
    'src/fmt/print.go': `package fmt\n${'// padding\n'.repeat(padding)}`,
  };
}

export interface ModuleZip {
  readonly zip: Buffer;
  readonly h1: string;
}

/** A toolchain as the zip of golang.org/toolchain@v0.0.1-VERSION.linux-amd64. */
export function toolchainZip(version: string, files = toolchainFiles(version)): ModuleZip {
  const prefix = `golang.org/toolchain@v0.0.1-${version}.linux-amd64/`;
  const entries = Object.entries(files).map(([path, content]) => ({ name: prefix + path, content }));
  return {
    zip: makeZip(entries),
    h1: h1Of(Object.fromEntries(entries.map(({ name, content }) => [name, content]))),
  };
}

/** Answers a request in place of the proxy, and says so; false leaves it to the proxy. */
export type Interference = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface GoProxy {
  readonly url: string;
  readonly log: ChecksumLog;
  /** GOPROXY and GOSUMDB for this proxy and its database. */
  readonly env: Readonly<Record<string, string>>;
  /** Paths asked for, in order. */
  readonly asked: string[];
  /** May be exchanged at any time. */
  interfere: Interference;
}

const databaseName = 'sums.example';

/**
 * A module proxy with toolchains and a checksum database behind it.
 * @param extraVersions module versions that stand in the list only
 */
export async function startGoProxy(
  t: TestContext,
  toolchains: Readonly<Record<string, ModuleZip>>,
  options: { readonly extraVersions?: readonly string[]; readonly logSize?: number } = {},
): Promise<GoProxy> {
  const versionOf = (name: string): string => `v0.0.1-${name}.linux-amd64`;
  const records = new Map(
    Object.entries(toolchains).map(([name, { h1 }]) => {
      const module = `golang.org/toolchain ${versionOf(name)}`;
      return [module.replace(' ', '@'), `${module} ${h1}\n${module}/go.mod h1:mod=\n`];
    }),
  );
  const log = makeChecksumLog(databaseName, records, options.logSize ?? 1000);
  const list = [...Object.keys(toolchains).map(versionOf), ...(options.extraVersions ?? [])];
  const files = new Map<string, Buffer | string>([
    ['/golang.org/toolchain/@v/list', `${list.join('\n')}\n`],
    [`/sumdb/${databaseName}/supported`, ''],
  ]);
  for (const [name, { zip }] of Object.entries(toolchains)) {
    const base = `/golang.org/toolchain/@v/${versionOf(name)}`;
    files.set(`${base}.zip`, zip);
    files.set(`${base}.info`, JSON.stringify({ Version: versionOf(name), Time: '2026-01-01T00:00:00Z' }));
  }
  const lookUp = (path: string): Buffer | string | undefined => {
    const [, kind, rest = ''] = new RegExp(`^/sumdb/${databaseName}/(lookup|tile)/(.*)$`).exec(path) ?? [];
    if (kind === 'lookup') return log.lookup(rest);
    return kind === 'tile' ? log.tile(`tile/${rest}`) : files.get(path);
  };
  const proxy = {
    log,
    asked: [] as string[],
    interfere: (() => false) as Interference,
  };
  const url = await serve(t, (request, response) => {
    const path = request.url ?? '';
    proxy.asked.push(path);
    if (proxy.interfere(request, response)) return;
    const content = lookUp(path);
    if (content === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    else sendWhole(request, response, Buffer.from(content));
  });
  // One object, so that what a test exchanges is what the server sees.
  return Object.assign(proxy, { url, env: { GOPROXY: url, GOSUMDB: log.verifierKey } });
}

/** Sends a file, or the part of it that a Range header asks for. */
export function sendWhole(request: IncomingMessage, response: ServerResponse, content: Buffer): void {
  const start = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  if (start === undefined) {
    response.writeHead(200, { 'content-length': content.length }).end(content);
    return;
  }
  const part = content.subarray(Number(start));
  const range = `bytes ${start}-${content.length - 1}/${content.length}`;
  response.writeHead(206, { 'content-length': part.length, 'content-range': range }).end(part);
}
