import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export const gitHubIssuer = 'https://token.actions.githubusercontent.com';
export const workflow = 'acme/api/.github/workflows/release.yml@refs/tags/v1.2.3';
export const workflowIdentity = `https://github.com/${workflow}`;

/** A token that nobody signed: what is under test hands it on. */
export function token(claims: Readonly<Record<string, unknown>> = {}): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const expires = Math.floor(Date.now() / 1000) + 600;
  const usual = {
    iss: gitHubIssuer,
    sub: 'repo:acme/api:ref:refs/tags/v1.2.3',
    aud: 'sigstore',
    exp: expires,
  };
  return [
    part({ alg: 'RS256', typ: 'JWT' }),
    part({ ...usual, job_workflow_ref: workflow, ...claims }),
    'signature',
  ].join('.');
}

/** The runner's issuer on 127.0.0.1: the variables that lead to it, and what it was asked. */
export async function startIssuer(
  t: TestContext,
  answer: { readonly status?: number; readonly value?: string } = {},
): Promise<{ env: Record<string, string>; asked: { url: string; authorization: string | undefined }[] }> {
  const asked: { url: string; authorization: string | undefined }[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push({ url, authorization: headers.authorization });
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ value: answer.value ?? token() }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?api-version=2.0`;
  return {
    env: { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-secret' },
    asked,
  };
}
