import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePlatform } from '../src/request/platform.ts';
import { exec, failure } from '../src/support/exec.ts';
import { type Measurement, measure, type Step } from './measure.ts';

export type Scenario = 'nothing changed' | 'one line changed' | 'cold';

export interface Contest {
  readonly name: string;
  /** A git checkout that this bench may change. */
  readonly checkout: string;
  /** The main package, as seen from the checkout. */
  readonly main: string;
  readonly platforms: readonly string[];
}

export interface Machine {
  readonly go: string;
  readonly slipway: string;
  readonly work: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Round {
  readonly slipway: Measurement;
  readonly go: Measurement;
}

/** Rounds of the same work by both, in turns; who begins changes from round to round. Each has caches of its own. */
export async function contest(
  { checkout, main, platforms, name }: Contest,
  scenario: Scenario,
  rounds: number,
  machine: Machine,
): Promise<Round[]> {
  const folder = join(machine.work, `${name}-of-${platforms.length}`);
  const sides = { slipway: join(folder, 'slipway'), go: join(folder, 'go') };
  const steps = {
    slipway: [slipwayStep(machine, checkout, main, platforms, sides.slipway)],
    go: platforms.map((platform) => goStep(machine, checkout, main, platform, sides.go)),
  };
  for (const side of ['slipway', 'go'] as const) {
    await mkdir(sides[side], { recursive: true });
    if (scenario !== 'cold') await measure(steps[side]);
  }
  const results: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    if (scenario === 'one line changed') await changeLine(join(checkout, main), checkout);
    const one = async (side: 'slipway' | 'go'): Promise<Measurement> => {
      if (scenario === 'cold') {
        await rm(sides[side], { recursive: true, force: true });
        await mkdir(sides[side], { recursive: true });
      }
      return measure(steps[side]);
    };
    const slipwayFirst = round % 2 === 0;
    const first = await one(slipwayFirst ? 'slipway' : 'go');
    const second = await one(slipwayFirst ? 'go' : 'slipway');
    results.push(slipwayFirst ? { slipway: first, go: second } : { slipway: second, go: first });
  }
  return results;
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

/** Commits all there is; makes the repository when there is none. */
export async function commit(checkout: string): Promise<void> {
  const person = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...person, 'commit', '--quiet', '--message', 'bench'],
  ]) {
    const result = await exec({ file: 'git', args, cwd: checkout });
    if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${failure(result)}\n${result.stderr}`);
  }
}
