import type { KeyPlace } from '../request/key-place.ts';
import type { SigningSettings } from '../request/signing-settings.ts';
import { SlipwayError } from '../support/errors.ts';
import { type Environment, type HttpClient, openHttp } from '../support/http.ts';
import { builtinMaker } from './bundle-maker.ts';
import { type CosignPorts, type CosignProgram, openCosign } from './cosign-program.ts';
import { readPrivateKey } from './keys/read-key.ts';
import { openKeyless } from './open-keyless.ts';
import { openSigstore, type SigstorePorts } from './open-sigstore.ts';
import { keySigner } from './signer.ts';
import type { Signing } from './signing.ts';
import { openServices, type Services } from './sigstore/services.ts';

/** What signing needs from outside. */
export interface SigningPorts extends Omit<SigstorePorts, 'send'>, CosignPorts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly http?: HttpClient;
}

/**
 * Opens what a run signs with. But for what the public Sigstore is now, nobody on the network is asked anything.
 * @throws SlipwayError E_CONFIG, E_AUTH, E_TOOL, E_IO; E_SIGN when cosign cannot open the key
 */
export async function openSigning(settings: SigningSettings, ports: SigningPorts): Promise<Signing> {
  const { key } = settings;
  const http = ports.http ?? openHttp(ports.env);
  const servicePorts = { ...ports, send: http.send };
  const { root, config } = await openSigstore(settings.sigstore, servicePorts);
  const services = openServices(config, servicePorts);
  if (services.witnesses.length > 0 && root === undefined) throw unchecked();
  const program = settings.signer === 'cosign' ? await openCosign(settings, ports) : undefined;
  const signing =
    key === undefined
      ? openKeyless(settings, services, servicePorts)
      : await withKey(key, services, program, ports.env);
  return {
    ...signing,
    ...(program !== undefined && { maker: program }),
    trust: { root, log: services.logs > 0 },
    promised: services.promised,
    close: () => (ports.http === undefined ? http.close() : Promise.resolve()),
  };
}

async function withKey(
  place: KeyPlace,
  { witnesses }: Services,
  program: CosignProgram | undefined,
  env: Environment,
): Promise<Pick<Signing, 'maker' | 'expected' | 'expectedOf'>> {
  const key = program === undefined ? await readPrivateKey(place, env) : undefined;
  const publicKey = key?.publicKey ?? (await program?.publicKey(place));
  const maker = key === undefined ? program : builtinMaker({ signer: keySigner(key), witnesses });
  if (publicKey === undefined || maker === undefined) throw new SlipwayError('E_INTERNAL', 'nobody signs');
  const expected = { kind: 'key', publicKey } as const;
  return { maker, expected: async () => expected, expectedOf: async () => expected };
}

function unchecked(): SlipwayError {
  const what = 'the signing config names logs or timestamp authorities, and nothing says which to trust';
  return new SlipwayError('E_CONFIG', what, {
    hint: 'what they confirm is verified right after signing: name their trusted root with --trusted-root',
  });
}
