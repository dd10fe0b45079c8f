// npm run bench [-- --write] [--rounds N] [--contest build|ko|size|push|inspect|sizes|signatures|verify|sandbox|upx|buildkit|shards|dead-code|removals|reach] [--program hello|nats-server|large]
//   [--scenario 'nothing changed'|'one line changed'|'one line added'|cold] [--slipway FILE]
import { rm } from 'node:fs/promises';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setUpTools } from '../scripts/tools.ts';
import { formatBytes } from '../src/report/format-bytes.ts';
import { exec } from '../src/support/exec.ts';
import { makeWorkFolder } from '../src/support/files.ts';
import { slipwayVersion } from '../src/version.ts';
import { repository } from '../test/support/slipway.ts';
import { buildTable } from './build.ts';
import { buildkitTables } from './buildkit.ts';
import { deadCodeTables } from './dead-code.ts';
import { inspectTable } from './inspect.ts';
import { koTable } from './ko.ts';
import { findMachine, type Machine } from './machine.ts';
import { pushTable } from './push.ts';
import { reachTables } from './reach.ts';
import { removalsTable } from './removals.ts';
import { sandboxTable } from './sandbox.ts';
import { shardsTables } from './shards.ts';
import { signaturesTable } from './signatures.ts';
import { sizeTable } from './size.ts';
import { sizesTable } from './sizes.ts';
import { keepTable } from './table.ts';
import { upxTable } from './upx.ts';
import { verifyTable } from './verify.ts';

/** What the numbers depend on; `rounds` where time was measured. */
async function about(machine: Machine, rounds: number | undefined): Promise<string> {
  const { stdout } = await exec({ file: machine.go, args: ['version'], env: machine.environment });
  const [{ model } = { model: 'unknown' }] = cpus();
  return [
    `${cpus().length} × ${model}, ${formatBytes(totalmem())} of memory, ${process.platform} ${release()}`,
    `slipway ${slipwayVersion}, node ${process.version}, ${stdout.trim()}`,
    ...(rounds === undefined
      ? []
      : [`median of ${rounds} rounds in turns; ratio: median of the rounds' own ratios`]),
  ]
    .map((line) => `- ${line}`)
    .join('\n');
}

/** Contests of bytes, or with a number of runs of their own. */
const unrounded: ReadonlySet<string> = new Set(['size', 'upx', 'shards', 'dead-code', 'removals']);

/** Pages of docs that tables stand in, where it is not benchmarks.md. */
const pages: Readonly<Record<string, string>> = {
  upx: 'upx.md',
  shards: 'scale.md',
  'dead-code': 'dead-code.md',
  removals: 'dead-code.md',
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      write: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      contest: { type: 'string' },
      program: { type: 'string' },
      scenario: { type: 'string' },
      slipway: { type: 'string', default: join(repository, 'dist', 'cli.js') },
    },
  });
  await setUpTools(console.error);
  // ko takes no path for a layout that has capital letters.
  const work = await makeWorkFolder(tmpdir(), 'slipway-bench');
  try {
    const machine = findMachine(work, resolve(values.slipway));
    const rounds = Number(values.rounds);
    const contests = {
      build: () => buildTable(machine, rounds, values),
      ko: () => koTable(machine, rounds, values),
      size: () => sizeTable(machine),
      push: () => pushTable(machine, rounds),
      inspect: () => inspectTable(machine, rounds),
      sizes: () => sizesTable(machine, rounds),
      signatures: () => signaturesTable(machine, rounds),
      verify: () => verifyTable(machine, rounds),
      sandbox: () => sandboxTable(machine, rounds),
      upx: () => upxTable(machine, values),
      buildkit: () => buildkitTables(machine, rounds, values),
      shards: () => shardsTables(machine),
      'dead-code': () => deadCodeTables(machine, values),
      reach: () => reachTables(machine, rounds, values),
      removals: () => removalsTable(values),
    };
    for (const [name, run] of Object.entries(contests)) {
      if ((values.contest ?? name) !== name) continue;
      const table = `${await run()}\n${await about(machine, unrounded.has(name) ? undefined : rounds)}`;
      console.log(`${table}\n`);
      if (values.write)
        await keepTable(join(repository, 'docs', pages[name] ?? 'benchmarks.md'), name, table);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

await main();
