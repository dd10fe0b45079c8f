import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startArtifactService } from '../support/artifact-service.ts';
import { leave, leaveReport, runCommentStep } from '../support/comment-run.ts';
import { startTestForge } from '../support/forge/in-process.ts';
import { addPull } from '../support/forge/state.ts';
import { baseCommit, exchangeFile } from '../support/invented-exchange.ts';

test('the page is made of what was judged here, left with the run that comments, and linked there alone', async (t) => {
  const forge = await startTestForge(t);
  addPull(forge.state, 7, {}, baseCommit);
  leaveReport(forge.state, 200_000);
  const service = await startArtifactService(t);
  const ran = await runCommentStep(t, forge, { env: service.env() });
  assert.equal(ran.status, 0, ran.log);
  const [page, ...others] = service.artifacts;
  assert.ok(page !== undefined && others.length === 0, ran.log);
  const html = page.content.toString();
  assert.match(html, /<h1>Size: needs approval — api grows/);
  assert.match(html, /<p>Measured by a run of the fork’s own code and workflow\.<\/p>/);
  assert.match(html, /<a href="https:\/\/github\.com\/acme\/api\/actions\/runs\/77" rel="noreferrer">/);
  const link = `[Treemap](<https://github.com/acme/api/actions/runs/900/artifacts/${page.id}>)`;
  for (const text of [forge.state.comments[0]?.body ?? '', ran.summary]) assert.ok(text.includes(link), text);
});

test('a page that cannot be left is a line in the log, and the comment stands', async (t) => {
  const forge = await startTestForge(t);
  addPull(forge.state, 7, {}, baseCommit);
  leaveReport(forge.state, 200_000);
  const service = await startArtifactService(t);
  service.faults.set('finish', { fault: { status: 403, message: 'no' } });
  const ran = await runCommentStep(t, forge, { env: service.env() });
  assert.equal(ran.status, 0, ran.log);
  assert.match(ran.log, /^the page of sizes is no artifact: cannot finish the artifact .* 403 \(no\)$/m);
  assert.equal(forge.state.comments.length, 1);
  assert.doesNotMatch(forge.state.comments[0]?.body ?? '', /Treemap/);
});

test('what a stranger calls things is text in the page, whose policy lets nothing else run', async (t) => {
  const forge = await startTestForge(t);
  addPull(forge.state, 7, {}, baseCommit);
  const name = '</script><script>alert(1)</script><img src=http://evil.example/>';
  const file = JSON.parse(exchangeFile(200_000, name));
  file.go = name;
  file.before.targets[0].settings[name] = name;
  leave(forge.state, JSON.stringify(file));
  const service = await startArtifactService(t);
  const ran = await runCommentStep(t, forge, { env: service.env() });
  const html = service.artifacts[0]?.content.toString() ?? '';
  assert.match(
    html,
    /http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-/,
  );
  assert.equal(html.match(/<script/g)?.length, 2, ran.log);
  assert.equal(html.match(/<img/g), null);
});

test('where nothing is compared, and where nothing changed, there is no page', async (t) => {
  const forge = await startTestForge(t);
  addPull(forge.state, 7, {}, baseCommit);
  const { baseline: _, before: __, ...first } = JSON.parse(exchangeFile(1));
  leave(forge.state, JSON.stringify(first));
  const service = await startArtifactService(t);
  await runCommentStep(t, forge, { env: service.env() });
  const same = JSON.parse(exchangeFile(1));
  same.after = same.before;
  same.causes = [];
  forge.state.artifacts.splice(0);
  leave(forge.state, JSON.stringify(same));
  const ran = await runCommentStep(t, forge, { env: service.env(), id: '901' });
  assert.match(forge.state.comments[0]?.body ?? '', /unchanged/, ran.log);
  assert.deepEqual(service.requests, []);
});
