import { resolve } from 'node:path';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { type SubjectRequest, subjectRequest } from './subject-request.ts';

/** What `slipway compare` is asked to do. */
export interface CompareRequest {
  readonly before: SubjectRequest;
  readonly after: SubjectRequest;
  /** Whether symbols are compared. */
  readonly symbols: boolean;
  /** File of the page that shows it; absolute. */
  readonly page: string | undefined;
}

/**
 * The request of `slipway compare A B`.
 * @throws SlipwayError E_CONFIG with every fault of one of them
 */
export async function compareRequest(flags: Flags, host: HostEnvironment): Promise<CompareRequest> {
  const [before = '', after = ''] = flags.positionals;
  const side = (name: string) => subjectRequest('compare', { ...flags, positionals: [name] }, host);
  const { symbols = false, html } = flags.values;
  const page = html === undefined ? undefined : resolve(host.cwd, html);
  return { before: await side(before), after: await side(after), symbols, page };
}
