import type { ExecutableFacts } from '../executable.ts';
import { type Answer, fail, pass, skip } from './answer.ts';

/** Does the file say which build it is of? Debuggers and profilers find symbols by it, the go command what is up to date. */
export function checkBuildId({ buildIds, buildInfo }: ExecutableFacts): Answer {
  if (buildInfo === undefined) return skip('it carries no Go build info');
  const { go, gnu, uuid } = buildIds ?? {};
  if (go !== undefined) return pass([go, gnu, uuid].filter((id) => id !== undefined).join(' '));
  return fail(
    [
      'has no Go build ID, so that nobody can tell which build a crash or profile is of',
      'leave -buildid= out of --ldflags: with -trimpath the ID is the same on every machine',
    ].join('\n'),
  );
}
