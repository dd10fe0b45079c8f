import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { quietEnvironment } from './build-run.ts';
import type { Payload } from './github-events.ts';
import { repository } from './slipway.ts';
import { folderOf } from './temporary.ts';

/** A step of the action on a runner: what the workflow says and what started it. */
export interface Step {
  /** The checkout: the step's current folder. */
  readonly workspace: string;
  readonly with?: Readonly<Record<string, string>>;
  /** Event's name; default: push to the default branch. */
  readonly event?: string;
  readonly ref?: string;
  readonly payload?: Payload;
  readonly env?: Readonly<Record<string, string>>;
  /** Which file of src/: post.ts for the post step. */
  readonly entry?: 'action' | 'comment' | 'post';
  readonly cacheDirectory?: string;
}

/** What a step did, as the runner sees it. */
export interface StepResult {
  readonly status: number | null;
  /** Standard output and error. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Folders that were put on PATH, the last one first on it. */
  readonly paths: readonly string[];
}

/** Runs a step of the action from source, with the variables and files that a runner gives it. */
export async function runStep(t: Pick<TestContext, 'after'>, step: Step): Promise<StepResult> {
  const {
    event = 'push',
    ref = 'refs/heads/main',
    payload = { repository: { default_branch: 'main' } },
  } = step;
  const runner = await folderOf(t, { 'event.json': JSON.stringify(payload) });
  const file = (name: string): string => join(runner, name);
  const commands = ['output', 'state', 'path', 'step_summary', 'env'];
  for (const name of commands) await writeFile(file(name), '');
  await mkdir(file('temp'));
  const inputs = Object.entries({
    token: 'ghs_of_the_job',
    base: 'scratch',
    platforms: 'linux/amd64',
    // It asks a forge, which most tests have none of.
    history: 'false',
    ...step.with,
  });
  const result = await exec({
    file: process.execPath,
    args: [join(repository, 'src', `${step.entry ?? 'action'}.ts`)],
    cwd: step.workspace,
    env: {
      ...quietEnvironment(),
      SLIPWAY_CACHE_DIR: step.cacheDirectory ?? file('cache'),
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event,
      GITHUB_REF: ref,
      GITHUB_SHA: '9c1f30d6a0f2f4a1e8b7c6d5e4f3a2b1c0d9e8f7',
      GITHUB_REPOSITORY: 'acme/api',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_RUN_ID: '42',
      GITHUB_EVENT_PATH: file('event.json'),
      GITHUB_WORKSPACE: step.workspace,
      RUNNER_TEMP: file('temp'),
      ...Object.fromEntries(commands.map((name) => [`GITHUB_${name.toUpperCase()}`, file(name)])),
      ...Object.fromEntries(inputs.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...step.env,
    },
  });
  return {
    status: result.status,
    log: `${result.stdout}${result.stderr}`,
    outputs: namedValues(await readFile(file('output'), 'utf8')),
    state: namedValues(await readFile(file('state'), 'utf8')),
    summary: await readFile(file('step_summary'), 'utf8'),
    paths: (await readFile(file('path'), 'utf8')).split('\n').filter((line) => line !== ''),
  };
}

/** `name<<DELIMITER`, lines, `DELIMITER` (docs.github.com, "Workflow commands", multiline strings). */
function namedValues(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [, name = '', , value = ''] of text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm)) {
    values[name] = value;
  }
  return values;
}

/** The workflow commands of a log, in order: name, properties, message. */
export function commandsOf(
  log: string,
): { name: string; properties: Record<string, string>; message: string }[] {
  return [...log.matchAll(/^::([a-z-]+)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$/gm)].map(
    ([, name = '', properties = '', message = '']) => ({
      name,
      properties: Object.fromEntries(
        properties
          .split(',')
          .filter((pair) => pair !== '')
          .map((pair) => [pair.slice(0, pair.indexOf('=')), decoded(pair.slice(pair.indexOf('=') + 1))]),
      ),
      message: decoded(message),
    }),
  );
}

function decoded(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
