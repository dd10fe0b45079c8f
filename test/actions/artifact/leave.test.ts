import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ArtifactOptions, leaveArtifact } from '../../../src/actions/artifact/service.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { defaultPatience } from '../../../src/support/retry.ts';
import { recordedRequests } from '../../support/artifact-requests.ts';
import {
  type ArtifactPart,
  type ArtifactRequest,
  runtimeToken,
  startArtifactService,
  type TestArtifactService,
} from '../../support/artifact-service.ts';

const page = { name: 'page.html', mediaType: 'text/html', content: Buffer.from('<!doctype html>\n') };
const noWaiting = { ...defaultPatience, wait: async () => undefined };

async function leaveAt(service: TestArtifactService, more: Partial<ArtifactOptions> = {}, file = page) {
  const { signal } = new AbortController();
  return leaveArtifact(file, { env: service.env(), signal, patience: noWaiting, ...more });
}

const asked = ({ requests }: TestArtifactService): ArtifactPart[] => requests.map(({ part }) => part);

test('a page is left as it is, with its type, so that a browser opens it', async (t) => {
  const service = await startArtifactService(t);
  const outcome = await leaveAt(service);
  const [artifact, ...others] = service.artifacts;
  assert.equal(others.length, 0);
  assert.deepEqual(artifact, {
    id: artifact?.id,
    name: 'page.html',
    type: 'text/html',
    saidBytes: String(page.content.length),
    saidHash: sha256(page.content),
    content: page.content,
  });
  assert.deepEqual(outcome, { kind: 'left', id: String(artifact?.id) });
});

test('a second attempt replaces what the first one left', async (t) => {
  const service = await startArtifactService(t);
  const first = await leaveAt(service);
  const second = await leaveAt(service, {}, { ...page, content: Buffer.from('later') });
  assert.equal(second.kind, 'left');
  assert.notDeepEqual(first, second);
  assert.deepEqual(
    service.artifacts.map(({ content }) => content.toString()),
    ['later'],
  );
});

test('what is longer than a block comes in several, and is whole', async (t) => {
  const service = await startArtifactService(t);
  const content = Buffer.alloc(20 << 20, 'slipway ');
  await leaveAt(service, {}, { ...page, content });
  assert.deepEqual(asked(service), ['create', 'block', 'block', 'block', 'commit', 'finish']);
  assert.ok(service.artifacts[0]?.content.equals(content));
});

/** What differs from one upload to the next. */
function settled({ part, method, path, headers, body }: ArtifactRequest, names: readonly string[]) {
  const same = (text: string): string =>
    text
      .replace(/(?<=blockid=|<Latest>)[\w%=+/-]+/, 'ID')
      .replace(/(?<="size":")\d+/, 'SIZE')
      .replace(/(?<=sha256:)[0-9a-f]{64}/, 'HASH');
  const told = names.map((name) => [name, headers[name]]);
  return { part, method, path: same(path), headers: Object.fromEntries(told), body: same(body) };
}

test('the requests are those of GitHub’s own client, which were recorded', async (t) => {
  const service = await startArtifactService(t);
  await leaveAt(service);
  await leaveAt(service);
  for (const recorded of recordedRequests) {
    const own = service.requests.find(({ part }) => part === recorded.part);
    assert.ok(own !== undefined, recorded.part);
    assert.deepEqual(settled(own, Object.keys(recorded.headers)), recorded);
  }
});

test('a service that stumbles is asked again', async (t) => {
  const service = await startArtifactService(t);
  for (const part of ['create', 'block', 'commit', 'finish'] as const) {
    service.faults.set(part, { fault: { status: 503, message: 'later' }, times: 2 });
  }
  assert.equal((await leaveAt(service)).kind, 'left');
  assert.ok(service.artifacts[0]?.content.equals(page.content));
});

const refusals: readonly (readonly [part: ArtifactPart, status: number, reason: RegExp])[] = [
  ['create', 403, /^cannot make the artifact page\.html: the service answers 403 \(not with this token\)$/],
  ['create', 500, /^cannot make the artifact page\.html: the service answers 500/],
  ['block', 403, /^cannot upload the artifact: the service answers 403$/],
  ['commit', 500, /^cannot upload the artifact: the service answers 500$/],
  ['finish', 400, /^cannot finish the artifact page\.html: the service answers 400/],
];

for (const [part, status, expected] of refusals) {
  test(`status ${status} to ${part} is a failure with its reason, and shows no secret`, async (t) => {
    const service = await startArtifactService(t);
    const message = 'not with this token';
    service.faults.set(part, { fault: { status, message } });
    const outcome = await leaveAt(service);
    assert.ok(outcome.kind === 'failed');
    assert.match(outcome.reason, expected);
    assert.doesNotMatch(outcome.reason, /secret|sig=|eyJ/);
    assert.deepEqual(service.artifacts, []);
  });
}

test('what a service repeats of the token is not shown, nor what could be a command', async (t) => {
  const service = await startArtifactService(t);
  const message = `bad token ${runtimeToken}\n::error::x`;
  service.faults.set('create', { fault: { status: 401, message } });
  const outcome = await leaveAt(service);
  assert.ok(outcome.kind === 'failed');
  assert.match(outcome.reason, /401 \(bad token … : :error::x\)$/);
});

for (const part of ['create', 'block', 'finish'] as const) {
  test(`a service that never answers ${part} is not waited for`, async (t) => {
    const service = await startArtifactService(t);
    service.faults.set(part, { fault: 'hang' });
    const outcome = await leaveAt(service, { totalMilliseconds: 300 });
    assert.deepEqual(outcome, { kind: 'failed', reason: 'it took longer than 0.3 s' });
  });
}

test('a run that is interrupted waits for nothing', async (t) => {
  const service = await startArtifactService(t);
  service.faults.set('create', { fault: 'hang' });
  const interrupted = new AbortController();
  const outcome = leaveAt(service, { signal: interrupted.signal });
  interrupted.abort();
  assert.deepEqual(await outcome, { kind: 'failed', reason: 'the run was interrupted' });
});

test('where there is no service nothing is asked and nothing is wrong', async (t) => {
  const service = await startArtifactService(t);
  const absent: readonly Record<string, string>[] = [
    { ACTIONS_RUNTIME_TOKEN: '' },
    { ACTIONS_RESULTS_URL: '' },
    { GITHUB_SERVER_URL: 'https://github.example.com' },
  ];
  for (const env of absent) {
    assert.deepEqual(await leaveAt(service, { env: { ...service.env(), ...env } }), { kind: 'absent' });
  }
  assert.deepEqual(service.requests, []);
});

test('a token that names no run is a failure, and is sent nowhere', async (t) => {
  const service = await startArtifactService(t);
  const claims = (value: object) => `e30.${Buffer.from(JSON.stringify(value)).toString('base64url')}.x`;
  for (const token of ['x', claims({}), claims({ scp: 'Actions.Results:1' }), claims({ scp: 7 })]) {
    const outcome = await leaveAt(service, { env: { ...service.env(), ACTIONS_RUNTIME_TOKEN: token } });
    assert.deepEqual(outcome.kind, 'failed', token);
  }
  assert.deepEqual(service.requests, []);
});

const strange: readonly unknown[] = [
  { ok: true },
  { ok: true, signed_upload_url: 'nowhere' },
  { ok: false, signed_upload_url: 'http://127.0.0.1:9/' },
  [],
  'x',
];
for (const answer of strange) {
  test(`an answer such as ${JSON.stringify(answer)} is none`, async (t) => {
    const outcome = await withAnswers(t, () => answer);
    assert.match(outcome.kind === 'failed' ? outcome.reason : '', /cannot make the artifact .* none that is/);
  });
}

for (const id of ['../../1', '1)](http://evil.example', '-1', '0', '1e9', 7]) {
  test(`an id such as ${JSON.stringify(id)} is none`, async (t) => {
    const outcome = await withAnswers(t, (path, origin) =>
      path.endsWith('CreateArtifact')
        ? { ok: true, signed_upload_url: `${origin}/blob` }
        : { ok: true, artifact_id: id },
    );
    assert.match(
      outcome.kind === 'failed' ? outcome.reason : '',
      /cannot finish the artifact .* none that is/,
    );
  });
}

/** Leaves the page at a service that answers so. */
async function withAnswers(t: TestContext, answerOf: (path: string, origin: string) => unknown) {
  const server = createServer((message, response) => {
    const isBlob = message.url?.startsWith('/blob') ?? false;
    response.writeHead(isBlob ? 201 : 200);
    response.end(isBlob ? '' : JSON.stringify(answerOf(message.url ?? '', origin)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { ACTIONS_RUNTIME_TOKEN: runtimeToken, ACTIONS_RESULTS_URL: origin };
  return leaveArtifact(page, { env, signal: new AbortController().signal, patience: noWaiting });
}
