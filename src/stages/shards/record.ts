import { mostShards } from '../../request/shard.ts';
import { SlipwayError } from '../../support/errors.ts';
import { parseForeignJson } from '../../support/fields.ts';
import {
  flag,
  length,
  listOf,
  Misfit,
  matching,
  object,
  oneOf,
  optional,
  recordOf,
  type Shaped,
  text,
} from '../../support/shapes.ts';
import {
  attribution,
  base,
  chainOrigin,
  digest,
  pack,
  platform,
  sandbox,
  verdict,
  waterfallRow,
} from './report-shapes.ts';

/** A file of the folder by its name in one of its folders: nothing leads out of it. */
const fileName = matching(/^[a-z0-9][a-z0-9._-]{0,254}$/, 'the name of a file');
const file = object({ file: fileName, digest, bytes: length });

/** A layer, with what neither manifest nor config says of it. */
const layer = object({
  digest,
  kind: oneOf('base', 'asset', 'binary'),
  /** Of a base that others made: the repository that has it. */
  foreign: optional(
    object({ bytes: optional(length), registry: optional(text), repository: optional(text) }),
  ),
});

const image = object({ manifest: digest, layers: listOf(layer) });

const program = object({
  platform,
  program: file,
  /** Absent for a platform without an image. */
  image: optional(image),
  /** What was decided about packing it; `shipped`: what is shipped in its place. */
  pack: optional(object({ report: pack, isProved: flag, shipped: optional(file) })),
  attribution: optional(attribution),
  waterfall: optional(listOf(waterfallRow)),
  /** What the pull would be with another compression. */
  alternativeBytes: optional(length),
});

const target = object({
  name: fileName,
  importPath: text,
  module: object({
    path: text,
    version: optional(text),
    /** Path of its go.mod from the source folder; absent where it does not lie below it. */
    goMod: optional(matching(/^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\\\0]+$/, 'a path below the source folder')),
  }),
  base,
  settings: recordOf(text),
  compression: text,
  user: optional(text),
  /** Of the index over this shard's platforms; absent where there is no image. */
  index: optional(digest),
  programs: listOf(program),
});

const vcs = object({
  revision: text,
  time: text,
  modified: flag,
  changes: listOf(text),
  shallow: flag,
  prefix: text,
  branch: optional(text),
  tags: listOf(object({ name: text, exact: flag })),
  remote: optional(text),
});

const publishedModule = object({
  path: text,
  version: text,
  time: optional(text),
  revision: optional(text),
  repository: optional(text),
  goMod: text,
  packagePath: text,
});

const sbomDocument = object({
  target: fileName,
  platform,
  subject: digest,
  format: oneOf('spdx', 'cyclonedx'),
  mediaType: text,
  file,
});

/** What `slipway merge` needs of a shard beside images and programs. */
export const shardRecord = object({
  schemaVersion: oneOf(1),
  slipway: text,
  shard: object({ index: length, of: length }),
  /** The whole that the shards are of: all targets in the build's order. */
  plan: object({
    digest,
    targets: listOf(object({ name: fileName, platforms: listOf(platform) })),
    /** What must be equal in all shards, by names for people. */
    facts: recordOf(text),
  }),
  toolchain: object({
    go: text,
    source: text,
    askedBy: text,
    pinned: flag,
    environment: recordOf(text),
    overruled: listOf(text),
  }),
  engine: optional(
    object({
      name: oneOf('embedded', 'buildkit'),
      compile: oneOf('host', 'buildkit'),
      why: optional(text),
      client: optional(oneOf('buildctl', 'buildx')),
      builder: optional(text),
      version: optional(text),
    }),
  ),
  request: object({ platforms: listOf(text), compression: text, compressor: text, vcsStamp: text }),
  vcs: optional(vcs),
  module: optional(publishedModule),
  chain: chainOrigin,
  targets: listOf(target),
  sboms: listOf(sbomDocument),
  /** Of programs and bases, of trials, of bills of materials; images are verified again when they are together. */
  verdicts: object({ built: listOf(verdict), tried: listOf(verdict), listed: listOf(verdict) }),
  sandbox: listOf(sandbox),
  notices: listOf(text),
});

export type ShardRecord = Shaped<typeof shardRecord>;
export type ShardTarget = ShardRecord['targets'][number];
export type ShardProgram = ShardTarget['programs'][number];
export type ShardFile = Shaped<typeof file>;

/** More than attributions of hundreds of programs take. */
export const longestRecord = 256 << 20;

/**
 * Reads a record, of which nothing is taken on trust but what it is for: to say what its machine found.
 * @param where what messages call it
 * @throws SlipwayError E_CONFIG when it is none, or is of a format that only a newer Slipway knows
 */
export function decodeRecord(content: Uint8Array, where: string): ShardRecord {
  try {
    const record = shardRecord.read(parseForeignJson(content), '');
    const { index, of } = record.shard;
    if (index < 1 || index > of || of > mostShards) throw new Misfit('shard', 'one of its number');
    return record;
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new SlipwayError('E_CONFIG', `${where} is no record of a shard: ${error.message}`, {
      hint: 'name a folder that slipway build --shard left; where another Slipway left it, merge with that one',
      cause: error,
    });
  }
}

/** schema/shard.schema.json: the record for others to read. */
export function recordSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'shard.json of slipway build --shard',
    description:
      'What slipway merge needs of a shard beside images and programs. Later versions may add members.',
    ...shardRecord.schema,
  };
}
