import { formatPlatform } from '../src/request/platform.ts';
import { shardsOf, type Unit } from '../src/request/shard.ts';

/** What was measured, in seconds. */
export interface ShardTimes {
  /** One program for one platform as the only shard, the mean of all platforms: from empty caches, and with compiled packages there. */
  readonly one: { readonly cold: number; readonly compiled: number; readonly merge: number };
  /** All programs as the only shard, with compiled packages there. */
  readonly allCompiled: number;
  /** By how many shards there are: each alone, from empty caches, and their merge. */
  readonly divided: readonly { readonly shards: readonly number[]; readonly merge: number }[];
  /** Of the shard with all programs. */
  readonly bytes: number;
}

/** What a build on several machines is made of, in seconds; each is measured by itself (bench/shards.ts). */
export interface Costs {
  /** What every shard does: starting, asking git and the go command what there is. */
  readonly fixed: number;
  /** Packages that all programs of a platform share, compiled once by each machine that has one of these programs. */
  readonly shared: number;
  /** A program for a platform: its own packages, linking, checking, packing its layer. */
  readonly unit: number;
  readonly mergeFixed: number;
  /** For each program and platform that is merged. */
  readonly mergeUnit: number;
}

/** From builds of one unit and of all with compiled packages there; the divided builds take no part, but for the merge of all units. */
export function costsOf({ one, allCompiled, divided }: ShardTimes, many: number): Costs {
  const unit = (allCompiled - one.compiled) / (many - 1);
  const mergeUnit = ((divided[0]?.merge ?? Number.NaN) - one.merge) / (many - 1);
  return {
    fixed: one.compiled - unit,
    shared: one.cold - one.compiled,
    unit,
    mergeFixed: one.merge - mergeUnit,
    mergeUnit,
  };
}

/** What is assumed of machines that have to be started, and not measured here. */
export interface Fleet {
  /** From a job being due until its first command, in seconds. */
  readonly start: number;
  /** Bytes a second between a machine and where its shard is kept, packing included. */
  readonly bytesPerSecond: number;
  /** What one unit leaves in a shard. */
  readonly unitBytes: number;
}

/** One machine's share: its platforms' shared packages, and its units. */
export function shardSeconds(units: readonly Unit[], costs: Costs): number {
  if (units.length === 0) return costs.fixed;
  const platforms = new Set(units.map(({ platform }) => formatPlatform(platform)));
  return costs.fixed + platforms.size * costs.shared + units.length * costs.unit;
}

export function longestShard(units: readonly Unit[], of: number, costs: Costs): number {
  return Math.max(...shardsOf(units, of).map((shard) => shardSeconds(shard.units, costs)));
}

export function mergeSeconds(units: readonly Unit[], { mergeFixed, mergeUnit }: Costs): number {
  return mergeFixed + units.length * mergeUnit;
}

export interface FleetTimes {
  /** From the first job being due to the end. */
  readonly wall: number;
  /** What all machines together are paid for. */
  readonly machine: number;
}

/** The same on machines that are started for it. One builds everything itself: nothing is sent or merged. */
export function onFleet(units: readonly Unit[], of: number, costs: Costs, fleet: Fleet): FleetTimes {
  const { start, bytesPerSecond, unitBytes } = fleet;
  if (of === 1) {
    const seconds = start + shardSeconds(units, costs);
    return { wall: seconds, machine: seconds };
  }
  const send = (many: number): number => (many * unitBytes) / bytesPerSecond;
  const shards = shardsOf(units, of).map(
    (shard) => start + shardSeconds(shard.units, costs) + send(shard.units.length),
  );
  const last = start + send(units.length) + mergeSeconds(units, costs);
  return {
    wall: Math.max(...shards) + last,
    machine: shards.reduce((sum, seconds) => sum + seconds, last),
  };
}
