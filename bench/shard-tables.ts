import { formatBytes } from '../src/report/format-bytes.ts';
import { parsePlatform } from '../src/request/platform.ts';
import { shardsOf, type Unit, unitsOf } from '../src/request/shard.ts';
import {
  type Costs,
  costsOf,
  type Fleet,
  type FleetTimes,
  longestShard,
  mergeSeconds,
  onFleet,
  type ShardTimes,
} from './shard-model.ts';
import { markdownTable } from './table.ts';

/** Of machines that have to be started: what is assumed, and not measured. */
const assumed = { start: 25, bytesPerSecond: 20_000_000 };
const fleetSizes = [1, 2, 3, 4, 6, 8, 12, 16, 24, 48];
const large = {
  targets: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
  platforms: ['linux/386', 'linux/amd64', 'linux/arm/v7', 'linux/arm64', 'linux/riscv64', 'linux/s390x'],
};

/** The model's parameters, what it says beside what was measured, and what it says of a larger build. */
export function shardTables(times: ShardTimes, units: readonly Unit[]): string {
  const costs = costsOf(times, units.length);
  const unitBytes = times.bytes / units.length;
  return [
    costsTable(costs, unitBytes),
    checkTable(times, units, costs),
    fleetTable(costs, { ...assumed, unitBytes }),
  ].join('\n\n');
}

function costsTable({ fixed, shared, unit, mergeFixed, mergeUnit }: Costs, unitBytes: number): string {
  const lines = [
    ['F', 'each shard: start, git, `go list`', seconds(fixed)],
    ['C', 'each platform of a shard: the packages that its programs share', seconds(shared)],
    ['U', 'each program and platform: own packages, link, checks, sizes, layer', seconds(unit)],
    ['M', 'the merge', seconds(mergeFixed)],
    ['m', 'each program and platform in the merge', seconds(mergeUnit)],
    ['b', 'what a program and platform leaves in its shard', formatBytes(Math.round(unitBytes))],
  ];
  return markdownTable(['parameter', 'of what', 'measured'], lines, [
    'C: one program for one platform from an empty GOCACHE, less the same with that cache, the mean of the four platforms; U and F: all programs with compiled packages there, less one; M and m: the merge of all, less that of one',
  ]);
}

function checkTable({ divided }: ShardTimes, units: readonly Unit[], costs: Costs): string {
  const lines = divided.map(({ shards, merge }, at) => {
    const of = at + 1;
    const longest = Math.max(...shards);
    const wall = longest + merge;
    const said = longestShard(units, of, costs) + mergeSeconds(units, costs);
    const shares = shardsOf(units, of).map((shard) => shard.units.length);
    return [
      ...[String(of), shares.join(' + ')],
      ...[longest, merge, wall, said].map(seconds),
      (said / wall).toFixed(2),
    ];
  });
  const heads = ['shards', 'programs', 'longest shard', 'merge', 'both', 'by the model', 'model to measured'];
  return markdownTable(heads, lines, [
    "two programs of examples/hello for linux/amd64, arm64, arm/v7 and riscv64; each shard alone on this machine, as on its own: GOCACHE and Slipway's caches empty, modules and Go there; both: what the machines together take, started and with nothing to send; merges, and builds with compiled packages there, are the median of three",
  ]);
}

function fleetTable(costs: Costs, fleet: Fleet): string {
  const { targets, platforms } = large;
  const units = unitsOf(targets.map((name) => ({ name, platforms: platforms.map(parsePlatform) })));
  const warm = { ...costs, shared: 0 };
  const rows = fleetSizes.map((of) => ({
    of,
    cold: onFleet(units, of, costs, fleet),
    warm: onFleet(units, of, warm, fleet),
  }));
  const lines = rows.map(({ of, cold, warm }) => [
    String(of),
    ...[cold.wall, cold.machine, warm.wall, warm.machine].map((value) => `${value.toFixed(0)} s`),
  ]);
  const heads = ['machines', 'empty caches', 'paid for', 'compiled packages there', 'paid for'];
  const wall = (name: 'cold' | 'warm') => rows.map((row) => ({ of: row.of, ...row[name] }));
  return markdownTable(heads, lines, [
    `${targets.length} programs like these for ${platforms.length} platforms, by the model; paid for: what all machines run, each from its start`,
    `assumed and not measured: ${fleet.start} s until a machine has started, ${fleet.bytesPerSecond / 1_000_000} MB/s between it and where shards are kept`,
    `empty caches: ${payingText(wall('cold'))}; compiled packages there: ${payingText(wall('warm'))}`,
  ]);
}

/** Where more machines stop paying: the fewest that are within a tenth of the least time. */
function payingText(rows: readonly (FleetTimes & { readonly of: number })[]): string {
  const least = Math.min(...rows.map(({ wall }) => wall));
  const enough = rows.find(({ wall }) => wall <= least * 1.1);
  const best = rows.find(({ wall }) => wall === least);
  return `the least with ${best?.of}, within a tenth of it with ${enough?.of}`;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
