import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { BlobStore } from '../../../src/cache/blob-store.ts';
import { openBlobStore } from '../../../src/cache/local-store.ts';
import type { Descriptor } from '../../../src/image/descriptor.ts';
import type { BlobTree } from '../../../src/image/image.ts';
import type { Publication, PushPorts } from '../../../src/registry/push/publication.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import type { Repository } from '../../../src/request/reference.ts';
import type { Digest } from '../../../src/support/hashing.ts';
import { blobPath, makeLayout, type Twist } from '../../support/make-layout.ts';
import type { RunningRegistry } from '../../support/registry/real.ts';
import { folderOf } from '../../support/temporary.ts';
import { hasty, open, password } from '../opening.ts';

export interface Sample {
  readonly store: BlobStore;
  readonly tree: BlobTree;
  /** As an OCI layout, for other tools. */
  readonly directory: string;
}

/** An image for linux/amd64 and linux/arm64, of which one layer has so many bytes that nothing makes fewer. */
export async function sampleImage(t: TestContext, bytes = 200_000, twist: Twist = {}): Promise<Sample> {
  const folder = await folderOf(t);
  const directory = join(folder, 'layout');
  const more = [{ path: 'usr/local/bin/data', content: randomBytes(bytes) }];
  await makeLayout(directory, { compression: 'gzip', more, ...twist });
  const store = openBlobStore(join(folder, 'store'));
  const blobs = new Map<string, Descriptor>();
  const add = async (descriptor: Descriptor): Promise<void> => {
    if (blobs.has(descriptor.digest)) return;
    const content = await readFile(blobPath(directory, descriptor.digest));
    await store.put(content);
    for (const child of childrenOf(descriptor, content)) await add(child);
    const { mediaType, digest, size } = descriptor;
    blobs.set(digest, { mediaType, digest, size });
  };
  const index = JSON.parse(await readFile(join(directory, 'index.json'), 'utf8'));
  const [root] = index.manifests as [Descriptor];
  await add(root);
  return { store, directory, tree: { root, blobs: [...blobs.values()] } };
}

function childrenOf({ mediaType }: Descriptor, content: Buffer): Descriptor[] {
  if (!/\.(index|manifest)\./.test(mediaType)) return [];
  const { config, layers = [], manifests = [] } = JSON.parse(content.toString('utf8'));
  return [...(config === undefined ? [] : [config]), ...layers, ...manifests];
}

export function documents({ blobs }: BlobTree): Descriptor[] {
  return blobs.filter(({ mediaType }) => /\.(index|manifest)\./.test(mediaType));
}

/** The blobs that are no documents. */
export function contentOf(tree: BlobTree): Descriptor[] {
  return tree.blobs.filter((blob) => !documents(tree).includes(blob));
}

export function largest(tree: BlobTree): Descriptor {
  return tree.blobs.reduce((most, blob) => (blob.size > most.size ? blob : most));
}

export function at(host: string, repository = 'acme/api'): Repository {
  return { registry: host, repository };
}

/** Ports to a registry of a test, with its login and its certificate. */
export function portsFor(
  t: TestContext,
  { host, login, certificateFile }: RunningRegistry,
  { store }: Pick<Sample, 'store'>,
): PushPorts {
  const registry = open(t, {
    ...(certificateFile !== undefined && { env: { SSL_CERT_FILE: certificateFile } }),
    ...(login !== undefined && {
      findCredentials: async ({ registry }) =>
        registry === host ? password(login.user, login.password) : undefined,
    }),
  });
  return { registry, store, patience: hasty() };
}

export async function push(t: TestContext, sample: Sample, running: RunningRegistry): Promise<Publication> {
  return pushImage(sample.tree, at(running.host), portsFor(t, running, sample));
}

/** A manifest with a subject, in the store. */
export async function addReferrer(
  { store }: Sample,
  subject: Descriptor,
  artifactType: string,
  text = artifactType,
): Promise<Descriptor> {
  const describe = async (mediaType: string, content: string): Promise<Descriptor> => {
    const bytes = Buffer.from(content);
    return { mediaType, digest: (await store.put(bytes)) as Digest, size: bytes.length };
  };
  const config = await describe('application/vnd.oci.empty.v1+json', '{}');
  const layer = await describe('text/plain', text);
  const type = 'application/vnd.oci.image.manifest.v1+json';
  const annotations = { 'org.opencontainers.image.title': text };
  const body = {
    schemaVersion: 2,
    mediaType: type,
    artifactType,
    config,
    layers: [layer],
    subject,
    annotations,
  };
  return describe(type, JSON.stringify(body));
}
