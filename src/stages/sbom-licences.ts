import type { FoundLicence } from '../attest/sbom/licence/found-licence.ts';
import type { ModuleInfo } from '../binary/go/module-info.ts';
import type { Origin } from '../gobuild/origin.ts';
import type { InspectedTarget } from './inspection.ts';

export async function readLicences(
  _info: ModuleInfo,
  _target: InspectedTarget,
  _origin: Origin,
): Promise<ReadonlyMap<string, FoundLicence>> {
  return new Map();
}
