import { type Service, type ServiceConfiguration, ServiceSelector } from '@sigstore/protobuf-specs';
import { SlipwayError } from '../../support/errors.ts';

/** One service of a signing config. */
export interface SelectedService {
  readonly url: string;
  readonly version: number;
}

/**
 * The services that a signing config says to use (sigstore/protobuf-specs, sigstore_trustroot.proto, ServiceConfiguration):
 * those that are valid now and whose interface is known, of the highest version; the newest first.
 * @param now milliseconds since 1970
 * @throws SlipwayError E_CONFIG when there are fewer than the config asks for, or an address is none
 */
export function selectServices(
  what: string,
  services: readonly Service[],
  configuration: Pick<ServiceConfiguration, 'selector' | 'count'> | undefined,
  versions: readonly number[],
  now: number,
): SelectedService[] {
  if (services.length === 0) return [];
  const usable = services.filter(
    ({ majorApiVersion, validFor }) => versions.includes(majorApiVersion) && isValid(validFor, now),
  );
  const highest = Math.max(...usable.map(({ majorApiVersion }) => majorApiVersion));
  const known = usable
    .filter(({ majorApiVersion }) => majorApiVersion === highest)
    .toSorted((a, b) => startOf(b) - startOf(a));
  const wanted = countOf(configuration, services.length);
  const operators = new Set<string>();
  const chosen = known.filter(({ operator }) => {
    // Two logs of one operator confirm no more than one does.
    if (wanted === undefined || !operators.has(operator)) return operators.add(operator);
    return false;
  });
  if (known.length === 0 || chosen.length < (wanted ?? 1)) {
    const found = `${chosen.length} of ${services.length} can be used now`;
    throw new SlipwayError('E_CONFIG', `the signing config names too few ${what}: ${found}`, {
      hint: `known versions of their interface: ${versions.join(', ')}; or is the config out of date?`,
    });
  }
  return chosen
    .slice(0, wanted)
    .map(({ url, majorApiVersion }) => ({ url: checked(url), version: majorApiVersion }));
}

/** Undefined: all of them. */
function countOf(
  configuration: Pick<ServiceConfiguration, 'selector' | 'count'> | undefined,
  all: number,
): number | undefined {
  switch (configuration?.selector) {
    case ServiceSelector.ALL:
      return undefined;
    case ServiceSelector.EXACT:
      return Math.min(configuration.count, all + 1);
    default:
      return 1;
  }
}

function isValid(validFor: Service['validFor'], now: number): boolean {
  const { start, end } = validFor ?? {};
  return (start?.getTime() ?? 0) <= now && now <= (end?.getTime() ?? Number.POSITIVE_INFINITY);
}

function startOf({ validFor }: Service): number {
  return validFor?.start?.getTime() ?? 0;
}

function checked(url: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new SlipwayError('E_CONFIG', `the signing config names ${JSON.stringify(url)}, which is no address`);
}
