import type { Origin } from '../gobuild/origin.ts';
import type { Layout } from '../image/image.ts';
import type { BeforeReport } from '../report/before/model.ts';
import type { WaterfallRow } from '../report/model.ts';
import type { BuildRequest } from '../request/request.ts';
import type { InspectedTarget } from './inspection.ts';
import type { RunPorts } from './registries.ts';
import type { Stage } from './stopwatch.ts';

/** What somebody asked to have measured of what was made. */
export interface AskedMeasures {
  readonly reports: {
    /** By the program's path. */
    readonly waterfalls: ReadonlyMap<string, readonly WaterfallRow[]>;
    /** By the target's name. */
    readonly befores: ReadonlyMap<string, BeforeReport>;
  };
  readonly notices: readonly string[];
}

interface Made {
  readonly targets: readonly InspectedTarget[];
  readonly layouts: readonly (Layout | undefined)[];
  /** Undefined where programs were linked elsewhere, and rows measured there. */
  readonly origin?: Origin;
}

/**
 * What measures, loaded where somebody asks for it; what cannot be measured here is refused now, before anything is compiled.
 * @throws SlipwayError as `checkBefore`; what it gives as `measureWaterfalls` and `measureBefore`
 */
export async function askedMeasures(
  request: BuildRequest,
  ports: RunPorts,
  stage: Stage,
): Promise<(made: Made) => Promise<AskedMeasures>> {
  const { before, waterfall } = request;
  const rows = waterfall ? await import('./waterfall/waterfall.ts') : undefined;
  const sides = before === undefined ? undefined : await import('./before/before.ts');
  if (before !== undefined) await (await import('./before/before-source.ts')).checkBefore(before, ports);
  return async ({ targets, layouts, origin }) => {
    const waterfalls = await (rows &&
      origin &&
      stage('waterfall', async () => {
        const found = await rows.measureWaterfalls(targets, layouts, origin, request, ports);
        return [found, found.cache];
      }));
    const befores = await (sides &&
      before &&
      stage('before', async () => [
        await sides.measureBefore(before, targets, layouts, request, ports),
        'none',
      ]));
    return {
      reports: { waterfalls: waterfalls?.byPath ?? new Map(), befores: befores?.byTarget ?? new Map() },
      notices: [...(waterfalls?.notices ?? []), ...(befores?.notices ?? [])],
    };
  };
}
