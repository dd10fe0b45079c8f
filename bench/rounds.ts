import type { Measurement } from './measure.ts';

/** The same work by every side; the first one is Slipway. */
export type Round<Side extends string = string, T = Measurement> = Readonly<Record<Side, T>>;

/** Rounds of the same work by all sides, in turns; who begins changes from round to round. */
export async function inTurns<Side extends string, T>(
  sides: readonly Side[],
  rounds: number,
  one: (side: Side) => Promise<T>,
  before: () => Promise<void> = async () => undefined,
): Promise<Round<Side, T>[]> {
  const results: Round<Side, T>[] = [];
  for (let round = 0; round < rounds; round++) {
    await before();
    const first = round % sides.length;
    const done = new Map<Side, T>();
    for (const side of [...sides.slice(first), ...sides.slice(0, first)]) done.set(side, await one(side));
    results.push(Object.fromEntries(done) as Record<Side, T>);
  }
  return results;
}
