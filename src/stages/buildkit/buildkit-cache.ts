import { relative, sep } from 'node:path';
import { platformName } from '../../engine/buildkit/arguments.ts';
import { cachePlan } from '../../engine/buildkit/registry-cache.ts';
import type { CacheFor, SolveCache } from '../../engine/buildkit/solve.ts';
import type { Origin } from '../../gobuild/origin.ts';
import { moduleFilesFor } from '../../gobuild/sum-files.ts';
import { readManifest, resolveIfThere } from '../../registry/manifests.ts';
import { moveTags } from '../../registry/push/move-tags.ts';
import { pushImage } from '../../registry/push/push-image.ts';
import { putManifest } from '../../registry/push/push-manifest.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import { parseReference } from '../../request/reference.ts';
import type { BuildRequest } from '../../request/request.ts';
import { sha256, sha256File } from '../../support/hashing.ts';
import type { RunPorts } from '../registries.ts';
import type { BuildkitRun } from './buildkit-run.ts';

const noCache: SolveCache = { cacheFrom: [], cacheTo: [], done: async () => {} };

/** The caches of a solve, which is done in parts where the builder has several nodes: then each has its own. */
export function cachesOf(what: string, { request, client, origin, ports }: BuildkitRun): CacheFor {
  return (platforms) => {
    const own = client.hasNodes ? [what, ...platforms.map(platformName)].join('-') : what;
    return cacheOf(own, platforms, request, origin, ports);
  };
}

/**
 * Where BuildKit reads what it did before, and where it writes what it did now. What has its own tag already is not written again: tags
 * that follow from content never move.
 * @param what `programs`, or `image-NAME`
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK
 */
async function cacheOf(
  what: string,
  platforms: readonly Platform[],
  request: BuildRequest,
  { toolchain, workspace, go }: Origin,
  { registry, store }: Pick<RunPorts, 'registry' | 'store'>,
): Promise<SolveCache> {
  const { cache, compileImage, dockerfile } = request.engine;
  if (cache === undefined) return noCache;
  const place = parseReference(cache.repository);
  const { root, files } = moduleFilesFor(workspace.directory, go.settings.GOWORK.value);
  const contents = files.map(async (file) => [
    relative(root, file).split(sep).join('/'),
    (await sha256File(file)).digest,
  ]);
  const insecure = request.registries.insecure.includes(place.registry);
  const subject = {
    ...{
      what,
      dependencies: sha256(JSON.stringify(await Promise.all(contents))),
      goVersion: toolchain.version,
    },
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
