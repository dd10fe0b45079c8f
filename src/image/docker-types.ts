import { mediaType } from './descriptor.ts';

/** Docker's image documents (image-spec, media-types.md, "Compatibility Matrix"; distribution, manifest-v2-2.md). */
export const dockerType = {
  list: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
} as const;

const layers = 'application/vnd.docker.image.rootfs';

/** Docker's types → OCI's for the same bytes. */
const ociTypes: Readonly<Record<string, string>> = {
  [dockerType.list]: mediaType.index,
  [dockerType.manifest]: mediaType.manifest,
  [dockerType.config]: mediaType.config,
  [`${layers}.diff.tar`]: mediaType.layer,
  [`${layers}.diff.tar.gzip`]: mediaType.layerGzip,
  [`${layers}.diff.tar.zstd`]: mediaType.layerZstd,
};

const ociLayerTypes: ReadonlySet<string> = new Set([
  mediaType.layer,
  mediaType.layerGzip,
  mediaType.layerZstd,
]);

export function isDockerManifest(type: string): boolean {
  return type === dockerType.manifest;
}

export function isDockerList(type: string): boolean {
  return type === dockerType.list;
}

/** An index of either family. */
export function isIndexType(type: string): boolean {
  return type === mediaType.index || type === dockerType.list;
}

/** A manifest of either family; an artifact's is one too. */
export function isManifestType(type: string): boolean {
  return type === mediaType.manifest || type === dockerType.manifest;
}

/** The config of a container image, of either family; an artifact's manifest has another. */
export function isConfigType(type: string): boolean {
  return type === mediaType.config || type === dockerType.config;
}

/** OCI's name of a type that Docker has another name for; undefined when there is none, or when it is OCI's already. */
export function ociTypeOf(type: string): string | undefined {
  return Object.hasOwn(ociTypes, type) ? ociTypes[type] : undefined;
}

/** OCI's name of a layer's type, of either family; undefined for whatever is no layer that engines unpack. */
export function ociLayerType(type: string): string | undefined {
  const oci = ociTypeOf(type) ?? type;
  return ociLayerTypes.has(oci) ? oci : undefined;
}

/** Why a layer of this type may not be passed on; undefined when it may. */
export function nonDistributable(type: string): string | undefined {
  const is =
    type.startsWith(`${layers}.foreign.`) ||
    type.startsWith('application/vnd.oci.image.layer.nondistributable.');
  return is
    ? 'it is non-distributable: its licence lets only its owner give it out (image-spec, layer.md, "Non-Distributable Layers")'
    : undefined;
}

/** Why a document of this type cannot be used; undefined when it can. */
export function outdatedManifest(type: string): string | undefined {
  return /^application\/vnd\.docker\.distribution\.manifest\.v1\+(json|prettyjws)$/.test(type)
    ? 'it is a manifest of Docker\'s schema 1, which has no config and no digests of unpacked layers: push the image again with Docker 1.10 or newer, or copy it with "skopeo copy --format oci"'
    : undefined;
}
