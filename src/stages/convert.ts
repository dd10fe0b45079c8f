import type { BlobStore } from '../cache/blob-store.ts';
import { writeArchive } from '../image/archive.ts';
import { checkArchivePlace } from '../image/archive-file.ts';
import { chooseImage } from '../image/choose-image.ts';
import { chooseManifest } from '../image/choose-manifest.ts';
import { collectDocuments, collectTree } from '../image/collect.ts';
import { repoTag, writeDockerArchive } from '../image/docker-archive.ts';
import { blobTree, type ImageTree, readTree } from '../image/image-tree.ts';
import { checkLayoutPlace, writeLayout } from '../image/layout.ts';
import { isIndexType } from '../image/media-types.ts';
import { saysWhose } from '../image/source/faults.ts';
import type { ImageSource } from '../image/source/image-source.ts';
import { toOci } from '../image/to-oci.ts';
import type { PushTree } from '../registry/push/publication.ts';
import type { ConvertRequest } from '../request/convert-request.ts';
import { formatImagePlace, type ImagePlace } from '../request/image-place.ts';
import { formatPlatform } from '../request/platform.ts';
import type { ImageReference } from '../request/reference.ts';
import type { Digest } from '../support/hashing.ts';

type TaggedReference = ImageReference & { readonly tag: string };

export interface ConvertPorts {
  readonly store: BlobStore;
  readonly signal: AbortSignal;
  /** Pushes an image and then moves the tag; false when the registry had both already. */
  readonly push: (tree: PushTree, reference: TaggedReference) => Promise<boolean>;
}

/** What `slipway convert --json` prints. */
export interface Conversion {
  readonly source: string;
  readonly target: string;
  /** Of the index or manifest that the target has now; absent for a docker archive, which has none. */
  readonly digest?: Digest;
  /** For a docker archive: the config's digest, which is what Docker calls the image ID. */
  readonly imageId?: Digest;
  /** Whether the image can be found in the target by the digest it has in the source. */
  readonly kept: boolean;
  /** Every digest that is another one now; `to` is absent for what the target cannot hold. */
  readonly changed: readonly { readonly from: Digest; readonly to?: Digest; readonly reason: string }[];
  /** True when the target had all of it already and was left alone. */
  readonly unchanged: boolean;
  readonly notices: readonly string[];
}

/** The tag of an image that nobody gave one, as Docker has it; a layout's tools want some name too. */
const usualName = 'latest';

/**
 * Refuses a target that nothing may be written to, before anything is read for it.
 * @throws SlipwayError E_CONFIG
 */
export async function checkTarget(to: ImagePlace): Promise<void> {
  if (to.kind === 'oci') await checkLayoutPlace(to.path);
  else if (to.kind !== 'registry') await checkArchivePlace(to.path);
  if (to.kind === 'docker-archive') repoTags(to.name);
}

/**
 * Copies an image from where it lies to another place. What is OCI stays byte for byte, Docker's documents become OCI's
 * around the same configs and layers, and a docker archive gets one image's config and layers.
 * @throws SlipwayError E_BASE for an image that cannot be read or converted, E_CONFIG when the target must not be written or
 * one of several platforms has to be chosen, E_IO, and as source and registry
 */
export function convert(
  from: ImageSource,
  request: Pick<ConvertRequest, 'to' | 'platform'>,
  ports: ConvertPorts,
): Promise<Conversion> {
  return saysWhose(from.name, () => copyImage(from, request, ports));
}

async function copyImage(
  from: ImageSource,
  { to: asked, platform }: Pick<ConvertRequest, 'to' | 'platform'>,
  ports: ConvertPorts,
): Promise<Conversion> {
  const to = withTag(asked);
  const source = stoppable(from, ports.signal);
  const read = source.document;
  const one = platform !== undefined && isIndexType(source.root.mediaType);
  const root = one ? (await chooseManifest(source, platform)).descriptor : source.root;
  const tree = await readTree(root, read);
  if (platform !== undefined) await chooseImage(tree, platform, read);
  const notices = [...(source.notices ?? [])];
  if (one) notices.push(`only ${formatPlatform(platform)} of the index ${source.root.digest} was taken`);
  const names = { source: source.name, target: formatImagePlace(to) };
  if (to.kind === 'docker-archive') {
    return { ...names, ...(await toDockerArchive(tree, source, to, ports, notices)) };
  }
  const oci = toOci(tree);
  const written = await writeOut(oci.tree, source, to, ports);
  const { digest } = oci.tree.descriptor;
  const kept = digest === root.digest && source.made !== true;
  return {
    ...names,
    digest,
    kept,
    changed: oci.changes,
    unchanged: !written,
    notices: [...notices, ...oci.notices],
  };
}

type FilePlace = Extract<ImagePlace, { readonly path: string }>;
/** A place to write to: one in a registry has a tag. */
type Target = FilePlace | { readonly kind: 'registry'; readonly reference: TaggedReference };

function withTag(place: ImagePlace): Target {
  if (place.kind !== 'registry') return place;
  const { reference } = place;
  return { kind: 'registry', reference: { ...reference, tag: reference.tag ?? usualName } };
}

async function toDockerArchive(
  tree: ImageTree,
  source: ImageSource,
  { path, name }: FilePlace,
  { store }: ConvertPorts,
  notices: readonly string[],
): Promise<Omit<Conversion, 'source' | 'target'>> {
  const image = await chooseImage(tree, undefined, source.document);
  const { root } = await collectTree(image, source, store);
  const written = await writeDockerArchive({ manifest: root }, store, path, repoTags(name));
  const reason = 'a docker archive has config and layers only: their digests, and the image ID, are the same';
  const left =
    tree === image ? [] : [`only the image itself was taken of the index ${tree.descriptor.digest}`];
  return {
    imageId: image.document.config.digest,
    kept: false,
    changed: source.made === true ? [] : [{ from: root.digest, reason }],
    unchanged: !written,
    notices: [...notices, ...left],
  };
}

function repoTags(name: string | undefined): string[] {
  return name === undefined ? [] : [repoTag(name)];
}

/** @returns false when the target had it already */
async function writeOut(
  tree: ImageTree,
  source: ImageSource,
  to: Exclude<Target, { readonly kind: 'docker-archive' }>,
  { store, push }: ConvertPorts,
): Promise<boolean> {
  if (to.kind === 'registry') {
    await collectDocuments(tree, source, store);
    return push(pushTree(tree, source), to.reference);
  }
  const write = to.kind === 'oci' ? writeLayout : writeArchive;
  return write(await collectTree(tree, source, store), store, to.path, to.name ?? usualName);
}

/** The same source until the run is to end: then nothing more is read, and nothing is written. */
function stoppable(source: ImageSource, signal: AbortSignal): ImageSource {
  return {
    ...source,
    document: async (descriptor) => {
      signal.throwIfAborted();
      return source.document(descriptor);
    },
    fetch: async (descriptor) => {
      signal.throwIfAborted();
      await source.fetch(descriptor);
      signal.throwIfAborted();
    },
  };
}

/** Configs and layers come from the source when the registry neither has nor can mount them. */
function pushTree(tree: ImageTree, source: ImageSource): PushTree {
  const { root, blobs } = blobTree(tree);
  return { root, blobs, origins: new Map(blobs.map(({ digest }) => [digest, source])) };
}
