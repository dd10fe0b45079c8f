// npm run bench [-- --write] [--rounds N] [--contest build|push] [--program hello|nats-server] [--slipway FILE]
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setUpTools } from '../scripts/tools.ts';
import { formatBytes } from '../src/report/format-bytes.ts';
import { exec } from '../src/support/exec.ts';
import { slipwayVersion } from '../src/version.ts';
import { repository } from '../test/support/slipway.ts';
import { buildTable } from './build.ts';
import { findMachine, type Machine } from './machine.ts';
import { pushTable } from './push.ts';
import { keepTable } from './table.ts';

/** What the numbers depend on. */
async function about(machine: Machine, rounds: number): Promise<string> {
  const { stdout } = await exec({ file: machine.go, args: ['version'], env: machine.environment });
  const [{ model } = { model: 'unknown' }] = cpus();
  return [
    `${cpus().length} × ${model}, ${formatBytes(totalmem())} of memory, ${process.platform} ${release()}`,
    `slipway ${slipwayVersion}, node ${process.version}, ${stdout.trim()}`,
    `median of ${rounds} rounds in turns; ratio: median of the rounds' own ratios`,
  ]
    .map((line) => `- ${line}`)
    .join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      write: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      contest: { type: 'string' },
      program: { type: 'string' },
      slipway: { type: 'string', default: join(repository, 'dist', 'cli.js') },
    },
  });
  await setUpTools(console.error);
  const work = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  try {
    const machine = findMachine(work, resolve(values.slipway));
    const rounds = Number(values.rounds);
    const contests = {
      build: () => buildTable(machine, rounds, values.program),
      push: () => pushTable(machine, rounds),
    };
    for (const [name, run] of Object.entries(contests)) {
      if ((values.contest ?? name) !== name) continue;
      const table = `${await run()}\n${await about(machine, rounds)}`;
      console.log(`${table}\n`);
      if (values.write) await keepTable(join(repository, 'docs', 'benchmarks.md'), name, table);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

await main();
