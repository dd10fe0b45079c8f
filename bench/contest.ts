import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePlatform } from '../src/request/platform.ts';
import { commit, type Machine } from './machine.ts';
import { measure, type Step } from './measure.ts';
import { inTurns, type Round, type Side } from './rounds.ts';

export type Scenario = 'nothing changed' | 'one line changed' | 'cold';

export interface Contest {
  readonly name: string;
  /** A git checkout that this bench may change. */
  readonly checkout: string;
  /** The main package, as seen from the checkout. */
  readonly main: string;
  readonly platforms: readonly string[];
}

/** `slipway build` beside `go build`. Each has caches of its own. */
export async function contest(
  { checkout, main, platforms, name }: Contest,
  scenario: Scenario,
  rounds: number,
  machine: Machine,
): Promise<Round[]> {
  const folder = join(machine.work, `${name}-of-${platforms.length}`);
  const sides = { slipway: join(folder, 'slipway'), other: join(folder, 'go') };
  const steps = {
    slipway: [slipwayStep(machine, checkout, main, platforms, sides.slipway)],
    other: platforms.map((platform) => goStep(machine, checkout, main, platform, sides.other)),
  };
  for (const side of ['slipway', 'other'] as const) {
    await mkdir(sides[side], { recursive: true });
    if (scenario !== 'cold') await measure(steps[side]);
  }
  const one = async (side: Side) => {
    if (scenario === 'cold') {
      await rm(sides[side], { recursive: true, force: true });
      await mkdir(sides[side], { recursive: true });
    }
    return measure(steps[side]);
  };
  const change = (): Promise<void> => changeLine(join(checkout, main), checkout);
  return inTurns(rounds, one, scenario === 'one line changed' ? change : undefined);
}

function slipwayStep(
  machine: Machine,
  checkout: string,
  main: string,
  platforms: readonly string[],
  own: string,
): Step {
  const args = [
    ...[machine.slipway, 'build', '.', '--target', `bench=${main}`, '--platform', platforms.join(',')],
    ...['--output', `oci:${join(own, 'layout')}`, '--cache-dir', join(own, 'cache')],
  ];
  const env = { ...machine.environment, GOCACHE: join(own, 'go-build') };
  return { file: process.execPath, args, cwd: checkout, env };
}

/** What people write by hand, with the flags that Slipway gives. */
function goStep(machine: Machine, checkout: string, main: string, platform: string, own: string): Step {
  const { os, architecture } = parsePlatform(platform);
  const output = join(own, `${os}-${architecture}`);
  const args = ['build', '-o', output, '-trimpath', '-buildvcs=auto', '-ldflags=-s -w', main];
  const go = {
    GOOS: os,
    GOARCH: architecture,
    CGO_ENABLED: '0',
    GOENV: 'off',
    GOFLAGS: '',
    GOTOOLCHAIN: 'local',
  };
  const env = { ...machine.environment, ...go, GOCACHE: join(own, 'go-build') };
  return { file: machine.go, args, cwd: checkout, env };
}

/** A change that reaches the program, committed. */
async function changeLine(folder: string, checkout: string): Promise<void> {
  const line = `const benchRound = "${process.hrtime.bigint()}"`;
  const use = 'func init() {\n\tif len(os.Args) > 1<<20 {\n\t\tprintln(benchRound)\n\t}\n}';
  await writeFile(join(folder, 'zz_bench.go'), `package main\n\nimport "os"\n\n${line}\n\n${use}\n`);
  await commit(checkout);
}
