import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackReport, Report } from '../report/model.ts';
import { type LockedPack, packKey } from '../request/lock-packs.ts';
import { formatPlatform } from '../request/platform.ts';
import type { BuildRequest, Output } from '../request/request.ts';
import { makeWorkFolder } from '../support/files.ts';

/**
 * What a build decides about packing where no lock says it: made as the request has it, but nothing of it is kept or published.
 * @param build the pipeline
 * @throws SlipwayError as a build does
 */
export async function decidePacks(
  request: BuildRequest,
  build: (request: BuildRequest) => Promise<Pick<Report, 'targets'>>,
): Promise<Map<string, LockedPack>> {
  const work = await makeWorkFolder(request.cacheDirectory, 'lock');
  try {
    const { targets } = await build(forDeciding(request, work));
    const packs = new Map<string, LockedPack>();
    for (const { name, importPath, images, files = [] } of targets) {
      for (const { platform, pack } of [...files, ...images]) {
        if (pack !== undefined)
          packs.set(packKey(name, formatPlatform(platform)), lockedPack(importPath, pack));
      }
    }
    return packs;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function lockedPack(importPath: string, { decision, setting, upx }: PackReport): LockedPack {
  const how = decision === 'packed' && setting !== undefined && upx !== undefined ? { setting, upx } : {};
  return { package: importPath, decision, ...how };
}

/** The same kinds of results, since a layer that nobody asks for is not weighed; elsewhere, and without all that follows them. */
function forDeciding(request: BuildRequest, work: string): BuildRequest {
  const { outputs, push, load } = request;
  const isImage = push.length > 0 || load !== undefined || outputs.some(({ kind }) => kind !== 'bin');
  const own: Output[] = [
    ...(isImage ? [{ kind: 'oci', path: join(work, 'oci') } as const] : []),
    ...(outputs.some(({ kind }) => kind === 'bin')
      ? [{ kind: 'bin', path: join(work, 'bin') } as const]
      : []),
  ];
  return {
    ...request,
    ...{ outputs: own, push: [], tags: [], image: undefined, load: undefined, lockFile: undefined },
    ...{ digestFile: undefined, reportFile: undefined, snapshotFile: undefined, sizePageFile: undefined },
    ...{ exchangeFile: undefined, baseline: { kind: 'none' }, attachSnapshot: false, signing: undefined },
    ...{ sbom: undefined, json: false, attribution: false, dryRun: false },
  };
}
