import { type Descriptor, mediaType } from '../../image/descriptor.ts';
import { canonicalJson } from '../../image/json.ts';
import { sha256 } from '../../support/hashing.ts';
import { emptyConfig } from '../referrers/empty-config.ts';

/** What a size snapshot is among an image's referrers. */
export const snapshotType = 'application/vnd.slipway.size.snapshot.v1+json';

/** How the one layer may be written: as JSON, or as one member of gzip. */
export const snapshotLayerTypes: readonly string[] = [snapshotType, `${snapshotType}+gzip`];

/** A snapshot is read whole: no more than this is asked for. */
export const mostSnapshotBytes = 4 << 20;

/** What a snapshot was made of. */
export interface SnapshotFacts {
  /** The commit, in full. */
  readonly revision?: string;
  /** The commit's time, RFC 3339. */
  readonly created?: string;
  readonly version?: string;
}

/** image-spec, annotations.md, "Pre-Defined Annotation Keys". */
const keys = {
  revision: 'org.opencontainers.image.revision',
  created: 'org.opencontainers.image.created',
  version: 'org.opencontainers.image.version',
} as const;

/** What each fact must look like to be believed. */
const shapes: Readonly<Record<keyof SnapshotFacts, RegExp>> = {
  revision: /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/,
  // RFC 3339, 5.6.
  created: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/,
  version: /^[\x21-\x7e]{1,128}$/,
};

/** The facts that annotations hold. One that is not written as it should be is as good as none. */
export function factsOf(annotations: Readonly<Record<string, unknown>>): SnapshotFacts {
  const names = Object.keys(keys) as (keyof SnapshotFacts)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = annotations[keys[name]];
      const isSound = typeof text === 'string' && shapes[name].test(text);
      return isSound && (name !== 'created' || !Number.isNaN(Date.parse(text))) ? [[name, text]] : [];
    }),
  );
}

/** Milliseconds since 1970; nothing that is known is older than what has no time. */
export function timeOf({ created }: SnapshotFacts): number {
  return created === undefined ? Number.NEGATIVE_INFINITY : Date.parse(created);
}

/**
 * The manifest of a snapshot (image-spec, manifest.md, "Guidelines for Artifact Usage"). The same content with the same
 * facts is the same document, to the bit.
 */
export function encodeSnapshotManifest(
  image: Descriptor,
  content: Uint8Array,
  { revision, created, version }: SnapshotFacts,
): Buffer {
  const subject = { mediaType: image.mediaType, digest: image.digest, size: image.size };
  const layer = { mediaType: layerTypeOf(content), digest: sha256(content), size: content.length };
  const annotations = { [keys.revision]: revision, [keys.created]: created, [keys.version]: version };
  return canonicalJson({
    schemaVersion: 2,
    mediaType: mediaType.manifest,
    artifactType: snapshotType,
    config: emptyConfig.descriptor,
    layers: [layer],
    subject,
    annotations,
  });
}

/** RFC 1952, 2.3.1: a member of gzip begins with these two bytes, and no JSON does. */
function layerTypeOf([first, second]: Uint8Array): string | undefined {
  return snapshotLayerTypes[first === 0x1f && second === 0x8b ? 1 : 0];
}
