import { readdir } from 'node:fs/promises';
import { isLeftover } from '../../image/leftovers.ts';
import { SlipwayError } from '../../support/errors.ts';

/** What lies in a folder that a shard was left in. */
export const shardPaths = {
  /** Written last: a folder without one is no whole shard. */
  record: 'shard.json',
  /** For people, and there also where a check refused the shard. */
  report: 'report.json',
  /** An OCI layout for each target. */
  images: 'images',
  programs: 'programs',
  /** Of programs that are shipped packed. */
  packed: 'packed',
  sboms: 'sboms',
  /** What git does not know makes a commit a modified one, also for the next shard that this machine builds. */
  ignore: '.gitignore',
} as const;

/**
 * Whether a shard may be left in a folder: a new or empty one, or where one was left before.
 * @throws SlipwayError E_CONFIG for any other
 */
export async function checkShardPlace(folder: string): Promise<void> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [] as string[];
    throw new SlipwayError('E_CONFIG', `no shard can be left in ${folder}: it is no folder`, { cause });
  });
  const ours = new Set<string>(Object.values(shardPaths));
  const other = names.find((name) => !ours.has(name) && !isLeftover(name));
  if (other === undefined) return;
  throw new SlipwayError('E_CONFIG', `${folder} holds something else than a shard: ${other}`, {
    hint: 'name a new or empty folder: --output shard:DIR',
  });
}
