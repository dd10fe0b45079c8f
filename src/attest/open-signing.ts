import type { SigningSettings } from '../request/signing-settings.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Exec } from '../support/exec.ts';
import type { Environment } from '../support/http.ts';
import { builtinMaker } from './bundle-maker.ts';
import { readPrivateKey } from './keys/read-key.ts';
import { keySigner } from './signer.ts';
import type { Signing } from './signing.ts';

/** What signing needs from outside. */
export interface SigningPorts {
  readonly env: Environment;
  readonly exec: Exec;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens what a run signs with.
 * @throws SlipwayError E_CONFIG, E_AUTH, E_IO
 */
export async function openSigning(settings: SigningSettings, ports: SigningPorts): Promise<Signing> {
  const { key } = settings;
  if (key === undefined) throw new SlipwayError('E_SIGN', 'keyless signing is not there yet');
  const signingKey = await readPrivateKey(key, ports.env);
  const expected = { kind: 'key', publicKey: signingKey.publicKey } as const;
  return {
    maker: builtinMaker({ signer: keySigner(signingKey), witnesses: [] }),
    trust: { root: undefined, log: false },
    expected: async () => expected,
    expectedOf: async () => expected,
    close: async () => undefined,
  };
}
