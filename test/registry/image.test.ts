import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { BlobStore } from '../../src/cache/blob-store.ts';
import { openBlobStore } from '../../src/cache/local-store.ts';
import type { Descriptor } from '../../src/image/descriptor.ts';
import { openRegistryImage } from '../../src/registry/image.ts';
import type { ImageReference } from '../../src/request/reference.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import type { Misbehaviour } from '../support/registry/exchange.ts';
import type { TestRegistry } from '../support/registry/in-process.ts';
import { folderOf } from '../support/temporary.ts';
import { addImage, asked, emptyStore, hasty, open, testRegistry } from './opening.ts';

const reference = (
  { host }: TestRegistry,
  rest: Partial<ImageReference> = { tag: 'v1' },
): ImageReference => ({
  registry: host,
  repository: 'acme/api',
  ...rest,
});

const layerOf = (digest: `sha256:${string}`, size: number): Descriptor => ({
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  digest,
  size,
});

const contentOf = async (store: BlobStore, digest: `sha256:${string}`): Promise<Buffer | undefined> => {
  const found = await store.find(digest);
  return found && readFile(found.path);
};

test('an image is resolved once and read as far as it is asked for; a tag that moves meanwhile changes nothing', async (t) => {
  const server = await testRegistry(t);
  const image = addImage(server);
  const store = await emptyStore(t);
  const source = await openRegistryImage(open(t), reference(server), store);
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  assert.deepEqual(source.root, { mediaType, digest: image.manifest, size: image.size });
  assert.deepEqual(source.repository, { registry: server.host, repository: 'acme/api' });
  assert.equal(source.name, `${server.host}/acme/api:v1`);
  const moved = addImage(server, Buffer.from('another'));
  assert.notEqual(moved.manifest, image.manifest);
  assert.equal(sha256(await source.document(source.root)), image.manifest);
  await source.fetch(layerOf(image.layer, 5));
  assert.equal((await contentOf(store, image.layer))?.toString(), 'layer');
  assert.deepEqual(asked(server), [
    'GET /v2/',
    'HEAD /v2/acme/api/manifests/v1',
    `GET /v2/acme/api/manifests/${image.manifest}`,
    `GET /v2/acme/api/blobs/${image.layer}`,
  ]);
});

test('what the store has is not asked for again: a digest that is known costs no request', async (t) => {
  const server = await testRegistry(t);
  const image = addImage(server);
  const folder = await folderOf(t);
  const first = await openRegistryImage(open(t), reference(server), openBlobStore(folder));
  await Promise.all([1, 2, 3].map(() => first.document(first.root)));
  assert.equal(server.requests.length, 3);
  const digest = image.manifest;
  const again = await openRegistryImage(open(t), reference(server, { digest }), openBlobStore(folder));
  assert.deepEqual(again.root, first.root);
  assert.equal((await again.document(again.root)).length, image.size);
  assert.equal(server.requests.length, 3);
});

test('without a tag or digest the image is the one that docker means: latest', async (t) => {
  const server = await testRegistry(t);
  addImage(server);
  const open1 = openRegistryImage(open(t), reference(server, {}), await emptyStore(t));
  const fault = await refusal(() => open1, 'E_REGISTRY');
  assert.match(
    fault.message,
    /acme\/api: cannot read the manifest latest: it is not there \(404: MANIFEST_UNKNOWN/,
  );
});

/** Fetches one layer of `bytes` from a registry whose nth GET of it ends as told; gives the ranges it asked for. */
async function fetchLayer(
  t: TestContext,
  bytes: number,
  faults: readonly (Misbehaviour | undefined)[],
): Promise<{ ranges: (string | undefined)[]; stored: boolean; left: readonly string[] }> {
  const server = await testRegistry(t);
  const content = randomBytes(bytes);
  const image = addImage(server, content);
  const folder = await folderOf(t);
  const store = openBlobStore(folder);
  const source = await openRegistryImage(open(t), reference(server), store, { patience: hasty() });
  server.requests.length = 0;
  server.misbehave((_, nth) => faults[nth - 1]);
  await source.fetch(layerOf(image.layer, bytes));
  return {
    ranges: server.requests.map(({ headers }) => headers.range),
    stored: (await contentOf(store, image.layer))?.equals(content) ?? false,
    left: await readdir(join(folder, 'incoming')).catch(() => []),
  };
}

test('a download that breaks off goes on where it ended', async (t) => {
  const cut = { closeAfterBytes: 1_000_000 };
  for (const faults of [
    [cut, cut],
    [cut, 'close', cut],
  ] as const) {
    const { ranges, stored, left } = await fetchLayer(t, 2_500_000, faults);
    assert.deepEqual([stored, left], [true, []]);
    // What was on its way when the connection broke may be lost.
    const starts = ranges.filter((range) => range !== undefined).map((range) => Number(range.slice(6, -1)));
    assert.equal(starts.length, ranges.length - 1);
    const last = starts.at(-1) ?? 0;
    assert.ok(last > 1_000_000 && last <= 2_000_000, String(ranges));
    assert.deepEqual(
      starts,
      starts.toSorted((a, b) => a - b),
    );
  }
});

test('a download that gets nowhere ends with what keeps it, and one that gets on may break as often as it likes', async (t) => {
  const stuck = fetchLayer(
    t,
    1000,
    [1, 2, 3, 4].map(() => ({ closeAfterBytes: 0 })),
  );
  assert.match((await refusal(() => stuck, 'E_NETWORK')).message, /the connection (is reset|breaks)/);
  const megabytes = Array.from({ length: 6 }, () => ({ closeAfterBytes: 2 << 20 }));
  const slow = await fetchLayer(t, 12 << 20, megabytes);
  assert.deepEqual([slow.stored, slow.ranges.length >= 6], [true, true]);
});

test('wrong bytes and a wrong length are fetched once more', async (t) => {
  for (const fault of ['wrong bytes', 'wrong length'] as const) {
    const { stored, ranges, left } = await fetchLayer(t, 5000, [fault]);
    assert.deepEqual([stored, ranges, left], [true, [undefined, undefined], []], fault);
  }
});

test('what stays wrong is an error that names the digest and who sent it, and nothing of it is kept', async (t) => {
  for (const [fault, says] of [
    ['wrong bytes', /127\.0\.0\.1:\d+ gives other bytes, with the digest sha256:[0-9a-f]{64}, for sha256:/],
    ['wrong length', /127\.0\.0\.1:\d+ gives 4999 of its 5000 bytes for sha256:/],
  ] as const) {
    const server = await testRegistry(t);
    const image = addImage(server, randomBytes(5000));
    const folder = await folderOf(t);
    const source = await openRegistryImage(open(t), reference(server), openBlobStore(folder));
    server.misbehave(() => fault);
    server.requests.length = 0;
    const { message } = await refusal(() => source.fetch(layerOf(image.layer, 5000)), 'E_REGISTRY');
    assert.match(message, says);
    assert.ok(message.includes(image.layer));
    assert.equal(asked(server).filter((line) => line.includes('/blobs/')).length, 2);
    assert.equal(await openBlobStore(folder).find(image.layer), undefined);
    server.misbehave(undefined);
    await source.fetch(layerOf(image.layer, 5000));
  }
  const server = await testRegistry(t);
  const image = addImage(server, randomBytes(5000));
  const source = await openRegistryImage(open(t), reference(server), await emptyStore(t));
  const long = await refusal(() => source.fetch(layerOf(image.layer, 4000)), 'E_REGISTRY');
  assert.match(long.message, /more than its 4000 bytes/);
});

/** An image whose one layer comes from a server that a test writes. */
async function layerFrom(
  t: TestContext,
  content: Buffer,
  answer: (range: string | undefined, response: ServerResponse, nth: number) => void,
): Promise<() => Promise<Buffer | undefined>> {
  const digest = sha256(content);
  const manifest = Buffer.from('{"schemaVersion":2}');
  let nth = 0;
  const url = await serve(t, (request, response) => {
    if (request.url?.includes('/blobs/')) return answer(request.headers.range, response, ++nth);
    response.writeHead(200, { 'content-type': 'application/vnd.oci.image.manifest.v1+json' }).end(manifest);
  });
  const store = await emptyStore(t);
  const place = { registry: new URL(url).host, repository: 'acme/api', tag: 'v1' };
  const source = await openRegistryImage(open(t), place, store, { patience: hasty() });
  return async () => {
    await source.fetch(layerOf(digest, content.length));
    return contentOf(store, digest);
  };
}

test('a server that gives no parts, or others than were asked for, is asked for the whole again', async (t) => {
  const content = randomBytes(300_000);
  const half = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 150_000), () => response.destroy());
  };
  const instead: readonly ((response: ServerResponse) => void)[] = [
    (response) => response.end(content),
    (response) => response.writeHead(416).end(),
    (response) => response.writeHead(206, { 'content-range': 'bytes 0-9/300000' }).end('0123456789'),
    (response) => response.writeHead(206).end('0123456789'),
  ];
  for (const answer of instead) {
    const fetch = await layerFrom(t, content, (range, response, nth) => {
      if (nth === 1) half(response);
      else if (range !== undefined) answer(response);
      else response.end(content);
    });
    assert.deepEqual(await fetch(), content);
  }
});

test('a server that always breaks off at the same place and gives no parts is not asked for ever', async (t) => {
  let requests = 0;
  const fetch = await layerFrom(t, randomBytes(300_000), (_, response, nth) => {
    requests = nth;
    response.writeHead(200, { 'content-length': 300_000 });
    response.write(Buffer.alloc(100_000), () => response.destroy());
  });
  await refusal(fetch, 'E_NETWORK');
  assert.equal(requests, 4);
});

test('a blob may lie behind a redirect to another host, which is not told who asks', async (t) => {
  const content = randomBytes(1000);
  const authorizations: (string | undefined)[] = [];
  const storage = await serve(t, ({ headers }, response) => {
    authorizations.push(headers.authorization);
    response.end(content);
  });
  const server = await testRegistry(t, { access: { kind: 'basic', user: 'ada', password: 'x' } });
  const image = addImage(server, content);
  const proof = { kind: 'password', user: 'ada', password: 'x' } as const;
  const registry = open(t, { findCredentials: async () => ({ proof, source: 'the test' }) });
  const source = await openRegistryImage(registry, reference(server), await emptyStore(t));
  server.misbehave(() => ({ redirect: `${storage}/blob` }));
  await source.fetch(layerOf(image.layer, 1000));
  assert.deepEqual(authorizations, [undefined]);
});

test('a blob that is not there, a document that is too long, and a length that its descriptor has wrong', async (t) => {
  const server = await testRegistry(t);
  const image = addImage(server);
  const source = await openRegistryImage(open(t), reference(server), await emptyStore(t));
  const digest = sha256('missing');
  const missing = await refusal(() => source.fetch(layerOf(digest, 7)), 'E_REGISTRY');
  assert.ok(missing.message.includes(`cannot read the blob ${digest}: it is not there (404: BLOB_UNKNOWN`));
  await refusal(() => source.document({ ...source.root, size: (4 << 20) + 1 }), 'E_BASE');
  await source.document(source.root);
  const wrong = await refusal(() => source.document({ ...source.root, size: 3 }), 'E_BASE');
  assert.match(wrong.message, new RegExp(`${image.manifest} has ${image.size} bytes, and .* says 3`));
});

test('an abort ends a download with its own reason and leaves nothing', async (t) => {
  const abort = new AbortController();
  const reason = new SlipwayError('E_INTERRUPTED', 'interrupted');
  const server = await testRegistry(t);
  const image = addImage(server, randomBytes(100_000));
  const folder = await folderOf(t);
  const { signal } = abort;
  const registry = open(t, { signal });
  const source = await openRegistryImage(registry, reference(server), openBlobStore(folder), { signal });
  server.misbehave(() => ({ delay: 1000 }));
  const fetching = source.fetch(layerOf(image.layer, 100_000));
  setTimeout(() => abort.abort(reason), 50);
  await assert.rejects(fetching, (error) => error === reason);
  assert.deepEqual(await readdir(join(folder, 'incoming')), []);
});

test('a registry gets no more than six requests at once, downloads counted to their end', async (t) => {
  const contents = Array.from({ length: 20 }, (_, at) => Buffer.from(`layer ${at}`));
  const byDigest = new Map(contents.map((content) => [sha256(content) as string, content]));
  let arrived = 0;
  let most = 0;
  const halves: (() => void)[] = [];
  const url = await serve(t, (request, response) => {
    const content = byDigest.get(request.url?.split('/').at(-1) ?? '');
    if (content === undefined) {
      return void response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json').end('{}');
    }
    response.writeHead(200, { 'content-length': content.length }).write(content.subarray(0, 1));
    halves.push(() => response.end(content.subarray(1)));
    most = Math.max(most, halves.length);
    // Nobody gets the rest before six wait for it, nor before a seventh had time to come.
    if (++arrived % 6 !== 0 && arrived !== contents.length) return;
    setTimeout(() => {
      for (const end of halves.splice(0)) end();
    }, 50);
  });
  const place = { registry: new URL(url).host, repository: 'acme/api', tag: 'v1' };
  const source = await openRegistryImage(open(t), place, await emptyStore(t));
  await Promise.all(contents.map((content) => source.fetch(layerOf(sha256(content), content.length))));
  assert.equal(most, 6);
});
