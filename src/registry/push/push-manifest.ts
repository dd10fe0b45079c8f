import type { Descriptor } from '../../image/descriptor.ts';
import type { Repository } from '../../request/reference.ts';
import type { HttpResponse } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import { registryFault } from '../fault.ts';
import type { Registry, RegistryCall } from '../registry.ts';
import { checkDigest, isStored } from './answers.ts';

/**
 * Stores a manifest or index as it is, under its digest or a tag (distribution-spec, "Pushing Manifests"). Doing so twice
 * does no harm.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
 */
export async function putManifest(
  registry: Registry,
  place: Repository,
  reference: string,
  { mediaType, digest }: Pick<Descriptor, 'mediaType' | 'digest'>,
  bytes: Uint8Array,
): Promise<HttpResponse> {
  const call: RegistryCall = {
    repository: place,
    access: 'push',
    method: 'PUT',
    target: `manifests/${reference}`,
    headers: { 'content-type': mediaType },
    body: { bytes: bytes.length, open: () => bytes },
  };
  const answer = await registry.send(call);
  if (!isStored(answer)) throw await registryFault(call, answer);
  discard(answer);
  checkDigest(answer, digest, place);
  return answer;
}
