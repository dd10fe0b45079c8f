import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePlatform } from '../src/request/platform.ts';
import { exists } from '../src/support/files.ts';
import { commit, type Machine } from './machine.ts';
import { measure, type Step } from './measure.ts';
import { inTurns, type Round } from './rounds.ts';

export type Scenario = 'nothing changed' | 'one line changed' | 'one line added' | 'cold';
/** Which rows of a table are wanted; all that are not named. */
export interface Only {
  readonly program?: string | undefined;
  readonly scenario?: string | undefined;
}

export function isWanted({ program, scenario }: Only, name: string, happened: Scenario): boolean {
  return (program ?? name) === name && (scenario ?? happened) === happened;
}

export type Side = 'slipway' | 'ko' | 'go';

export interface Contest {
  readonly name: string;
  /** A git checkout that this bench may change. */
  readonly checkout: string;
  /** The main package, as seen from the checkout. */
  readonly main: string;
  readonly platforms: readonly string[];
  /** Where ko takes part: the program, and the base in a registry that both stand on. */
  readonly ko?: { readonly path: string; readonly base: string };
}

/** ko knows no other level (go-containerregistry, tarball.LayerFromOpener). */
const koCompression = 'gzip:1';

/** The same build by each side, in turns. Each has caches of its own, which begin as the same compiled packages. */
export async function contest(
  task: Contest,
  scenario: Scenario,
  rounds: number,
  machine: Machine,
): Promise<Round<Side>[]> {
  const isCold = scenario === 'cold';
  // Warm builds of a program share their caches, for any number of platforms.
  const folder = join(machine.work, `${task.name}-${isCold ? 'cold' : 'warm'}`);
  const folderOf = (side: Side): string => join(folder, side);
  const sides: readonly Side[] = task.ko === undefined ? ['slipway', 'go'] : ['slipway', 'ko', 'go'];
  const stepsOf = (side: Side): Step[] => steps[side](task, folderOf(side), machine);
  if (!isCold) await warmUp(sides, folderOf, stepsOf);
  const one = async (side: Side) => {
    if (isCold) {
      await rm(folderOf(side), { recursive: true, force: true });
      await mkdir(folderOf(side), { recursive: true });
    }
    return measure(stepsOf(side));
  };
  const changes = scenario === 'one line changed' || scenario === 'one line added';
  let lines = 1;
  const change = (): Promise<void> => {
    if (scenario === 'one line added') lines++;
    return changeMain(join(task.checkout, task.main), task.checkout, lines);
  };
  return inTurns(sides, rounds, one, changes ? change : undefined);
}

/** What was compiled for one is copied for the others: all give the compiler the same flags. */
async function warmUp(
  sides: readonly Side[],
  folderOf: (side: Side) => string,
  stepsOf: (side: Side) => Step[],
): Promise<void> {
  await mkdir(folderOf('go'), { recursive: true });
  await measure(stepsOf('go'));
  for (const side of sides.filter((each) => each !== 'go')) {
    const cache = goCache(folderOf(side));
    if (!(await exists(cache))) await cp(goCache(folderOf('go')), cache, { recursive: true });
    await measure(stepsOf(side));
  }
}

const steps: Readonly<Record<Side, (task: Contest, own: string, machine: Machine) => Step[]>> = {
  slipway: (task, own, machine) => [slipwayStep(task, own, machine)],
  ko: (task, own, machine) => [koStep(task, own, machine)],
  go: (task, own, machine) => task.platforms.map((platform) => goStep(task, platform, own, machine)),
};

/** `more`: flags beside those that every contest gives. */
export function slipwayStep(
  { checkout, main, platforms, ko }: Contest,
  own: string,
  machine: Machine,
  more: readonly string[] = [],
): Step {
  const args = [
    ...[machine.slipway, 'build', '.', '--target', `bench=${main}`, '--platform', platforms.join(',')],
    ...['--output', `oci:${layoutOf(own, platforms)}`, '--cache-dir', join(own, 'cache')],
    // Else a toolchain line would have it take another Go than the others.
    ...['--go', machine.goVersion],
    ...(ko === undefined ? [] : ['--base', ko.base, '--compression', koCompression]),
    ...more,
  ];
  return { file: process.execPath, args, cwd: checkout, env: environmentOf(machine, own) };
}

function koStep({ checkout, main, platforms, ko }: Contest, own: string, machine: Machine): Step {
  if (ko === undefined) throw new Error('ko takes no part');
  const args = [
    ...['build', '--push=false', '--oci-layout-path', layoutOf(own, platforms)],
    ...['--sbom=none', '--bare'],
    ...['--platform', platforms.join(','), main],
  ];
  const env = {
    ...environmentOf(machine, own),
    KOCACHE: join(own, 'ko'),
    KO_DEFAULTBASEIMAGE: ko.base,
    KO_DOCKER_REPO: ko.base.replace(/:[^:/]+$/, '-on-it'),
  };
  return { file: ko.path, args, cwd: checkout, env };
}

/** What people write by hand, with the flags that Slipway gives. */
function goStep({ checkout, main }: Contest, platform: string, own: string, machine: Machine): Step {
  const { os, architecture, variant } = parsePlatform(platform);
  const output = join(own, `${os}-${architecture}`);
  const args = ['build', '-o', output, '-trimpath', '-buildvcs=auto', '-ldflags=-s -w', main];
  const go = { GOOS: os, GOARCH: architecture, ...(variant !== undefined && { GOARM: variant.slice(1) }) };
  return { file: machine.go, args, cwd: checkout, env: { ...environmentOf(machine, own), ...go } };
}

/** No login and no Go setting of this machine, and compiled packages in a place of one's own. */
export function environmentOf({ environment, work }: Machine, own: string): Record<string, string> {
  const settings = { CGO_ENABLED: '0', GOENV: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local' };
  return { ...environment, ...settings, DOCKER_CONFIG: join(work, 'no-login'), GOCACHE: goCache(own) };
}

export function layoutOf(own: string, platforms: readonly string[]): string {
  return join(own, `layout-of-${platforms.length}`);
}

export function goCache(own: string): string {
  return join(own, 'go-build');
}

/** A change that reaches the program, committed: another text in a constant of one length, and as many statements. */
export async function changeMain(folder: string, checkout: string, statements: number): Promise<void> {
  const line = `const benchRound = "${process.hrtime.bigint()}"`;
  const body = '\t\tprintln(benchRound)\n'.repeat(statements);
  const use = `func init() {\n\tif len(os.Args) > 1<<20 {\n${body}\t}\n}`;
  await writeFile(join(folder, 'zz_bench.go'), `package main\n\nimport "os"\n\n${line}\n\n${use}\n`);
  await commit(checkout);
}
