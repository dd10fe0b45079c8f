// npm run bench [-- --write] [--rounds N] [--program hello|nats-server]: side by side with bare `go build`.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setUpTools } from '../scripts/tools.ts';
import { formatBytes } from '../src/report/format-bytes.ts';
import { exec, failure } from '../src/support/exec.ts';
import { slipwayVersion } from '../src/version.ts';
import { type Contest, commit, contest, type Machine, type Scenario } from './contest.ts';
import { formatTable, keepTable, type Row } from './table.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
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
  { name: 'hello', main: '.', cold: [1], sources: async () => join(root, 'examples', 'hello') },
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

async function findMachine(work: string): Promise<Machine> {
  const go = (await setUpTools(console.error)).found['go'];
  if (go === undefined) throw new Error('no Go to compare with');
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const environment: Record<string, string> = { ...Object.fromEntries(inherited), GOTOOLCHAIN: 'local' };
  environment['PATH'] = `${dirname(go.path)}:${environment['PATH'] ?? ''}`;
  return { go: go.path, slipway: join(root, 'dist', 'cli.js'), work, environment };
}

/** What the numbers depend on. */
async function about(machine: Machine, rounds: number): Promise<string[]> {
  const { stdout } = await exec({ file: machine.go, args: ['version'], env: machine.environment });
  const [{ model } = { model: 'unknown' }] = cpus();
  return [
    `${cpus().length} × ${model}, ${formatBytes(totalmem())} of memory, ${process.platform} ${release()}`,
    `slipway ${slipwayVersion}, node ${process.version}, ${stdout.trim()}; nats-server: \`${server}\``,
    `median of ${rounds} rounds in turns (cold: at most ${mostColdRounds}); ratio: median of the rounds' own ratios; memory: highest of the node process alone`,
  ];
}

async function runAll(machine: Machine, chosen: readonly Program[], rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const program of chosen) {
    const checkout = await checkoutOf(program, machine);
    for (const count of [1, 2]) {
      for (const scenario of program.cold.includes(count) ? [...warm, 'cold' as const] : warm) {
        const task: Contest = { ...program, checkout, platforms: platforms.slice(0, count) };
        console.error(`${program.name}, ${task.platforms.join(' and ')}: ${scenario}`);
        const most = scenario === 'cold' ? Math.min(rounds, mostColdRounds) : rounds;
        const results = await contest(task, scenario, most, machine);
        rows.push({ program: program.name, platforms: count, scenario, rounds: results });
      }
    }
  }
  return rows;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      write: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      program: { type: 'string' },
    },
  });
  const chosen = programs.filter(({ name }) => values.program === undefined || values.program === name);
  const work = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  try {
    const machine = await findMachine(work);
    const rounds = Number(values.rounds);
    const table = formatTable(await runAll(machine, chosen, rounds), await about(machine, rounds));
    console.log(table);
    if (values.write) await keepTable(join(root, 'docs', 'benchmarks.md'), table);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

await main();
