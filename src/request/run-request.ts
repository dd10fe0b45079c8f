import { throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import type { Platform } from './platform.ts';
import type { SandboxSetting } from './sandbox-inputs.ts';
import type { Smoke } from './smoke.ts';
import { type SubjectRequest, subjectRequest } from './subject-request.ts';

/** What `slipway run IMAGE|FILE` is asked to do. */
export interface RunRequest extends SubjectRequest {
  readonly smoke: Smoke | undefined;
  readonly sandbox: SandboxSetting;
  /** Undefined: what this machine runs as it is. */
  readonly platform: Platform | undefined;
}

/**
 * The request of `slipway run IMAGE|FILE`.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function runRequest(flags: Flags, host: HostEnvironment): Promise<RunRequest> {
  const { smoke, sandbox = 'auto', platforms = [] } = flags.values;
  const [platform, ...others] = platforms;
  if (others.length > 0 || platform === 'all') {
    const hint = 'name one of them; slipway build tries every platform that this machine can run';
    throwFaults([{ where: '--platform', message: 'one platform is run at a time', hint }], 'slipway run');
  }
  if (sandbox === 'off') {
    throwFaults([{ where: '--sandbox off', message: 'nothing would be run' }], 'slipway run');
  }
  const request = await subjectRequest('run', flags, host);
  return { ...request, smoke, sandbox, platform: platform === 'all' ? undefined : platform };
}
