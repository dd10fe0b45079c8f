import type { BlobStore } from '../../cache/blob-store.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { BlobTree } from '../../image/image.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import type { Repository } from '../../request/reference.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Patience } from '../../support/retry.ts';
import type { Registry } from '../registry.ts';

/** Where a blob comes from that may not lie in the store: it is fetched only when the target neither has nor can mount it. */
export type BlobOrigin = Pick<ImageSource, 'repository' | 'fetch' | 'locate'>;

/** What is pushed. Blobs without an origin lie in the store. */
export interface PushTree extends BlobTree {
  readonly origins?: ReadonlyMap<Digest, BlobOrigin>;
  /** Manifests with a subject (image-spec, manifest.md, "subject"). */
  readonly referrers?: readonly Descriptor[];
}

export interface PushPorts {
  readonly registry: Registry;
  readonly store: Pick<BlobStore, 'find'>;
  readonly patience?: Patience;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of blobs as they are sent; negative where an upload has to send some of them again. */
  readonly onProgress?: (bytes: number) => void;
}

/** What became of a blob: sent, taken over from another repository of the registry, there before. */
export type BlobFate = 'uploaded' | 'mounted' | 'existing';

export interface PushedBlob {
  readonly blob: Pick<Descriptor, 'digest' | 'size'>;
  readonly fate: BlobFate;
}

/** One push, as its parts see it. */
export interface Push extends PushPorts {
  readonly place: Repository;
  readonly origins: ReadonlyMap<Digest, BlobOrigin>;
}

/** An image that lies in a registry. */
export interface Publication {
  /** `ghcr.io/acme/api` */
  readonly repository: string;
  readonly digest: Digest;
  /** Those that point to it since `moveTags`. */
  readonly tags: readonly string[];
  /** By digest first, then by each tag: `ghcr.io/acme/api@sha256:…`, `ghcr.io/acme/api:v1`. */
  readonly references: readonly string[];
  /** Lengths of the blobs that were uploaded; manifests are not counted. */
  readonly uploadedBytes: number;
  /** How many, the referrers' included. */
  readonly blobs: Readonly<Record<BlobFate, number>>;
  /** What was signed, and what lies beside it; absent where nothing is. */
  readonly signed?: readonly SignedContent[];
}

/** A manifest or index, and the manifests of what is signed about it. `made` is false for what was there before. */
export interface SignedContent {
  readonly digest: Digest;
  readonly signatures: readonly {
    readonly format: string;
    readonly manifest: Digest;
    readonly made: boolean;
  }[];
  readonly attestations: readonly {
    readonly predicateType: string;
    readonly manifest: Digest;
    readonly made: boolean;
    /** The forge has it too. */
    readonly kept?: true;
  }[];
}
