import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { type SubjectRequest, subjectRequest } from './subject-request.ts';
import type { ReaderName } from './verify-inputs.ts';

/** What `slipway verify` is asked. */
export interface VerifyRequest extends SubjectRequest {
  /** Tools that have to read the same. */
  readonly required: readonly ReaderName[];
}

/**
 * The request of `slipway verify SUBJECT`.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function verifyRequest(flags: Flags, host: HostEnvironment): Promise<VerifyRequest> {
  return { ...(await subjectRequest('verify', flags, host)), required: flags.values.require ?? [] };
}
