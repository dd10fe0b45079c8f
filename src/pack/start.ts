import type { EndAnswer } from '../sandbox/left-alone.ts';
import type { StartAnswer } from '../sandbox/measure-start.ts';

/** What packing asks of running programs of one platform. */
export interface Runs {
  /** Port: starts a file several times, as its contract has it. */
  readonly start: (path: string, runs: number) => Promise<StartAnswer>;
  /**
   * Port: how it comes to its end within some seconds when nobody stops it: what no contract says. Undefined: a contract says how
   * it ends.
   */
  readonly end: ((path: string, seconds: number) => Promise<EndAnswer>) | undefined;
}

/** How long a program is looked at that may go on; one that is known to end gets the longer time. */
const shortLook = 1;
const longLook = 10;

/** @param before how the unpacked program ends; undefined: nobody knows yet, or it goes on */
export async function endOf({ end }: Runs, path: string, before?: string): Promise<EndAnswer | undefined> {
  return end?.(path, before === undefined ? shortLook : longLook);
}

/** The value in the middle: one run that the machine held up does not count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = sorted.length % 2 === 1 ? [sorted[half]] : [sorted[half - 1], sorted[half]];
  return (low + high) / 2;
}
