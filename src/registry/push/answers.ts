import { isDocumentType } from '../../image/media-types.ts';
import type { ImageReference, Repository } from '../../request/reference.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import type { HttpResponse } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import { registryFault } from '../fault.ts';
import { contentTypeOf, manifestCall } from '../manifests.ts';
import type { Registry, RegistryCall } from '../registry.ts';

export function isGood({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/**
 * Whether an answer says that something is stored: 201 (distribution-spec, "Pushing Blobs", "Pushing Manifests"), or another good
 * one that names it. A login page in front of a registry answers 200 to anything.
 */
export function isStored(answer: HttpResponse): boolean {
  const { 'docker-content-digest': digest, location } = answer.headers;
  return answer.status === 201 || (isGood(answer) && (digest ?? location) !== undefined);
}

/**
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
 */
export async function hasBlob(registry: Registry, place: Repository, digest: Digest): Promise<boolean> {
  const call = { repository: place, method: 'HEAD', target: `blobs/${digest}` } as const;
  return (await look(registry, call)) !== undefined;
}

/**
 * The digest of the manifest or index that a reference names, when the registry has it; '' when it does not say which it is.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
 */
export async function findManifest(
  registry: Registry,
  reference: ImageReference,
): Promise<string | undefined> {
  const answer = await look(registry, manifestCall(reference, 'HEAD'));
  if (answer === undefined) return undefined;
  return answer.headers['docker-content-digest'] ?? (isDocumentType(contentTypeOf(answer)) ? '' : undefined);
}

/** Asked with the right to push, so that one token serves the whole push. */
async function look(
  registry: Registry,
  asked: Omit<RegistryCall, 'access'>,
): Promise<HttpResponse | undefined> {
  const call: RegistryCall = { ...asked, access: 'push' };
  const answer = await registry.send(call);
  if (answer.status !== 200 && answer.status !== 404) throw await registryFault(call, answer);
  discard(answer);
  return answer.status === 200 ? answer : undefined;
}

/**
 * Holds what a registry says it keeps against what was sent to it. The header is optional (distribution-spec, "Pushing
 * Manifests").
 * @throws SlipwayError E_REGISTRY
 */
export function checkDigest({ headers }: HttpResponse, digest: Digest, { registry }: Repository): void {
  const said = headers['docker-content-digest'];
  if (said === undefined || said === digest) return;
  throw new SlipwayError('E_REGISTRY', `${registry} was sent ${digest} and says that it keeps ${said}`, {
    hint: 'something between here and the registry changes content; no tag was moved to it',
  });
}
