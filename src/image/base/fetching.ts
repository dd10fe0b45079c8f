import type { BlobStore } from '../../cache/blob-store.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Descriptor, Layer } from '../descriptor.ts';
import { layerDescriptor } from '../manifest.ts';
import type { ImageSource } from '../source/image-source.ts';
import type { Base } from './base.ts';

/** A layer that somebody else made, and where it can be had: mounted from its repository, or fetched. */
export interface LayerOrigin extends Pick<ImageSource, 'repository' | 'fetch'> {
  readonly descriptor: Descriptor;
}

/** The layers of bases that others made, by digest; empty for the bases that Slipway makes. */
export function layerOrigins(bases: readonly Base[]): ReadonlyMap<Digest, LayerOrigin> {
  return new Map(
    bases.flatMap(({ layers, foreign }) =>
      foreign === undefined ? [] : layers.map((layer) => [layer.digest, originOf(layer, foreign.source)]),
    ),
  );
}

function originOf(layer: Layer, source: ImageSource): LayerOrigin {
  const { repository } = source;
  return {
    descriptor: layerDescriptor(layer),
    ...(repository !== undefined && { repository }),
    fetch: (descriptor) => source.fetch(descriptor),
  };
}

/** The same store; a base's layer that it does not have is fetched when somebody asks for it, once. */
export function fetchingStore(store: BlobStore, origins: ReadonlyMap<Digest, LayerOrigin>): BlobStore {
  const underWay = new Map<Digest, Promise<void>>();
  return {
    ...store,
    async find(digest) {
      const there = await store.find(digest);
      const origin = origins.get(digest);
      if (there !== undefined || origin === undefined) return there;
      const fetching = underWay.get(digest) ?? origin.fetch(origin.descriptor);
      underWay.set(digest, fetching);
      await fetching.finally(() => underWay.delete(digest));
      return store.find(digest);
    },
  };
}
