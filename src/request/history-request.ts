import { resolve } from 'node:path';
import { collect, type Fault, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import { cacheDirectory, type HostEnvironment } from './host-environment.ts';
import { formatReference, type ImageReference, parseReference, type Repository } from './reference.ts';
import { registrySettings } from './registry-settings.ts';
import type { RegistrySettings } from './request.ts';

/** What `slipway history` is asked. Paths are absolute. */
export interface HistoryRequest {
  /** As the user named them, without a tag. */
  readonly repositories: readonly Repository[];
  /** Tags that move with a branch: those that the user named. */
  readonly moving: readonly string[];
  readonly order: 'version' | 'commit';
  /** File for the chart. */
  readonly chart: string | undefined;
  /** File for the page. */
  readonly page: string | undefined;
  readonly registries: RegistrySettings;
  readonly cacheDirectory: string;
}

/**
 * The request of `slipway history REF …`.
 * @throws SlipwayError E_CONFIG with every fault
 */
export function historyRequest({ values, positionals }: Flags, host: HostEnvironment): HistoryRequest {
  const faults: Fault[] = [];
  const named = positionals.flatMap((text) => collect('REF', faults, () => parseReference(text)) ?? []);
  for (const reference of named) if (reference.digest !== undefined) faults.push(byDigest(reference));
  const request = {
    repositories: distinct(named),
    moving: [...new Set(named.flatMap(({ tag }) => tag ?? []))],
    order: values.by === 'commit' ? ('commit' as const) : ('version' as const),
    chart: values.svg === undefined ? undefined : resolve(host.cwd, values.svg),
    page: values.html === undefined ? undefined : resolve(host.cwd, values.html),
    registries: registrySettings(values, host, faults),
    cacheDirectory: cacheDirectory(values.cacheDirectory, host, faults),
  };
  throwFaults(faults, 'slipway history');
  return request;
}

function byDigest(reference: ImageReference): Fault {
  const message = `${formatReference(reference)} is one image, and a history is of all that have tags`;
  return { where: 'REF', message, hint: `write ${formatReference(repositoryOf(reference))}` };
}

function distinct(references: readonly ImageReference[]): Repository[] {
  const places = references.map(repositoryOf);
  return [...new Map(places.map((place) => [formatReference(place), place])).values()];
}

function repositoryOf({ registry, repository }: ImageReference): Repository {
  return { registry, repository };
}
