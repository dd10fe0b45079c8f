import { readPayload } from '../../forge/event.ts';
import { formatError } from '../../report/error-text.ts';
import { plainLine } from '../../report/plain-text.ts';
import { readCommentInputs } from '../../request/comment-inputs.ts';
import { asSlipwayError, exitStatus, SlipwayError } from '../../support/errors.ts';
import { slipwayVersion } from '../../version.ts';
import { annotationsOf } from '../annotations.ts';
import { hideSecrets, inputText, type RunnerHost } from '../host.ts';
import { annotate, setOutputs, writeSummary } from '../runner.ts';
import { type CommentAnswer, commentOnRun } from './answer.ts';

type CommentHost = Pick<RunnerHost, 'print' | 'signal' | 'env' | 'cwd'>;

/**
 * The step of comment/action.yml: what a run measured is said on its pull request. Gives the exit status: 0 also where there is
 * nothing to say, and whatever the verdict is, which the check carries.
 */
export async function runComment(host: CommentHost): Promise<number> {
  const { env, print, cwd, signal } = host;
  try {
    hideSecrets([inputText(env, 'token')], print);
    print(`slipway ${slipwayVersion} · comment\n`);
    return await tellAnswer(await answer(host), host);
  } catch (error) {
    const fault = asSlipwayError(signal.aborted ? signal.reason : error);
    print(formatError(fault, { color: (env['NO_COLOR'] ?? '') === '' }));
    for (const annotation of annotationsOf(fault, cwd, cwd)) annotate('error', annotation);
    return exitStatus[fault.code];
  }
}

async function answer({ env, signal }: CommentHost): Promise<CommentAnswer> {
  const { artifact, config, token } = readCommentInputs((name) => inputText(env, name));
  const { GITHUB_EVENT_NAME: event, GITHUB_REPOSITORY: repository = '' } = env;
  if (event !== 'workflow_run') {
    throw new SlipwayError(
      'E_CONFIG',
      `the event is ${event ?? 'none'}, and only workflow_run is known here`,
      {
        hint: 'call it from a workflow whose event is workflow_run: examples/workflows/comment.yml',
      },
    );
  }
  const payload = await readPayload(env['GITHUB_EVENT_PATH']);
  const { openGitHub } = await import('../../forge/github/client.ts');
  const forge = openGitHub({ env, repository, token, signal });
  const server = (env['GITHUB_SERVER_URL'] || 'https://github.com').replace(/\/+$/, '');
  const addressOf = (run: number): string => `${server}/${repository}/actions/runs/${run}`;
  try {
    return await commentOnRun(payload, forge, {
      artifact,
      config: config === '' ? undefined : config,
      run: { id: Number(env['GITHUB_RUN_ID']) || 0, attempt: Number(env['GITHUB_RUN_ATTEMPT']) || 1 },
      addressOf,
      leavePage: async (content) => {
        const { leavePage } = await import('../artifact/page.ts');
        const name = { subject: 'size', key: artifact } as const;
        return leavePage(content, name, addressOf(Number(env['GITHUB_RUN_ID'])), { env, signal });
      },
    });
  } finally {
    await forge.close();
  }
}

async function tellAnswer(told: CommentAnswer, { print, env }: CommentHost): Promise<0> {
  if (told.kind === 'nothing') {
    annotate('notice', { title: 'slipway', message: plainLine(`nothing is said: ${told.why}`) });
    setOutputs({ 'pull-request': '', outcome: '' });
    return 0;
  }
  const { pullRequest, outcome, text, notices, refusals } = told;
  print(`${plainLine(`pull request ${pullRequest}: ${outcome}`)}\n`);
  for (const notice of notices) print(`${plainLine(notice)}\n`);
  for (const refusal of refusals) annotate('warning', { title: 'slipway', message: plainLine(refusal) });
  setOutputs({ 'pull-request': String(pullRequest), outcome });
  await writeSummary(text, env);
  return 0;
}
