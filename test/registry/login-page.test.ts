import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolve } from '../../src/registry/manifests.ts';
import { moveTags } from '../../src/registry/push/move-tags.ts';
import { pushImage } from '../../src/registry/push/push-image.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { open } from './opening.ts';
import { at, portsFor, sampleImage } from './push/sample.ts';

test('a login page that answers in place of a registry is not taken for one', async (t) => {
  const url = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>');
  });
  const { host } = new URL(url);
  const sample = await sampleImage(t);
  const ports = portsFor(t, { host }, sample);
  const pushed = await refusal(() => pushImage(sample.tree, at(host), ports), 'E_REGISTRY');
  assert.match(pushed.message, /cannot write the manifest .*: no registry answers like this \(200\)$/);
  assert.match(pushed.hint ?? '', /a login page or a proxy may answer in its place/);
  const moved = await refusal(() => moveTags(sample.tree.root, at(host), ['v1'], ports), 'E_REGISTRY');
  assert.match(moved.message, /cannot write the manifest v1: no registry answers like this/);
  const reference = { registry: host, repository: 'acme/api', tag: 'v1' };
  const read = await refusal(() => resolve(open(t), reference), 'E_REGISTRY');
  assert.match(read.message, /acme\/api:v1: .* gives text\/html: no registry answers like this$/);
});

test('a blob whose upload ends with an answer that names nothing is not taken for stored', async (t) => {
  const url = await serve(t, ({ method, url: path = '' }, response) => {
    if (method === 'HEAD') return void response.writeHead(404).end();
    if (method === 'POST' || method === 'PATCH') {
      return void response.writeHead(202, { location: '/v2/acme/api/blobs/uploads/1' }).end();
    }
    response.writeHead(path === '/v2/' ? 200 : 204).end();
  });
  const { host } = new URL(url);
  const sample = await sampleImage(t);
  const fault = await refusal(
    () => pushImage(sample.tree, at(host), portsFor(t, { host }, sample)),
    'E_REGISTRY',
  );
  assert.match(fault.message, /cannot upload a blob: no registry answers like this \(204\)$/);
});
