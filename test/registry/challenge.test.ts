import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseChallenges } from '../../src/registry/challenge.ts';

/** The header as a list of `scheme name=value …`. */
function read(header: string): string[] {
  return parseChallenges(header).map(({ scheme, parameters }) =>
    [scheme, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)].join(' '),
  );
}

test('the challenges that registries send are read', () => {
  assert.deepEqual(
    read(
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
    ),
    ['bearer realm=https://auth.docker.io/token service=registry.docker.io scope=repository:a/b:pull,push'],
  );
  assert.deepEqual(read('Basic realm="x", charset="UTF-8"'), ['basic realm=x charset=UTF-8']);
  assert.deepEqual(read('BEARER Realm=token , SERVICE = "a b"'), ['bearer realm=token service=a b']);
});

test('several challenges in one header are told apart, also those without parameters or with a token', () => {
  assert.deepEqual(read('Basic realm="a, b=c", Bearer realm="d",error="insufficient_scope"'), [
    'basic realm=a, b=c',
    'bearer realm=d error=insufficient_scope',
  ]);
  assert.deepEqual(read('Negotiate, Basic realm=x'), ['negotiate', 'basic realm=x']);
  assert.deepEqual(read('NTLM TlRMTVNTUA==, Bearer realm="y"'), ['ntlm', 'bearer realm=y']);
  assert.deepEqual(read(' , Digest qop="auth, auth-int", nonce="x",, Basic realm="r"'), [
    'digest qop=auth, auth-int nonce=x',
    'basic realm=r',
  ]);
});

test('a quoted string may hold quotes and backslashes', () => {
  assert.deepEqual(read('Basic realm="say \\"hi\\" \\\\ there"'), ['basic realm=say "hi" \\ there']);
});

test('what does not fit the grammar ends the reading, and what was before it stands', () => {
  assert.deepEqual(read('Basic realm="x", Bearer realm="open'), ['basic realm=x', 'bearer']);
  assert.deepEqual(read('="x"'), []);
  assert.deepEqual(read(''), []);
});

test('any parameters that are written by the grammar come back as they were', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
  const value = fc.stringMatching(/^[ -~]{0,30}$/);
  const parameters = fc.dictionary(name, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  const challenge = fc.record({ scheme: name, parameters }, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(challenge, { maxLength: 3 }), (challenges) => {
      const header = challenges
        .map(({ scheme, parameters }) => {
          const pairs = Object.entries(parameters).map(
            ([key, text]) => `${key}="${text.replaceAll(/["\\]/g, '\\$&')}"`,
          );
          return `${scheme} ${pairs.join(', ')}`;
        })
        .join(', ');
      assert.deepEqual(parseChallenges(header), challenges);
    }),
  );
});

test('any header at all is read to its end', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (header) => {
      for (const { scheme } of parseChallenges(header)) assert.match(scheme, /^\S+$/);
    }),
  );
  assert.equal(parseChallenges(`Basic realm="${'\\'.repeat(20_000)}`).length, 1);
  assert.equal(parseChallenges('a '.repeat(20_000)).length > 0, true);
});
