import { createHash } from 'node:crypto';

export interface StoredManifest {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface StoredRepository {
  readonly blobs: Map<string, Buffer>;
  /** By digest. */
  readonly manifests: Map<string, StoredManifest>;
  /** Tag → digest. */
  readonly tags: Map<string, string>;
  /** Uploads that go on, by their number. */
  readonly uploads: Map<string, Buffer>;
}

/** Everything a registry holds, for a test to look at and to change. */
export type Contents = Map<string, StoredRepository>;

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The repository of that name, made when it is not there. */
export function repositoryOf(contents: Contents, name: string): StoredRepository {
  const known = contents.get(name);
  if (known !== undefined) return known;
  const made = { blobs: new Map(), manifests: new Map(), tags: new Map(), uploads: new Map() };
  contents.set(name, made);
  return made;
}

interface Named {
  readonly digest: string;
}

/** What registries read of a manifest or an index (image-spec, manifest.md, image-index.md). */
export interface ManifestDocument {
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly config?: Named & { readonly mediaType: string };
  readonly layers?: readonly Named[];
  readonly manifests?: readonly Named[];
  readonly subject?: Named;
  readonly annotations?: Record<string, string>;
}

export function parseManifest(bytes: Buffer): ManifestDocument {
  return JSON.parse(bytes.toString('utf8')) as ManifestDocument;
}

/** Digests that a manifest names and the repository does not have. A subject may be missing (distribution-spec, "Pushing Manifests with Subject"). */
export function missingBelow(repository: StoredRepository, bytes: Buffer): string[] {
  const { config, layers = [], manifests = [] } = parseManifest(bytes);
  const blobs = [...(config === undefined ? [] : [config]), ...layers].map(({ digest }) => digest);
  return [
    ...blobs.filter((digest) => !repository.blobs.has(digest)),
    ...manifests.map(({ digest }) => digest).filter((digest) => !repository.manifests.has(digest)),
  ];
}

/** True when everything below a digest is there, and has the bytes that its digest says. */
export function isComplete(repository: StoredRepository, digest: string): boolean {
  const manifest = repository.manifests.get(digest);
  if (manifest === undefined || digestOf(manifest.bytes) !== digest) return false;
  if (missingBelow(repository, manifest.bytes).length > 0) return false;
  const { config, layers = [], manifests = [] } = parseManifest(manifest.bytes);
  const blobs = [...(config === undefined ? [] : [config]), ...layers];
  return (
    blobs.every((blob) => digestOf(repository.blobs.get(blob.digest) ?? Buffer.alloc(0)) === blob.digest) &&
    manifests.every((child) => isComplete(repository, child.digest))
  );
}
