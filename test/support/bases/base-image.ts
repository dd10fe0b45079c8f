import { gzipSync } from 'node:zlib';
import type { Digest } from '../../../src/support/hashing.ts';
import { digestOf, type Entry, elfFile, makeTar } from '../make-layout.ts';

// Images as other builders make them, to build on. Nothing of the product is used, so that the two can disagree.

/** `docker`: Image Manifest Version 2, Schema 2 and its manifest list, as `docker push` without containerd has it. */
export type Family = 'oci' | 'docker';

export const families = {
  oci: {
    index: 'application/vnd.oci.image.index.v1+json',
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
} as const;

export interface BasePlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export interface BaseDescriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: BasePlatform;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One platform's image. */
export interface BasePart {
  readonly platform: BasePlatform;
  readonly manifest: BaseDescriptor;
  readonly config: BaseDescriptor;
  /** From the lowest up, with the uncompressed archive. */
  readonly layers: readonly (BaseDescriptor & { readonly diffId: Digest; readonly tar: Buffer })[];
}

export interface BaseImage {
  /** The index, or manifest list. */
  readonly root: BaseDescriptor;
  readonly parts: readonly BasePart[];
  /** Every blob by digest, each after those it names, the root last. */
  readonly blobs: ReadonlyMap<Digest, { readonly mediaType: string; readonly content: Buffer }>;
}

/** How one platform's image is made. */
interface Recipe {
  readonly layers: readonly { readonly entries: readonly Entry[]; readonly createdBy: string }[];
  /** The config's `config`: how a container is started. */
  readonly execution: Readonly<Record<string, unknown>>;
  /** What else stands in the config, beside platform, rootfs and history. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Steps that made no layer, after those that did (image-spec, config.md, "history": empty_layer). */
  readonly settings?: readonly string[];
  readonly created: string;
}

export interface BaseOptions {
  readonly family?: Family;
  /** Laid over the config's `config`; an undefined value takes a setting away. */
  readonly execution?: Readonly<Record<string, unknown>>;
  /** BuildKit's attestation manifests in the index, with the platform unknown/unknown. OCI only. */
  readonly attestations?: boolean;
}

/** Puts blobs into a map that becomes an image's. */
type Put = (mediaType: string, content: Buffer | object) => BaseDescriptor;

/** `os/architecture[/variant]`. */
export function platformOf(text: string): BasePlatform {
  const [os = '', architecture = '', variant] = text.split('/');
  return { os, architecture, ...(variant !== undefined && { variant }) };
}

/** An image for several platforms. */
export function makeBase(
  platforms: readonly string[],
  recipeOf: (platform: BasePlatform) => Recipe,
  options: BaseOptions,
): BaseImage {
  const blobs = new Map<Digest, { mediaType: string; content: Buffer }>();
  const put: Put = (mediaType, value) => {
    const content = value instanceof Buffer ? value : Buffer.from(JSON.stringify(value, undefined, 2));
    const digest = digestOf(content) as Digest;
    blobs.set(digest, { mediaType, content });
    return { mediaType, digest, size: content.length };
  };
  const family = options.family ?? 'oci';
  const parts = platforms
    .map(platformOf)
    .map((platform) => makePart(put, platform, recipeOf(platform), family, options.execution ?? {}));
  const manifests = parts.map(({ manifest, platform }) => ({ ...manifest, platform }));
  const attestations = options.attestations === true ? parts.map((part) => makeAttestation(put, part)) : [];
  const { index } = families[family];
  const document = { schemaVersion: 2, mediaType: index, manifests: [...manifests, ...attestations] };
  return { root: put(index, document), parts, blobs };
}

function makePart(
  put: Put,
  platform: BasePlatform,
  { layers: wanted, execution, more, settings = [], created }: Recipe,
  family: Family,
  changes: Readonly<Record<string, unknown>>,
): BasePart {
  const types = families[family];
  const layers = wanted.map(({ entries }) => {
    const tar = makeTar(entries);
    return { ...put(types.layer, gzipSync(tar)), diffId: digestOf(tar) as Digest, tar };
  });
  const config = put(types.config, {
    ...more,
    ...platform,
    created,
    config: { ...execution, ...changes },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: [
      ...wanted.map(({ createdBy }) => ({ created, created_by: createdBy })),
      ...settings.map((step) => ({ created, created_by: step, empty_layer: true })),
    ],
  });
  const manifest = put(types.manifest, {
    schemaVersion: 2,
    mediaType: types.manifest,
    config,
    layers: layers.map(({ mediaType, digest, size }) => ({ mediaType, size, digest })),
  });
  return { platform, manifest, config, layers };
}

/** As BuildKit writes it (moby/buildkit, docs/attestations/attestation-storage.md). */
function makeAttestation(put: Put, { manifest }: BasePart): BaseDescriptor {
  const { manifest: mediaType, config: configType } = families.oci;
  const statement = put('application/vnd.in-toto+json', {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v0.2',
    subject: [{ name: '_', digest: { sha256: manifest.digest.slice('sha256:'.length) } }],
    predicate: { builder: { id: '' } },
  });
  const platform = { os: 'unknown', architecture: 'unknown' };
  const diffIds = [statement.digest];
  const config = put(configType, { ...platform, config: {}, rootfs: { type: 'layers', diff_ids: diffIds } });
  const annotations = { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' };
  return {
    ...put(mediaType, { schemaVersion: 2, mediaType, config, layers: [{ ...statement, annotations }] }),
    annotations: {
      'vnd.docker.reference.digest': manifest.digest,
      'vnd.docker.reference.type': 'attestation-manifest',
    },
    platform,
  };
}

/** A file that begins as a program of that architecture does; it cannot be run. */
export function programFile(path: string, architecture: string, more: Partial<Entry> = {}): Entry {
  const known = architecture === 'arm64' || architecture === 'arm' || architecture === 's390x';
  return { path, mode: 0o755, content: elfFile(known ? architecture : 'amd64'), ...more };
}
