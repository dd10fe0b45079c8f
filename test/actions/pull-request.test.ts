import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { formatSizeComment } from '../../src/report/size-comment/comment.ts';
import { usualBudget } from '../../src/request/budget.ts';
import { judgeExchange } from '../../src/stages/sizes/judge-exchange.ts';
import { decodeExchange } from '../../src/stages/sizes/read-size-exchange.ts';
import { exec } from '../../src/support/exec.ts';
import { startArtifactService } from '../support/artifact-service.ts';
import { hello } from '../support/build-run.ts';
import { startTestForge, type TestForge, token } from '../support/forge/in-process.ts';
import { addPull, setLabel } from '../support/forge/state.ts';
import { payloadsOf } from '../support/github-events.ts';
import { commandsOf, runStep, type StepResult } from '../support/runner.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll } from '../support/workspace.ts';

/** A pull request that adds a package of the standard library to a program. */
interface Place {
  readonly workspace: string;
  readonly base: string;
  readonly head: string;
}

async function place(t: TestContext): Promise<Place> {
  const workspace = await folderOf(t, hello);
  await commitAll(workspace, 'v0.0.1');
  const base = await commitOf(workspace);
  await exec({ file: 'git', args: ['checkout', '-q', '-b', 'faster'], cwd: workspace });
  const added =
    'package main\n\nimport "html/template"\n\nfunc init() { println(template.New("").Name()) }\n';
  await writeFile(join(workspace, 'more.go'), added);
  await commitAll(workspace, 'v0.0.2');
  return { workspace, base, head: await commitOf(workspace) };
}

async function commitOf(cwd: string): Promise<string> {
  return (await exec({ file: 'git', args: ['rev-parse', 'HEAD'], cwd })).stdout.trim();
}

/** A run of the action for it. */
async function run(
  t: TestContext,
  { workspace, base, head }: Place,
  forge: TestForge,
  more: {
    readonly fork?: boolean;
    readonly id?: string;
    readonly with?: Readonly<Record<string, string>>;
    /** The runner's services. */
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<StepResult> {
  const [example] = payloadsOf('pull_request');
  assert.ok(example?.pull_request);
  const name = (full_name: string) => ({ ...example.pull_request?.base.repo, full_name });
  const payload = {
    ...example,
    pull_request: {
      ...example.pull_request,
      number: 7,
      head: { ...example.pull_request.head, sha: head, repo: name(more.fork ? 'mallory/api' : 'acme/api') },
      base: { ...example.pull_request.base, ref: 'main', sha: base, repo: name('acme/api') },
    },
  };
  return runStep(t, {
    workspace,
    event: 'pull_request',
    ref: 'refs/pull/7/merge',
    payload,
    with: { token, ...more.with },
    env: {
      GITHUB_API_URL: forge.address,
      GITHUB_BASE_REF: 'main',
      GITHUB_RUN_ID: more.id ?? '42',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_WORKFLOW: 'build',
      GITHUB_JOB: 'image',
      ...more.env,
    },
  });
}

async function reportOf({ outputs }: StepResult): Promise<Report> {
  return JSON.parse(await readFile(outputs['report'] ?? '', 'utf8')) as Report;
}

test('a pull request gets one comment that says what it does to sizes, which later runs keep up to date', async (t) => {
  const at = await place(t);
  const forge = await startTestForge(t);
  addPull(forge.state, 7, { sha: at.head });
  const first = await run(t, at, forge);
  assert.equal(first.status, 1, first.log);
  assert.equal(first.outputs['outcome'], 'needs-approval');
  const { size } = await reportOf(first);
  assert.deepEqual([size?.baseline.kind, size?.baseline.commit], ['rebuild', at.base]);
  const [comment, ...others] = forge.state.comments;
  assert.equal(others.length, 0);
  assert.match(comment?.body ?? '', /^<!-- slipway:size [^\n]*\n### ✋ Size: needs approval — hello grows/);
  assert.match(comment?.body ?? '', /\*\*Why:\*\*[^\n]*html\/template/);
  assert.match(
    comment?.body ?? '',
    /\[whole report\]\(<https:\/\/github\.com\/acme\/api\/actions\/runs\/42>\)/,
  );
  assert.match(first.summary, /^### ✋ Size: needs approval[\s\S]*^### ✋ hello: needs approval/m);
  // Beside these may stand what else its line does.
  const notices = commandsOf(first.log).filter(
    ({ name, message }) => name === 'notice' && message.includes(' is new in '),
  );
  assert.deepEqual(
    notices.map(({ properties: { file, line }, message }) => [
      file,
      line,
      message.replace(/brings [^:]*|keeps [^:]* alive/, 'has bytes'),
    ]),
    [['more.go', '3', 'html/template is new in hello and has bytes: hello → html/template']],
  );
  // What a job elsewhere makes of what this one left is the same.
  const left = decodeExchange(await readFile(first.outputs['size-report'] ?? ''), 'size.json');
  const judged = judgeExchange(left, () => usualBudget);
  assert.ok(judged.report !== undefined && judged.outcome === 'needs-approval');
  const elsewhere = formatSizeComment(judged.report, {
    address: 'https://github.com/acme/api/actions/runs/42',
    notes: ['not approved&#58; nobody approved it'],
  });
  assert.equal(comment?.body.slice(comment.body.indexOf('\n') + 1).trim(), elsewhere.trim());
  const second = await run(t, at, forge, { id: '43' });
  assert.equal(second.status, 1, second.log);
  assert.equal(forge.state.comments.length, 1);
});

test('a label approves, and the run passes', async (t) => {
  const at = await place(t);
  const forge = await startTestForge(t);
  const pull = addPull(forge.state, 7, { sha: at.head });
  setLabel(forge.state, pull, '2026-11-29T10:05:00Z');
  const ran = await run(t, at, forge);
  assert.equal(ran.status, 0, ran.log);
  assert.equal(ran.outputs['outcome'], 'pass');
  assert.match(ran.log, /^approved by the label size-approved \(ada, 2026-11-29 10:05 UTC\)$/m);
  assert.match((await reportOf(ran)).approval ?? '', /^approved by the label size-approved/);
  assert.match(ran.summary, /^### ✅ Size: approved — hello grows/);
  assert.match(forge.state.comments[0]?.body ?? '', /^### ✅ Size: approved[\s\S]*^approved by the label/m);
});

test('a fork, a token without the right and a forge that fails get no comment, and that is said; the build stands', async (t) => {
  const at = await place(t);
  const reading = await startTestForge(t, { rights: 'read' });
  addPull(reading.state, 7, { sha: at.head });
  const fork = await run(t, at, reading, { fork: true });
  assert.match(fork.log, /^no comment: a run of this pull request has no right to write to it$/m);
  assert.equal(reading.requests.length, 0);
  const refused = await run(t, at, reading);
  assert.match(refused.log, /^no comment: .*pull[-_]requests/m);
  assert.equal(refused.status, 1, 'it still needs approval');
  const failing = await startTestForge(t);
  failing.misbehave(() => ({ status: 404, body: { message: 'Not Found' } }));
  const failed = await run(t, at, failing);
  assert.equal(failed.outputs['outcome'], 'needs-approval', failed.log);
  const quiet = await run(t, at, reading, { with: { comment: 'false', baseline: 'none' } });
  assert.equal(quiet.status, 0, quiet.log);
  assert.equal(quiet.outputs['size-report'], '');
});

test('the page with the treemap is left as an artifact, linked in comment and summary; a later attempt replaces it', async (t) => {
  const at = await place(t);
  const forge = await startTestForge(t);
  addPull(forge.state, 7, { sha: at.head });
  const service = await startArtifactService(t);
  const ran = await run(t, at, forge, { env: service.env() });
  const [artifact, ...others] = service.artifacts;
  assert.ok(artifact !== undefined && others.length === 0, ran.log);
  assert.match(artifact.name, /^slipway-size-[0-9a-f]{8}\.html$/);
  assert.equal(artifact.type, 'text/html');
  assert.equal(artifact.content.toString(), await readFile(ran.outputs['size-page'] ?? '', 'utf8'));
  assert.match(artifact.content.toString(), /^<!doctype html>[\s\S]*<h1>Size: needs approval — hello grows/);
  assert.match(artifact.content.toString(), /html\/template/);
  const link = `[Treemap](<https://github.com/acme/api/actions/runs/42/artifacts/${artifact.id}>)`;
  assert.ok(forge.state.comments[0]?.body.includes(link), forge.state.comments[0]?.body);
  assert.ok(ran.summary.includes(link), ran.summary);
  const fork = await run(t, at, forge, { env: service.env(), fork: true });
  const [replaced, ...more] = service.artifacts;
  assert.ok(replaced !== undefined && more.length === 0 && replaced.id !== artifact.id, fork.log);
  assert.match(fork.summary, new RegExp(`\\[Treemap\\]\\(<https://[^>]*/artifacts/${replaced.id}>`));
  assert.equal(forge.state.comments.length, 1);
});

test('where the page cannot be left that is said, and there is a comment without it', async (t) => {
  const at = await place(t);
  const forge = await startTestForge(t);
  addPull(forge.state, 7, { sha: at.head });
  const service = await startArtifactService(t);
  service.faults.set('create', { fault: { status: 403, message: 'the quota is used up' } });
  const ran = await run(t, at, forge, { env: service.env() });
  assert.match(ran.log, /^the page of sizes is no artifact: cannot make .* 403 \(the quota is used up\)$/m);
  assert.equal(ran.outputs['outcome'], 'needs-approval');
  assert.ok(
    !commandsOf(ran.log).some(({ message }) => message.includes('artifact')),
    'it makes no annotation',
  );
  assert.doesNotMatch(`${forge.state.comments[0]?.body}${ran.summary}`, /Treemap/);
  const hostile = await run(t, at, forge, { env: { ...service.env(), GITHUB_RUN_ID: '1)](x' } });
  assert.doesNotMatch(hostile.summary, /Treemap/);
});

test('a pull request that changes no size leaves no page', async (t) => {
  const at = await place(t);
  await exec({ file: 'git', args: ['checkout', '-q', at.base], cwd: at.workspace });
  await writeFile(join(at.workspace, 'README.md'), 'hello');
  await commitAll(at.workspace, 'v0.0.3');
  const head = await commitOf(at.workspace);
  const forge = await startTestForge(t);
  addPull(forge.state, 7, { sha: head });
  const service = await startArtifactService(t);
  const ran = await run(t, { ...at, head }, forge, { env: service.env() });
  assert.equal(ran.outputs['outcome'], 'pass', ran.log);
  assert.match(forge.state.comments[0]?.body ?? '', /unchanged/);
  assert.deepEqual(service.requests, []);
});
