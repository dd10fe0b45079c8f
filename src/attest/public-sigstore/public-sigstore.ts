import { join } from 'node:path';
import type { SigningConfig, TrustedRoot } from '@sigstore/protobuf-specs';
import type { ServicePorts } from '../sigstore/post.ts';
import { parseSigningConfig, parseTrustedRoot } from '../sigstore/read-files.ts';
import { initialRoot } from './initial-root.ts';
import { openMetadataCache } from './metadata-cache.ts';
import { fetchTargets, type TufRepository } from './tuf.ts';

/** The repository of the public Sigstore (docs.sigstore.dev, "Trust root"). */
export const publicRepository: TufRepository = {
  address: 'https://tuf-repo-cdn.sigstore.dev',
  root: initialRoot,
};

const names = { root: 'trusted_root.json', config: 'signing_config.v0.2.json' } as const;

/**
 * Whom the public Sigstore says to trust and where its services are, now.
 * @param cacheDirectory where what was learned is kept for the next run
 * @throws SlipwayError as fetchTargets; E_CONFIG for documents of a version that is not known
 */
export async function publicSigstore(
  repository: TufRepository,
  cacheDirectory: string,
  ports: ServicePorts,
): Promise<{ readonly root: TrustedRoot; readonly config: SigningConfig }> {
  const cache = openMetadataCache(join(cacheDirectory, 'sigstore', new URL(repository.address).host));
  const [root, config] = await fetchTargets(repository, [names.root, names.config], { ...ports, cache });
  return {
    root: parseTrustedRoot(root ?? Buffer.alloc(0), names.root),
    config: parseSigningConfig(config ?? Buffer.alloc(0), names.config),
  };
}
