import type { TestContext } from 'node:test';
import { exchangeName } from '../../src/stages/sizes/size-exchange.ts';
import { type TestForge, token } from './forge/in-process.ts';
import type { ForgeState, StoredRun } from './forge/state.ts';
import { type Payload, payloadsOf } from './github-events.ts';
import { baseCommit, exchangeFile } from './invented-exchange.ts';
import { runStep, type StepResult } from './runner.ts';
import { folderOf } from './temporary.ts';
import { makeZip } from './zip.ts';

/** The head of the fork's pull request that `addPull` makes. */
export const head = 'a'.repeat(40);
/** The run that the event is about. */
export const run = 77;

export interface CommentStep {
  /** What the event says of the run instead of the usual. */
  readonly said?: Readonly<Record<string, unknown>>;
  readonly event?: string;
  /** Of the job that comments. */
  readonly id?: string;
  readonly with?: Readonly<Record<string, string>>;
  /** The runner's services. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The event of the end of a run of the branch `faster` of the fork 2000. */
export function runPayload(said: Readonly<Record<string, unknown>> = {}): Payload {
  const [example] = payloadsOf('workflow_run');
  const given = example as unknown as {
    workflow_run: { head_repository: object };
    repository: { full_name: string };
  };
  const workflow_run = {
    ...given.workflow_run,
    id: run,
    event: 'pull_request',
    conclusion: 'success',
    head_sha: head,
    head_branch: 'faster',
    head_repository: { ...given.workflow_run.head_repository, id: 2000, owner: { login: 'stranger' } },
    pull_requests: [],
    ...said,
  };
  const repository = { ...given.repository, id: 1000 };
  return { ...example, repository, workflow_run };
}

/** The step of comment/action.yml for it. */
export async function runCommentStep(
  t: TestContext,
  forge: TestForge,
  { said = {}, event = 'workflow_run', id = '900', with: inputs = {}, env = {} }: CommentStep = {},
): Promise<StepResult> {
  return runStep(t, {
    workspace: await folderOf(t),
    entry: 'comment',
    event,
    payload: runPayload(said),
    with: { token, ...inputs },
    env: { GITHUB_API_URL: forge.address, GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: '1', ...env },
  });
}

/** That a run measured a commit of the branch, as the list of runs has it. */
export function startRun(state: ForgeState, at: string, more: Partial<StoredRun> = {}): void {
  state.runs.push({
    ...{ id: run, commit: head, branch: 'faster', repository: 2000, event: 'pull_request', at },
    ...more,
  });
}

/** An artifact as upload-artifact leaves it. */
export function leaveReport(
  state: ForgeState,
  added: number,
  { id = 1, by = run, name }: { readonly id?: number; readonly by?: number; readonly name?: string } = {},
): void {
  leave(state, exchangeFile(added, name), { id, by });
}

/** An artifact with anything in it. */
export function leave(
  state: ForgeState,
  content: string,
  { id = 1, by = run }: { readonly id?: number; readonly by?: number } = {},
): void {
  const zip = makeZip([{ name: exchangeName, content, stored: content.length > 1 << 20 }]);
  state.artifacts.push({ id, run: by, name: 'slipway-size', zip });
}

/** The base's configuration, at the commit that its pull requests name. */
export function configure(state: ForgeState, content: string, path = 'slipway.yaml'): void {
  state.files.push({ path, commit: baseCommit, content });
}
