import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Artifact } from '../../../src/forge/forge.ts';
import { token } from '../../support/forge/in-process.ts';
import type { StoredArtifact } from '../../support/forge/state.ts';
import { refusal } from '../../support/refusal.ts';
import { type Opened, openForge } from '../opening.ts';

const zip = Buffer.from('PK\u0003\u0004'.repeat(5000));
const limit = 1 << 20;

/** The one artifact of run 9, as the list has it. */
async function listed({ client, server }: Opened, more: Partial<StoredArtifact> = {}): Promise<Artifact> {
  server.state.artifacts.push({ id: 31, run: 8, name: 'of another run', zip });
  server.state.artifacts.push({ id: 32, run: 9, name: 'slipway-report', zip, ...more });
  const [artifact, ...none] = await client.listArtifacts(9);
  assert.deepEqual(none, []);
  return artifact ?? assert.fail('nothing is listed');
}

test('an artifact comes from where the forge sends us, without the token', async (t) => {
  const opened = await openForge(t);
  const artifact = await listed(opened);
  assert.equal(artifact.name, 'slipway-report');
  assert.deepEqual(await opened.client.downloadArtifact(artifact, limit), zip);
  const { stored, requests } = opened.server;
  assert.equal(stored.length, 1);
  assert.ok(requests.every(({ headers }) => headers.authorization === `Bearer ${token}`));
  assert.ok(!JSON.stringify(stored[0]?.headers).includes(token));
  assert.equal(stored[0]?.headers['authorization'], undefined);
});

test('an artifact that is larger than allowed is refused: by the list, by its announcement, and while it comes', async (t) => {
  const opened = await openForge(t);
  const { client, server } = opened;
  const artifact = await listed(opened);
  const small = zip.length - 1;
  const byList = await refusal(() => client.downloadArtifact(artifact, small), 'E_FORGE');
  assert.match(
    byList.message,
    /cannot download artifact 32: it has 20000 bytes, and 19999 bytes are allowed/,
  );
  assert.equal(server.stored.length, 0);
  const lied = { ...artifact, bytes: 1 };
  const announced = await refusal(() => client.downloadArtifact(lied, small), 'E_FORGE');
  assert.match(announced.message, /it has 20000 bytes/);
  let sent = 0;
  server.storeAnswers((response) => {
    response.writeHead(200);
    const more = (): void => {
      sent += zip.length;
      if (!response.destroyed) response.write(zip, () => setImmediate(more));
    };
    more();
    return true;
  });
  const endless = await refusal(() => client.downloadArtifact(lied, limit), 'E_FORGE');
  assert.match(endless.message, /it has more, and 1048576 bytes are allowed/);
  assert.ok(sent < 100 * limit);
});

test('a download that breaks off, or that the store refuses for a moment, is begun anew', async (t) => {
  const opened = await openForge(t);
  const artifact = await listed(opened);
  opened.server.storeAnswers((response, content, nth) => {
    if (nth === 1) response.writeHead(503).end();
    if (nth === 2) {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 100), () => response.destroy());
    }
    return nth <= 2;
  });
  assert.deepEqual(await opened.client.downloadArtifact(artifact, limit), zip);
  assert.equal(opened.server.stored.length, 3);
});

test('what is not what the list says, or no longer there, is refused', async (t) => {
  const opened = await openForge(t);
  const { client, server } = opened;
  const artifact = await listed(opened, { claimed: { digest: `sha256:${'0'.repeat(64)}` } });
  const other = await refusal(() => client.downloadArtifact(artifact, limit), 'E_FORGE');
  assert.match(
    other.message,
    /what came has the digest sha256:[0-9a-f]{64}, and GitHub's list says sha256:0{64}/,
  );
  server.state.artifacts.push({
    id: 40,
    run: 10,
    name: 'old',
    zip,
    expired: true,
    claimed: { digest: null },
  });
  const [old] = await client.listArtifacts(10);
  assert.deepEqual([old?.expired, old?.digest], [true, undefined]);
  const gone = await refusal(() => client.downloadArtifact(old ?? artifact, limit), 'E_FORGE');
  assert.match(gone.message, /it is gone \(410: Artifact has expired\)/);
  server.storeAnswers((response) => {
    response
      .writeHead(403, { 'content-type': 'text/plain', 'retry-after': '7' })
      .end('signature=secret-of-the-store is wrong');
    return true;
  });
  const refused = await refusal(() => client.downloadArtifact(artifact, limit), 'E_FORGE');
  assert.match(refused.message, /127\.0\.0\.1:\d+, where GitHub keeps it, answers 403$/);
  assert.deepEqual(opened.waits, [], "the store's limits are not the API's");
});

test('the runs of a commit for pull requests come with where their code is from, the newest first', async (t) => {
  const { client, server } = await openForge(t);
  const commit = 'a'.repeat(40);
  const at = '2026-11-29T10:00:00Z';
  const run = { commit, branch: 'faster', repository: 2000, event: 'pull_request', workflow: 5, at };
  server.state.runs.push(
    { ...run, id: 2 },
    { ...run, id: 4, repository: null, status: 'queued' },
    { ...run, id: 3, event: 'push' },
    { ...run, id: 1, commit: 'b'.repeat(40) },
  );
  assert.deepEqual(await client.listRuns(commit), [
    { id: 4, commit, branch: 'faster', repository: undefined, workflow: 5, at, ended: false },
    { id: 2, commit, branch: 'faster', repository: 2000, workflow: 5, at, ended: true },
  ]);
});
