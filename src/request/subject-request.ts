import { resolve } from 'node:path';
import { commands } from './commands.ts';
import { collect, type Fault, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import { cacheDirectory, type HostEnvironment } from './host-environment.ts';
import type { ImagePlace } from './image-place.ts';
import type { CommandName } from './input.ts';
import { registrySettings } from './registry-settings.ts';
import type { RegistrySettings } from './request.ts';
import { type BareFile, bareFile, placeOf, saysWhere } from './spelled-place.ts';

/** What a command is asked that looks at one thing. Paths are absolute. */
export interface SubjectRequest {
  /** As the user named it. */
  readonly name: string;
  readonly subject: ImagePlace | BareFile;
  readonly registries: RegistrySettings;
  readonly cacheDirectory: string;
}

/**
 * The request of `slipway COMMAND SUBJECT`. A name without a registry is a path: a slip in one must not ask Docker Hub.
 * @param where how faults call it
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function subjectRequest(
  command: CommandName,
  { values, positionals }: Flags,
  host: HostEnvironment,
  where: string = commands[command].positional,
): Promise<SubjectRequest> {
  const [name = '.'] = positionals;
  const faults: Fault[] = [];
  const path: BareFile = { kind: 'file', path: resolve(host.cwd, name) };
  const bare = await bareFile(name, host.cwd);
  const spelled = bare ?? collect(where, faults, () => placeOf(name, host.cwd));
  const request = {
    name,
    subject:
      spelled === undefined || (spelled.kind === 'registry' && !saysWhere(name, spelled)) ? path : spelled,
    registries: registrySettings(values, host, faults),
    cacheDirectory: cacheDirectory(values.cacheDirectory, host, faults),
  };
  throwFaults(faults, `slipway ${command}`);
  return request;
}
