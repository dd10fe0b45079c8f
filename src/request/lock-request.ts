import { SlipwayError } from '../support/errors.ts';
import { type Fault, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { mayPack } from './pack-policy.ts';
import type { ImageReference } from './reference.ts';
import { registrySettings } from './registry-settings.ts';
import type { BaseRequest, BuildRequest, RegistrySettings } from './request.ts';
import { buildRequest } from './resolve.ts';
import { packPolicyOf, weighed } from './settings.ts';
import { readSaid } from './sources.ts';

/** What `slipway lock` is asked to do. */
export interface LockRequest {
  readonly lockFile: string;
  /** Bases in registries that a tag names, in the order that the configuration has them. */
  readonly bases: readonly ImageReference[];
  /** What else the lock holds stays: --base chose some of many. */
  readonly keepOthers: boolean;
  readonly registries: RegistrySettings;
  readonly dryRun: boolean;
  /** The build that decides about packing; undefined: nobody asks for it, or --base chose one of many. */
  readonly packing: BuildRequest | undefined;
}

/**
 * The request of `slipway lock`: the bases of every target of the configuration, or the one that --base names.
 * @throws SlipwayError E_CONFIG with every fault, or where there is no folder for a lock
 */
export async function lockRequest(flags: Flags, host: HostEnvironment): Promise<LockRequest> {
  const { file, given, top, lockFile } = await readSaid(flags, host);
  if (lockFile === undefined) {
    throw new SlipwayError('E_CONFIG', 'a published module has no folder that a slipway.lock could lie in', {
      hint: 'write a slipway.yaml and name it with --config: the lock lies beside it',
    });
  }
  const faults: Fault[] = [];
  const registries = registrySettings(given, host, faults);
  throwFaults(faults, 'slipway lock');
  const entries = [...(file?.targets.values() ?? [])];
  const bases = (entries.length === 0 ? [{}] : entries).map((entry) => weighed('base', [given, entry, top]));
  return {
    lockFile,
    bases: bases.flatMap(tagged),
    keepOthers: given.base !== undefined,
    registries,
    dryRun: given.dryRun ?? false,
    packing: given.base === undefined ? await packingBuild(flags, host) : undefined,
  };
}

async function packingBuild(flags: Flags, host: HostEnvironment): Promise<BuildRequest | undefined> {
  const { given, file, top } = await readSaid(flags, host);
  const entries = [...(file?.targets.values() ?? [])];
  const policies = (entries.length === 0 ? [{}] : entries).map((entry) => packPolicyOf([given, entry, top]));
  return policies.some(mayPack) ? buildRequest(flags, host) : undefined;
}

function tagged(base: BaseRequest): readonly ImageReference[] {
  if (typeof base === 'string' || base.kind !== 'registry') return [];
  return base.reference.digest === undefined ? [base.reference] : [];
}
