import { SlipwayError } from '../support/errors.ts';
import type { Fields } from '../support/fields.ts';
import { type Digest, sha256 } from '../support/hashing.ts';
import { mediaType } from './descriptor.ts';
import type { ForeignDescriptor, ForeignManifest } from './documents.ts';
import type { ImageTree, IndexNode, ManifestNode } from './image-tree.ts';
import { canonicalJson } from './json.ts';
import { isDockerList, isDockerManifest, ociTypeOf } from './media-types.ts';

/** BuildKit, "Image Attestation Storage": which image of the index an attestation is about. */
const attestedDigest = 'vnd.docker.reference.digest';

/** A document that has another digest than its source has. */
export interface Change {
  readonly from: Digest;
  readonly to: Digest;
  readonly reason: string;
}

/**
 * The same image in OCI documents only. Whatever is OCI already stays byte for byte; Docker's schema-2 manifests and lists
 * are written anew around the same configs and layers, and so is an index that named one of them.
 * @throws SlipwayError E_BASE for types of Docker's that OCI has no name for
 */
export function toOci(tree: ImageTree): {
  readonly tree: ImageTree;
  readonly changes: readonly Change[];
  readonly notices: readonly string[];
} {
  const changes = new Map<Digest, Change>();
  const convert = (node: ImageTree): ImageTree => {
    if (node.kind === 'other') return node;
    const made = node.kind === 'index' ? ociIndex(node, convert) : ociManifest(node);
    const { digest: from } = node.descriptor;
    if (made.node === node) return node;
    changes.set(from, { from, to: made.node.descriptor.digest, reason: made.reason });
    return made.node;
  };
  const converted = convert(tree);
  return {
    tree: converted,
    changes: [...changes.values()],
    notices: changes.size > 0 && attests(tree) ? [staleAttestations] : [],
  };
}

const staleAttestations =
  'attestations were carried along as they are: what they say inside names the digests that the manifests had before';

function attests(tree: ImageTree): boolean {
  if (tree.kind === 'index') return tree.children.some(attests);
  return tree.descriptor.annotations[attestedDigest] !== undefined;
}

interface Made<Node> {
  readonly node: Node;
  readonly reason: string;
}

function ociManifest(node: ManifestNode): Made<ManifestNode> {
  const { document, descriptor } = node;
  const config = ociDescriptor(document.config, descriptor.digest);
  const layers = document.layers.map((layer) => ociDescriptor(layer, descriptor.digest));
  const isDocker = isDockerManifest(descriptor.mediaType);
  const named =
    isDocker || config !== document.config || layers.some((layer, at) => layer !== document.layers[at]);
  if (!named) return { node, reason: '' };
  const fields = {
    ...document.fields,
    mediaType: mediaType.manifest,
    config: config.fields,
    layers: layers.map((layer) => layer.fields),
  };
  const reason = isDocker
    ? "Docker's manifest was written anew with OCI media types; config and layers are the same"
    : 'the manifest named Docker media types; config and layers are the same';
  const rewritten: ForeignManifest = { config, layers, fields };
  return {
    node: { ...node, document: rewritten, ...madeBytes(descriptor, fields, mediaType.manifest) },
    reason,
  };
}

/** The same blob under OCI's name for it; the descriptor itself where the type is no name of Docker's. */
function ociDescriptor(descriptor: ForeignDescriptor, manifest: Digest): ForeignDescriptor {
  const type = ociTypeOf(descriptor.mediaType);
  if (type !== undefined)
    return { ...descriptor, mediaType: type, fields: { ...descriptor.fields, mediaType: type } };
  if (!descriptor.mediaType.startsWith('application/vnd.docker.')) return descriptor;
  throw new SlipwayError(
    'E_BASE',
    `manifest ${manifest} holds ${descriptor.digest} of type ${descriptor.mediaType}, which OCI has no name for`,
    { hint: 'only container images can be converted, not plugins and other things that Docker keeps' },
  );
}

function ociIndex(node: IndexNode, convert: (child: ImageTree) => ImageTree): Made<IndexNode> {
  const { descriptor, document } = node;
  const converted = node.children.map(convert);
  const moved = new Map<string, Digest | undefined>(
    node.children.map((child, at) => [child.descriptor.digest, converted[at]?.descriptor.digest]),
  );
  const children = converted.map((child) => pointedAt(child, moved));
  const isDocker = isDockerList(descriptor.mediaType);
  if (!isDocker && children.every((child, at) => child === node.children[at])) return { node, reason: '' };
  const fields = {
    ...document.fields,
    mediaType: mediaType.index,
    manifests: children.map((child) => child.descriptor.fields),
  };
  const reason = isDocker
    ? "Docker's manifest list became an index of OCI manifests"
    : 'the index mixed Docker manifests with OCI ones, and now has OCI ones only';
  const rewritten = { manifests: children.map((child) => child.descriptor), fields };
  return {
    node: { ...node, children, document: rewritten, ...madeBytes(descriptor, fields, mediaType.index) },
    reason,
  };
}

/** An attestation's descriptor follows the image that it is about. */
function pointedAt(child: ImageTree, moved: ReadonlyMap<string, Digest | undefined>): ImageTree {
  const { descriptor } = child;
  const about = descriptor.annotations[attestedDigest];
  const now = about === undefined ? undefined : moved.get(about);
  if (now === undefined || now === about) return child;
  const annotations = { ...descriptor.annotations, [attestedDigest]: now };
  return {
    ...child,
    descriptor: { ...descriptor, annotations, fields: { ...descriptor.fields, annotations } },
  };
}

/**
 * A document of ours with the descriptor that leads to it. What the old one said besides type, digest and size stays, but
 * for the embedded content (image-spec, descriptor.md, "data").
 */
function madeBytes(
  old: ForeignDescriptor,
  document: Fields,
  type: string,
): { readonly bytes: Uint8Array; readonly descriptor: ForeignDescriptor } {
  const bytes = canonicalJson(document);
  const own = { mediaType: type, digest: sha256(bytes), size: bytes.length };
  const { data: _, ...rest } = old.fields;
  return { bytes, descriptor: { ...old, ...own, fields: { ...rest, ...own } } };
}
