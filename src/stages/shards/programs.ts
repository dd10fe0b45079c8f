import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectExecutable } from '../../binary/executable.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import { sha256, sha256File } from '../../support/hashing.ts';
import type { InspectedExecutable } from '../inspection.ts';
import type { SbomDocument } from '../sbom/sbom.ts';
import { shardPaths } from './folder.ts';
import { nameOf, type ShardFolder } from './read.ts';
import type { ShardFile, ShardProgram } from './record.ts';

/**
 * A program that a shard left, read again: what it says of itself is not taken from the record.
 * @throws SlipwayError E_CONFIG when a file is not what the record says, E_BINARY when it is no program, E_IO
 */
export async function executableOf(
  shard: ShardFolder,
  { platform, program, pack }: ShardProgram,
): Promise<InspectedExecutable> {
  const path = await checkedFile(shard, shardPaths.programs, program);
  const { digest, bytes } = program;
  const shipped = pack?.shipped;
  return {
    ...{ platform, path, digest, bytes },
    // Which folders of its machine are not in it was looked for where these folders are.
    facts: inspectExecutable(path, []),
    base: undefined,
    ...(pack !== undefined && {
      pack: {
        report: pack.report,
        isProved: pack.isProved,
        ...(shipped !== undefined && {
          shipped: {
            path: await checkedFile(shard, shardPaths.packed, shipped),
            ...{ digest: shipped.digest, bytes: shipped.bytes },
          },
        }),
      },
    }),
  };
}

/** The bills of materials that a shard left. @throws SlipwayError as `executableOf` */
export async function sbomsOf(shard: ShardFolder): Promise<readonly SbomDocument[]> {
  const documents: SbomDocument[] = [];
  for (const { file, ...document } of shard.record.sboms) {
    const path = await checkedFile(shard, shardPaths.sboms, file);
    const content = await readFile(path, 'utf8');
    // What was compared and what was read are two readings.
    if (sha256(content) !== file.digest) throw unlike(shard, path, sha256(content));
    documents.push({ ...document, content });
  }
  return documents;
}

async function checkedFile(
  shard: ShardFolder,
  folder: string,
  { file, digest, bytes }: ShardFile,
): Promise<string> {
  const path = join(shard.folder, folder, file);
  const found = await lstat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') throw unlike(shard, path, 'not there');
    throw asSlipwayError(cause);
  });
  if (!found.isFile()) throw unlike(shard, path, 'no file');
  const has = await sha256File(path);
  if (has.digest !== digest || has.bytes !== bytes) throw unlike(shard, path, has.digest);
  return path;
}

function unlike(shard: ShardFolder, path: string, what: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `${nameOf(shard)} is not what its record says: ${path} is ${what}`, {
    hint: 'it was changed since it was built: run the shard again, and merge all',
  });
}
