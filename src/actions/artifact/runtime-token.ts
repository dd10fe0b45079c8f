import { parseFields } from '../../support/fields.ts';

/** A run and a job of it, as the runner's services call them. */
export interface BackendIds {
  readonly run: string;
  readonly job: string;
}

/**
 * What ACTIONS_RUNTIME_TOKEN says it is for: a JWT (RFC 7519, 3) in whose scopes one is `Actions.Results:RUN:JOB`. Its
 * signature is the service's to check. Undefined: it is of another kind.
 */
export function backendIds(token: string): BackendIds | undefined {
  const [, claims = ''] = token.split('.');
  const { scp } = parseFields(Buffer.from(claims, 'base64url')) ?? {};
  if (typeof scp !== 'string') return undefined;
  for (const scope of scp.split(' ')) {
    const [name, run, job, ...more] = scope.split(':');
    if (name === 'Actions.Results' && run && job && more.length === 0) return { run, job };
  }
  return undefined;
}
