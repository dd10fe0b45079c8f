import { SlipwayError } from '../../support/errors.ts';
import { type Check, type CheckAnnotation, type Checks, longestSummary } from '../forge.ts';
import { readAs, readCheckRun } from './answers.ts';
import { askJson, type GitHubApi } from './api.ts';
import type { GitHubCall } from './call.ts';
import { askAll } from './pages.ts';
import { sendOnce } from './send-once.ts';

/** docs.github.com, "REST API endpoints for check runs": as many go with one request. */
const annotationsAtOnce = 50;

/** Tells our check runs from others with the same name. */
const externalId = 'slipway';

type CheckRun = ReturnType<typeof readCheckRun>;

/** docs.github.com, "REST API endpoints for check runs". */
export function gitHubChecks(api: GitHubApi): Checks {
  return {
    async writeCheck(check) {
      if (check.summary.length > longestSummary) {
        const what = `the summary of check ${check.name} has ${check.summary.length} characters`;
        throw new SlipwayError('E_INTERNAL', `${what}, and ${longestSummary} are allowed`);
      }
      const found = await findCheckRun(api, check);
      let written = found;
      let sent = found?.annotations ?? 0;
      // Annotations are added to those that are there; a first request is needed without one, too.
      do {
        const some = check.annotations.slice(sent, sent + annotationsAtOnce);
        written = await writePart(api, check, written, some);
        sent += some.length;
      } while (sent < check.annotations.length);
      return written.id;
    },
  };
}

/** The newest of ours with that name on the commit; those of others cannot be changed. */
async function findCheckRun(api: GitHubApi, { name, commit }: Check): Promise<CheckRun | undefined> {
  const query = new URLSearchParams({ check_name: name, filter: 'latest' });
  const call: GitHubCall = {
    target: `${api.repository}/commits/${encodeURIComponent(commit)}/check-runs?${query}`,
    purpose: `list the checks of commit ${commit}`,
    needs: 'checks: read',
  };
  const runs = await askAll(api, call, 'check_runs');
  const ours = runs
    .map((one) => readAs(api, call, one, readCheckRun))
    .filter((run) => run.ours === externalId);
  return ours.reduce<CheckRun | undefined>(
    (newest, run) => (newest === undefined || run.id > newest.id ? run : newest),
    undefined,
  );
}

/** One request; where it makes something or adds to it, one that is not done twice. */
async function writePart(
  api: GitHubApi,
  check: Check,
  there: CheckRun | undefined,
  annotations: readonly CheckAnnotation[],
): Promise<CheckRun> {
  const { name, commit } = check;
  const call: GitHubCall = {
    method: there === undefined ? 'POST' : 'PATCH',
    target: `${api.repository}/check-runs${there === undefined ? '' : `/${there.id}`}`,
    body: { ...(there === undefined && { head_sha: commit }), ...fieldsOf(check, annotations) },
    purpose: `write the check ${name} of commit ${commit}`,
    needs: 'checks: write',
  };
  if (there !== undefined && annotations.length === 0) {
    return readAs(api, call, await askJson(api, call), readCheckRun);
  }
  const count = (there?.annotations ?? 0) + annotations.length;
  return sendOnce(api, call, readCheckRun, async () => {
    const found = await findCheckRun(api, check);
    return found !== undefined && found.annotations >= count ? found : undefined;
  });
}

function fieldsOf(check: Check, annotations: readonly CheckAnnotation[]): object {
  const { name, conclusion, title, summary, address } = check;
  return {
    name,
    external_id: externalId,
    ...(conclusion === undefined ? { status: 'in_progress' } : { status: 'completed', conclusion }),
    ...(address !== undefined && { details_url: address }),
    output: {
      title,
      summary,
      ...(annotations.length > 0 && { annotations: annotations.map(annotationFields) }),
    },
  };
}

function annotationFields({ path, line, level, title, message }: CheckAnnotation): object {
  return { path, start_line: line, end_line: line, annotation_level: level, title, message };
}
