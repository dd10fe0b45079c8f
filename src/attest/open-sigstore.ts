import type { SigningConfig, TrustedRoot } from '@sigstore/protobuf-specs';
import type { SigstorePlace } from '../request/signing-settings.ts';
import type { Environment } from '../support/http.ts';
import type { TufRepository } from './public-sigstore/tuf.ts';
import type { ServicePorts } from './sigstore/post.ts';
import { readSigningConfig, readTrustedRoot } from './sigstore/read-files.ts';

/** What finding out whom to trust needs from outside. */
export interface SigstorePorts extends ServicePorts {
  readonly env: Environment;
  /** Where what is known of the public Sigstore is kept. */
  readonly cacheDirectory: string;
  /** What is asked in place of the public Sigstore's own repository. */
  readonly repository?: TufRepository;
}

/**
 * Whom to trust and where services are, as far as anything says so.
 * @throws SlipwayError E_CONFIG, E_IO; as publicSigstore
 */
export async function openSigstore(
  sigstore: SigstorePlace,
  ports: SigstorePorts,
): Promise<{ readonly root: TrustedRoot | undefined; readonly config: SigningConfig | undefined }> {
  if (sigstore.kind === 'public') {
    const { publicSigstore, publicRepository } = await import('./public-sigstore/public-sigstore.ts');
    return publicSigstore(ports.repository ?? publicRepository, ports.cacheDirectory, ports);
  }
  const { trustedRoot, signingConfig } = sigstore;
  return {
    root: trustedRoot === undefined ? undefined : await readTrustedRoot(trustedRoot),
    config: signingConfig === undefined ? undefined : await readSigningConfig(signingConfig),
  };
}
