import { type Descriptor, mediaType } from '../../image/descriptor.ts';
import { type ForeignDescriptor, type ForeignIndex, parseIndex } from '../../image/documents.ts';
import { maxDocumentBytes } from '../../image/source/stored.ts';
import type { Repository } from '../../request/reference.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import { type Digest, sha256 } from '../../support/hashing.ts';
import { type HttpResponse, readBody } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import { nextLink } from '../../support/http-link.ts';
import { registryFault } from '../fault.ts';
import { contentTypeOf } from '../manifests.ts';
import type { Registry, RegistryCall } from '../registry.ts';

/** A manifest that refers to another one by its subject (distribution-spec, "Listing Referrers"). */
export type Referrer = Descriptor & { readonly artifactType?: string };

const mostPages = 1000;

/** What refers to a manifest, and who keeps the account of it: the registry, or clients under the fallback tag. */
export interface ReferrerList {
  readonly keptBy: 'registry' | 'clients';
  readonly referrers: readonly Referrer[];
}

/**
 * What refers to a manifest or index. Asks the referrers API, and where a registry has none the fallback tag.
 * @param artifactType only referrers of this type; chosen here, since registries need not
 * @throws SlipwayError E_REGISTRY, also for an answer that is no index; E_AUTH, E_NETWORK
 */
export async function listReferrers(
  registry: Registry,
  place: Repository,
  subject: Digest,
  artifactType?: string,
): Promise<readonly Referrer[]> {
  const { referrers } = await findReferrers(registry, place, subject);
  if (artifactType === undefined) return referrers;
  return referrers.filter((referrer) => referrer.artifactType === artifactType);
}

/** As `listReferrers`, with who says so. */
export async function findReferrers(
  registry: Registry,
  place: Repository,
  subject: Digest,
): Promise<ReferrerList> {
  const listed = await askReferrersApi(registry, place, subject);
  if (listed !== undefined) return { keptBy: 'registry', referrers: listed };
  return { keptBy: 'clients', referrers: await fallbackReferrers(registry, place, subject) };
}

/**
 * What clients wrote under the fallback tag, whether the registry has the API or not.
 * @throws SlipwayError E_REGISTRY, E_AUTH, E_NETWORK
 */
export async function fallbackReferrers(
  registry: Registry,
  place: Repository,
  subject: Digest,
): Promise<readonly Referrer[]> {
  const index = await readFallback(registry, place, subject);
  return (index?.manifests ?? []).map(referrerOf);
}

/** Undefined: this registry has no such API. */
async function askReferrersApi(
  registry: Registry,
  place: Repository,
  subject: Digest,
): Promise<readonly Referrer[] | undefined> {
  const found = new Map<Digest, ForeignDescriptor>();
  let target: RegistryCall['target'] | undefined = `referrers/${subject}`;
  for (let pages = 0; target !== undefined; pages++) {
    const call: RegistryCall = { repository: place, access: 'pull', method: 'GET', target };
    const answer = await registry.send(call);
    if (pages === 0 && lacksApi(answer)) {
      discard(answer);
      return undefined;
    }
    if (answer.status !== 200) throw await registryFault(call, answer);
    const before = found.size;
    for (const referrer of (await readIndex(answer, place)).manifests) found.set(referrer.digest, referrer);
    target = nextLink(answer.headers['link'] ?? '', answer.url);
    if (target !== undefined && (found.size === before || pages === mostPages)) {
      throw unreadable(place, 'it has no end');
    }
  }
  return [...found.values()].map(referrerOf);
}

/** A registry from before 1.1 answers 404 (distribution-spec, "Unavailable Referrers API"), or with what is no index: a web page. */
function lacksApi(answer: HttpResponse): boolean {
  const { status } = answer;
  return (
    [400, 404, 405, 501].includes(status) || (status === 200 && contentTypeOf(answer) !== mediaType.index)
  );
}

/** The tag that lists what refers to a manifest where there is no API for it (distribution-spec, "Referrers Tag Schema"). */
export function fallbackTag(subject: Digest): string {
  return subject.replace(':', '-');
}

/**
 * The index under a fallback tag; undefined when there is none.
 * @throws SlipwayError E_REGISTRY, E_AUTH, E_NETWORK
 */
export async function readFallback(
  registry: Registry,
  place: Repository,
  subject: Digest,
): Promise<ForeignIndex | undefined> {
  const call: RegistryCall = {
    repository: place,
    access: 'pull',
    method: 'GET',
    target: `manifests/${fallbackTag(subject)}`,
    headers: { accept: mediaType.index },
  };
  const answer = await registry.send(call);
  if (answer.status === 200) return readIndex(answer, place);
  if (answer.status !== 404) throw await registryFault(call, answer);
  discard(answer);
  return undefined;
}

async function readIndex(answer: HttpResponse, place: Repository): Promise<ForeignIndex> {
  const bytes = await readBody(answer, maxDocumentBytes);
  try {
    return parseIndex(bytes, { mediaType: mediaType.index, digest: sha256(bytes) });
  } catch (error) {
    throw unreadable(place, asSlipwayError(error).message, error);
  }
}

function unreadable({ registry, repository }: Repository, what: string, cause?: unknown): SlipwayError {
  const message = `${registry}/${repository}: the list of an image's referrers cannot be read: ${what}`;
  return new SlipwayError('E_REGISTRY', message, { cause });
}

function referrerOf({ mediaType, digest, size, annotations, fields }: ForeignDescriptor): Referrer {
  const { artifactType } = fields;
  return { mediaType, digest, size, annotations, ...(typeof artifactType === 'string' && { artifactType }) };
}
