import { SlipwayError } from '../support/errors.ts';
import type { Against } from './against.ts';
import { type AskedRun, baselineRequest, type OtherCopy } from './baseline-request.ts';
import { usualBudget } from './budget.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { mayPack } from './pack-policy.ts';
import type { BuildRequest, TargetSettings } from './request.ts';
import { buildRequest } from './resolve.ts';
import { located } from './sources.ts';

/** What `slipway reproduce` is asked to do. */
export interface ReproduceRequest extends AskedRun {
  /** The module as the user named it. */
  readonly name: string;
  /** What one clean build is compared with; undefined: a second one. */
  readonly against: Against | undefined;
  /** The engine of the second build, where it is not that of the first. */
  readonly secondEngine: 'embedded' | 'buildkit' | undefined;
  readonly cacheDirectory: string;
}

/**
 * The request of `slipway reproduce [DIR|MODULE@VERSION]`: what `slipway build` would make of the same flags and slipway.yaml.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function reproduceRequest(flags: Flags, host: HostEnvironment): Promise<ReproduceRequest> {
  const { against: asked, secondEngine, ...values } = flags.values;
  if (asked !== undefined && secondEngine !== undefined) {
    const why = '--second-engine and --against: only one build is made to be held against another';
    throw new SlipwayError('E_CONFIG', why, { hint: 'leave one of them out' });
  }
  const own = { ...flags, values: { ...values, push: [], tags: [] } };
  const request = await buildRequest(own, host);
  checkClean(request);
  return {
    name: flags.positionals[0] ?? '.',
    against: asked && located({ against: asked }, host.cwd).against,
    secondEngine,
    request,
    flags: own,
    host,
    cacheDirectory: request.cacheDirectory,
  };
}

/**
 * Refuses what no second build here would say anything about: BuildKit recalls what it compiled and ran.
 * @throws SlipwayError E_CONFIG
 */
export function checkClean({ engine }: Pick<BuildRequest, 'engine'>): void {
  const what =
    engine.compile === 'buildkit'
      ? '--compile buildkit'
      : engine.dockerfile === undefined
        ? undefined
        : '--dockerfile';
  if (what === undefined) return;
  const why = 'BuildKit recalls what it did, so that building once more would compare a result with itself';
  throw new SlipwayError('E_CONFIG', `${what}: ${why}`, {
    hint: 'leave it out (images may still be put together with --engine buildkit), or compare with an image that another BuildKit made: slipway verify --same',
  });
}

/** Where a clean build goes about its work. */
export interface CleanPlace extends OtherCopy {
  /** A cache folder that nobody used before. */
  readonly cacheDirectory: string;
}

/**
 * The same request for a build from nothing, whose results are compared and thrown away. What only judges what was built is left
 * out: budgets, the gate on dead code, and the running programs' contracts where no decision about packing hangs on them; and so is what BuildKit keeps for others,
 * or says of the time.
 * @throws SlipwayError E_CONFIG
 */
export async function cleanRequest(run: AskedRun, place: CleanPlace): Promise<BuildRequest> {
  const { json: _, attribution: __, ...own } = await baselineRequest(run, place);
  return {
    ...own,
    cacheDirectory: place.cacheDirectory,
    defaults: unjudged(own.defaults),
    targets: own.targets.map((target) => ({ ...target, settings: unjudged(target.settings) })),
    engine: { ...own.engine, cache: undefined, provenance: 'off' },
    json: false,
    attribution: false,
  };
}

function unjudged(settings: TargetSettings): TargetSettings {
  return {
    ...settings,
    budget: usualBudget,
    deadCode: 'off',
    smoke: mayPack(settings.pack) ? settings.smoke : undefined,
  };
}
