import { type Descriptor, mediaType } from './descriptor.ts';
import { canonicalJson } from './json.ts';

/** The one version of the layout format (image-spec, image-layout.md, "oci-layout file"). */
export const layoutVersion = '1.0.0';

/** Files at a layout's root, and the folder of its blobs. */
export const layoutFile = { marker: 'oci-layout', index: 'index.json', blobs: 'blobs/sha256' } as const;

const refNameKey = 'org.opencontainers.image.ref.name';

export function encodeMarker(): Buffer {
  return canonicalJson({ imageLayoutVersion: layoutVersion });
}

/** index.json as parsed: other tools' fields and descriptors are carried over as they are. */
export interface IndexDocument {
  readonly manifests: readonly LooseDescriptor[];
  readonly [field: string]: unknown;
}

/** A descriptor that another tool may have written: checked only as far as it is used. */
export interface LooseDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** An index.json that names nothing yet. */
export function emptyIndex(): IndexDocument {
  return { schemaVersion: 2, mediaType: mediaType.index, manifests: [] };
}

/** The same index.json with `refName` naming this image: in the place of what it named before, else at the end. */
export function withRef(document: IndexDocument, image: Descriptor, refName: string): IndexDocument {
  const named: LooseDescriptor = { ...image, annotations: { [refNameKey]: refName } };
  const at = document.manifests.findIndex((descriptor) => hasRef(descriptor, refName));
  const others = document.manifests.map((descriptor, place) => (place === at ? named : descriptor));
  const kept = others.filter((descriptor) => descriptor === named || !hasRef(descriptor, refName));
  return { ...document, manifests: at < 0 ? [...kept, named] : kept };
}

export function hasRef(descriptor: LooseDescriptor, refName: string): boolean {
  return descriptor.annotations?.[refNameKey] === refName;
}
