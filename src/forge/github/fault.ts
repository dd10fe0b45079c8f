import { SlipwayError } from '../../support/errors.ts';
import { isFields, parseFields } from '../../support/fields.ts';
import { type HttpResponse, readBody } from '../../support/http.ts';
import { withoutCredentials } from '../../support/http-secret.ts';
import { oneLine } from '../../support/one-line.ts';
import { MissingRight } from '../forge.ts';
import type { GitHubCall } from './call.ts';

/** Bytes of an answer that says no; what is longer is somebody's web page. */
export const longestRefusal = 65_536;

/**
 * A refusal of the API as an error that says what was being done and what GitHub says of it. Reads the answer's body.
 * @param place the repository, with the API's host
 * @returns MissingRight for 403, E_AUTH for 401, else E_FORGE
 */
export async function gitHubFault(
  call: GitHubCall,
  response: HttpResponse,
  place: string,
): Promise<SlipwayError> {
  const { status } = response;
  const said = await refusalWords(response);
  const answer = `(${status}${said === '' ? '' : `: ${said}`})`;
  const what = (reason: string): string => `${place}: cannot ${call.purpose}: ${reason} ${answer}`;
  if (status === 403) {
    return new MissingRight(what('the token is not allowed to'), rightHint(call.needs, response));
  }
  if (status === 401) {
    const hint = 'it is wrong, has ended or was taken back; the one of a workflow lasts as long as its job';
    return new SlipwayError('E_AUTH', what('the token is not accepted'), { hint });
  }
  const { reason, hint } = meaningOf(status, call.needs);
  return new SlipwayError('E_FORGE', what(reason), { hint });
}

function meaningOf(status: number, needs: string): { reason: string; hint: string } {
  if (status === 404 || status === 410) {
    const hint = `check that it is there; a token that may not see it (${needs}) gets the same answer`;
    return { reason: status === 404 ? 'it is not there' : 'it is gone', hint };
  }
  if (status >= 500)
    return { reason: 'GitHub fails', hint: 'try again later; www.githubstatus.com knows more' };
  if (status < 400) return notOfTheApi;
  return { reason: 'GitHub refuses it', hint: 'see what it says' };
}

/** What is wrong with an answer that is none of the API's. */
export const notOfTheApi = {
  reason: "the answer is none of GitHub's API",
  hint: 'check GITHUB_API_URL; a login page or a proxy may answer in its place',
};

/**
 * Which permission is missing: as the answer says (docs.github.com, "Troubleshooting the REST API", "Insufficient permissions":
 * x-accepted-github-permissions, `a=write,b=read; c=write` for a and b or c), else as we know.
 */
function rightHint(needs: string, { headers }: HttpResponse): string {
  const said = oneLine(headers['x-accepted-github-permissions'] ?? '');
  const named = /^[a-z_=,; ]+$/.test(said) ? said.split(';').map(workflowWords).join(' or ') : '';
  const right = named === '' ? needs : named;
  return `the job's token needs the permission ${right}; in a pull request from a fork it can only read, whatever the workflow says`;
}

function workflowWords(list: string): string {
  const spelled = list.split(',').map((right) => right.trim().replaceAll('_', '-').replace('=', ': '));
  return spelled.join(' and ');
}

/** What an answer says for people, on one line; '' for nothing (docs.github.com, "Troubleshooting the REST API"). */
async function refusalWords(response: HttpResponse): Promise<string> {
  const body = await readBody(response, longestRefusal).catch(() => Buffer.alloc(0));
  const { message, errors } = parseFields(body) ?? {};
  const details = Array.isArray(errors) ? errors.slice(0, 3).map(detail) : [];
  const words = [message, ...details].filter((part) => typeof part === 'string' && part !== '');
  return oneLine(withoutCredentials(words.join('; '), response));
}

function detail(error: unknown): unknown {
  return isFields(error) ? (error['message'] ?? error['code']) : error;
}
