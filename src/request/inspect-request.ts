import { resolve } from 'node:path';
import { throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import {
  asksOfModule,
  builtFromRequest,
  type ModuleRequest,
  moduleRequest,
  refuseModuleFlags,
  refuseUnaskedModule,
} from './module-request.ts';
import type { Platform } from './platform.ts';
import type { BaseRequest, BuildRequest } from './request.ts';
import { type SubjectRequest, subjectRequest } from './subject-request.ts';

/** What `slipway inspect FILE|IMAGE` is asked to do. Paths are absolute. */
export interface InspectRequest extends SubjectRequest {
  /** A link of the same program with its symbols. */
  readonly twin: string | undefined;
  /** What it was built from. */
  readonly builtFrom: BuildRequest | undefined;
  /** Where a program is to start. */
  readonly bases: readonly BaseRequest[];
  /** Blob of the layer that the program is pulled in. */
  readonly layer: string | undefined;
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
 * The request of `slipway inspect FILE|IMAGE`, or of a module where a flag asks something of one.
 * @throws SlipwayError E_CONFIG with every fault, and for a module of which nothing is asked
 */
export async function inspectRequest(
  flags: Flags,
  host: HostEnvironment,
): Promise<InspectRequest | ModuleRequest> {
  if (asksOfModule(flags.values)) return moduleRequest(flags, host);
  if (flags.positionals.length === 0) {
    const hint = 'usage: slipway inspect FILE|IMAGE|DIR';
    throwFaults(
      [{ where: 'slipway inspect', message: 'FILE|IMAGE|DIR is missing', hint }],
      'slipway inspect',
    );
  }
  const request = await subjectRequest('inspect', flags, host);
  if (request.subject.kind === 'file') await refuseUnaskedModule(request.name, request.subject.path);
  const { builtFrom } = flags.values;
  if (builtFrom === undefined) refuseModuleFlags(flags.values);
  const { twin, layer, html, bases = [], symbols = false, programs = false, platforms = [] } = flags.values;
  const [platform, ...others] = platforms;
  if (others.length > 0) {
    const hint = 'leave --platform out to look at all of an index';
    throwFaults(
      [{ where: '--platform', message: 'one platform can be looked at, or all of them', hint }],
      'slipway inspect',
    );
  }
  if (builtFrom !== undefined && twin !== undefined) {
    throwFaults(
      [{ where: '--twin', message: 'says what --built-from says, and less: leave it out' }],
      'slipway inspect',
    );
  }
  return {
    ...request,
    builtFrom: builtFrom === undefined ? undefined : await builtFromRequest(builtFrom, flags, host),
    twin: twin === undefined ? undefined : resolve(host.cwd, twin),
    bases,
    layer: layer === undefined ? undefined : resolve(host.cwd, layer),
    symbols,
    programs,
    page: html === undefined ? undefined : resolve(host.cwd, html),
    platform: platform === 'all' ? undefined : platform,
  };
}
