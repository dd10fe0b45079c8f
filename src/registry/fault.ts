import { SlipwayError } from '../support/errors.ts';
import { type HttpResponse, readBody } from '../support/http.ts';
import type { RegistryCall } from './registry.ts';

/** Error bodies are short; what is longer is somebody's web page. */
const longestBody = 65_536;
const longestText = 300;

/**
 * A registry's refusal as an error that names repository, what was being done, and what the registry says of it
 * (distribution-spec, "Error Codes"). Reads the answer's body.
 * @returns E_AUTH for 401 and 403, else E_REGISTRY
 */
export async function registryFault(call: RegistryCall, response: HttpResponse): Promise<SlipwayError> {
  const { registry, repository } = call.repository;
  const said = await errorText(response);
  const answer = `${response.status}${said === '' ? '' : `: ${said}`}`;
  const { code, reason, hint } = meaningOf(response, call);
  const what = `${registry}/${repository}: cannot ${purposeOf(call)}: ${reason} (${answer})`;
  return new SlipwayError(code, what, { hint });
}

interface Meaning {
  readonly code: 'E_AUTH' | 'E_REGISTRY';
  readonly reason: string;
  readonly hint: string;
}

function meaningOf({ status, headers }: HttpResponse, { repository, access }: RegistryCall): Meaning {
  const { registry } = repository;
  if (status === 401 || status === 403) {
    const hint = `the account needs the right to ${access} there; another account: docker login ${registry}, or --registry-auth ${registry}=VARIABLE`;
    return { code: 'E_AUTH', reason: 'it is not allowed', hint };
  }
  if (status === 404) {
    const hint =
      'check the name; a registry may also hide what the account may not see, and some want a repository made before a push';
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
  return { code: 'E_REGISTRY', reason: `${registry} refuses it`, hint: 'see what it says' };
}

/** What a request is for, as a person would say it. */
function purposeOf({ method, target }: RegistryCall): string {
  const path =
    typeof target === 'string' ? target : target.pathname.replace(/^.*\/(?=blobs\/|manifests\/)/, '');
  const [, kind, name] = /^(manifests|blobs|tags|referrers)\/([^?]*)/.exec(path) ?? [];
  if (kind === undefined || name === undefined) return `${method} ${path.split('?')[0]}`;
  if (name.startsWith('uploads')) return 'upload a blob';
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
  if (errors !== '') return oneLine(errors);
  return /^text\/plain\b/.test(type) ? oneLine(text.trim().split('\n')[0] ?? '') : '';
}

function parseErrors(text: string): string {
  try {
    const { errors, details } = { ...(JSON.parse(text) as { errors?: unknown; details?: unknown }) };
    // Docker Hub's token server has `details` instead.
    if (typeof details === 'string') return details;
    return Array.isArray(errors) ? errors.slice(0, 3).map(formatError).filter(Boolean).join('; ') : '';
  } catch {
    return '';
  }
}

function formatError(error: unknown): string {
  const { code, message } = { ...(error as { code?: unknown; message?: unknown } | null) };
  return [code, message].filter((part) => typeof part === 'string' && part !== '').join(' ');
}

/** Text of a stranger's: no control or direction characters, and not too long. */
function oneLine(text: string): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return clean.length > longestText ? `${clean.slice(0, longestText - 1)}…` : clean;
}
