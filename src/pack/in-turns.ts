import type { StartAnswer, StartMeasure } from '../sandbox/measure-start.ts';
import type { Runs } from './start.ts';

/** `of`: which of the two did not start. */
export type PairAnswer =
  | { readonly kind: 'ran'; readonly unpacked: StartMeasure; readonly packed: StartMeasure }
  | { readonly kind: 'stopped'; readonly of: 'unpacked' | 'packed'; readonly answer: NotRan };

type NotRan = Exclude<StartAnswer, { readonly kind: 'ran' }>;

/** Starts both programs in turns, so that what else the machine does in that time slows both. */
export async function startInTurns(
  unpacked: string,
  packed: string,
  rounds: number,
  { start }: Pick<Runs, 'start'>,
): Promise<PairAnswer> {
  const measures: { readonly unpacked: StartMeasure[]; readonly packed: StartMeasure[] } = {
    unpacked: [],
    packed: [],
  };
  for (let round = 0; round < rounds; round++) {
    for (const [of, path] of [['unpacked', unpacked] as const, ['packed', packed] as const]) {
      const answer = await start(path, 1);
      if (answer.kind !== 'ran') return { kind: 'stopped', of, answer };
      measures[of].push(answer.measure);
    }
  }
  return { kind: 'ran', unpacked: together(measures.unpacked), packed: together(measures.packed) };
}

function together(measures: readonly StartMeasure[]): StartMeasure {
  const memory = measures.flatMap(({ memoryBytes }) => memoryBytes ?? []);
  return {
    isolation: measures[0]?.isolation ?? '',
    emulated: measures.some(({ emulated }) => emulated),
    startSeconds: measures.flatMap(({ startSeconds }) => startSeconds),
    memoryBytes: memory.length === 0 ? undefined : Math.max(...memory),
  };
}
