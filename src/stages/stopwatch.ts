import type { CacheUse, StageName, StageReport } from '../report/model.ts';
import type { Ports } from './ports.ts';

export type Stage = <T>(name: StageName, work: () => Promise<readonly [T, CacheUse]>) => Promise<T>;

/** Runs a step and notes how long it took and what a cache did for it; one that fails too, as the last. */
export function stopwatch(
  stages: StageReport[],
  { clock, signal, progress }: Pick<Ports, 'clock' | 'signal' | 'progress'>,
): Stage {
  return async (name, work) => {
    signal.throwIfAborted();
    progress({ kind: 'stage', name });
    const started = clock.seconds();
    const noted = (cache: CacheUse): StageReport => {
      const done = { name, seconds: rounded(clock.seconds() - started), cache };
      stages.push(done);
      return done;
    };
    try {
      const [value, cache] = await work();
      progress({ kind: 'stage-done', ...noted(cache) });
      return value;
    } catch (error) {
      noted('none');
      throw error;
    }
  };
}

/** To the millisecond. */
export function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
