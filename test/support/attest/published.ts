import type { TestContext } from 'node:test';
import { moveTags } from '../../../src/registry/push/move-tags.ts';
import { at, portsFor, push, type Sample, sampleImage } from '../../registry/push/sample.ts';
import { startTestRegistry, type TestRegistry } from '../registry/in-process.ts';
import type { RunningRegistry } from '../registry/real.ts';
import { toolsFor } from '../registry/tools-for.ts';
import { folderOf } from '../temporary.ts';
import { output } from '../tools.ts';

/** An image for two platforms in a registry, under the tag v1. */
export interface PublishedImage {
  readonly sample: Sample;
  /** `HOST/acme/api:v1` */
  readonly tagged: string;
  /** `HOST/acme/api@sha256:…` */
  readonly image: string;
  /** In which tools and slipway reach the registry, and slipway has a cache of its own. */
  readonly env: Record<string, string>;
}

export async function publishedAt(t: TestContext, running: RunningRegistry): Promise<PublishedImage> {
  const sample = await sampleImage(t, 1000);
  await push(t, sample, running);
  const place = at(running.host);
  await moveTags(sample.tree.root, place, ['v1'], portsFor(t, running, sample));
  const name = `${place.registry}/${place.repository}`;
  const env = { ...(await toolsFor(t, running)), SLIPWAY_CACHE_DIR: await folderOf(t) };
  return { sample, tagged: `${name}:v1`, image: `${name}@${sample.tree.root.digest}`, env };
}

/** The same in a registry of its own, in this process. */
export async function publishedImage(
  t: TestContext,
): Promise<PublishedImage & { readonly registry: TestRegistry }> {
  const registry = await startTestRegistry();
  t.after(registry.stop);
  return { ...(await publishedAt(t, registry)), registry };
}

/** Digests of the manifests of what refers to an image, as oras sees it. */
export async function referrersOf({ image, env }: PublishedImage): Promise<string[]> {
  const { SSL_CERT_FILE, REGISTRY_AUTH_FILE = '' } = env;
  const flags = [
    '--registry-config',
    REGISTRY_AUTH_FILE,
    ...(SSL_CERT_FILE === undefined ? ['--plain-http'] : []),
  ];
  const listed = await output('oras', ['discover', '--format', 'json', ...flags, image], { env });
  const { referrers = [] } = JSON.parse(listed) as { referrers?: { digest: string }[] };
  return referrers.map(({ digest }) => digest);
}
