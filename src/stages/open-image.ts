import type { ImageSource } from '../image/source/image-source.ts';
import { openLayout } from '../image/source/layout.ts';
import { openDockerArchive, openImageFile, openOciArchive } from '../image/source/open.ts';
import { openRegistryImage } from '../registry/image.ts';
import type { Registry } from '../registry/registry.ts';
import type { ImagePlace } from '../request/image-place.ts';
import type { Compression } from '../request/request.ts';
import type { BareFile } from '../request/spelled-place.ts';
import type { Ports } from './ports.ts';

export interface OpenContext {
  readonly store: Ports['store'];
  readonly registry: Registry;
  /** For layers that lie in an archive without one. */
  readonly compression: Compression;
  readonly signal: AbortSignal;
}

/**
 * Opens an image wherever it lies. A tag is resolved now; a name is looked up now.
 * @throws SlipwayError E_CONFIG when there is no such file or name, E_BASE when it cannot be read, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export function openImage(place: ImagePlace, context: OpenContext): Promise<ImageSource> {
  const { store, registry, compression, signal } = context;
  switch (place.kind) {
    case 'registry':
      return openRegistryImage(registry, place.reference, store, { signal });
    case 'oci':
      return openLayout(place.path, place.name, store);
    case 'oci-archive':
      return openOciArchive(place.path, place.name, store);
    case 'docker-archive':
      return openDockerArchive(place.path, place.name, compression, store);
  }
}

/** The same; of a path without a kind it is seen what lies there. Throws as `openImage`. */
export function openAnyImage(place: ImagePlace | BareFile, context: OpenContext): Promise<ImageSource> {
  return place.kind === 'file'
    ? openImageFile(place.path, undefined, context.compression, context.store)
    : openImage(place, context);
}
