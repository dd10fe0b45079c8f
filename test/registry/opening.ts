import type { TestContext } from 'node:test';
import { openBlobStore } from '../../src/cache/local-store.ts';
import type { Credentials } from '../../src/registry/credentials.ts';
import { openRegistry, type RegistryOptions } from '../../src/registry/open-registry.ts';
import type { Registry } from '../../src/registry/registry.ts';
import type { Patience } from '../../src/support/retry.ts';
import { digestOf, repositoryOf } from '../support/registry/contents.ts';
import {
  startTestRegistry,
  type TestRegistry,
  type RegistryOptions as TestRegistryOptions,
} from '../support/registry/in-process.ts';
import { folderOf } from '../support/temporary.ts';

/** A patience that waits for nothing, and what it would have waited for. */
export function hasty(): Patience & { readonly waits: number[] } {
  const waits: number[] = [];
  return { attempts: 4, waits, wait: async (milliseconds) => void waits.push(milliseconds), random: () => 0 };
}

/** The port under test, closed after the test; what a test does not say is the plainest there is. */
export function open(t: TestContext, options: Partial<RegistryOptions> = {}): Registry {
  const registry = openRegistry({
    env: {},
    findCredentials: async () => undefined,
    insecure: [],
    now: () => performance.now(),
    patience: hasty(),
    timeouts: { connectMilliseconds: 20_000, headersMilliseconds: 20_000, stallMilliseconds: 20_000 },
    ...options,
  });
  t.after(() => registry.close());
  return registry;
}

export async function testRegistry(t: TestContext, options: TestRegistryOptions = {}): Promise<TestRegistry> {
  const registry = await startTestRegistry(options);
  t.after(() => registry.stop());
  return registry;
}

export function password(user: string, secret: string, source = 'the test'): Credentials {
  return { proof: { kind: 'password', user, password: secret }, source };
}

export async function emptyStore(t: TestContext): Promise<ReturnType<typeof openBlobStore>> {
  return openBlobStore(await folderOf(t));
}

/** `METHOD /path` of every request that a registry got. */
export function asked({ requests }: TestRegistry): string[] {
  return requests.map(({ method, path }) => `${method} ${path}`);
}

/** An image of one layer in a registry's repository `acme/api`, tagged `v1`; gives its digests. */
export function addImage(
  { contents }: TestRegistry,
  layer = Buffer.from('layer'),
): { manifest: `sha256:${string}`; size: number; layer: `sha256:${string}`; config: `sha256:${string}` } {
  const repository = repositoryOf(contents, 'acme/api');
  const add = (bytes: Buffer, mediaType: string) => {
    const digest = digestOf(bytes) as `sha256:${string}`;
    repository.blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const config = add(Buffer.from('{"os":"linux"}'), 'application/vnd.oci.image.config.v1+json');
  const content = add(layer, 'application/vnd.oci.image.layer.v1.tar+gzip');
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [content] }));
  const digest = digestOf(bytes) as `sha256:${string}`;
  repository.manifests.set(digest, { mediaType, bytes });
  repository.tags.set('v1', digest);
  return { manifest: digest, size: bytes.length, layer: content.digest, config: config.digest };
}
