import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { BlobStore } from '../../../src/cache/blob-store.ts';
import type { Descriptor } from '../../../src/image/descriptor.ts';
import type { ImageSource } from '../../../src/image/source/image-source.ts';
import { type Digest, sha256 } from '../../../src/support/hashing.ts';
import { sameImages } from '../../../src/verify/same/same-images.ts';
import type { Verdict } from '../../../src/verify/verdict.ts';
import { workplace } from '../../image/source/opened.ts';
import { type Entry, makeTar, tarEntry, withChecksum } from '../../support/make-layout.ts';
import { paxEntry } from '../../support/pax-entry.ts';

// Images that differ in one thing, made without the product.

/** An entry of a layer with what the usual maker of archives leaves out. */
export interface File extends Entry {
  readonly mtime?: number;
  readonly device?: readonly [major: number, minor: number];
  readonly xattrs?: Readonly<Record<string, string>>;
}

export interface Recipe {
  /** From the lowest up; a Buffer is an archive. */
  readonly layers?: readonly (readonly File[] | Buffer)[];
  readonly compression?: keyof typeof compressors;
  /** Laid over the config, and over its `config`. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly execution?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** What the index says; undefined: nothing. */
  readonly platform?: Readonly<Record<string, string>>;
}

export interface Place {
  readonly annotations?: Readonly<Record<string, string>>;
  /** No index: the root is the manifest. */
  readonly alone?: boolean;
  /** BuildKit's attestations beside each image. */
  readonly attested?: boolean;
}

const compressors = {
  gzip: { type: '+gzip', compress: (archive: Buffer): Buffer => gzipSync(archive) },
  zstd: { type: '+zstd', compress: (archive: Buffer): Buffer => zstdCompressSync(archive) },
  none: { type: '', compress: (archive: Buffer): Buffer => archive },
};

export function archive(files: readonly File[]): Buffer {
  return Buffer.concat([...files.flatMap(fileBlocks), Buffer.alloc(1024)]);
}

function fileBlocks({ mtime, device, xattrs, ...entry }: File): Buffer[] {
  const records = Object.entries(xattrs ?? {}).map(([name, value]) => [`SCHILY.xattr.${name}`, value]);
  const [header = Buffer.alloc(0), ...content] = tarEntry(entry);
  const octal = (value: number, at: number, length: number): number =>
    header.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
  if (mtime !== undefined) octal(mtime, 136, 12);
  for (const [at, value] of (device ?? []).entries()) octal(value, 329 + 8 * at, 8);
  const before = records.length === 0 ? [] : tarEntry(paxEntry(Object.fromEntries(records)));
  return [...before, withChecksum(header), ...content];
}

export const usualFiles: readonly File[] = [
  { path: 'dev/' },
  { path: 'dev/null', type: '3', mode: 0o666, device: [1, 3] },
  { path: 'etc/' },
  { path: 'etc/motd', content: 'hello\n' },
  { path: 'run/' },
  { path: 'run/pipe', type: '6' },
  { path: 'usr/' },
  { path: 'usr/bin/' },
  { path: 'usr/bin/api', mode: 0o755, content: 'program', xattrs: { 'user.note': 'kept' } },
  { path: 'usr/bin/again', type: '1', link: 'usr/bin/api' },
  { path: 'usr/bin/link', type: '2', link: 'api' },
];

const usualExecution = {
  User: '65532:65532',
  Env: ['PATH=/usr/bin', 'TZ=UTC'],
  Entrypoint: ['/usr/bin/api'],
  Cmd: ['serve'],
  WorkingDir: '/srv',
  ExposedPorts: { '8080/tcp': {} },
  Volumes: { '/data': {} },
  StopSignal: 'SIGTERM',
  Labels: { title: 'api' },
  Healthcheck: { Test: ['CMD', '/usr/bin/api', 'health'], Interval: 30 },
  Shell: ['/bin/sh', '-c'],
  OnBuild: ['RUN true'],
};

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
};

export interface InventedImage extends ImageSource {
  /** Digests of the blobs that somebody asked for, documents aside. */
  readonly fetched: Digest[];
}

/** One image or an index of several, that lies in memory and brings its layers into the store when it is asked. */
export function invented(
  store: BlobStore,
  recipes: Recipe | readonly Recipe[] = {},
  place: Place = {},
): InventedImage {
  const blobs = new Map<Digest, Buffer>();
  const put = (mediaType: string, content: Buffer | object): Descriptor => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    blobs.set(sha256(bytes), bytes);
    return { mediaType, digest: sha256(bytes), size: bytes.length };
  };
  const list: readonly Recipe[] = Array.isArray(recipes) ? recipes : [recipes];
  const manifests = list.map((recipe) => ({ ...manifestOf(recipe, put), platform: recipe.platform }));
  const [only] = manifests;
  const attestations = place.attested === true ? manifests.map(({ digest }) => attestation(digest, put)) : [];
  const root =
    place.alone === true && only !== undefined
      ? { mediaType: only.mediaType, digest: only.digest, size: only.size }
      : put(types.index, {
          schemaVersion: 2,
          mediaType: types.index,
          manifests: [...manifests, ...attestations],
          annotations: place.annotations,
        });
  const fetched: Digest[] = [];
  const contentOf = ({ digest }: Descriptor): Buffer => blobs.get(digest) ?? assert.fail(`no ${digest}`);
  return {
    name: 'invented',
    root,
    fetched,
    document: async (descriptor) => contentOf(descriptor),
    fetch: async (descriptor) => {
      fetched.push(descriptor.digest);
      await store.put(contentOf(descriptor));
    },
  };
}

type Put = (mediaType: string, content: Buffer | object) => Descriptor;

function manifestOf(recipe: Recipe, put: Put): Descriptor {
  const { layers = [usualFiles], compression = 'gzip', annotations } = recipe;
  const { type, compress } = compressors[compression];
  const archives = layers.map((layer) =>
    Buffer.isBuffer(layer) ? layer : archive(layer as readonly File[]),
  );
  const config = {
    architecture: 'amd64',
    os: 'linux',
    created: '2026-01-31T12:00:00Z',
    config: { ...usualExecution, ...recipe.execution },
    rootfs: { type: 'layers', diff_ids: archives.map((each) => sha256(each)) },
    history: [{ created_by: 'one' }],
    ...recipe.config,
  };
  return put(types.manifest, {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: put(types.config, config),
    layers: archives.map((each) => put(`${types.layer}${type}`, compress(each))),
    annotations,
  });
}

function attestation(digest: Digest, put: Put): object {
  const made = manifestOf({ layers: [makeTar([])], config: { os: 'unknown', architecture: 'unknown' } }, put);
  const annotations = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': digest,
  };
  return { ...made, platform: { os: 'unknown', architecture: 'unknown' }, annotations };
}

/** What is said of two images: `check: line` of each line of a verdict that failed, by severity. */
export interface Compared {
  readonly verdicts: readonly Verdict[];
  /** What makes them other images. */
  readonly differences: readonly string[];
  /** What is only told. */
  readonly notes: readonly string[];
  readonly a: InventedImage;
  readonly b: InventedImage;
}

/** Compares two images in a store of their own. */
export async function compared(
  t: Pick<TestContext, 'after'>,
  a: (store: BlobStore) => InventedImage,
  b: (store: BlobStore) => InventedImage,
): Promise<Compared> {
  const { store } = await workplace(t);
  const [one, other] = [a(store), b(store)];
  const verdicts = await sameImages(one, other, { store, subject: 'A = B' });
  const lines = (severity: Verdict['severity']): string[] =>
    verdicts
      .filter((verdict) => verdict.status === 'fail' && verdict.severity === severity)
      .flatMap(({ check, detail }) => detail.split('\n').map((line) => `${check}: ${line}`));
  return { verdicts, differences: lines('block'), notes: lines('info'), a: one, b: other };
}

/** The same of two recipes of one image each. */
export function comparedRecipes(t: Pick<TestContext, 'after'>, a: Recipe, b: Recipe): Promise<Compared> {
  return compared(
    t,
    (store) => invented(store, a),
    (store) => invented(store, b),
  );
}
