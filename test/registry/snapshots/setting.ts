import type { TestContext } from 'node:test';
import { openBlobStore } from '../../../src/cache/local-store.ts';
import type { Descriptor } from '../../../src/image/descriptor.ts';
import { moveTags } from '../../../src/registry/push/move-tags.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { attachSnapshot } from '../../../src/registry/snapshots/attach-snapshot.ts';
import type { FoundSnapshot, SnapshotPorts } from '../../../src/registry/snapshots/find-snapshot.ts';
import { findSnapshot } from '../../../src/registry/snapshots/find-snapshot.ts';
import type { SnapshotFacts } from '../../../src/registry/snapshots/snapshot-manifest.ts';
import type { ImageReference, Repository } from '../../../src/request/reference.ts';
import { digestOf, repositoryOf, type StoredRepository } from '../../support/registry/contents.ts';
import type { RegistryOptions, TestRegistry } from '../../support/registry/in-process.ts';
import { folderOf } from '../../support/temporary.ts';
import { testRegistry } from '../opening.ts';
import { at, portsFor, sampleImage } from '../push/sample.ts';

export const snapshotType = 'application/vnd.slipway.size.snapshot.v1+json';
export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
export const indexType = 'application/vnd.oci.image.index.v1+json';

export const facts = (day: number): Required<SnapshotFacts> => ({
  revision: String(day).padStart(40, '0'),
  created: `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`,
  version: `1.0.${day}`,
});

export interface Setting {
  readonly registry: TestRegistry;
  readonly place: Repository;
  readonly tagged: ImageReference;
  readonly root: Descriptor;
  readonly repository: StoredRepository;
  /** Of a reader, who has nothing in the store. */
  readonly ports: SnapshotPorts;
  attach(
    content: string,
    facts?: SnapshotFacts,
  ): Promise<{ readonly manifest: Descriptor; readonly digest: string }>;
}

/** A registry in this process that has the sample image as `main`, and no snapshot yet. */
export async function published(t: TestContext, options: RegistryOptions = {}): Promise<Setting> {
  const registry = await testRegistry(t, options);
  const { access } = options;
  const running = access === undefined || access.kind === 'none' ? registry : { ...registry, login: access };
  const sample = await sampleImage(t, 1000);
  const place = at(registry.host);
  const writer = { ...portsFor(t, running, sample), store: sample.store };
  await pushImage(sample.tree, place, writer);
  await moveTags(sample.tree.root, place, ['main'], writer);
  const { root } = sample.tree;
  return {
    registry,
    place,
    root,
    tagged: { ...place, tag: 'main' },
    repository: repositoryOf(registry.contents, place.repository),
    ports: await readerOf(t, running),
    attach: (content, known = {}) =>
      attachSnapshot(root, place, { ...known, content: Buffer.from(content) }, writer),
  };
}

/** Ports with an empty store. */
export async function readerOf(
  t: TestContext,
  running: Parameters<typeof portsFor>[1],
): Promise<SnapshotPorts> {
  const store = openBlobStore(await folderOf(t));
  return { ...portsFor(t, running, { store }), store };
}

/** The snapshot that is found; fails where there is none. */
export async function found(reference: ImageReference, ports: SnapshotPorts): Promise<FoundSnapshot> {
  const answer = await findSnapshot(reference, ports);
  if (answer.kind === 'none') throw new Error(`none: ${answer.detail}`);
  return answer.snapshot;
}

/** Puts any document into a repository, past all checks. */
export function plant(
  { manifests }: StoredRepository,
  document: object,
  mediaType = manifestType,
): Descriptor {
  const bytes = Buffer.from(JSON.stringify(document));
  const digest = digestOf(bytes) as Descriptor['digest'];
  manifests.set(digest, { mediaType, bytes });
  return { mediaType, digest, size: bytes.length };
}
