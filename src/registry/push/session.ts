import type { Repository } from '../../request/reference.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { HttpResponse } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import type { Registry, RegistryCall } from '../registry.ts';

/** An upload that the registry has begun (distribution-spec, "Pushing a blob in chunks"). */
export interface UploadSession {
  /** Where it goes on: the last Location, with its query. */
  readonly url: URL;
  /** How many bytes the registry has. */
  readonly offset: number;
}

/** Begins an upload. What follows the slash is the query of a mount. */
export function beginCall(place: Repository, query = ''): RegistryCall {
  return {
    repository: place,
    access: 'push',
    method: 'POST',
    target: `blobs/uploads/${query}`,
    // Content-Length: 0, which some registries insist on.
    body: { bytes: 0, open: () => new Uint8Array(0) },
    repeatable: false,
  };
}

/**
 * The session that an answer leads to.
 * @throws SlipwayError E_REGISTRY when it leads nowhere
 */
export function sessionOf({ headers, url: from }: HttpResponse, offset = 0): UploadSession {
  const location = headers['location'] ?? '';
  // Relative to where the answer came from (RFC 9110, 10.2.2).
  const url = location !== '' && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:')) return { url, offset };
  throw new SlipwayError('E_REGISTRY', `${from.host} begins an upload and does not say where it goes on`, {
    hint: 'a proxy in front of the registry may have taken the Location header away',
  });
}

/**
 * How far an upload has come (distribution-spec, "Pushing a blob in chunks": GET of its Location). Undefined: it is gone, or the
 * registry cannot tell.
 */
export async function findSession(
  registry: Registry,
  place: Repository,
  { url }: UploadSession,
): Promise<UploadSession | undefined> {
  const answer = await registry.send({ repository: place, access: 'push', method: 'GET', target: url });
  discard(answer);
  const last = /^(?:bytes=)?0-(\d+)$/.exec(answer.headers['range'] ?? '')?.[1];
  // 0-0 is said for one byte and, by some, for none: too little to be worth the doubt.
  if (answer.status !== 204 || last === undefined || last === '0') return undefined;
  const offset = Number(last) + 1;
  return answer.headers['location'] === undefined ? { url, offset } : sessionOf(answer, offset);
}
