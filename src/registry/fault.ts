import { SlipwayError } from '../support/errors.ts';
import { parseFields } from '../support/fields.ts';
import { type HttpResponse, readBody } from '../support/http.ts';
import { withoutCredentials } from '../support/http-secret.ts';
import { oneLine } from '../support/one-line.ts';
import { apiHost } from './address.ts';
import type { RegistryCall } from './registry.ts';

/** Error bodies are short; what is longer is somebody's web page. */
const longestBody = 65_536;

/**
 * A registry's refusal as an error that names repository, what was being done, and what the registry says of it
 * (distribution-spec, "Error Codes"). Reads the answer's body.
 * @returns E_AUTH for 401 and 403, else E_REGISTRY
 */
export async function registryFault(call: RegistryCall, response: HttpResponse): Promise<SlipwayError> {
  const { registry, repository } = call.repository;
  const said = await errorText(response);
  const other = otherHost(response, registry);
  const from = other === undefined ? '' : ` by ${other}`;
  const answer = `${response.status}${from}${said === '' ? '' : `: ${said}`}`;
  const { code, reason, hint } = meaningOf(response, call);
  const what = `${registry}/${repository}: cannot ${purposeOf(call)}: ${reason} (${answer})`;
  return new SlipwayError(code, what, { hint });
}

/** Who answered, when the registry sent us on to somebody else. */
function otherHost({ url }: HttpResponse, registry: string): string | undefined {
  return url.host === apiHost(registry) ? undefined : url.host;
}

interface Meaning {
  readonly code: 'E_AUTH' | 'E_REGISTRY';
  readonly reason: string;
  readonly hint: string;
}

function meaningOf(response: HttpResponse, { repository, access }: RegistryCall): Meaning {
  const { status, headers } = response;
  const { registry } = repository;
  if (status === 401 || status === 403) {
    const other = otherHost(response, registry);
    const hint =
      other === undefined
        ? `the account needs the right to ${access} there; another account: docker login ${registry}, or --registry-auth ${registry}=VARIABLE`
        : `${registry} sends us on to ${other}, which gets no credentials: ask who runs the registry`;
    return { code: 'E_AUTH', reason: 'it is not allowed', hint };
  }
  if (status === 404) {
    const more = access === 'push' ? ', and some want a repository made before a push' : '';
    const hint = `check the name; a registry may also hide what the account may not see${more}`;
    return { code: 'E_REGISTRY', reason: 'it is not there', hint };
  }
  if (status === 413) {
    const reason = `it is larger than ${registry} takes`;
    const hint = 'whoever runs the registry, or a proxy in front of it, sets the limit';
    return { code: 'E_REGISTRY', reason, hint };
  }
  if (status === 429) {
    const later = headers['retry-after'];
    const limit = headers['ratelimit-limit'];
    const reason = `${registry} is asked too often${limit === undefined ? '' : ` (limit ${oneLine(limit)})`}${
      later === undefined ? '' : `; it wants a pause of ${oneLine(later)}${/^\d+$/.test(later) ? ' s' : ''}`
    }`;
    return {
      code: 'E_REGISTRY',
      reason,
      hint: 'try again later; accounts have higher limits than nobody has',
    };
  }
  if (status >= 500) {
    return {
      code: 'E_REGISTRY',
      reason: `${registry} fails`,
      hint: 'try again later; its operator knows why',
    };
  }
  if (status < 300) return { code: 'E_REGISTRY', ...notOfARegistry };
  return { code: 'E_REGISTRY', reason: `${registry} refuses it`, hint: 'see what it says' };
}

/** What is wrong with an answer that says yes to everything. */
export const notOfARegistry = {
  reason: 'no registry answers like this',
  hint: 'a login page or a proxy may answer in its place: ask for the same address with a browser',
};

/** What a request is for, as a person would say it. */
function purposeOf({ method, target }: RegistryCall): string {
  const path =
    typeof target === 'string' ? target : target.pathname.replace(/^.*\/(?=blobs\/|manifests\/)/, '');
  // Where an upload goes on is for the registry to say.
  if (path.startsWith('blobs/uploads') || method === 'PATCH' || (method === 'PUT' && target instanceof URL)) {
    return 'upload a blob';
  }
  const [, kind, name] = /^(manifests|blobs|tags|referrers)\/([^?]*)/.exec(path) ?? [];
  if (kind === undefined || name === undefined) return `${method} ${path.split('?')[0]}`;
  if (kind === 'tags') return 'list its tags';
  if (kind === 'referrers') return `list what refers to ${name}`;
  const verb = method === 'GET' || method === 'HEAD' ? 'read' : method === 'DELETE' ? 'delete' : 'write';
  return `${verb} the ${kind === 'blobs' ? 'blob' : 'manifest'} ${name}`;
}

/** What an answer says for people, on one line: the codes and messages of distribution-spec's errors, else its plain text; '' for none. */
export async function errorText(response: HttpResponse): Promise<string> {
  const type = response.headers['content-type'] ?? '';
  const body = await readBody(response, longestBody).catch(() => undefined);
  const text = body?.toString('utf8') ?? '';
  const errors = parseErrors(text);
  const plain = /^text\/plain\b/.test(type) ? (text.trim().split('\n')[0] ?? '') : '';
  return oneLine(withoutCredentials(errors === '' ? plain : errors, response));
}

function parseErrors(text: string): string {
  const fields = parseFields(text);
  const [errors, details] = [fields?.['errors'], fields?.['details']];
  // Docker Hub's token server has `details` instead.
  if (typeof details === 'string') return details;
  return Array.isArray(errors) ? errors.slice(0, 3).map(formatError).filter(Boolean).join('; ') : '';
}

function formatError(error: unknown): string {
  const { code, message } = { ...(error as { code?: unknown; message?: unknown } | null) };
  return [code, message].filter((part) => typeof part === 'string' && part !== '').join(' ');
}
