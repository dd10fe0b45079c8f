import type { Fault } from './faults.ts';
import { type HostEnvironment, secretVariables } from './host-environment.ts';
import type { InputValues } from './inputs.ts';
import type { RegistrySettings } from './request.ts';

/** What flags say of registries. Faults: a variable that is not set. */
export function registrySettings(
  flags: InputValues,
  host: Pick<HostEnvironment, 'env'>,
  faults: Fault[],
): RegistrySettings {
  return {
    auth: secretVariables('--registry-auth', flags.registryAuth ?? {}, host, faults),
    insecure: flags.insecureRegistry ?? [],
  };
}
