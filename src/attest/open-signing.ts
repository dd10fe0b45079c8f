import type { SigningSettings } from '../request/signing-settings.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Exec } from '../support/exec.ts';
import { type Environment, type HttpClient, openHttp } from '../support/http.ts';
import { builtinMaker } from './bundle-maker.ts';
import { readPrivateKey } from './keys/read-key.ts';
import { openKeyless } from './open-keyless.ts';
import { keySigner } from './signer.ts';
import type { Signing } from './signing.ts';
import type { ServicePorts } from './sigstore/post.ts';
import { readSigningConfig, readTrustedRoot } from './sigstore/read-files.ts';
import { openServices } from './sigstore/services.ts';

/** What signing needs from outside. */
export interface SigningPorts extends Omit<ServicePorts, 'send'> {
  readonly env: Environment;
  readonly exec: Exec;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly http?: HttpClient;
}

/**
 * Opens what a run signs with. Nobody is asked anything before the first signature.
 * @throws SlipwayError E_CONFIG, E_AUTH, E_IO
 */
export async function openSigning(settings: SigningSettings, ports: SigningPorts): Promise<Signing> {
  const root = settings.trustedRoot === undefined ? undefined : await readTrustedRoot(settings.trustedRoot);
  const http = ports.http ?? openHttp(ports.env);
  const servicePorts = { ...ports, send: http.send };
  const config =
    settings.signingConfig === undefined ? undefined : await readSigningConfig(settings.signingConfig);
  const services = openServices(config, servicePorts);
  if (services.witnesses.length > 0 && root === undefined) throw unchecked();
  const trust = { root, log: services.logs > 0 };
  const close = () => (ports.http === undefined ? http.close() : Promise.resolve());
  if (settings.key === undefined) {
    return { ...openKeyless(settings, services, servicePorts), trust, close };
  }
  const key = await readPrivateKey(settings.key, ports.env);
  const expected = { kind: 'key', publicKey: key.publicKey } as const;
  return {
    maker: builtinMaker({ signer: keySigner(key), witnesses: services.witnesses }),
    trust,
    expected: async () => expected,
    expectedOf: async () => expected,
    close,
  };
}

function unchecked(): SlipwayError {
  const what = 'the signing config names logs or timestamp authorities, and nothing says which to trust';
  return new SlipwayError('E_CONFIG', what, {
    hint: 'what they confirm is verified right after signing: name their trusted root with --trusted-root',
  });
}
