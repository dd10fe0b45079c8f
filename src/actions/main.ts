import { resolve } from 'node:path';
import { type GitHubEvent, readGitHubEvent } from '../forge/event.ts';
import { usualPublishing } from '../forge/rights.ts';
import { plainLine } from '../report/plain-text.ts';
import { readActionInputs } from '../request/action-inputs.ts';
import { asSlipwayError } from '../support/errors.ts';
import { slipwayVersion } from '../version.ts';
import { hideSecrets, inputText, namedSecrets, type RunnerHost, withToken } from './host.ts';

/**
 * The main step of the action: inputs and event in; log, annotations, summary and outputs out. Gives the exit status. What
 * works is loaded behind the first line, which comes at once.
 */
export async function runMain(outside: RunnerHost): Promise<number> {
  const { env, print, cwd, signal } = outside;
  let directory = cwd;
  let event: GitHubEvent | undefined;
  try {
    const token = inputText(env, 'token');
    hideSecrets([token], print);
    event = await readGitHubEvent(env);
    print(`${plainLine(`slipway ${slipwayVersion} · ${aboutOf(event)}`)}\n`);
    const inputs = readActionInputs((name) => inputText(env, name));
    hideSecrets(namedSecrets(inputs, env), print);
    directory = resolve(cwd, inputs.own.source);
    const { workOnRunner } = await import('./work.ts');
    return await workOnRunner(inputs, event, { ...outside, env: withToken(env, token) });
  } catch (error) {
    const { tellFailure } = await import('./tell.ts');
    const fault = asSlipwayError(signal.aborted ? signal.reason : error);
    const run = { about: aboutOf(event), address: event?.runAddress };
    return tellFailure(fault, directory, run, outside);
  }
}

/** What a run is about, in few words. */
function aboutOf(event: GitHubEvent | undefined): string {
  return event === undefined ? 'no event of GitHub' : usualPublishing(event).why;
}
