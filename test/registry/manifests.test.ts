import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { readManifest, resolve } from '../../src/registry/manifests.ts';
import type { ImageReference } from '../../src/request/reference.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { addImage, asked, open, testRegistry } from './opening.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const content = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: ociManifest }));
const right = {
  'content-type': ociManifest,
  'docker-content-digest': sha256(content),
  'content-length': String(content.length),
};

interface HandMade {
  readonly reference: ImageReference;
  readonly methods: (string | undefined)[];
}

/** A registry that answers HEAD with these headers, and GET with a manifest and those. */
async function answering(
  t: TestContext,
  head: Record<string, string> | number,
  get: Record<string, string> = right,
): Promise<HandMade> {
  const methods: (string | undefined)[] = [];
  const url = await serve(t, (request, response) => {
    if (request.url === '/v2/') return void response.end();
    methods.push(request.method);
    if (request.method === 'GET') response.writeHead(200, get).end(content);
    else if (typeof head === 'number') response.writeHead(head).end();
    else response.writeHead(200, head).end();
  });
  return { reference: { registry: new URL(url).host, repository: 'acme/api', tag: 'v1' }, methods };
}

const found = { mediaType: ociManifest, digest: sha256(content), size: content.length };

test('a tag is resolved by its head alone where that says everything', async (t) => {
  const { reference, methods } = await answering(t, right);
  assert.deepEqual(await resolve(open(t), reference), found);
  assert.deepEqual(methods, ['HEAD']);
});

test('where the head lacks digest, length or type, or is refused, the document itself tells', async (t) => {
  const heads = [
    { ...right, 'docker-content-digest': '' },
    { ...right, 'docker-content-digest': 'sha256:short' },
    { ...right, 'docker-content-digest': `sha512:${'0'.repeat(128)}` },
    { ...right, 'content-length': '0' },
    { ...right, 'content-type': 'application/json' },
    404,
    405,
  ];
  for (const head of heads) {
    const { reference, methods } = await answering(t, head);
    assert.deepEqual(await resolve(open(t), reference), found);
    assert.deepEqual(methods, ['HEAD', 'GET']);
  }
});

test('a registry that fails at the head is not asked for the document too', async (t) => {
  for (const status of [429, 500, 503]) {
    const { reference, methods } = await answering(t, status);
    const fault = await refusal(() => resolve(open(t), reference), 'E_REGISTRY');
    assert.match(fault.message, new RegExp(`cannot read the manifest v1: .* \\(${status}\\)$`));
    assert.deepEqual(new Set(methods), new Set(['HEAD']));
  }
});

test('a media type is what the answer says, with parameters or not; else what the document says of itself', async (t) => {
  for (const type of [`${ociManifest}; charset=utf-8`, 'application/json', '']) {
    const { reference } = await answering(t, 500, { ...right, 'content-type': type });
    assert.deepEqual((await readManifest(open(t), reference)).descriptor, found);
  }
  const list = 'application/vnd.docker.distribution.manifest.list.v2+json';
  const { reference } = await answering(t, { ...right, 'content-type': list });
  assert.equal((await resolve(open(t), reference)).mediaType, list);
});

test('all the families of documents are asked for, and a digest decides over a tag', async (t) => {
  const server = await testRegistry(t);
  const { manifest } = addImage(server);
  const reference = { registry: server.host, repository: 'acme/api', tag: 'other', digest: manifest };
  assert.equal((await resolve(open(t), reference)).digest, manifest);
  assert.deepEqual(asked(server).slice(1), [`HEAD /v2/acme/api/manifests/${manifest}`]);
  assert.deepEqual(server.requests[1]?.headers.accept?.split(', '), [
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.docker.distribution.manifest.v2+json',
  ]);
});

test('an answer for a digest that is another document is refused, by its head and by its bytes', async (t) => {
  const digest = sha256('another document');
  const { reference } = await answering(t, right);
  const asks = { ...reference, digest };
  for (const ask of [() => resolve(open(t), asks), () => readManifest(open(t), asks)]) {
    const fault = await refusal(ask, 'E_REGISTRY');
    assert.ok(fault.message.includes(`@${digest}: ${reference.registry} answers with another document`));
  }
});

test("Docker's schema 1 is refused with the reason", async (t) => {
  for (const kind of ['prettyjws', 'json']) {
    const type = `application/vnd.docker.distribution.manifest.v1+${kind}`;
    const { reference } = await answering(t, { ...right, 'content-type': type });
    const fault = await refusal(() => resolve(open(t), reference), 'E_BASE');
    assert.match(fault.message, /acme\/api:v1: it is a manifest of Docker's schema 1, which has no config/);
  }
});
