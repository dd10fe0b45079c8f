import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { exchangeName, longestExchange } from '../../src/stages/sizes/size-exchange.ts';
import { leaveReport, run, runCommentStep } from '../support/comment-run.ts';
import { startTestForge, type TestForge } from '../support/forge/in-process.ts';
import { addPull, type StoredArtifact } from '../support/forge/state.ts';
import { baseCommit, exchangeFile } from '../support/invented-exchange.ts';
import { commandsOf } from '../support/runner.ts';
import { makeZip, type ZipEntry } from '../support/zip.ts';

async function forgeWith(t: TestContext, artifact: Partial<StoredArtifact>): Promise<TestForge> {
  const forge = await startTestForge(t);
  addPull(forge.state, 7, {}, baseCommit);
  forge.state.artifacts.push({ id: 1, run, name: 'slipway-size', zip: Buffer.alloc(0), ...artifact });
  return forge;
}

const good = exchangeFile(1);
const entry = (content: ZipEntry['content'], more: Partial<ZipEntry> = {}): ZipEntry => ({
  name: exchangeName,
  content,
  ...more,
});

const hostile: Readonly<Record<string, Partial<StoredArtifact>>> = {
  'that is no zip': { zip: Buffer.from('<!doctype html>') },
  'without the file': { zip: makeZip([{ name: 'report.json', content: good }]) },
  'with the file outside of it alone': { zip: makeZip([{ name: `../${exchangeName}`, content: good }]) },
  'with the file twice': { zip: makeZip([entry(good), entry(exchangeFile(900_000))]) },
  'of thousands of files': {
    zip: makeZip([entry(good), ...Array.from({ length: 3000 }, (_, at) => ({ name: `${at}`, content: '' }))]),
  },
  'that unpacks to far more than it has': { zip: makeZip([entry(Buffer.alloc(40 << 20))]) },
  'that says it is short and is not': { zip: makeZip([entry(Buffer.alloc(40 << 20), { saysBytes: 100 })]) },
  'of two gigabytes': { zip: makeZip([entry(good)]), claimed: { bytes: 2 ** 31 } },
  'of JSON that is none': { zip: makeZip([entry('{"schemaVersion":1,')]) },
  'of deep JSON': { zip: makeZip([entry('['.repeat(200_000))]) },
  'of a form that nobody knows': {
    zip: makeZip([entry(good.replace('"schemaVersion":1', '"schemaVersion":9'))]),
  },
  'with a member that is poison': {
    zip: makeZip([entry(good.replace('"causes":', '"__proto__":{"isAdmin":true},"causes":7,"x":'))]),
  },
};

for (const [what, artifact] of Object.entries(hostile)) {
  test(`an artifact ${what} gets no comment and a check that fails, and the job says what is wrong`, async (t) => {
    const forge = await forgeWith(t, artifact);
    const ran = await runCommentStep(t, forge);
    assert.equal(ran.status, 2, ran.log);
    assert.deepEqual(forge.state.comments, []);
    const [check, ...others] = forge.state.checks;
    assert.equal(others.length, 0);
    const { conclusion, output } = check?.fields ?? {};
    assert.equal(conclusion, 'failure');
    assert.match(
      (output as { summary: string }).summary,
      /^slipway-size\.json in the artifact slipway-size /,
    );
    const [error, ...more] = commandsOf(ran.log).filter(({ name }) => name === 'error');
    assert.match(
      error?.message ?? '',
      /^slipway-size\.json in the artifact slipway-size (cannot be read|is no size)/,
    );
    assert.equal(more.length, 0);
    assert.deepEqual(ran.outputs, {});
  });
}

test('an artifact that is longer than GitHub says is given up at the limit', async (t) => {
  const forge = await forgeWith(t, { zip: makeZip([entry(good)]) });
  let sent = 0;
  forge.storeAnswers((response) => {
    response.writeHead(200, { 'content-type': 'application/zip' });
    const more = (): void => {
      while (!response.destroyed && sent < 1 << 30) {
        sent += 1 << 20;
        if (!response.write(Buffer.alloc(1 << 20))) return void response.once('drain', more);
      }
    };
    more();
    return true;
  });
  const ran = await runCommentStep(t, forge);
  assert.equal(ran.status, 4, ran.log);
  assert.match(ran.log, /it has more, and 8388608 bytes are allowed/);
  assert.ok(sent < longestExchange * 8, `${sent}`);
  assert.deepEqual(forge.state.comments, []);
});

test('files beside the report are not looked at, and of several attempts the last one counts', async (t) => {
  const beside = [
    { name: `../../${exchangeName}`, content: 'x' },
    { name: 'slipway.yaml', content: 'budget: {}' },
  ];
  const forge = await forgeWith(t, { zip: makeZip([...beside, entry(good)]), id: 9 });
  leaveReport(forge.state, 900_000, { id: 3 });
  const ran = await runCommentStep(t, forge);
  assert.equal(ran.outputs['outcome'], 'pass', ran.log);
});

test('a token that may not write is a warning for each thing that it could not say', async (t) => {
  const forge = await startTestForge(t, { rights: 'read' });
  addPull(forge.state, 7, {}, baseCommit);
  leaveReport(forge.state, 1);
  const ran = await runCommentStep(t, forge);
  assert.equal(ran.status, 0, ran.log);
  const warnings = commandsOf(ran.log).filter(({ name }) => name === 'warning');
  assert.equal(warnings.length, 2);
  assert.match(warnings[0]?.message ?? '', /^no comment: /);
  assert.match(warnings[1]?.message ?? '', /^no check: /);
  assert.match(ran.summary, /Size/);
});

test('a pull request of the same repository is told in the same way, without the note about forks', async (t) => {
  const forge = await startTestForge(t);
  addPull(forge.state, 7, { owner: 'acme', repository: 1000 }, baseCommit);
  leaveReport(forge.state, 200_000);
  const head_repository = { id: 1000, owner: { login: 'acme' } };
  const pull_requests = [{ number: 7, base: { ref: 'main', repo: { id: 1000 } } }];
  const ran = await runCommentStep(t, forge, { said: { head_repository, pull_requests } });
  assert.equal(ran.outputs['outcome'], 'needs-approval', ran.log);
  assert.doesNotMatch(forge.state.comments[0]?.body ?? '', /fork/);
});

test('a report that an earlier job brings late does not replace what a later one said', async (t) => {
  const forge = await startTestForge(t);
  addPull(forge.state, 7, {}, baseCommit);
  leaveReport(forge.state, 200_000);
  await runCommentStep(t, forge, { id: '901' });
  leaveReport(forge.state, 1, { id: 2 });
  const late = await runCommentStep(t, forge, { id: '900' });
  assert.equal(late.status, 0, late.log);
  assert.match(late.log, /nothing is said: a later job has said something/);
  assert.equal(forge.state.comments.length, 1);
  assert.match(forge.state.comments[0]?.body ?? '', /run=901\.1[\s\S]*195 KiB/);
  assert.deepEqual(
    forge.state.checks.map(({ fields }) => fields['conclusion']),
    ['action_required'],
  );
});

test('another event, and a configuration outside of the repository, are the workflow’s fault and said as that', async (t) => {
  const forge = await forgeWith(t, {});
  const event = await runCommentStep(t, forge, { event: 'pull_request_target' });
  assert.equal(event.status, 2);
  assert.match(event.log, /the event is pull_request_target, and only workflow_run is known here/);
  for (const config of ['../slipway.yaml', '/etc/passwd', 'a/./b']) {
    const ran = await runCommentStep(t, forge, { with: { config } });
    assert.equal(ran.status, 2, ran.log);
    assert.match(ran.log, /is no path from the root of the repository/);
  }
  assert.equal(forge.requests.length, 0);
});
