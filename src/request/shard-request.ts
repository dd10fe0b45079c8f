import type { Fault } from './faults.ts';
import type { InputName, InputValues } from './inputs.ts';
import type { BuildRequest, Output } from './request.ts';
import type { Results } from './settings.ts';
import { formatShard, type Shard } from './shard.ts';

/** What is done with a whole image, by the names that inputs have in messages. */
const ofWholeImages = {
  push: '--push',
  tags: '--tag',
  load: '--load',
  sign: '--sign',
  key: '--key',
  githubAttestations: '--github-attestations',
  digestFile: '--digest-file',
  baseline: '--baseline',
  snapshot: '--snapshot',
  sizeHtml: '--size-html',
  html: '--html',
  compareImage: '--compare-image',
  compareDockerfile: '--compare-dockerfile',
  attachSnapshot: '--attach-snapshot',
} as const satisfies Partial<Record<InputName, string>>;

const hint = 'leave it to slipway merge, which makes the image of all shards and takes the same flags';

/** The fault of asking a shard for what only a whole image can be given to. */
export function notOfShard(where: string, shard: Shard): Fault {
  return { where, message: `shard ${formatShard(shard)} is not a whole image`, hint };
}

/**
 * Where a shard's results go: into one folder. What slipway.yaml says of results is for who merges, so it is set aside; flags that ask for
 * it are faults.
 * @param usual the folder where none was named
 */
export function shardResults(given: InputValues, shard: Shard, usual: string, faults: Fault[]): Results {
  for (const [name, flag] of Object.entries(ofWholeImages)) {
    const value = given[name as keyof typeof ofWholeImages];
    if (value !== undefined && !asksForNothing(value)) faults.push(notOfShard(flag, shard));
  }
  const { outputs = [] } = given;
  const folders = outputs.filter(({ kind }) => kind === 'shard');
  const other = outputs.find(({ kind }) => kind !== 'shard');
  if (other !== undefined) faults.push(notOfShard(`--output ${other.kind}`, shard));
  if (folders.length > 1) faults.push({ where: '--output shard', message: 'a shard is left in one folder' });
  return { outputs: [folders[0] ?? { kind: 'shard', path: usual }], push: [], load: undefined };
}

/** `--no-sign`, `--baseline none`. */
function asksForNothing(value: unknown): boolean {
  const none = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'none';
  return value === false || none || (Array.isArray(value) && value.length === 0);
}

/** The fault of a shard's folder where no shard is built; undefined for other outputs. */
export function shardlessOutput({ kind, path }: Output): Fault | undefined {
  if (kind !== 'shard') return undefined;
  const message = `${path} is where a shard is left, and the whole is built`;
  return { where: '--output shard', message, hint: 'name the shard: --shard 1/4' };
}

/** The folder that a shard is left in; undefined where the whole is built. */
export function shardFolder({ outputs, shard }: Pick<BuildRequest, 'outputs' | 'shard'>): string | undefined {
  return shard && outputs.find(({ kind }) => kind === 'shard')?.path;
}

/** A shard's request: nothing of it is told of a whole image, or compared. */
export function withoutWhole(request: BuildRequest): BuildRequest {
  return {
    ...request,
    tags: [],
    digestFile: undefined,
    snapshotFile: undefined,
    pageFile: undefined,
    sizePageFile: undefined,
    exchangeFile: undefined,
    baseline: { kind: 'none' },
    before: undefined,
    attachSnapshot: false,
    signing: undefined,
  };
}
