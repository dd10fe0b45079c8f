import type { Descriptor } from '../../image/descriptor.ts';
import {
  type ForeignDescriptor,
  foreignPlatformText,
  isAttestation,
  parseIndex,
} from '../../image/documents.ts';
import { isIndexType } from '../../image/media-types.ts';
import type { ImageReference, Repository } from '../../request/reference.ts';
import { inParallel } from '../../support/concurrency.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import { type Digest, isDigest } from '../../support/hashing.ts';
import { readManifest, resolve, resolveIfThere } from '../manifests.ts';
import type { Registry } from '../registry.ts';
import { fallbackTag, findReferrers, type Referrer } from './list-referrers.ts';
import { readReferrer } from './read-referrer.ts';

/** A manifest or index, and what hangs on it. `size` is the document's own length in bytes. */
export interface TreeNode {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly size: number;
  /** What led to it: its name, an index, the account of referrers, or a tag that older cosigns make of the subject's digest. */
  readonly by: 'name' | 'index' | 'referrer' | 'tag';
  /** Of an artifact; where its manifest names none, its config's media type (image-spec, manifest.md, "artifactType"). */
  readonly artifactType?: string;
  /** `linux/arm64` */
  readonly platform?: string;
  readonly tag?: string;
  /** The image of the same index that a BuildKit attestation is about. */
  readonly about?: Digest;
  readonly annotations: Readonly<Record<string, string>>;
  /** Of an index. */
  readonly children: readonly TreeNode[];
  readonly referrers: readonly TreeNode[];
}

export interface ReferenceTree {
  readonly root: TreeNode;
  /** Who keeps the account of referrers. */
  readonly keptBy: 'registry' | 'clients';
  /** What could not be read, or is not as it is listed. */
  readonly notices: readonly string[];
}

/** cosign before 3, and on request: `sha256-<hex>.sig` (cosign, specs/SIGNATURE_SPEC.md, "Tag-based discovery"). */
const cosignSuffixes = ['sig', 'att', 'sbom'] as const;
const atOnce = 4;
/** More than images have; lists that others write could lead round in circles. */
const mostNodes = 2000;
const deepest = 8;

interface Walk {
  readonly registry: Registry;
  readonly place: Repository;
  readonly notices: string[];
  readonly seen: Set<string>;
}

/**
 * What a reference names, the images of its index, and all that refers to any of these, as far as it leads.
 * @throws SlipwayError E_REGISTRY when the name leads to nothing, E_BASE for schema 1, E_AUTH, E_NETWORK
 */
export async function readReferenceTree(
  registry: Registry,
  reference: ImageReference,
): Promise<ReferenceTree> {
  const place = { registry: reference.registry, repository: reference.repository };
  const walk: Walk = { registry, place, notices: [], seen: new Set() };
  const descriptor = await resolve(registry, reference);
  const { keptBy } = await findReferrers(registry, place, descriptor.digest);
  const root = await grown({ ...bare(descriptor), by: 'name', annotations: {} }, walk, 0);
  return { root, keptBy, notices: walk.notices };
}

function bare({ mediaType, digest, size }: Descriptor): Pick<TreeNode, 'mediaType' | 'digest' | 'size'> {
  return { mediaType, digest, size };
}

type Bud = Omit<TreeNode, 'children' | 'referrers'>;

/** The node with everything below it. */
async function grown(bud: Bud, walk: Walk, depth: number): Promise<TreeNode> {
  const { seen, notices } = walk;
  const leaf = { ...bud, children: [], referrers: [] };
  if (seen.has(bud.digest)) return leaf;
  if (seen.size >= mostNodes || depth > deepest) {
    notices.push(`what is below ${bud.digest} was not looked at: there is too much`);
    return leaf;
  }
  seen.add(bud.digest);
  const children = isIndexType(bud.mediaType) ? await childrenOf(bud, walk) : [];
  const below = (one: Bud): Promise<TreeNode> => grown(one, walk, depth + 1);
  return {
    ...bud,
    children: await inParallel(children, atOnce, below),
    referrers: await inParallel(await referrersOf(bud.digest, walk), atOnce, below),
  };
}

async function childrenOf({ digest }: Bud, walk: Walk): Promise<readonly Bud[]> {
  const { descriptor, content } = await readManifest(walk.registry, { ...walk.place, digest });
  return parseIndex(content, descriptor).manifests.map(childOf);
}

function childOf(entry: ForeignDescriptor): Bud {
  const { mediaType, digest, size, annotations, platform, fields } = entry;
  const { artifactType } = fields;
  const about = annotations['vnd.docker.reference.digest'] ?? '';
  const isImage = platform !== undefined && !isAttestation(entry);
  return {
    mediaType,
    digest,
    size,
    by: 'index',
    annotations,
    ...(typeof artifactType === 'string' && { artifactType }),
    ...(isImage && { platform: foreignPlatformText(platform) }),
    ...(isAttestation(entry) && isDigest(about) && { about }),
  };
}

/** Those of the account first, then those that only a tag of older cosigns leads to. */
async function referrersOf(subject: Digest, walk: Walk): Promise<readonly Bud[]> {
  const { registry, place } = walk;
  const { referrers } = await findReferrers(registry, place, subject);
  const listed = await inParallel(referrers, atOnce, (referrer) => referrerOf(referrer, subject, walk));
  const tagged = await inParallel(cosignSuffixes, atOnce, async (suffix): Promise<Bud[]> => {
    const tag = `${fallbackTag(subject)}.${suffix}`;
    const found = await resolveIfThere(registry, { ...place, tag });
    return found === undefined ? [] : [{ ...bare(found), by: 'tag', tag, annotations: {} }];
  });
  return [...listed, ...tagged.flat()];
}

/** As it is, not as it is listed: registries and fallback tags list other types or none. */
async function referrerOf(listed: Referrer, subject: Digest, walk: Walk): Promise<Bud> {
  const { mediaType, digest, size, artifactType, annotations = {} } = listed;
  const bud: Bud = { mediaType, digest, size, by: 'referrer', annotations };
  try {
    const {
      descriptor,
      subject: own,
      artifactType: type,
    } = await readReferrer(walk.registry, walk.place, digest);
    if (own !== subject) walk.notices.push(`${digest} is listed as referring to ${subject}, and does not`);
    return { ...bud, size: descriptor.size, ...(type !== undefined && { artifactType: type }) };
  } catch (error) {
    if (!(error instanceof SlipwayError) || !['E_REGISTRY', 'E_BASE'].includes(error.code)) throw error;
    walk.notices.push(asSlipwayError(error).message);
    return { ...bud, ...(artifactType !== undefined && { artifactType }) };
  }
}
