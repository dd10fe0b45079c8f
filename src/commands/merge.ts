import { resolve } from 'node:path';
import type { KeptSizes } from '../cache/kept-sizes.ts';
import { merge } from '../merge.ts';
import type { AskedRun } from '../request/baseline-request.ts';
import type { MergedBuild } from '../request/merge-request.ts';
import type { Ports } from '../stages/ports.ts';
import { completeSet, type ShardSet } from '../stages/shards/complete.ts';
import { readShards } from '../stages/shards/read.ts';
import { type BuildAnswer, checkCached, reported, waysOf } from './build.ts';

/** Shards that are to be merged, and what they say of the build that they are of. */
export interface FoundSet extends MergedBuild {
  readonly set: ShardSet;
}

/**
 * Finds the shards of a build.
 * @param paths folders that shards were left in, or folders of such folders
 * @throws SlipwayError E_CONFIG where one is missing, there twice, refused, or of another build; E_IO
 */
export async function findShards(paths: readonly string[], cwd: string): Promise<FoundSet> {
  const set = completeSet(await readShards(paths.map((path) => resolve(cwd, path))));
  const records = set.shards.map(({ record }) => record);
  const module = records[0]?.module;
  const sboms = new Set(records.flatMap((record) => record.sboms.map(({ format }) => format)));
  return {
    set,
    targets: set.plan.targets,
    module: module && `${module.packagePath}@${module.version}`,
    sboms: [...sboms],
  };
}

/**
 * `slipway merge`: the report of a build that several machines had a share in.
 * @param kept what runs of the action keep for each other; undefined: nothing
 * @throws SlipwayError for whatever keeps the run from having an answer
 */
export async function mergeCommand(
  asked: AskedRun,
  { set }: FoundSet,
  ports: Ports,
  kept?: KeptSizes,
): Promise<Extract<BuildAnswer, { kind: 'report' }>> {
  checkCached(asked.request, kept);
  return reported(asked.request, await merge(asked.request, set, ports, waysOf(asked, ports, kept)), ports);
}
