import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Forge } from '../../../src/forge/forge.ts';
import { openGitHub } from '../../../src/forge/github/client.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { serve } from '../../support/go-proxy.ts';

/** What an error holds, with all that led to it. */
function everything(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, stack, cause } = error;
  const fields = JSON.stringify(error, Object.getOwnPropertyNames(error));
  return [message, stack, fields, cause === undefined ? '' : everything(cause)].join('\n');
}

const artifact = { id: 5, name: 'x', bytes: 1, expired: false, digest: undefined };
const check = {
  name: 'x',
  commit: 'a',
  conclusion: 'success',
  title: '',
  summary: '',
  annotations: [],
} as const;
const calls: readonly ((forge: Forge) => Promise<unknown>)[] = [
  (forge) => forge.identity(),
  (forge) => forge.listComments(7),
  (forge) => forge.createComment(7, 'x'),
  (forge) => forge.editComment(7, 'x'),
  (forge) => forge.deleteComment(7),
  (forge) => forge.pullRequest(7),
  (forge) => forge.pullRequestsFrom('acme', 'main'),
  (forge) => forge.labels(7),
  (forge) => forge.reviews(7),
  (forge) => forge.permissionOf('ada'),
  (forge) => forge.writeCheck(check),
  (forge) => forge.listArtifacts(7),
  (forge) => forge.downloadArtifact(artifact, 1000),
];

test('whatever a server answers with, no error has the token in it, and no other host gets it', async (t) => {
  const strange: string[] = [];
  const other = await serve(t, (request, response) => {
    strange.push(JSON.stringify(request.headers) + request.url);
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"message":"no"}');
  });
  let answer: Echo = { status: 400, place: 'message' };
  const origin = await serve(t, ({ headers, socket }, response) => {
    const { authorization = '' } = headers;
    const sent = authorization.replace('Bearer ', '');
    if (answer.place === 'cut') return void socket.destroy();
    const body = {
      message: answer.place === 'message' ? `you sent ${authorization}` : 'no',
      errors: answer.place === 'errors' ? [{ message: sent }, sent] : undefined,
    };
    const text = answer.place === 'raw' ? `<html>${sent}` : JSON.stringify(body);
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      ...(answer.place === 'headers' && {
        'x-accepted-github-permissions': `contents=${sent}`,
        'retry-after': sent,
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': sent,
      }),
      ...(answer.place === 'link' && { link: `<${other}/${'x'}?page=2>; rel="next"` }),
      ...(answer.place === 'location' && { location: `${other}/elsewhere` }),
    });
    response.end(text);
  });
  const patience = { attempts: 2, wait: async () => undefined, random: () => 0 };
  let failed = 0;
  await fc.assert(
    fc.asyncProperty(echoes, tokens, fc.constantFrom(...calls), async (given, token, call) => {
      answer = given;
      const env = { GITHUB_API_URL: origin };
      const forge = openGitHub({ env, repository: 'acme/api', token, patience });
      try {
        await call(forge);
      } catch (error) {
        failed++;
        assert.ok(error instanceof SlipwayError && error.code !== 'E_INTERNAL', everything(error));
        assert.ok(!everything(error).includes(token), `${given.place} of ${given.status}`);
      } finally {
        await forge.close();
      }
      assert.ok(strange.every((seen) => !seen.includes(token)));
    }),
    {
      numRuns: 400,
      examples: calls.map((call) => [{ status: 302, place: 'location' }, 'ghs_0123456789abcdef', call]),
    },
  );
  assert.ok(failed > 100, `only ${failed} calls failed`);
  assert.ok(strange.length >= 8, 'the other host is reached, by redirects of what is read');
});

interface Echo {
  readonly status: number;
  /** Where the answer repeats the token, or leads. */
  readonly place: 'message' | 'errors' | 'raw' | 'headers' | 'link' | 'location' | 'cut';
}

const echoes: fc.Arbitrary<Echo> = fc.record({
  status: fc.constantFrom(200, 201, 204, 302, 307, 400, 401, 403, 404, 410, 422, 429, 500, 502),
  place: fc.constantFrom('message', 'errors', 'raw', 'headers', 'link', 'location', 'cut'),
});

const tokens = fc
  .string({ unit: fc.constantFrom(...'abcXYZ0189_-.~+/=$&"\\%'), minLength: 20, maxLength: 60 })
  .map((text) => `ghs_${text}`);
