import { resolve } from 'node:path';
import { throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import type { Platform } from './platform.ts';
import { type SubjectRequest, subjectRequest } from './subject-request.ts';

/** What `slipway inspect` is asked to do. Paths are absolute. */
export interface InspectRequest extends SubjectRequest {
  /** A link of the same program with its symbols. */
  readonly twin: string | undefined;
  /** Whether symbols are listed. */
  readonly symbols: boolean;
  /** Whether the Go programs of an image are looked into. */
  readonly programs: boolean;
  /** File of the page that shows it; absolute. */
  readonly page: string | undefined;
  /** One image of an index; undefined: all of them. */
  readonly platform: Platform | undefined;
}

/**
 * The request of `slipway inspect FILE|IMAGE`.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function inspectRequest(flags: Flags, host: HostEnvironment): Promise<InspectRequest> {
  const request = await subjectRequest('inspect', flags, host);
  const { twin, html, symbols = false, programs = false, platforms = [] } = flags.values;
  const [platform, ...others] = platforms;
  if (others.length > 0) {
    const hint = 'leave --platform out to look at all of an index';
    throwFaults(
      [{ where: '--platform', message: 'one platform can be looked at, or all of them', hint }],
      'slipway inspect',
    );
  }
  return {
    ...request,
    twin: twin === undefined ? undefined : resolve(host.cwd, twin),
    symbols,
    programs,
    page: html === undefined ? undefined : resolve(host.cwd, html),
    platform: platform === 'all' ? undefined : platform,
  };
}
