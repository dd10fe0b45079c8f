import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { repository } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks, runTool } from '../support/tools.ts';
import { inOwnRepository, workflowFiles } from '../support/workflows.ts';

/** A finding: where and which. */
type Finding = string;

/** What actionlint finds, the same with shellcheck on PATH and without. */
async function actionlint(files: readonly string[], cwd: string): Promise<Finding[]> {
  const args = ['-no-color', '-shellcheck=', '-pyflakes=', '-format', '{{json .}}', ...files];
  const { status, stdout, stderr } = await runTool('actionlint', args, { cwd });
  assert.ok(status === 0 || status === 1, stderr);
  const found = JSON.parse(stdout) as { filepath: string; line: number; message: string }[];
  return found.map(({ filepath, line, message }) => `${filepath}:${line}: ${message}`);
}

/** What zizmor finds when it is pedantic; comments that tell it to look away do not count, unless they are asked for. */
async function zizmor(files: readonly string[], cwd: string, ignores = false): Promise<Finding[]> {
  const strict = ['--pedantic', ...(ignores ? [] : ['--no-ignores']), '--strict-collection'];
  const args = ['--offline', '--no-progress', '--quiet', ...strict, '--format', 'json', ...files];
  const { status, stdout, stderr } = await runTool('zizmor', args, { cwd });
  assert.ok(status === 0 || (status !== null && status > 10), stderr);
  const found = JSON.parse(stdout) as { ident: string; desc: string }[];
  return found.map(({ ident, desc }) => `${ident}: ${desc}`);
}

test('actionlint finds nothing in our workflows and in those that people copy', {
  skip: lacks('actionlint'),
}, async () => {
  assert.deepEqual(await actionlint(workflowFiles(), repository), []);
});

/** What runs in the repository itself when a stranger's run has ended. Its trigger is what it is for, and it says why it is safe. */
const commenting = 'examples/workflows/size-comment.yml';

test('zizmor, pedantic, finds nothing in them and in the action.yml of both actions', {
  skip: lacks('zizmor'),
}, async () => {
  const files = [
    ...workflowFiles().filter((file) => file !== commenting),
    'action.yml',
    'comment/action.yml',
  ];
  assert.equal(files.length, workflowFiles().length + 1);
  assert.deepEqual(await zizmor(files, repository), []);
});

test('in what comments it finds the trigger alone, which the one ignore in all workflows gives the reason for', {
  skip: lacks('zizmor'),
}, async () => {
  const found = await zizmor([commenting], repository);
  assert.deepEqual(
    found.map((finding) => finding.replace(/:.*/, '')),
    ['dangerous-triggers'],
  );
  assert.deepEqual(await zizmor([commenting], repository, true), []);
  const texts = await Promise.all(workflowFiles().map((file) => readFile(join(repository, file), 'utf8')));
  const ignores = texts.flatMap((text) => text.match(/^.*\n.*zizmor: ignore.*$/gm) ?? []);
  assert.equal(ignores.length, 1);
  assert.match(ignores[0] ?? '', /# Safe: [^\n]{60}/);
});

test('a workflow that comments checks nothing out, runs no command and takes no text of a stranger', async () => {
  for (const file of [commenting, '.github/workflows/comment.yml']) {
    const text = await readFile(join(repository, file), 'utf8');
    const uses = [...text.matchAll(/uses: (\S+)/g)].map(([, name = '']) => name);
    assert.ok(uses.length === 1 && uses.every((name) => name.startsWith('slipway-dev/slipway/')), file);
    assert.doesNotMatch(text, /\brun:|\bsecrets\b|checkout@|pull_request_target/);
  }
});

/** The workflows in a repository whose own action is this one, which actionlint then knows. */
async function withOwnAction(t: TestContext, texts: Readonly<Record<string, string>>): Promise<string> {
  const folder = await folderOf(t, { '.git/HEAD': 'ref: refs/heads/main\n' });
  const workflows = join(folder, '.github', 'workflows');
  await mkdir(workflows, { recursive: true });
  for (const file of ['action.yml', 'comment/action.yml'])
    await cp(join(repository, file), join(folder, file));
  // All that is looked at is whether they are there.
  await mkdir(join(folder, 'dist'));
  for (const file of ['index.js', 'post.js', 'comment.js']) await writeFile(join(folder, 'dist', file), '');
  for (const [name, text] of Object.entries(texts))
    await writeFile(join(workflows, name), inOwnRepository(text));
  return folder;
}

test('what the examples ask of the action and read of it exists', {
  skip: lacks('actionlint'),
}, async (t) => {
  const texts: Record<string, string> = {};
  for (const file of workflowFiles()) texts[basename(file)] = await readFile(join(repository, file), 'utf8');
  const folder = await withOwnAction(t, texts);
  assert.deepEqual(await actionlint([], folder), []);
  const wrong = texts['comment.yml']?.replace('artifact: ${{ inputs', 'artefact: ${{ inputs') ?? '';
  await writeFile(join(folder, '.github/workflows/comment.yml'), inOwnRepository(wrong));
  assert.match(
    (await actionlint([], folder)).join(),
    /input "artefact" is not defined in action "Slipway comment"/,
  );
});

const careless = `on: pull_request_target
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: slipway-dev/slipway@0000000000000000000000000000000000000000 # v0.1.0
        with:
          imgae: ghcr.io/acme/hello
      - run: echo "\${{ github.event.pull_request.title }}"
`;

test('both find what is wrong with a careless workflow', {
  skip: lacks('actionlint', 'zizmor'),
}, async (t) => {
  const folder = await withOwnAction(t, { 'careless.yml': careless });
  const byActionlint = (await actionlint([], folder)).join('\n');
  assert.match(byActionlint, /careless\.yml:9: input "imgae" is not defined/);
  assert.match(
    byActionlint,
    /careless\.yml:10: "github\.event\.pull_request\.title" is potentially untrusted/,
  );
  const byZizmor = (await zizmor(['.github/workflows/careless.yml'], folder)).join('\n');
  for (const ident of ['dangerous-triggers', 'template-injection', 'unpinned-uses', 'excessive-permissions'])
    assert.match(byZizmor, new RegExp(`^${ident}: `, 'm'));
});
