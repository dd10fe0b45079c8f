import { type Fault, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import { type HostEnvironment, sourceDateEpoch } from './host-environment.ts';
import type { Platform } from './platform.ts';
import type { SbomFormat } from './sbom-inputs.ts';
import { type SubjectRequest, subjectRequest } from './subject-request.ts';

/** What `slipway sbom FILE|IMAGE` is asked. */
export interface SbomOfRequest extends SubjectRequest {
  readonly format: SbomFormat;
  /** Which image of an index; undefined: there must be one only. */
  readonly platform: Platform | undefined;
  /** SOURCE_DATE_EPOCH in seconds, for what does not say its own time. */
  readonly sourceDateEpoch: number | undefined;
}

/**
 * The request of `slipway sbom FILE|IMAGE`.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function sbomRequest(flags: Flags, host: HostEnvironment): Promise<SbomOfRequest> {
  const request = await subjectRequest('sbom', flags, host);
  const { format = 'spdx', platforms = [] } = flags.values;
  const faults: Fault[] = [];
  const [platform, ...others] = platforms;
  if (others.length > 0 || platform === 'all') {
    const message = 'a bill of materials is of one image';
    faults.push({ where: '--platform', message, hint: 'name one platform, and run again for the next' });
  }
  const epoch = sourceDateEpoch(host, faults);
  throwFaults(faults, 'slipway sbom');
  return { ...request, format, platform: platform === 'all' ? undefined : platform, sourceDateEpoch: epoch };
}
