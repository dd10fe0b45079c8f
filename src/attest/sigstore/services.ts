import type { SigningConfig } from '@sigstore/protobuf-specs';
import type { Witness } from '../witness.ts';
import type { ServicePorts } from './post.ts';
import { rekorV1Witness } from './rekor-v1.ts';
import { rekorV2Witness } from './rekor-v2.ts';
import { selectServices } from './select-services.ts';
import { timestampWitness } from './timestamp.ts';

/** The services of a Sigstore that a run uses. */
export interface Services {
  /** Address of the certificate authority; undefined where the config names none. */
  readonly authority: string | undefined;
  readonly witnesses: readonly Witness[];
  /** How many of the witnesses are transparency logs. */
  readonly logs: number;
  /** Each log says by a signature of its own that an entry is there; those of the second version prove it alone. */
  readonly promised: boolean;
}

export interface ServicesPorts extends ServicePorts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * What a signing config says to use; without one nothing.
 * @throws SlipwayError E_CONFIG when it names too few that can be used
 */
export function openServices(config: SigningConfig | undefined, ports: ServicesPorts): Services {
  if (config === undefined) return { authority: undefined, witnesses: [], logs: 0, promised: true };
  const now = ports.now();
  const [authority] = selectServices('certificate authorities', config.caUrls, undefined, [1], now);
  const logs = selectServices('transparency logs', config.rekorTlogUrls, config.rekorTlogConfig, [1, 2], now);
  const times = selectServices('timestamp authorities', config.tsaUrls, config.tsaConfig, [1], now);
  return {
    authority: authority?.url,
    witnesses: [
      ...logs.map(({ url, version }) =>
        version === 2 ? rekorV2Witness(url, ports) : rekorV1Witness(url, ports),
      ),
      ...times.map(({ url }) => timestampWitness(url, ports)),
    ],
    logs: logs.length,
    promised: logs.every(({ version }) => version === 1),
  };
}
