import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { type SubjectRequest, subjectRequest } from './subject-request.ts';

/** What `slipway compare` is asked to do. */
export interface CompareRequest {
  readonly before: SubjectRequest;
  readonly after: SubjectRequest;
  /** Whether symbols are compared. */
  readonly symbols: boolean;
}

/**
 * The request of `slipway compare A B`.
 * @throws SlipwayError E_CONFIG with every fault of one of them
 */
export async function compareRequest(flags: Flags, host: HostEnvironment): Promise<CompareRequest> {
  const [before = '', after = ''] = flags.positionals;
  const side = (name: string) => subjectRequest('compare', { ...flags, positionals: [name] }, host);
  return { before: await side(before), after: await side(after), symbols: flags.values.symbols ?? false };
}
