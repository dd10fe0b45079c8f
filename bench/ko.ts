import { join } from 'node:path';
import { distrolessLike } from '../test/support/bases/distroless.ts';
import { pushBase } from '../test/support/bases/places.ts';
import { type Contest, contest, isWanted, type Only, type Scenario } from './contest.ts';
import { getKo, type Machine } from './machine.ts';
import {
  checkoutOf,
  hello,
  large,
  largeMegabytes,
  natsModule,
  natsServer,
  type Program,
} from './programs.ts';
import { withRegistry } from './registry.ts';
import { type Compared, formatRow, formatTable, type Row } from './table.ts';

const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/riscv64'];
/** Compiling everything takes so long that the noise of a round is small beside it. */
const mostColdRounds = 2;

/** What is measured of each program, most platforms first: what they compile serves the others. */
const tasks: readonly (readonly [Program, number, Scenario])[] = [
  [hello, 4, 'nothing changed'],
  [hello, 4, 'one line changed'],
  [hello, 1, 'nothing changed'],
  [hello, 1, 'one line changed'],
  [hello, 1, 'cold'],
  [natsServer, 4, 'nothing changed'],
  [natsServer, 4, 'one line changed'],
  [natsServer, 4, 'one line added'],
  [natsServer, 1, 'nothing changed'],
  [natsServer, 1, 'one line changed'],
  [natsServer, 1, 'one line added'],
  [natsServer, 1, 'cold'],
  [large, 1, 'one line changed'],
];

const compared: Compared = {
  sides: { slipway: 'slipway build', ko: 'ko build', go: 'go build' },
  memoryOf: ['slipway', 'ko'],
};

/** `slipway build` beside `ko build` on the same base, and beside bare `go build`. `only`: some rows of the table. */
export async function koTable(machine: Machine, rounds: number, only: Only): Promise<string> {
  const ko = await getKo(machine);
  const rows = await withRegistry(join(machine.work, 'bases'), async (host) => {
    const base = `${host}/base/static:1`;
    await pushBase(distrolessLike(platforms), base);
    return measured({ path: ko.path, base }, machine, rounds, only);
  });
  return formatTable({
    heads: ['program', 'platforms', 'what happened before'],
    ...compared,
    rows,
    about: [
      `\`slipway build --output oci:DIR\` beside \`ko build --push=false --oci-layout-path DIR --sbom=none\` (${ko.version}) with KOCACHE set, and beside \`go build\`, which makes no image`,
      'the same base from a registry on this machine, asked by its tag each time; -trimpath and -ldflags="-s -w", cgo off; gzip level 1, the only one that ko has; the same Go',
      `nats-server: \`${natsModule}\`, 17 MB; large: a program of ten lines that embeds ${largeMegabytes} MB, half of which compress; cold: at most ${mostColdRounds} rounds`,
      'memory: highest of the process itself, compilers not counted',
    ],
  });
}

async function measured(
  ko: NonNullable<Contest['ko']>,
  machine: Machine,
  rounds: number,
  only: Only,
): Promise<Row[]> {
  const checkouts = new Map<string, string>();
  const rows: Row[] = [];
  for (const [program, count, scenario] of tasks) {
    if (!isWanted(only, program.name, scenario)) continue;
    const { name } = program;
    const checkout = checkouts.get(name) ?? (await checkoutOf(program, machine));
    checkouts.set(name, checkout);
    const task: Contest = { ...program, checkout, platforms: platforms.slice(0, count), ko };
    const most = scenario === 'cold' ? Math.min(rounds, mostColdRounds) : rounds;
    const results = await contest(task, scenario, most, machine);
    const row: Row = { cells: [name, String(count), scenario], rounds: results };
    console.error(formatRow(row, compared));
    rows.push(row);
  }
  return rows;
}
