import { resolve } from 'node:path';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { type SubjectRequest, subjectRequest } from './subject-request.ts';

/** What `slipway inspect` is asked to do. Paths are absolute. */
export interface InspectRequest extends SubjectRequest {
  /** A link of the same program with its symbols. */
  readonly twin: string | undefined;
  /** Whether symbols are listed. */
  readonly symbols: boolean;
}

/**
 * The request of `slipway inspect FILE|IMAGE`.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function inspectRequest(flags: Flags, host: HostEnvironment): Promise<InspectRequest> {
  const request = await subjectRequest('inspect', flags, host);
  const { twin, symbols = false } = flags.values;
  return { ...request, twin: twin === undefined ? undefined : resolve(host.cwd, twin), symbols };
}
