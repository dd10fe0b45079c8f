import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './go-proxy.ts';
import { goEnvironment } from './tools.ts';

export interface Authority {
  /** A PEM file: what SSL_CERT_FILE names. */
  readonly certificateFile: string;
  readonly key: Buffer;
}

/** A private certificate authority, made by the Go distribution's own program, that vouches for itself under these names. */
export async function makeAuthority(t: TestContext, hosts: readonly string[]): Promise<Authority> {
  const folder = await temporaryFolder(t);
  const env = goEnvironment();
  const goroot = execFileSync('go', ['env', 'GOROOT'], { env, encoding: 'utf8' }).trim();
  const program = join(goroot, 'src', 'crypto', 'tls', 'generate_cert.go');
  const args = ['run', program, '--host', hosts.join(','), '--ca', '--ecdsa-curve', 'P256'];
  execFileSync('go', args, { cwd: folder, env, stdio: 'ignore' });
  return { certificateFile: join(folder, 'cert.pem'), key: readFileSync(join(folder, 'key.pem')) };
}

/** A real HTTPS server for one test; gives its port on 127.0.0.1. */
export async function serveTls(
  t: TestContext,
  authority: Authority,
  listener: RequestListener,
): Promise<number> {
  const server = createServer(
    { cert: readFileSync(authority.certificateFile), key: authority.key },
    listener,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

export interface TunnelProxy {
  readonly url: string;
  /** What was asked for: `CONNECT host:port`, or `GET http://…` with its proxy-authorization. */
  readonly asked: string[];
}

/** An HTTP proxy that leads every tunnel to one local port, whatever the host is called. */
export async function serveTunnel(t: TestContext, port: number): Promise<TunnelProxy> {
  const asked: string[] = [];
  const { createServer: createProxy } = await import('node:http');
  const proxy = createProxy((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    response.end('from the proxy');
  });
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    proxy.closeAllConnections();
    return new Promise((resolve) => proxy.close(resolve));
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}
