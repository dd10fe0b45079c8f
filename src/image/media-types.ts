import { mediaType } from './descriptor.ts';

/** What a media type's content is. */
interface KnownMediaType {
  readonly role: 'index' | 'manifest' | 'config' | 'layer' | 'empty';
  readonly family: 'oci' | 'docker';
  readonly compression?: 'none' | 'gzip' | 'zstd';
  /** Deprecated layers that may have to be fetched from elsewhere (layer.md, "Non-Distributable Layers"). */
  readonly nonDistributable?: true;
  /** OCI's name for the same bytes, where Docker has another one. */
  readonly oci?: string;
}

/** Docker's image documents (image-spec, media-types.md, "Compatibility Matrix"; distribution, manifest-v2-2.md). */
export const dockerType = {
  list: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
} as const;

const docker = { family: 'docker' } as const;
const none = { role: 'layer', compression: 'none' } as const;
const gzip = { role: 'layer', compression: 'gzip' } as const;
const zstd = { role: 'layer', compression: 'zstd' } as const;
/** OCI's non-distributable layers. */
const owned = 'application/vnd.oci.image.layer.nondistributable.v1.tar';
const dockerLayer = 'application/vnd.docker.image.rootfs';

/** All media types of images, of both families. */
const known: Readonly<Record<string, KnownMediaType>> = {
  [mediaType.index]: { role: 'index', family: 'oci' },
  [mediaType.manifest]: { role: 'manifest', family: 'oci' },
  [mediaType.config]: { role: 'config', family: 'oci' },
  [mediaType.layer]: { ...none, family: 'oci' },
  [mediaType.layerGzip]: { ...gzip, family: 'oci' },
  [mediaType.layerZstd]: { ...zstd, family: 'oci' },
  [owned]: { ...none, family: 'oci', nonDistributable: true },
  [`${owned}+gzip`]: { ...gzip, family: 'oci', nonDistributable: true },
  [`${owned}+zstd`]: { ...zstd, family: 'oci', nonDistributable: true },
  'application/vnd.oci.empty.v1+json': { role: 'empty', family: 'oci' },
  [dockerType.list]: { ...docker, role: 'index', oci: mediaType.index },
  [dockerType.manifest]: { ...docker, role: 'manifest', oci: mediaType.manifest },
  [dockerType.config]: { ...docker, role: 'config', oci: mediaType.config },
  [`${dockerLayer}.diff.tar`]: { ...docker, ...none, oci: mediaType.layer },
  [`${dockerLayer}.diff.tar.gzip`]: { ...docker, ...gzip, oci: mediaType.layerGzip },
  [`${dockerLayer}.diff.tar.zstd`]: { ...docker, ...zstd, oci: mediaType.layerZstd },
  [`${dockerLayer}.foreign.diff.tar`]: { ...docker, ...none, nonDistributable: true },
  [`${dockerLayer}.foreign.diff.tar.gzip`]: { ...docker, ...gzip, nonDistributable: true },
};

/** What is known about a media type; undefined for any other, which is no fault by itself. */
export function knownMediaType(type: string): KnownMediaType | undefined {
  return Object.hasOwn(known, type) ? known[type] : undefined;
}

export function isDockerManifest(type: string): boolean {
  return type === dockerType.manifest;
}

export function isDockerList(type: string): boolean {
  return type === dockerType.list;
}

/** An index of either family. */
export function isIndexType(type: string): boolean {
  return knownMediaType(type)?.role === 'index';
}

/** A manifest of either family; an artifact's is one too. */
export function isManifestType(type: string): boolean {
  return knownMediaType(type)?.role === 'manifest';
}

/** What leads on to other blobs: an index or manifest of either family. */
export function isDocumentType(type: string): boolean {
  return isIndexType(type) || isManifestType(type);
}

/** The config of a container image, of either family; an artifact's manifest has another. */
export function isConfigType(type: string): boolean {
  return knownMediaType(type)?.role === 'config';
}

/** OCI's name of a type that Docker has another name for; undefined when there is none, or when it is OCI's already. */
export function ociTypeOf(type: string): string | undefined {
  return knownMediaType(type)?.oci;
}

/** OCI's name of a layer's type, of either family; undefined for whatever is no layer that engines unpack. */
export function ociLayerType(type: string): string | undefined {
  const { role, oci = type } = knownMediaType(type) ?? {};
  return role === 'layer' && nonDistributable(type) === undefined ? oci : undefined;
}

/** Why a layer of this type may not be passed on; undefined when it may. */
export function nonDistributable(type: string): string | undefined {
  return knownMediaType(type)?.nonDistributable
    ? 'it is non-distributable: its licence lets only its owner give it out (image-spec, layer.md, "Non-Distributable Layers")'
    : undefined;
}

/** Why a document of this type cannot be used; undefined when it can. */
export function outdatedManifest(type: string): string | undefined {
  return /^application\/vnd\.docker\.distribution\.manifest\.v1\+(json|prettyjws)$/.test(type)
    ? 'it is a manifest of Docker\'s schema 1, which has no config and no digests of unpacked layers: push the image again with Docker 1.10 or newer, or copy it with "skopeo copy --format oci"'
    : undefined;
}
