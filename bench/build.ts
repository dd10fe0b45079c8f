import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { exec, failure } from '../src/support/exec.ts';
import { repository } from '../test/support/slipway.ts';
import { type Contest, contest, type Scenario } from './contest.ts';
import { commit, type Machine } from './machine.ts';
import { formatTable, type Row } from './table.ts';

const server = 'github.com/nats-io/nats-server/v2@v2.15.2';
const warm: readonly Scenario[] = ['nothing changed', 'one line changed'];
/** Compiling everything takes so long that the noise of a round is small beside it. */
const mostColdRounds = 3;
const platforms = ['linux/amd64', 'linux/arm64'];

interface Program {
  readonly name: string;
  readonly main: string;
  /** Platforms at once with which it is also built from cold caches: that takes minutes a round. */
  readonly cold: readonly number[];
  /** Where its sources are: given a go command, a folder that is copied. */
  readonly sources: (machine: Machine) => Promise<string>;
}

const programs: readonly Program[] = [
  { name: 'hello', main: '.', cold: [1], sources: async () => join(repository, 'examples', 'hello') },
  { name: 'nats-server', main: '.', cold: [], sources: (machine) => moduleFolder(machine, server) },
];

async function moduleFolder({ go, environment, work }: Machine, module: string): Promise<string> {
  const args = ['mod', 'download', '-json', module];
  const result = await exec({ file: go, args, cwd: work, env: environment });
  if (result.status !== 0) throw new Error(`go mod download ${module}: ${failure(result)}\n${result.stderr}`);
  return (JSON.parse(result.stdout) as { Dir: string }).Dir;
}

/** A copy that may be written, with one commit. */
async function checkoutOf(program: Program, machine: Machine): Promise<string> {
  const checkout = join(machine.work, program.name);
  await cp(await program.sources(machine), checkout, { recursive: true });
  await exec({ file: 'chmod', args: ['-R', 'u+w', checkout] });
  await commit(checkout);
  return checkout;
}

/** `slipway build` beside bare `go build`. `only`: one program of the table. */
export async function buildTable(
  machine: Machine,
  rounds: number,
  only: string | undefined,
): Promise<string> {
  const rows: Row[] = [];
  for (const program of programs.filter(({ name }) => only === undefined || only === name)) {
    const checkout = await checkoutOf(program, machine);
    for (const count of [1, 2]) {
      for (const scenario of program.cold.includes(count) ? [...warm, 'cold' as const] : warm) {
        const task: Contest = { ...program, checkout, platforms: platforms.slice(0, count) };
        console.error(`${program.name}, ${task.platforms.join(' and ')}: ${scenario}`);
        const most = scenario === 'cold' ? Math.min(rounds, mostColdRounds) : rounds;
        const results = await contest(task, scenario, most, machine);
        rows.push({ cells: [program.name, String(count), scenario], rounds: results });
      }
    }
  }
  return formatTable({
    heads: ['program', 'platforms', 'what happened before'],
    sides: { slipway: 'slipway build', other: 'go build' },
    memoryOf: ['slipway'],
    rows,
    about: [
      `nats-server: \`${server}\`; cold: at most ${mostColdRounds} rounds; memory: highest of the node process alone`,
    ],
  });
}
