import { pullOnce } from '../../registry/slow/pull.ts';
import { type ServedBlob, startSlowRegistry } from '../../registry/slow/slow-registry.ts';
import type { PullTimes } from '../../report/before/model.ts';

/** What one side's pull consists of; every blob lies on this machine. */
export interface PullSide {
  readonly manifest: ServedBlob;
  readonly config: ServedBlob;
  readonly layers: readonly ServedBlob[];
}

/** 100 Mbit/s: what a machine in an office or a small cloud node gets from a registry. */
const bytesPerSecond = 12_500_000;
const mostTurns = 3;
/** A second turn of large images is not worth a minute. */
const mostSeconds = 60;

/**
 * How long a pull of either image takes over a registry on this machine that is slowed to a rate: in turns, so that whatever else the
 * machine does meets both. Seconds are of this machine; their ratio is what it is for.
 * @throws SlipwayError E_IO, E_REGISTRY
 */
export async function pullTimes(before: PullSide, after: PullSide, signal: AbortSignal): Promise<PullTimes> {
  const blobs = [before, after].flatMap(({ manifest, config, layers }) => [manifest, config, ...layers]);
  const served = new Map(blobs.map((blob) => [blob.digest, blob]));
  const registry = await startSlowRegistry(served, bytesPerSecond);
  const timed = async (side: PullSide): Promise<number> => {
    const started = performance.now();
    await pullOnce(registry.address, side, signal);
    return Math.round(performance.now() - started) / 1000;
  };
  try {
    const turns: { before: number; after: number }[] = [];
    let spent = 0;
    while (turns.length < mostTurns && spent < mostSeconds) {
      const turn = { before: await timed(before), after: await timed(after) };
      turns.push(turn);
      spent += turn.before + turn.after;
    }
    const ratio =
      median(turns.map((turn) => turn.before)) / Math.max(0.001, median(turns.map((turn) => turn.after)));
    return { bytesPerSecond, turns, ratio: Math.round(ratio * 100) / 100 };
  } finally {
    await registry.close();
  }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}
