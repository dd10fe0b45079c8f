import { mediaType } from '../image/descriptor.ts';

/** What a media type's content is. `docker` types are those of the compatibility matrix (image-spec, media-types.md). */
export interface KnownMediaType {
  readonly role: 'index' | 'manifest' | 'config' | 'layer' | 'empty';
  readonly family: 'oci' | 'docker';
  readonly compression?: 'none' | 'gzip' | 'zstd';
  /** Deprecated layers that may have to be fetched from elsewhere (layer.md, "Non-Distributable Layers"). */
  readonly nonDistributable?: true;
}

const foreign = 'application/vnd.oci.image.layer.nondistributable.v1.tar';
const docker = 'application/vnd.docker';

const known: Readonly<Record<string, KnownMediaType>> = {
  [mediaType.index]: { role: 'index', family: 'oci' },
  [mediaType.manifest]: { role: 'manifest', family: 'oci' },
  [mediaType.config]: { role: 'config', family: 'oci' },
  [mediaType.layer]: { role: 'layer', family: 'oci', compression: 'none' },
  [mediaType.layerGzip]: { role: 'layer', family: 'oci', compression: 'gzip' },
  [mediaType.layerZstd]: { role: 'layer', family: 'oci', compression: 'zstd' },
  [foreign]: { role: 'layer', family: 'oci', compression: 'none', nonDistributable: true },
  [`${foreign}+gzip`]: { role: 'layer', family: 'oci', compression: 'gzip', nonDistributable: true },
  [`${foreign}+zstd`]: { role: 'layer', family: 'oci', compression: 'zstd', nonDistributable: true },
  'application/vnd.oci.empty.v1+json': { role: 'empty', family: 'oci' },
  [`${docker}.distribution.manifest.list.v2+json`]: { role: 'index', family: 'docker' },
  [`${docker}.distribution.manifest.v2+json`]: { role: 'manifest', family: 'docker' },
  [`${docker}.container.image.v1+json`]: { role: 'config', family: 'docker' },
  [`${docker}.image.rootfs.diff.tar`]: { role: 'layer', family: 'docker', compression: 'none' },
  [`${docker}.image.rootfs.diff.tar.gzip`]: { role: 'layer', family: 'docker', compression: 'gzip' },
  [`${docker}.image.rootfs.diff.tar.zstd`]: { role: 'layer', family: 'docker', compression: 'zstd' },
  [`${docker}.image.rootfs.foreign.diff.tar.gzip`]: {
    role: 'layer',
    family: 'docker',
    compression: 'gzip',
    nonDistributable: true,
  },
};

/** What is known about a media type; undefined for any other, which is no fault by itself. */
export function knownMediaType(text: string): KnownMediaType | undefined {
  return Object.hasOwn(known, text) ? known[text] : undefined;
}
