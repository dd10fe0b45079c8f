import { openExpectation } from '../attest/open-expectation.ts';
import { verifyAttestations } from '../attest/verify-attestation.ts';
import { verifySignature } from '../attest/verify-signature.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { isAttestation, parseIndex } from '../image/documents.ts';
import { isIndexType } from '../image/media-types.ts';
import { readManifest, resolve } from '../registry/manifests.ts';
import type { Registry } from '../registry/registry.ts';
import type { Repository } from '../request/reference.ts';
import type { SignatureRequest } from '../request/verify-signature-request.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { settleAll } from '../support/concurrency.ts';
import type { Digest } from '../support/hashing.ts';
import { openHttp } from '../support/http.ts';
import type { Verdict } from '../verify/verdict.ts';

/**
 * What `slipway verify REF --key …`, `--identity … --issuer …` or `--github …` says of the signatures of what REF names now, and of what
 * must be attested.
 * @throws SlipwayError E_CONFIG, E_SIGN, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function signatureVerdicts(request: SignatureRequest, ports: Ports): Promise<Verdict[]> {
  const { image, expectation, attestations, registries, cacheDirectory } = request;
  const { env, signal, store } = ports;
  const http = ports.http ?? openHttp(env);
  const registry = runRegistry({ registries, offline: false }, ports);
  try {
    const [against, root] = await settleAll([
      openExpectation(expectation, { env, signal, cacheDirectory, send: http.send }),
      resolve(registry, image),
    ]);
    const place = { registry: image.registry, repository: image.repository };
    const find = { registry, store, signal };
    const signature = await verifySignature(root.digest, place, against, find);
    if (attestations.length === 0) return [signature];
    const images = await imagesOf(root, place, registry);
    return [
      signature,
      ...(await verifyAttestations(root.digest, images, place, attestations, against, find)),
    ];
  } finally {
    await Promise.all([registry.close(), http.close()]);
  }
}

/** The images of an index, without what BuildKit attests in it. */
async function imagesOf(root: Descriptor, place: Repository, registry: Registry): Promise<Digest[]> {
  if (!isIndexType(root.mediaType)) return [];
  const { content, descriptor } = await readManifest(registry, { ...place, digest: root.digest });
  const { manifests } = parseIndex(content, descriptor);
  return manifests.filter((each) => !isAttestation(each)).map(({ digest }) => digest);
}
