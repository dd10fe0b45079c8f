import { type Contest, contest, isWanted, type Only, type Scenario } from './contest.ts';
import type { Machine } from './machine.ts';
import { checkoutOf, hello, natsModule, natsServer } from './programs.ts';
import { formatTable, type Row } from './table.ts';

const warm: readonly Scenario[] = ['nothing changed', 'one line changed'];
/** Compiling everything takes so long that the noise of a round is small beside it. */
const mostColdRounds = 3;
const platforms = ['linux/amd64', 'linux/arm64'];

/** Each with how many platforms at once it is also built from cold caches: that takes minutes a round. */
const programs = [
  { program: hello, cold: [1] },
  { program: natsServer, cold: [] },
] as const;

/** `slipway build` as it comes, on its own base, beside bare `go build`. `only`: some rows of the table. */
export async function buildTable(machine: Machine, rounds: number, only: Only): Promise<string> {
  const rows: Row[] = [];
  for (const { program, cold } of programs) {
    const checkout = await checkoutOf(program, machine);
    for (const count of [1, 2]) {
      const isCold = cold.some((each) => each === count);
      for (const scenario of isCold ? [...warm, 'cold' as const] : warm) {
        if (!isWanted(only, program.name, scenario)) continue;
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
    sides: { slipway: 'slipway build', go: 'go build' },
    memoryOf: ['slipway'],
    rows,
    about: [
      `nats-server: \`${natsModule}\`; cold: at most ${mostColdRounds} rounds; memory: highest of the node process alone`,
    ],
  });
}
