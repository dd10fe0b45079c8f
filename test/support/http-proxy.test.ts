import assert from 'node:assert/strict';
import { test } from 'node:test';
import { httpProxyFor } from '../../src/support/http-proxy.ts';

const proxy = 'http://proxy.example:3128';

function through(url: string, noProxy: string): boolean {
  return httpProxyFor(new URL(url), { HTTPS_PROXY: proxy, NO_PROXY: noProxy }) !== undefined;
}

test('https and http have a proxy each, and upper case wins over lower case', () => {
  const env = { HTTPS_PROXY: 'https://upper', https_proxy: 'https://lower', http_proxy: 'plain.example:80' };
  assert.equal(httpProxyFor(new URL('https://a.example/'), env), 'https://upper');
  assert.equal(httpProxyFor(new URL('http://a.example/'), env), 'http://plain.example:80');
  assert.equal(httpProxyFor(new URL('https://a.example/'), { HTTP_PROXY: proxy }), undefined);
  assert.equal(httpProxyFor(new URL('https://a.example/'), {}), undefined);
});

test('this machine is never reached through a proxy', () => {
  for (const host of ['localhost', '127.0.0.1', '127.8.8.8:443', '[::1]:8443']) {
    assert.equal(through(`https://${host}/`, ''), false, host);
  }
});

test('NO_PROXY means what it means to Go', () => {
  const cases: readonly [host: string, noProxy: string, through: boolean][] = [
    ['a.example', '', true],
    ['a.example', '*', false],
    ['a.example', 'a.example', false],
    ['sub.a.example', 'a.example', false],
    ['a.example', '.a.example', true],
    ['sub.a.example', ' x, .a.example ', false],
    ['sub.a.example', '*.a.example', false],
    ['nota.example', 'a.example', true],
    ['A.EXAMPLE', 'a.example', false],
    ['a.example', 'a.example:443', false],
    ['a.example', 'a.example:8443', true],
    ['a.example:8443', 'a.example:8443', false],
    ['10.1.2.3', '10.0.0.0/8', false],
    ['11.1.2.3', '10.0.0.0/8', true],
    ['10.1.2.3', '10.1.2.3', false],
    ['10.1.2.3', '10.0.0.0/99', true],
    ['[fd00::1]', 'fd00::/8', false],
    ['[fd00::1]', 'fd00::1', false],
    ['[fe00::1]', 'fd00::/8', true],
  ];
  for (const [host, noProxy, expected] of cases) {
    assert.equal(through(`https://${host}/`, noProxy), expected, `${host} with NO_PROXY=${noProxy}`);
  }
});
