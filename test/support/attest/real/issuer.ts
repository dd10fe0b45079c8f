import { generateKeyPairSync, sign } from 'node:crypto';

/** An issuer of tokens (OpenID Connect Discovery 1.0) with the claims of GitHub's. */
export interface TokenIssuer {
  /** Path and query → what is answered; undefined: nothing is there. */
  answer(url: URL): object | undefined;
}

/** A run of acme/api for a tag, in a job of a workflow that acme/ci owns (docs.github.com, "OpenID Connect reference"). */
export const gitHubRun = {
  sub: 'repo:acme/api:ref:refs/tags/v1.2.3',
  ref: 'refs/tags/v1.2.3',
  sha: '5'.repeat(40),
  repository: 'acme/api',
  repository_id: '101',
  repository_owner: 'acme',
  repository_owner_id: '11',
  repository_visibility: 'public',
  run_id: '7',
  run_attempt: '1',
  event_name: 'push',
  workflow: 'release',
  workflow_ref: 'acme/api/.github/workflows/release.yml@refs/tags/v1.2.3',
  workflow_sha: '5'.repeat(40),
  job_workflow_ref: 'acme/ci/.github/workflows/release.yml@refs/heads/main',
  job_workflow_sha: '6'.repeat(40),
  runner_environment: 'github-hosted',
} as const;

/** @param address http://127.0.0.1:PORT, which is also who it says it is */
export function startIssuer(address: () => string): TokenIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (audience: string): string => {
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now, nbf: now - 60, exp: now + 600 };
    const signed = [
      part({ alg: 'RS256', typ: 'JWT', kid: 'one' }),
      part({ ...gitHubRun, iss: address(), aud: audience, ...times }),
    ].join('.');
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  };
  return {
    answer({ pathname, searchParams }) {
      if (pathname === '/.well-known/openid-configuration') {
        return {
          issuer: address(),
          jwks_uri: `${address()}/keys`,
          response_types_supported: ['id_token'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        };
      }
      if (pathname === '/keys') {
        return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] };
      }
      if (pathname === '/token') return { value: token(searchParams.get('audience') ?? '') };
      return undefined;
    },
  };
}
