import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackReport, Report } from '../../report/model.ts';
import { type LockedPack, packKey } from '../../request/lock-packs.ts';
import { asksForFiles, asksForImages } from '../../request/output.ts';
import { formatPlatform } from '../../request/platform.ts';
import type { BuildRequest, Output } from '../../request/request.ts';
import { SlipwayError } from '../../support/errors.ts';
import { makeWorkFolder } from '../../support/files.ts';

/**
 * What a build decides about packing where no lock says it: made as the request has it, but nothing of it is kept or published.
 * @param build the pipeline
 * @throws SlipwayError as a build does; E_VERIFY where a check refuses what was built
 */
export async function decidePacks(
  request: BuildRequest,
  build: (request: BuildRequest) => Promise<Pick<Report, 'targets' | 'outcome'>>,
): Promise<Map<string, LockedPack>> {
  const work = await makeWorkFolder(request.cacheDirectory, 'lock');
  try {
    const { targets, outcome } = await build(forDeciding(request, work));
    const packs = new Map<string, LockedPack>();
    for (const { name, importPath, images, files = [] } of targets) {
      for (const { platform, pack } of [...files, ...images]) {
        if (pack !== undefined)
          packs.set(packKey(name, formatPlatform(platform)), lockedPack(importPath, pack));
      }
    }
    if (packs.size > 0 || outcome !== 'fail') return packs;
    throw new SlipwayError('E_VERIFY', 'a check refuses the build, so nothing is decided about packing', {
      hint: 'slipway build says which, and what to do',
    });
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
  const own: Output[] = [
    ...(asksForImages(request) ? [{ kind: 'oci', path: join(work, 'oci') } as const] : []),
    ...(asksForFiles(request.outputs) ? [{ kind: 'bin', path: join(work, 'bin') } as const] : []),
  ];
  return {
    ...request,
    ...{ outputs: own, push: [], tags: [], image: undefined, load: undefined, lockFile: undefined },
    ...{ digestFile: undefined, reportFile: undefined, snapshotFile: undefined, sizePageFile: undefined },
    ...{ exchangeFile: undefined, baseline: { kind: 'none' }, attachSnapshot: false, signing: undefined },
    ...{ sbom: undefined, json: false, attribution: false, dryRun: false },
    ...{ pageFile: undefined, before: undefined, waterfall: false, reproduce: false },
  };
}
