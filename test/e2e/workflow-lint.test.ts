import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { repository } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks, runTool } from '../support/tools.ts';
import { actionUse, workflowFiles } from '../support/workflows.ts';

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

/** What zizmor finds when it is pedantic; comments that tell it to look away do not count. */
async function zizmor(files: readonly string[], cwd: string): Promise<Finding[]> {
  const strict = ['--pedantic', '--no-ignores', '--strict-collection'];
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

test('zizmor, pedantic, finds nothing in them and in action.yml', { skip: lacks('zizmor') }, async () => {
  assert.deepEqual(await zizmor([...workflowFiles(), 'action.yml'], repository), []);
});

/** The workflows in a repository whose own action is this one, which actionlint then knows. */
async function withOwnAction(t: TestContext, texts: Readonly<Record<string, string>>): Promise<string> {
  const folder = await folderOf(t, { '.git/HEAD': 'ref: refs/heads/main\n' });
  const workflows = join(folder, '.github', 'workflows');
  await mkdir(workflows, { recursive: true });
  await cp(join(repository, 'action.yml'), join(folder, 'action.yml'));
  for (const file of ['dist/index.js', 'dist/post.js']) await cp(join(repository, file), join(folder, file));
  for (const [name, text] of Object.entries(texts))
    await writeFile(join(workflows, name), text.replaceAll(actionUse, 'uses: ./'));
  return folder;
}

test('what the examples ask of the action and read of it exists', {
  skip: lacks('actionlint'),
}, async (t) => {
  const texts: Record<string, string> = {};
  for (const file of workflowFiles()) texts[basename(file)] = await readFile(join(repository, file), 'utf8');
  assert.deepEqual(await actionlint([], await withOwnAction(t, texts)), []);
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
