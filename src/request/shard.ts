import { SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import { type Item, scalar } from './kinds.ts';
import { formatPlatform, type Platform } from './platform.ts';

/** One of several machines' share of a build. */
export interface Shard {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

/** What one machine can build without another: a target for a platform. */
export interface Unit {
  readonly target: string;
  readonly platform: Platform;
}

/** GitHub Actions runs at most 256 jobs of a matrix (docs.github.com, "Running variations of jobs in a workflow"). */
export const mostShards = 256;

/** `2/4` */
export const shard: Item<Shard> = scalar({
  placeholder: 'I/N',
  one: 'a shard such as 2/4',
  many: 'shards',
  parse: (text) => {
    const [, index, of] = /^(\d{1,3})\/(\d{1,3})$/.exec(text)?.map(Number) ?? [];
    if (index !== undefined && of !== undefined && index >= 1 && index <= of && of <= mostShards)
      return { index, of };
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is not a shard`, {
      hint: `write I/N: the I-th of N, from 1/N to N/N, with at most ${mostShards} of them`,
    });
  },
  show: formatShard,
  schema: { type: 'string', pattern: '^[0-9]{1,3}/[0-9]{1,3}$' },
});

export function formatShard({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/** `api linux/arm64` */
export function formatUnit({ target, platform }: Unit): string {
  return `${target} ${formatPlatform(platform)}`;
}

/**
 * The units of a build in the one order that all machines agree on: by platform, then by target. What targets share is compiled once
 * for each platform, so that those of one platform had better be built together.
 */
export function unitsOf(
  targets: readonly { readonly name: string; readonly platforms: readonly Platform[] }[],
): readonly Unit[] {
  const units = targets.flatMap(({ name, platforms }) =>
    platforms.map((platform) => ({ target: name, platform })),
  );
  const key = ({ target, platform }: Unit): string => `${formatPlatform(platform)} ${target}`;
  return units.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The units of one shard: runs of the order, whose lengths differ by one at most. Every unit is in exactly one of `of` shards. */
export function shardUnits(units: readonly Unit[], { index, of }: Shard): readonly Unit[] {
  const border = (shards: number): number => Math.floor((shards * units.length) / of);
  return units.slice(border(index - 1), border(index));
}

/** All `of` shards of a build. */
export function shardsOf(
  units: readonly Unit[],
  of: number,
): readonly (Shard & { units: readonly Unit[] })[] {
  return Array.from({ length: of }, (_, at) => {
    const one = { index: at + 1, of };
    return { ...one, units: shardUnits(units, one) };
  });
}

/** What is said of a shard that has no units. */
export function nothingToDo(shard: Shard): string {
  return `shard ${formatShard(shard)} has nothing to do: there are more shards than programs to build`;
}
