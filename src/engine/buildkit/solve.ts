import type { BlobStore } from '../../cache/blob-store.ts';
import type { Layout } from '../../image/image.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import type { Compression } from '../../request/request.ts';
import type { Digest } from '../../support/hashing.ts';

/**
 * What BuildKit is asked to make, in the words of its Dockerfile frontend: the same for every client. Paths are absolute.
 */
export interface Definition {
  /** What it is called in a bake file, and in what is told of it. */
  readonly name: string;
  /** The folder that COPY and ADD read. */
  readonly context: string;
  readonly dockerfile: string;
  /** The stage; undefined: the last one. */
  readonly target?: string;
  readonly platforms: readonly Platform[];
  readonly contexts: readonly NamedContext[];
  /** Build arguments. They show in provenance and history: no secret is among them. */
  readonly args: Readonly<Record<string, string>>;
  /** Labels that are put on top of those of the Dockerfile. */
  readonly labels?: Readonly<Record<string, string>>;
  /** `id=NAME,src=FILE` or `id=NAME,env=VARIABLE`. */
  readonly secrets: readonly string[];
  readonly ssh: readonly string[];
}

/** What a Dockerfile names in FROM or --from: a folder, or an image in an OCI layout. */
export type NamedContext =
  | { readonly name: string; readonly kind: 'folder'; readonly path: string }
  | { readonly name: string; readonly kind: 'layout'; readonly path: string; readonly digest: Digest };

/** Where the result goes, on this machine. */
export type SolveOutput =
  /** The stage's files; with several platforms in a folder for each. */
  | { readonly kind: 'files'; readonly path: string }
  | {
      /** An OCI layout. */
      readonly kind: 'layout';
      readonly path: string;
      readonly compression: Compression;
      /** True: also layers that BuildKit has in another form are compressed so, those of the base included. */
      readonly force: boolean;
      /** True: layer entries newer than SOURCE_DATE_EPOCH take its time. */
      readonly rewriteTimestamp: boolean;
      /** Of each image's manifest, by platform. */
      readonly annotations: ReadonlyMap<string, Readonly<Record<string, string>>>;
    };

/** A whole solve. */
export interface Solve {
  readonly definition: Definition;
  readonly output: SolveOutput;
  /** Attributes of what is read, each `type=registry,ref=…`. */
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly provenance: 'off' | 'min' | 'max';
}

/** The exporter's attributes as one comma-separated value (docs.docker.com/build/exporters/oci-docker). */
export function outputAttributes(output: SolveOutput): string {
  if (output.kind === 'files')
    return attributes([
      ['type', 'local'],
      ['dest', output.path],
    ]);
  const { algorithm, level } = output.compression;
  const several = output.annotations.size > 1;
  return attributes([
    ['type', 'oci'],
    ['dest', output.path],
    ['tar', 'false'],
    ['oci-mediatypes', 'true'],
    ['compression', algorithm],
    ['compression-level', String(level)],
    ...(output.force ? [['force-compression', 'true'] as const] : []),
    ...(output.rewriteTimestamp ? [['rewrite-timestamp', 'true'] as const] : []),
    ...[...output.annotations].flatMap(([platform, annotations]) =>
      Object.entries(annotations).map(
        ([key, value]) => [`annotation${several ? `[${platform}]` : ''}.${key}`, value] as const,
      ),
    ),
  ]);
}

/** `KEY=VALUE,…` of whatever texts, as Go's encoding/csv reads its fields. */
export function attributes(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .map(([key, value]) => `${key}=${value}`)
    .map((field) => (/[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}

/** `linux/amd64,linux/arm64` */
export function platformList({ platforms }: Pick<Definition, 'platforms'>): string {
  return platforms.map(formatPlatform).join(',');
}

/** The part that a cache in a registry has in one solve. */
export interface SolveCache extends Pick<Solve, 'cacheFrom' | 'cacheTo'> {
  /**
   * To be called once all went well: only then the moving tag leads to what was written.
   * @param layout the image, where the cache is inline: it is pushed from the store, since it is the cache itself
   * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
   */
  readonly done: (layout?: Layout, store?: BlobStore) => Promise<void>;
}

export type CacheFor = (platforms: readonly Platform[]) => Promise<SolveCache>;

/** What came of a part of a solve, and where it lies. */
export interface SolvePart extends Pick<SolveCache, 'done'> {
  readonly platforms: readonly Platform[];
  readonly path: string;
  /** What BuildKit says it made. */
  readonly digest?: Digest;
}
