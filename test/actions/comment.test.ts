import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { configure, head, leave, leaveReport, runCommentStep, startRun } from '../support/comment-run.ts';
import { startTestForge, type TestForge } from '../support/forge/in-process.ts';
import { ada, addPull, type ForgeState, type StoredPull, setLabel } from '../support/forge/state.ts';
import { baseCommit, exchangeFile } from '../support/invented-exchange.ts';
import { commandsOf } from '../support/runner.ts';

/** A forge with the fork's pull request 7. */
async function forgeWith(t: TestContext): Promise<{ forge: TestForge; state: ForgeState; pull: StoredPull }> {
  const forge = await startTestForge(t);
  const pull = addPull(forge.state, 7, {}, baseCommit);
  startRun(forge.state, '2026-11-29T10:00:00Z');
  return { forge, state: forge.state, pull };
}

const checkOf = ({ checks: [check, ...others] }: ForgeState) => {
  assert.equal(others.length, 0);
  const { conclusion, output } = check?.fields ?? {};
  return { commit: check?.commit, conclusion, output: output as { title: string; summary: string } };
};

test('a pull request from a fork gets one comment and a check that asks for approval, and a label approves', async (t) => {
  const { forge, state, pull } = await forgeWith(t);
  leaveReport(state, 200_000);
  const first = await runCommentStep(t, forge);
  assert.equal(first.status, 0, first.log);
  assert.deepEqual(first.outputs, { 'pull-request': '7', outcome: 'needs-approval' });
  const [comment] = state.comments;
  assert.match(
    comment?.body ?? '',
    /^<!-- slipway:size key=slipway-size run=900\.1 -->\n### ✋ Size: needs approval — api grows/,
  );
  assert.match(comment?.body ?? '', /\*\*Why:\*\*[^\n]*example\.com\/gopher\/metrics<\/code>[^\n]*go\.mod:7/);
  assert.match(
    comment?.body ?? '',
    /\[whole report\]\(<https:\/\/github\.com\/acme\/api\/actions\/runs\/77>\)/,
  );
  assert.match(comment?.body ?? '', /^not approved&#58;\u200b? nobody approved it$/m);
  assert.match(comment?.body ?? '', /^Measured by a run of the fork’s own code and workflow\.$/m);
  assert.match(first.summary, /^### ✋ Size: needs approval/);
  const asked = checkOf(state);
  assert.deepEqual([asked.commit, asked.conclusion], [head, 'action_required']);
  setLabel(state, pull, '2026-11-29T10:05:00Z');
  const second = await runCommentStep(t, forge, { id: '901' });
  assert.equal(second.outputs['outcome'], 'pass', second.log);
  assert.equal(state.comments.length, 1);
  assert.match(
    state.comments[0]?.body ?? '',
    /^approved by the label size-approved &#40;ada, 2026-11-29 10\S+05 UTC&#41;$/m,
  );
  assert.equal(checkOf(state).conclusion, 'success');
});

test('a review of that very commit by somebody who may write approves', async (t) => {
  const { forge, state, pull } = await forgeWith(t);
  leaveReport(state, 200_000);
  const review = { author: ada, state: 'APPROVED', at: '2026-11-29T12:00:00Z' };
  pull.reviews.push({ ...review, id: 1, commit: 'd'.repeat(40) });
  assert.equal((await runCommentStep(t, forge)).outputs['outcome'], 'needs-approval');
  pull.reviews.push({ ...review, id: 2, commit: head });
  assert.equal((await runCommentStep(t, forge, { id: '901' })).outputs['outcome'], 'pass');
});

test('the budgets are those of the base, whatever the pull request says', async (t) => {
  const { forge, state } = await forgeWith(t);
  leaveReport(state, 1000);
  assert.equal((await runCommentStep(t, forge)).outputs['outcome'], 'pass');
  configure(state, 'targets: {api: {budget: {disk: {max: 4 MB}}}}\n');
  state.files.push({ path: 'slipway.yaml', commit: head, content: 'budget: {disk: off, pull: off}\n' });
  const capped = await runCommentStep(t, forge, { id: '901' });
  assert.equal(capped.outputs['outcome'], 'fail', capped.log);
  assert.match(state.comments[0]?.body ?? '', /### ❌ Size: refused — api has 3\.8 MiB, limit 3\.8 MiB/);
  const [told = ''] =
    state.comments[0]?.body.match(/^It changes budgets, and those of its base hold.*$/m) ?? [];
  assert.match(
    told,
    /<code>targets\.api\.budget\.disk<\/code> <code>.*max: .*4000000.*<\/code> → <code>none</,
  );
  assert.match(told, /<code>budget\.disk<\/code> <code>none<\/code> → <code>off<\/code>, /);
  assert.equal(checkOf(state).conclusion, 'failure');
  configure(state, 'budget: {disk: off, pull: off, package: off}\n', 'services/api/size.yaml');
  const other = await runCommentStep(t, forge, { id: '902', with: { config: 'services/api/size.yaml' } });
  assert.equal(other.outputs['outcome'], 'pass', other.log);
});

test('budgets that a report brings along count for nothing', async (t) => {
  const { forge, state } = await forgeWith(t);
  const file = JSON.parse(exchangeFile(200_000));
  for (const { targets } of [file.before, file.after])
    targets[0].budget = { disk: 'off', pull: 'off', package: 'off' };
  leave(state, JSON.stringify(file));
  const ran = await runCommentStep(t, forge);
  assert.equal(ran.outputs['outcome'], 'needs-approval', ran.log);
});

test('a configuration that is broken is said, and the usual budgets hold', async (t) => {
  const { forge, state } = await forgeWith(t);
  leaveReport(state, 200_000);
  configure(state, 'budgets: {}\n');
  const ran = await runCommentStep(t, forge);
  assert.deepEqual([ran.status, ran.outputs['outcome']], [0, 'needs-approval'], ran.log);
  assert.match(ran.log, /the base's configuration is broken, so the usual budgets hold: slipway\.yaml:1:1: /);
  assert.match(state.comments[0]?.body ?? '', /configuration is broken, so the usual budgets hold/);
});

test('the check has what is new at its lines, once for a commit, however often it is judged', async (t) => {
  const { forge, state } = await forgeWith(t);
  const file = JSON.parse(exchangeFile(200_000));
  file.causes[0].imports = { file: 'internal/metrics/server.go', line: 9 };
  leave(state, JSON.stringify(file));
  await runCommentStep(t, forge);
  await runCommentStep(t, forge, { id: '901' });
  const message =
    'example.com/gopher/metrics is new in api and brings 195 KiB: api → example.com/gopher/metrics';
  const said = { annotation_level: 'notice', title: 'slipway size', message };
  const at = (path: string, line: number) => ({ ...said, path, start_line: line, end_line: line });
  assert.deepEqual(state.checks[0]?.annotations, [at('internal/metrics/server.go', 9), at('go.mod', 7)]);
});

test('what cannot be a line of the repository gets no annotation, and the rest is said', async (t) => {
  const { forge, state } = await forgeWith(t);
  const strange = [
    ...['/etc/passwd', '../go.mod', 'a/../../go.mod', 'a//b.go', './go.mod', 'C:/x.go', 'a\\b.go'],
    ...['go.mod\n::error::x', 'a\u202e.go', '.git/config', 'a/.GIT/x', '', 'a/'],
  ];
  const file = JSON.parse(exchangeFile(200_000));
  const [cause] = file.causes;
  const causes = strange.map((name) => ({ ...cause, imports: { file: name, line: 1 } }));
  const lines = [0, 2 ** 40].map((line) => ({ ...cause, imports: { file: 'main.go', line } }));
  file.causes = [...causes, ...lines].map(({ required: _, ...each }) => each).concat(cause);
  leave(state, JSON.stringify(file));
  const ran = await runCommentStep(t, forge);
  assert.equal(ran.status, 0, ran.log);
  assert.equal(checkOf(state).conclusion, 'action_required');
  const paths = state.checks[0]?.annotations.map((one) => (one as { path: string }).path);
  assert.deepEqual(paths, ['go.mod']);
});

test('annotations are ten at most, and each is short and plain', async (t) => {
  const { forge, state } = await forgeWith(t);
  const name = `example.com/${'<b>@acme'.repeat(50)}/m\n::error::x\u001b[31m`;
  const file = JSON.parse(exchangeFile(200_000, name));
  file.causes = Array.from({ length: 60 }, (_, at) => ({
    ...file.causes[0],
    imports: { file: `a${at}.go`, line: 1 },
  }));
  leave(state, JSON.stringify(file));
  const ran = await runCommentStep(t, forge);
  assert.equal(ran.status, 0, ran.log);
  const annotations = (state.checks[0]?.annotations ?? []) as { message: string }[];
  assert.equal(annotations.length, 10);
  for (const { message } of annotations) {
    assert.ok(message.length > 500 && message.length <= 1000, `${message.length}`);
    assert.doesNotMatch(message, /[\n\u001b]/);
  }
});

const silent: Readonly<Record<string, (state: ForgeState, pull: StoredPull) => object | undefined>> = {
  'a head that has moved on': (_, pull) => {
    pull.head.sha = 'e'.repeat(40);
    return undefined;
  },
  'a run of another commit': () => ({ head_sha: 'e'.repeat(40) }),
  'a run of another repository': () => ({ head_repository: { id: 3000, owner: { login: 'stranger' } } }),
  'a number that is forged': (state) => {
    addPull(state, 8, { owner: 'ada', ref: 'main', sha: 'f'.repeat(40) });
    state.pulls.shift();
    return { pull_requests: [{ number: 8, base: { ref: 'main', repo: { id: 1000 } } }] };
  },
  'several pull requests': (state) => void addPull(state, 8),
  'a closed one': (_, pull) => {
    pull.state = 'closed';
    return undefined;
  },
  'a run for a push': () => ({ event: 'push' }),
  'an artifact that has expired': (state) => {
    const [artifact] = state.artifacts.splice(0);
    if (artifact !== undefined) state.artifacts.push({ ...artifact, expired: true });
    return undefined;
  },
  'an artifact that is not there': (state) => void state.artifacts.splice(0),
  'an artifact of another run': (state) => {
    state.artifacts.splice(0);
    leaveReport(state, 1, { by: 78 });
    return undefined;
  },
};

for (const [what, change] of Object.entries(silent)) {
  test(`${what}: nothing is said on any pull request, and why is a notice`, async (t) => {
    const { forge, state, pull } = await forgeWith(t);
    leaveReport(state, 1);
    const said = change(state, pull) ?? {};
    const ran = await runCommentStep(t, forge, { said: said as Record<string, unknown> });
    assert.equal(ran.status, 0, ran.log);
    assert.deepEqual([state.comments, state.checks], [[], []]);
    const notices = commandsOf(ran.log).filter(({ name }) => name === 'notice');
    assert.equal(notices.length, 1, ran.log);
    assert.match(notices[0]?.message ?? '', /^nothing is said: /);
    assert.deepEqual(ran.outputs, { 'pull-request': '', outcome: '' });
  });
}

test('a run that a label started judges the newest report of the commit again, and no stranger’s', async (t) => {
  const { forge, state } = await forgeWith(t);
  const at = { commit: head, branch: 'faster', repository: 2000, event: 'pull_request' };
  state.runs.push(
    { ...at, id: 60 },
    { ...at, id: 61 },
    { ...at, id: 62, repository: 3000 },
    { ...at, id: 63, branch: 'other' },
    { ...at, id: 64, commit: 'e'.repeat(40) },
  );
  leaveReport(state, 200_000, { id: 1, by: 60 });
  leaveReport(state, 1, { id: 2, by: 61 });
  for (const by of [62, 63, 64]) leaveReport(state, 900_000, { id: by, by });
  const ran = await runCommentStep(t, forge, { said: { event: 'pull_request_review' } });
  assert.equal(ran.outputs['outcome'], 'pass', ran.log);
  assert.match(state.comments[0]?.body ?? '', /actions\/runs\/61|unchanged/);
});

const names = [
  '<img src=x onerror=alert(1)>',
  '@acme/admins',
  '[x](http://evil.example)',
  '![](http://evil.example/p.png)',
];
const more = [
  '#1 GH-1',
  '| x |\n\n# heading',
  '```',
  '<!-- slipway:size key=x run=999999.1 -->',
  '::error::x',
  '\u202egnp',
];

test('hostile strings are text in the comment, the check and the log', async (t) => {
  const { forge, state } = await forgeWith(t);
  const name = [...names, ...more].join(' ');
  const file = JSON.parse(exchangeFile(200_000, name));
  file.causes[0].required.file = name;
  file.before.targets[0].settings[name] = name;
  for (const [side, status] of [
    ['before', 'pass'],
    ['after', 'fail'],
  ] as const) {
    const numberOf = (text: string) => [file[side].names.push(text) - 1];
    const [check, target, platform] = ['image/user', 'api', 'linux/amd64'].map(numberOf);
    const answer = { status: numberOf(status), severity: numberOf('block'), detail: numberOf(name) };
    file[side].checks = { check, target, platform, ...answer };
  }
  file.go = `${names[0]} ${names[1]}`;
  const own = `budget: {modules: {${JSON.stringify(name.replaceAll(/\s/g, ''))}: {max: 1}}}`;
  state.files.push({ path: 'slipway.yaml', commit: head, content: own });
  leave(state, JSON.stringify(file));
  const ran = await runCommentStep(t, forge);
  assert.equal(ran.status, 0, ran.log);
  const [comment] = state.comments;
  for (const text of [comment?.body ?? '', checkOf(state).output.summary, ran.summary]) {
    assert.match(text, /needs approval/);
    assert.match(text, /^\| image\/user \| api \| pass \| fail \(block\) \| [^|\n]+ \|$/m);
    // The only markup is ours.
    const own =
      /<!-- slipway:size key=slipway-size run=900\.1 -->|<\/?(?:code|sub|details|summary)>|\[whole report\]\(<https:\/\/github\.com\/acme\/api\/actions\/runs\/77>\)/g;
    assert.doesNotMatch(text.replaceAll(own, ''), /[<@[\]`]|!\[|\]\(|\u202e|(?<!&)#1\b|^# /m);
  }
  assert.deepEqual(
    commandsOf(ran.log).filter(({ name: command }) => command !== 'add-mask'),
    [],
  );
});

test('whatever a stranger measured, the comment is not longer than GitHub takes', async (t) => {
  const { forge, state } = await forgeWith(t);
  const long = (at: number, characters: number) => `${at}${'<'.repeat(characters)}`;
  const file = JSON.parse(exchangeFile(200_000, long(0, 500)));
  const [[old], [now]] = [file.before.targets, file.after.targets];
  const settings = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [long(at, 190), long(at, 1000)]));
  const named = (target: object) =>
    Array.from({ length: 190 }, (_, at) => ({ ...target, name: `${at}${'a_'.repeat(95)}` }));
  file.before.targets = named({ ...old, settings });
  file.after.targets = named(now);
  leave(state, JSON.stringify(file));
  const limits = Array.from({ length: 20 }, (_, at) => `${JSON.stringify(long(at, 900))}: {max: 1}`).join();
  const budgets = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}: {budget: {modules: {${limits}}}}`);
  state.files.push({ path: 'slipway.yaml', commit: head, content: `targets: {${budgets.join()}}\n` });
  const ran = await runCommentStep(t, forge);
  assert.equal(ran.status, 0, ran.log);
  const body = state.comments[0]?.body ?? '';
  assert.ok(body.length > 20_000 && body.length <= 65_536, `${body.length}`);
  assert.match(body, /It changes budgets[^\n]* and 1 more\./);
  assert.equal(checkOf(state).conclusion, 'action_required');
});

test('a first build has nothing to compare with: no comment, and a check that lets through', async (t) => {
  const { forge, state } = await forgeWith(t);
  const { baseline: _, before: __, ...file } = JSON.parse(exchangeFile(1));
  leave(state, JSON.stringify(file));
  const ran = await runCommentStep(t, forge);
  assert.equal(ran.status, 0, ran.log);
  assert.deepEqual(state.comments, []);
  assert.equal(checkOf(state).conclusion, 'neutral');
  configure(state, 'budget: {disk: {max: 1 MiB}}\n');
  const capped = await runCommentStep(t, forge, { id: '901' });
  assert.equal(capped.outputs['outcome'], 'fail', capped.log);
  const { conclusion, output } = checkOf(state);
  assert.equal(conclusion, 'failure');
  assert.match(
    output.summary,
    /^There is nothing to compare with yet\.\n\n- api &#40;linux\/amd64&#41;: has 3\.8 MiB/,
  );
});
