import { dirname, join } from 'node:path';
import type { BlobStore } from '../cache/blob-store.ts';
import { hashDependencyFiles } from '../cache/dependency-files.ts';
import { cachePlan } from '../engine/buildkit/registry-cache.ts';
import type { Origin } from '../gobuild/origin.ts';
import type { Layout } from '../image/image.ts';
import { readManifest, resolveIfThere } from '../registry/manifests.ts';
import { moveTags } from '../registry/push/move-tags.ts';
import { pushImage } from '../registry/push/push-image.ts';
import { putManifest } from '../registry/push/push-manifest.ts';
import { formatPlatform, type Platform } from '../request/platform.ts';
import { parseReference } from '../request/reference.ts';
import type { BuildRequest } from '../request/request.ts';
import { exists } from '../support/files.ts';
import type { RunPorts } from './registries.ts';

/** The part that a cache in a registry has in one solve. */
export interface CacheUseOfSolve {
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  /**
   * To be called once all went well: only then the moving tag leads to what was written.
   * @param layout the image, where the cache is inline: it is pushed, since it is the cache itself
   * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
   */
  readonly done: (layout?: Layout, store?: BlobStore) => Promise<void>;
}

const noCache: CacheUseOfSolve = { cacheFrom: [], cacheTo: [], done: async () => {} };

/**
 * Where BuildKit reads what it did before, and where it writes what it did now. What has its own tag already is not written again: tags
 * that follow from content never move.
 * @param what `programs`, or `image-NAME`
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
 */
export async function cacheOf(
  what: string,
  platforms: readonly Platform[],
  request: BuildRequest,
  { toolchain, workspace, go }: Origin,
  { registry, store }: Pick<RunPorts, 'registry' | 'store'>,
): Promise<CacheUseOfSolve> {
  const { cache, compileImage, dockerfile } = request.engine;
  if (cache === undefined) return noCache;
  const place = parseReference(cache.repository);
  const root = go.workFile === undefined ? await moduleRoot(workspace.directory) : dirname(go.workFile);
  const { hash } = await hashDependencyFiles(root, workspace.directory, undefined);
  const insecure = request.registries.insecure.includes(place.registry);
  const subject = {
    ...{ what, dependencies: hash, goVersion: toolchain.version },
    platforms: platforms.map(formatPlatform).sort(),
    others: [compileImage ?? '', dockerfile === undefined ? '' : 'dockerfile'],
  };
  const { from, to, fixedTag, movingTag } = cachePlan(cache, subject, insecure);
  const there = await resolveIfThere(registry, { ...place, tag: fixedTag });
  return {
    cacheFrom: from,
    cacheTo: there === undefined ? to : [],
    done: async (layout, content = store) => {
      if (cache.mode === 'inline') {
        if (layout === undefined) return;
        const outside = { registry, store: content };
        await pushImage(layout, place, outside);
        const tags = there === undefined ? [fixedTag, movingTag] : [movingTag];
        await moveTags(layout.root, place, tags, outside);
        return;
      }
      const { descriptor, content: document } = await readManifest(registry, { ...place, tag: fixedTag });
      const moving = await resolveIfThere(registry, { ...place, tag: movingTag });
      if (moving?.digest === descriptor.digest) return;
      await putManifest(registry, place, movingTag, descriptor, document);
    },
  };
}

/** The folder of go.mod that a folder belongs to; itself where there is none. */
async function moduleRoot(directory: string): Promise<string> {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (await exists(join(folder, 'go.mod'))) return folder;
    if (dirname(folder) === folder) return directory;
  }
}
