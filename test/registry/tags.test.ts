import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listTags } from '../../src/registry/tags.ts';
import { nextLink } from '../../src/support/http-link.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { repositoryOf } from '../support/registry/contents.ts';
import { open, testRegistry } from './opening.ts';

test('all tags are listed, whatever the length of the registry’s pages', async (t) => {
  for (const pageLength of [1, 7, 100]) {
    const server = await testRegistry(t, { pageLength });
    const { tags } = repositoryOf(server.contents, 'acme/api');
    const names = Array.from({ length: 20 }, (_, at) => `v${at}`);
    for (const name of names) tags.set(name, 'sha256:x');
    const repository = { registry: server.host, repository: 'acme/api' };
    assert.deepEqual((await listTags(open(t), repository)).sort(), names.sort());
  }
});

test('a repository without tags has none, and one that is not there is an error', async (t) => {
  const url = await serve(t, (_, response) => response.end('{"name":"acme/api","tags":null}'));
  assert.deepEqual(await listTags(open(t), { registry: new URL(url).host, repository: 'acme/api' }), []);
  const server = await testRegistry(t);
  const repository = { registry: server.host, repository: 'acme/api' };
  const fault = await refusal(() => listTags(open(t), repository), 'E_REGISTRY');
  assert.match(fault.message, /cannot list its tags: it is not there \(404: NAME_UNKNOWN/);
});

test('pages that go round, have no end or are no lists are given up', async (t) => {
  let page = 0;
  const cases: readonly [body: () => string, says: RegExp][] = [
    [() => '{"tags":["v1"]}', /its pages of tags go round/],
    [() => `{"tags":["v${page}"]}`, /its list of tags has no end/],
    [() => '{"tags":{}}', /is no list of tags/],
    [() => 'tags', /is no list of tags/],
  ];
  for (const [body, says] of cases) {
    page = 0;
    const url = await serve(t, (_, response) => {
      response.setHeader('link', `</v2/acme/api/tags/list?last=${++page}>; rel="next"`).end(body());
    });
    const list = () => listTags(open(t), { registry: new URL(url).host, repository: 'acme/api' });
    assert.match((await refusal(list, 'E_REGISTRY')).message, says);
  }
});

test('what is no tag is not passed on', async (t) => {
  const url = await serve(t, (_, response) => response.end('{"tags":["v1","-x","a b",7,"\\u001b[2J"]}'));
  assert.deepEqual(await listTags(open(t), { registry: new URL(url).host, repository: 'acme/api' }), ['v1']);
});

test('the next page is found among the links of RFC 8288', () => {
  const base = new URL('https://r.example/v2/x/tags/list');
  const next = (header: string): string | undefined => nextLink(header, base)?.href;
  assert.equal(next('</a?b=c>; rel="next"'), 'https://r.example/a?b=c');
  assert.equal(next('<https://o.example/a>;rel=next'), 'https://o.example/a');
  assert.equal(next('</p>; rel="prev", </n,x>; title="a, b"; rel="last next"'), 'https://r.example/n,x');
  assert.equal(next('</p>; rel="prev"; title="rel=next"'), undefined);
  assert.equal(next('</p>; rel=nextish'), undefined);
  assert.equal(next(''), undefined);
});
