import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatShard } from '../../request/shard.ts';
import { asSlipwayError, isSystemError, SlipwayError } from '../../support/errors.ts';
import { parseFields } from '../../support/fields.ts';
import { exists } from '../../support/files.ts';
import { length, listOf, Misfit, object, text } from '../../support/shapes.ts';
import { shardPaths } from './folder.ts';
import { decodeRecord, longestRecord, type ShardRecord } from './record.ts';

/** A whole shard and where it lies. */
export interface ShardFolder {
  readonly folder: string;
  readonly record: ShardRecord;
}

/** A shard that left nothing to merge: by the report that is there all the same. */
export interface RefusedShard {
  readonly folder: string;
  readonly index: number;
  readonly of: number;
  readonly units: readonly string[];
}

export interface FoundShards {
  readonly whole: readonly ShardFolder[];
  readonly refused: readonly RefusedShard[];
}

/**
 * Reads the records of shards.
 * @param paths folders that shards were left in, or folders of such folders
 * @throws SlipwayError E_CONFIG where there is none, or what is there is none; E_IO
 */
export async function readShards(paths: readonly string[]): Promise<FoundShards> {
  const folders = (await Promise.all(paths.map(foldersAt))).flat();
  const whole: ShardFolder[] = [];
  const refused: RefusedShard[] = [];
  // One after another: records of large builds are large.
  for (const folder of new Set(folders)) {
    const path = join(folder, shardPaths.record);
    if (await exists(path)) whole.push({ folder, record: decodeRecord(await contentOf(path), path) });
    else refused.push(await refusedShard(folder));
  }
  return { whole, refused };
}

/** What each job left may be in a folder of its own, as actions/download-artifact has it. */
async function foldersAt(path: string): Promise<readonly string[]> {
  if (await isShard(path)) return [path];
  const names = await readdir(path).catch((cause: unknown) => {
    const why = isSystemError(cause) && cause.code === 'ENOENT' ? 'does not exist' : 'is no folder';
    throw new SlipwayError('E_CONFIG', `${path} ${why}, and shards are folders`, { hint, cause });
  });
  const below: string[] = [];
  for (const name of names.toSorted()) if (await isShard(join(path, name))) below.push(join(path, name));
  if (below.length > 0) return below;
  throw new SlipwayError('E_CONFIG', `there is no shard in ${path}`, { hint });
}

const hint = 'name the folders that slipway build --shard left, or a folder that holds them all';

async function isShard(folder: string): Promise<boolean> {
  return (await exists(join(folder, shardPaths.record))) || exists(join(folder, shardPaths.report));
}

async function contentOf(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > longestRecord)
      throw new SlipwayError('E_CONFIG', `${path} has ${size} bytes: it is no record`);
    return await readFile(path);
  } catch (error) {
    throw asSlipwayError(error);
  }
}

const refusedReport = object({ shard: object({ index: length, of: length, units: listOf(text) }) });

async function refusedShard(folder: string): Promise<RefusedShard> {
  const path = join(folder, shardPaths.report);
  try {
    const { shard } = refusedReport.read(parseFields(await contentOf(path)), '');
    return { folder, ...shard };
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new SlipwayError('E_CONFIG', `${path} is no report of a shard: ${error.message}`, { hint });
  }
}

/** `shard 2/4 (shards/2)` */
export function nameOf({ folder, record }: ShardFolder): string {
  return `shard ${formatShard(record.shard)} (${folder})`;
}
