import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Buildkit, startBuildkit } from '../test/support/buildkit.ts';
import { output } from '../test/support/tools.ts';
import { type Contest, changeMain, isWanted, type Only, type Scenario, slipwayStep } from './contest.ts';
import { handWrittenStep } from './hand-written.ts';
import type { Machine } from './machine.ts';
import { type Measurement, measure, type Step } from './measure.ts';
import { startModuleProxy } from './module-proxy.ts';
import { checkoutOf, hello } from './programs.ts';
import { inTurns, type Round } from './rounds.ts';
import { formatTable, type Row } from './table.ts';

const sides = ['embedded', 'assembled', 'compiled', 'written'] as const;
type Side = (typeof sides)[number];

const names: Readonly<Record<Side, string>> = {
  embedded: 'embedded',
  assembled: 'assembled by BuildKit',
  compiled: 'compiled in BuildKit',
  written: 'Dockerfile',
};

const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/riscv64'];
/** What several platforms cost is asked of those alone that can be compared: by whom Go is run. */
const compilers = ['embedded', 'compiled'] as const;
/** Compiling everything takes so long that the noise of a round is small beside it. */
const mostColdRounds = { one: 2, several: 1 };

/** A BuildKit for each side that needs one, so that clearing one's caches leaves the others'. */
interface Field {
  readonly buildkits: Readonly<Record<Exclude<Side, 'embedded'>, Buildkit>>;
  readonly goProxy: string;
  readonly machine: Machine;
}

/** `slipway build` in its three ways beside a Dockerfile by hand. `only`: some rows of the tables. */
export async function buildkitTables(machine: Machine, rounds: number, only: Only): Promise<string> {
  const checkout = await checkoutOf(hello, machine);
  const taskOf = (count: number): Contest => ({ ...hello, checkout, platforms: platforms.slice(0, count) });
  const ends: (() => unknown)[] = [];
  const after = (end?: unknown): void => {
    if (typeof end === 'function') ends.push(() => end());
  };
  const tables = { sides: [] as Row[], platforms: [] as Row[] };
  try {
    const proxy = await startModuleProxy(checkout, machine);
    ends.push(proxy.stop);
    const start = () => startBuildkit({ after });
    const buildkits = { assembled: await start(), compiled: await start(), written: await start() };
    const field: Field = { buildkits, goProxy: proxy.url, machine };
    // The cold builds first: they leave what the others begin with.
    for (const scenario of ['cold', 'one line changed', 'nothing changed'] as const) {
      if (!isWanted(only, hello.name, scenario)) continue;
      const all = await contest(sides, taskOf(1), scenario, rounds, field);
      tables.sides.push({ cells: [scenario], rounds: all });
      if (scenario !== 'nothing changed') tables.platforms.push({ cells: ['1', scenario], rounds: all });
    }
    for (const count of [2, 4]) {
      for (const scenario of ['cold', 'one line changed'] as const) {
        if (!isWanted(only, hello.name, scenario)) continue;
        const some = await contest(compilers, taskOf(count), scenario, rounds, field);
        tables.platforms.push({ cells: [String(count), scenario], rounds: some });
      }
    }
  } finally {
    for (const end of ends.reverse()) await end();
  }
  return `${await sidesTable(tables.sides)}\n\n${platformsTable(tables.platforms)}`;
}

/** The same build by these sides, in turns. Each has caches of its own. */
async function contest<Among extends Side>(
  among: readonly Among[],
  task: Contest,
  scenario: Scenario,
  rounds: number,
  field: Field,
): Promise<Round<Among>[]> {
  console.error(`${task.platforms.length} of the platforms, ${scenario}`);
  const isCold = scenario === 'cold';
  const most = mostColdRounds[task.platforms.length === 1 ? 'one' : 'several'];
  if (!isCold) for (const side of among) await once(side, task, field);
  const change = (): Promise<void> => changeMain(join(task.checkout, task.main), task.checkout, 1);
  return inTurns(
    among,
    isCold ? Math.min(rounds, most) : rounds,
    async (side) => {
      if (isCold) await clear(side, field);
      return once(side, task, field);
    },
    scenario === 'one line changed' ? change : undefined,
  );
}

async function once(side: Side, task: Contest, field: Field): Promise<Measurement> {
  await mkdir(ownFolder(side, field), { recursive: true });
  return measure([await stepOf(side, task, field)]);
}

/** All that the side has kept, but for downloaded modules. */
async function clear(side: Side, field: Field): Promise<void> {
  await rm(ownFolder(side, field), { recursive: true, force: true });
  if (side !== 'embedded') await field.buildkits[side].buildctl('prune', '--all');
}

async function stepOf(side: Side, task: Contest, field: Field): Promise<Step> {
  const { buildkits, goProxy, machine } = field;
  const own = ownFolder(side, field);
  if (side === 'written') return handWrittenStep(task, own, buildkits.written, goProxy, machine);
  const flags = side === 'embedded' ? [] : [...ways[side], '--builder', buildkits[side].address];
  const step = slipwayStep(task, own, machine, ['--base', 'scratch', ...flags]);
  // buildctl is on the path that the BuildKit's own environment has.
  const PATH = `${buildkits.compiled.env['PATH']}`;
  return { ...step, env: { ...step.env, PATH, GOPROXY: goProxy } };
}

const ways = {
  assembled: ['--engine', 'buildkit'],
  compiled: ['--compile', 'buildkit'],
} as const;

function ownFolder(side: Side, { machine }: Field): string {
  return join(machine.work, `buildkit-${side}`);
}

async function sidesTable(rows: readonly Row[]): Promise<string> {
  const version = /\bv\d+\.\d+\.\d+/.exec(await output('buildctl', ['--version']))?.[0] ?? 'unknown';
  return formatTable({
    heads: ['what happened before'],
    sides: names,
    memoryOf: [],
    ratios: [
      ['embedded', 'written'],
      ['assembled', 'embedded'],
      ['compiled', 'written'],
    ],
    rows,
    about: [
      'hello for linux/amd64 on `scratch`, as an OCI layout: `slipway build`, the same with `--engine buildkit`, with `--compile buildkit`, and `buildctl build` of a Dockerfile by hand (bench/hand-written.ts) with `RUN --mount=type=cache` for modules and compiled packages',
      `BuildKit ${version} on this machine, one for each side that has one, its root on the same disk; Go is a named context, also for the Dockerfile: no image of a registry is pulled by anyone`,
      `cold: Slipway's cache folder and GOCACHE are empty, and everything of BuildKit's is pruned; modules are in the module cache, and inside BuildKit come from a proxy on this machine; at most ${mostColdRounds.one} rounds`,
      'Slipway checks the program and verifies the image each time; a Dockerfile does neither',
    ],
  });
}

function platformsTable(rows: readonly Row[]): string {
  const { embedded, compiled } = names;
  return formatTable({
    heads: ['platforms', 'what happened before'],
    sides: { embedded, compiled },
    memoryOf: [],
    rows,
    about: [
      `the first of ${platforms.join(', ')}; BuildKit has one node, which is this machine; cold: for 2 and 4 platforms ${mostColdRounds.several} round`,
    ],
  });
}
