import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePlatform } from '../src/request/platform.ts';
import { type Shard, type Unit, unitsOf } from '../src/request/shard.ts';
import { repository } from '../test/support/slipway.ts';
import { commit, type Machine } from './machine.ts';
import { measure, median } from './measure.ts';
import type { ShardTimes } from './shard-model.ts';
import { shardTables } from './shard-tables.ts';

const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/riscv64'];
const targets = ['api', 'worker'];
const counts = [1, 2, 3, 4];

/** What one machine does: which share, of which part of the build; with which compiled packages. */
interface Job {
  readonly shard: Shard;
  readonly flags: readonly string[];
  readonly goCache: string;
  readonly place: string;
}

/**
 * `slipway build --shard` for 1 to 4 machines, each machine's part by itself, and what a model says of it. What takes long is done once:
 * that compiles the shared packages for a platform twenty-one times.
 */
export async function shardsTables(machine: Machine): Promise<string> {
  return shardTables(await measureShards(await twoPrograms(machine), machine), allUnits());
}

/** Every program for every platform. */
function allUnits(): readonly Unit[] {
  return unitsOf(targets.map((name) => ({ name, platforms: platforms.map(parsePlatform) })));
}

async function measureShards(checkout: string, machine: Machine): Promise<ShardTimes> {
  const folder = join(machine.work, 'shards');
  const at = (name: string): string => join(folder, name);
  const [target = ''] = targets;
  const all = ['--platform', platforms.join(',')];
  const build = (job: Job): Promise<number> => shardSeconds(checkout, job, machine);
  const merge = (place: string): Promise<number> => usual(() => mergedSeconds(place, machine));

  const small: { cold: number; compiled: number }[] = [];
  for (const [number, platform] of platforms.entries()) {
    console.error(`one program for ${platform}`);
    const flags = ['--platform', platform, '--target', target];
    const job = {
      shard: { index: 1, of: 1 },
      flags,
      goCache: at(`cache-of-${number}`),
      place: at(`small-${number}/1`),
    };
    small.push({ cold: await build(job), compiled: await usual(() => build(job)) });
  }
  const one = {
    cold: mean(small.map(({ cold }) => cold)),
    compiled: mean(small.map(({ compiled }) => compiled)),
    merge: await merge(at('small-0')),
  };

  const divided: ShardTimes['divided'][number][] = [];
  for (const of of counts) {
    console.error(`${of} shards`);
    const shards: number[] = [];
    for (let index = 1; index <= of; index++) {
      const goCache = at(`cache-${of}-${index}`);
      shards.push(await build({ shard: { index, of }, flags: all, goCache, place: at(`${of}/${index}`) }));
    }
    divided.push({ shards, merge: await merge(at(String(of))) });
  }
  const whole = { shard: { index: 1, of: 1 }, flags: all, goCache: at('cache-1-1'), place: at('whole/1') };
  const allCompiled = await usual(() => build(whole));
  return { one, divided, allCompiled, bytes: await bytesBelow(at('1')) };
}

/** On a machine that has modules and Go, and of Slipway's caches nothing. What lay in its place goes away before. */
async function shardSeconds(
  checkout: string,
  { shard: { index, of }, flags, goCache, place }: Job,
  machine: Machine,
): Promise<number> {
  await rm(place, { recursive: true, force: true });
  const args = ['build', '.', '--shard', `${index}/${of}`, ...flags, '--output', `shard:${place}`];
  return slipwaySeconds(
    checkout,
    [...args, '--base', 'scratch', '--go', machine.goVersion],
    goCache,
    machine,
  );
}

async function mergedSeconds(folder: string, machine: Machine): Promise<number> {
  const merged = `${folder}-merged`;
  await rm(merged, { recursive: true, force: true });
  const args = ['merge', folder, '--output', `oci:${merged}`];
  return slipwaySeconds(machine.work, args, join(machine.work, 'shards', 'no-cache'), machine);
}

async function slipwaySeconds(
  cwd: string,
  words: readonly string[],
  goCache: string,
  machine: Machine,
): Promise<number> {
  const cache = join(machine.work, 'shards', 'slipway-cache');
  await rm(cache, { recursive: true, force: true });
  await mkdir(goCache, { recursive: true });
  const settings = { CGO_ENABLED: '0', GOENV: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local', GOCACHE: goCache };
  const args = [machine.slipway, ...words, '--cache-dir', cache];
  const env = { ...machine.environment, ...settings };
  return (await measure([{ file: process.execPath, args, cwd, env }])).seconds;
}

/** A module with two services that share all but their main packages. */
async function twoPrograms(machine: Machine): Promise<string> {
  const checkout = join(machine.work, 'two-programs');
  const hello = join(repository, 'examples', 'hello');
  for (const target of targets)
    for (const name of ['main.go', 'handler.go'])
      await cp(join(hello, name), join(checkout, 'cmd', target, name));
  for (const name of ['go.mod', 'go.sum']) await cp(join(hello, name), join(checkout, name));
  await commit(checkout);
  return checkout;
}

/** What is short is measured several times. */
async function usual(one: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let run = 0; run < 3; run++) all.push(await one());
  return median(all);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
