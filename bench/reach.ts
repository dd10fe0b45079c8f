import { cp, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { exists } from '../src/support/files.ts';
import { type Contest, changeMain, environmentOf, goCache, type Only, slipwayStep } from './contest.ts';
import { getGoda } from './goda.ts';
import { linkedFrom, rulesStep } from './linked-from.ts';
import type { Machine } from './machine.ts';
import { measure, type Step } from './measure.ts';
import {
  caddy,
  caddyModule,
  checkoutOf,
  cosign,
  cosignModule,
  hello,
  natsModule,
  natsServer,
} from './programs.ts';
import { inTurns } from './rounds.ts';
import { type Compared, formatTable, type Row } from './table.ts';

const programs = [hello, natsServer, caddy, cosign] as const;

const builds: Compared = {
  sides: {
    plain: 'slipway build',
    unattributed: '--report --no-attribution',
    reported: '--report',
  },
  memoryOf: ['plain', 'unattributed', 'reported'],
  ratios: [
    ['reported', 'unattributed'],
    ['reported', 'plain'],
  ],
};

/** What is changed in each round: the number of statements stays, or grows. */
const changes = { 'a constant': 0, 'a statement more': 1 } as const;
type Change = keyof typeof changes;

/** What it costs to know what would go away: in a build of which one line changed, and by itself beside what comes nearest. */
export async function reachTables(machine: Machine, rounds: number, only: Only): Promise<string> {
  const [changed, alone]: [Row[], Row[]] = [[], []];
  const goda = await getGoda(machine);
  const why = await onPath('whydeadcode', machine);
  for (const program of programs.filter(({ name }) => (only.program ?? name) === name)) {
    console.error(`reach: ${program.name}`);
    const checkout = await checkoutOf(program, machine);
    const task: Contest = { ...program, checkout, platforms: ['linux/amd64'] };
    for (const what of Object.keys(changes) as Change[])
      changed.push(await changedRow(task, what, rounds, machine));
    alone.push(await aloneRow(task, rounds, machine, { goda: goda.path, why }));
    await rm(join(machine.work, `${program.name}-reach`), { recursive: true, force: true });
  }
  const build = formatTable({
    heads: ['program', 'what changed'],
    ...builds,
    rows: changed,
    about: [
      'a committed change that reaches the main package, everything else compiled before; linux/amd64. a constant: another text of the same length; a statement more: the same and a call more, so that code and data move',
      '--report: the attribution of every byte and of the layer, by the compiled packages and the linker’s rules over them, what would go without what, and how long the layer would be with zstd; --no-attribution: that of zstd alone',
      `nats-server: \`${natsModule}\`; caddy: \`${caddyModule}\`; cosign: \`${cosignModule}\`, a program of 96 MiB; memory: highest of the node process itself`,
    ],
  });
  const rules = formatTable({
    heads: ['program', 'packages'],
    ...aloneCompared(why),
    rows: alone,
    about: [
      'afresh: nothing is kept of the compiled packages, of which all are read; kept: nothing changed since the last time; both say what would go with each package and each module, and what blocks',
      `-dumpdep: \`go build -ldflags=-dumpdep\`, which links and prints what the linker followed${why === undefined ? '' : '; whydeadcode: the same read by it, which names one blocker and prices none'}`,
      `goda: \`goda cut\` (${goda.version}), which counts the source files of what only a package imports`,
    ],
  });
  return `${build}\n\n${rules}`;
}

async function changedRow(task: Contest, what: Change, rounds: number, machine: Machine): Promise<Row> {
  const own = ownFolders(task, machine);
  const report = (side: string): string[] => ['--report', join(own(side), 'report.json')];
  const step = {
    plain: slipwayStep(task, own('plain'), machine),
    unattributed: slipwayStep(task, own('unattributed'), machine, [
      ...report('unattributed'),
      '--no-attribution',
    ]),
    reported: slipwayStep(task, own('reported'), machine, report('reported')),
  };
  const sides = ['plain', 'unattributed', 'reported'] as const;
  const change = (statements: number): Promise<void> =>
    changeMain(join(task.checkout, task.main), task.checkout, statements);
  // Each has what it would have of the commit before.
  await change(1);
  await measure([step.plain]);
  for (const side of sides.slice(1)) {
    if (!(await exists(goCache(own(side)))))
      await cp(goCache(own('plain')), goCache(own(side)), { recursive: true });
    await measure([step[side]]);
  }
  let statements = 1;
  const results = await inTurns(
    sides,
    rounds,
    async (side) => measure([step[side]]),
    () => {
      statements += changes[what];
      return change(statements);
    },
  );
  return { cells: [task.name, what], rounds: results };
}

function aloneCompared(why: string | undefined): Compared {
  const others = { dumpdep: '-dumpdep', ...(why !== undefined && { why: 'whydeadcode' }), goda: 'goda cut' };
  return {
    sides: { afresh: 'slipway, afresh', kept: 'kept', ...others },
    memoryOf: ['afresh', 'kept', 'goda'],
    ratios: Object.keys(others).map((other) => ['afresh', other] as const),
  };
}

async function aloneRow(
  task: Contest,
  rounds: number,
  machine: Machine,
  { goda, why }: { readonly goda: string; readonly why: string | undefined },
): Promise<Row> {
  const own = ownFolders(task, machine)('rules');
  const linked = await linkedFrom(task, own, machine);
  const kept = await rulesStep(linked, own, machine);
  const common = { cwd: task.checkout, env: environmentOf(machine, own) };
  const link = `'${machine.go}' build -trimpath -ldflags='-s -w -dumpdep' -o '${join(own, 'linked')}' ${task.main} 2>&1`;
  const shell = (line: string): Step => ({ file: 'sh', args: ['-c', line], ...common });
  const steps: Readonly<Record<string, Step>> = {
    afresh: kept,
    kept,
    dumpdep: shell(`${link} > '${join(own, 'dependencies')}'`),
    ...(why !== undefined && { why: shell(`${link} | '${why}' > '${join(own, 'why')}'`) }),
    goda: { file: goda, args: ['cut', `${task.main}:all`], ...common },
  };
  const one = async (side: string) => {
    if (side === 'afresh') await rm(linked.cacheDirectory, { recursive: true, force: true });
    // What is there already is not linked again.
    await rm(join(own, 'linked'), { force: true });
    const step = steps[side];
    if (step === undefined) throw new Error(`no side ${side}`);
    return measure([step]);
  };
  await one('afresh');
  return {
    cells: [task.name, String(linked.packages.length)],
    rounds: await inTurns(Object.keys(steps), rounds, one),
  };
}

function ownFolders({ name }: Contest, { work }: Machine): (side: string) => string {
  return (side) => join(work, `${name}-reach`, side);
}

/** A program that the bench can do without. */
async function onPath(name: string, { environment }: Machine): Promise<string | undefined> {
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && (await exists(path))) return path;
  }
  return undefined;
}
