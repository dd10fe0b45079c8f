import { type Descriptor, mediaType } from '../image/descriptor.ts';
import { dockerType, isDocumentType, outdatedManifest } from '../image/media-types.ts';
import { maxDocumentBytes } from '../image/source/stored.ts';
import { formatReference, type ImageReference } from '../request/reference.ts';
import { SlipwayError } from '../support/errors.ts';
import { parseFields } from '../support/fields.ts';
import { isDigest, sha256 } from '../support/hashing.ts';
import { type HttpResponse, readBody } from '../support/http.ts';
import { discard } from '../support/http-body.ts';
import { notOfARegistry, registryFault } from './fault.ts';
import type { Registry, RegistryCall } from './registry.ts';

/** The documents that Slipway reads, of both families: a registry may choose among them by it. */
const accept = [mediaType.index, mediaType.manifest, dockerType.list, dockerType.manifest].join(', ');

/** A manifest or index as a registry has it. */
interface FoundManifest {
  readonly descriptor: Descriptor;
  readonly content: Uint8Array;
}

/** The request for what a reference names: its digest, else its tag, else `latest`, as docker has it. */
export function manifestCall(reference: ImageReference, method: 'GET' | 'HEAD'): RegistryCall {
  const { registry, repository, tag = 'latest', digest = tag } = reference;
  return {
    repository: { registry, repository },
    access: 'pull',
    method,
    target: `manifests/${digest}`,
    headers: { accept },
  };
}

/**
 * What a reference names now, by one HEAD request; where its answer lacks digest or length, which distribution-spec only
 * recommends, the document itself tells.
 * @throws SlipwayError E_REGISTRY when it is not there or the digest does not fit, E_BASE for schema 1, E_AUTH, E_NETWORK
 */
export async function resolve(registry: Registry, reference: ImageReference): Promise<Descriptor> {
  const { announced } = await ask(registry, reference);
  // Also for a refusal: an answer to HEAD cannot say why.
  return announced ?? (await readManifest(registry, reference)).descriptor;
}

/**
 * As `resolve`; undefined when the registry says that nothing has this name.
 * @throws SlipwayError as resolve
 */
export async function resolveIfThere(
  registry: Registry,
  reference: ImageReference,
): Promise<Descriptor | undefined> {
  const { status, announced } = await ask(registry, reference);
  if (status === 404) return undefined;
  return announced ?? (await readManifest(registry, reference)).descriptor;
}

async function ask(
  registry: Registry,
  reference: ImageReference,
): Promise<{ readonly status: number; readonly announced: Descriptor | undefined }> {
  const call = manifestCall(reference, 'HEAD');
  const answer = await registry.send(call);
  discard(answer);
  const { status } = answer;
  if (status === 429 || status >= 500) throw await registryFault(call, answer);
  return { status, announced: status === 200 ? announcedBy(answer, reference) : undefined };
}

/**
 * Reads what a reference names, at most 4 MiB.
 * @throws SlipwayError as resolve
 */
export async function readManifest(registry: Registry, reference: ImageReference): Promise<FoundManifest> {
  const call = manifestCall(reference, 'GET');
  const answer = await registry.send(call);
  if (answer.status !== 200) throw await registryFault(call, answer);
  const content = await readBody(answer, maxDocumentBytes);
  const named = typeOf(answer, reference);
  if (named === undefined && parseFields(content) === undefined) throw noDocument(reference, answer);
  const type = named ?? typeInside(content);
  const digest = sha256(content);
  if (reference.digest !== undefined && digest !== reference.digest) throw otherDigest(reference, digest);
  return { descriptor: { mediaType: type, digest, size: content.length }, content };
}

function noDocument(reference: ImageReference, { url, headers }: HttpResponse): SlipwayError {
  const { reason, hint } = notOfARegistry;
  const type = headers['content-type'] ?? 'something without a type';
  return new SlipwayError(
    'E_REGISTRY',
    `${formatReference(reference)}: ${url.host} gives ${type}: ${reason}`,
    { hint },
  );
}

function announcedBy(answer: HttpResponse, reference: ImageReference): Descriptor | undefined {
  const type = typeOf(answer, reference);
  const digest = answer.headers['docker-content-digest'] ?? '';
  const length = answer.headers['content-length'] ?? '';
  if (type === undefined || !isDigest(digest) || !/^[1-9]\d{0,9}$/.test(length)) return undefined;
  if (reference.digest !== undefined && digest !== reference.digest) throw otherDigest(reference, digest);
  return { mediaType: type, digest, size: Number(length) };
}

/** What an answer says that it is, without parameters; '' when it does not. */
export function contentTypeOf({ headers }: HttpResponse): string {
  return headers['content-type']?.split(';')[0]?.trim() ?? '';
}

/** An answer's media type; undefined when it is none of ours. */
function typeOf(answer: HttpResponse, reference: ImageReference): string | undefined {
  const type = contentTypeOf(answer);
  const outdated = outdatedManifest(type);
  if (outdated !== undefined) throw new SlipwayError('E_BASE', `${formatReference(reference)}: ${outdated}`);
  return isDocumentType(type) ? type : undefined;
}

/**
 * The media type of a document that nothing led to but its digest: what it says of itself, else what its fields are
 * (image-spec, manifest.md and image-index.md: "mediaType" may be left out). Whoever reads it checks its shape.
 */
export function typeInside(content: Uint8Array): string {
  const fields = parseFields(content) ?? {};
  const own = fields['mediaType'];
  if (typeof own === 'string' && isDocumentType(own)) return own;
  return 'manifests' in fields ? mediaType.index : mediaType.manifest;
}

function otherDigest(reference: ImageReference, digest: string): SlipwayError {
  const what = `${formatReference(reference)}: ${reference.registry} answers with another document, ${digest}`;
  return new SlipwayError('E_REGISTRY', what, {
    hint: 'the registry, or something in front of it, changes what it stores: nothing of it is used',
  });
}
