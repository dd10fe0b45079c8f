import type { Measurement } from './measure.ts';

/** `other` is what Slipway is compared with. */
export type Side = 'slipway' | 'other';

/** The same work by both. */
export type Round<T = Measurement> = Readonly<Record<Side, T>>;

/** Rounds of the same work by both, in turns; who begins changes from round to round. */
export async function inTurns<T>(
  rounds: number,
  one: (side: Side) => Promise<T>,
  before: () => Promise<void> = async () => undefined,
): Promise<Round<T>[]> {
  const results: Round<T>[] = [];
  for (let round = 0; round < rounds; round++) {
    await before();
    const slipwayFirst = round % 2 === 0;
    const first = await one(slipwayFirst ? 'slipway' : 'other');
    const second = await one(slipwayFirst ? 'other' : 'slipway');
    results.push(slipwayFirst ? { slipway: first, other: second } : { slipway: second, other: first });
  }
  return results;
}
