import { createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Authority } from '../certificates.ts';

export interface TokenServerOptions {
  readonly user: string;
  readonly password: string;
  /** Signs the tokens; the registry trusts its certificate. */
  readonly authority: Authority;
}

/**
 * A token server as distribution's token authentication specification has it (docs/spec/auth/jwt.md), on plain http. It is
 * called localhost: crane follows no challenge to another loopback address than the registry's own.
 */
export async function startTokenServer(
  options: TokenServerOptions,
): Promise<{ realm: string; issuer: string; stop(): Promise<void> }> {
  const issuer = 'slipway-test';
  const expected = `Basic ${Buffer.from(`${options.user}:${options.password}`).toString('base64')}`;
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://token.invalid');
    if (request.headers.authorization !== expected) return void response.writeHead(401).end();
    const access = searchParams.getAll('scope').flatMap((scope) => scope.split(' ').map(accessOf));
    const token = jwt({ issuer, service: searchParams.get('service') ?? '', access }, options);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ token, expires_in: 300, issued_at: new Date().toISOString() }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    realm: `http://localhost:${(server.address() as AddressInfo).port}/token`,
    issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function accessOf(scope: string): { type: string; name: string; actions: string[] } {
  const [, type = '', name = '', actions = ''] = /^([^:]*):(.*):([^:]*)$/.exec(scope) ?? [];
  return { type, name, actions: actions.split(',') };
}

interface Grant {
  readonly issuer: string;
  readonly service: string;
  readonly access: readonly object[];
}

/** RFC 7519 with ES256 (RFC 7518, 3.4); the key is told by its certificate (RFC 7515, 4.1.6). */
function jwt({ issuer, service, access }: Grant, { user, authority }: TokenServerOptions): string {
  const certificate = new X509Certificate(readFileSync(authority.certificateFile));
  const now = Math.floor(Date.now() / 1000);
  const header = { typ: 'JWT', alg: 'ES256', x5c: [certificate.raw.toString('base64')] };
  const times = { iat: now, nbf: now - 10, exp: now + 300 };
  const claims = { iss: issuer, sub: user, aud: service, ...times, jti: randomUUID(), access };
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const key = createPrivateKey(authority.key);
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
