import type { Amount } from './amount.ts';

/** What passing a limit means: it is said, a person is asked, or the run ends. */
export const gates = ['warn', 'approve', 'block'] as const;
export type Gate = (typeof gates)[number];

/** A limit for each of them. */
export type Gates<Limit> = { readonly [Each in Gate]?: Limit };

export interface Growth extends Gates<Amount> {
  /** What grows by less is let through, in bytes. */
  readonly atLeast?: number;
}

/** Limits of one thing; absent is what nobody said, without members what was switched off. */
export interface Limits {
  /** Bytes that it may not pass. */
  readonly max?: Gates<number>;
  /** By how much it may not grow; of what is new only amounts in bytes count. */
  readonly growth?: Growth;
  /** Bytes that something new may not pass. */
  readonly new?: Gates<number>;
}

export interface PlatformBudget {
  /** Of an image: its layers unpacked; of a bare file its length. */
  readonly disk?: Limits;
  /** What a client downloads. */
  readonly pull?: Limits;
}

/** Limits of a target. What names a pattern counts before what holds for all. */
export interface Budget extends PlatformBudget {
  /** Of each module, each package. */
  readonly module?: Limits;
  readonly package?: Limits;
  /** Of those whose path a pattern matches: `*` within an element, `**` across. */
  readonly modules?: Readonly<Record<string, Limits>>;
  readonly packages?: Readonly<Record<string, Limits>>;
  /** Of single platforms, such as linux/arm64. */
  readonly platforms?: Readonly<Record<string, PlatformBudget>>;
}

const floor = 8 * 1024;
const totals: Limits = { growth: { approve: { percent: 2 }, atLeast: floor } };

/** What holds where nobody says otherwise, limit by limit. */
export const usualBudget: Budget = {
  disk: totals,
  pull: totals,
  package: { growth: { block: { percent: 5 }, atLeast: floor }, new: { approve: 256 * 1024 } },
};

/**
 * Budgets of several sources as one, the first of which gives way: limits are joined one by one, so that a cap that is added takes
 * no limit of growth away; those of patterns and platforms by their names.
 */
export function joinBudgets(budgets: readonly (Budget | undefined)[]): Budget {
  return budgets.reduce<Budget>((weak, strong = {}) => {
    const single = (['disk', 'pull', 'module', 'package'] as const).map(
      (name) => [name, joinLimits(weak[name], strong[name])] as const,
    );
    const tables = {
      modules: byName(weak.modules, strong.modules, joinLimits),
      packages: byName(weak.packages, strong.packages, joinLimits),
      platforms: byName(weak.platforms, strong.platforms, joinPlatforms),
    };
    return present({ ...Object.fromEntries(single), ...tables });
  }, {});
}

/** What is switched off takes everything before it away. */
export function joinLimits(weak: Limits | undefined, strong: Limits | undefined): Limits | undefined {
  if (weak === undefined || strong === undefined) return strong ?? weak;
  return isOff(strong) ? strong : { ...weak, ...strong };
}

function joinPlatforms(weak: PlatformBudget = {}, strong: PlatformBudget = {}): PlatformBudget {
  const [disk, pull] = [joinLimits(weak.disk, strong.disk), joinLimits(weak.pull, strong.pull)];
  return present({ disk, pull });
}

function byName<Held>(
  weak: Readonly<Record<string, Held>> | undefined,
  strong: Readonly<Record<string, Held>> | undefined,
  join: (weak: Held | undefined, strong: Held | undefined) => Held | undefined,
): Readonly<Record<string, Held>> | undefined {
  if (weak === undefined || strong === undefined) return strong ?? weak;
  const [before, after] = [new Map(Object.entries(weak)), new Map(Object.entries(strong))];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return present(Object.fromEntries(names.map((name) => [name, join(before.get(name), after.get(name))])));
}

function present<Shape extends object>(shape: Shape): { [Name in keyof Shape]: NonNullable<Shape[Name]> } {
  const said = Object.entries(shape).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [Name in keyof Shape]: NonNullable<Shape[Name]> };
}

/** Whether something has a limit also where nothing is known of before. */
export function hasCaps(budget: Budget): boolean {
  const { disk, pull, platforms = {} } = budget;
  const wholes = [disk, pull, ...Object.values(platforms).flatMap((of) => [of.disk, of.pull])];
  return wholes.some(hasCap) || hasPartCaps(budget);
}

/** Whether a module or a package has such a limit. */
export function hasPartCaps(budget: Budget): boolean {
  return partLimits(budget).some(hasCap);
}

/** Whether a module or a package has any limit. */
export function hasPartLimits(budget: Budget): boolean {
  return partLimits(budget).some((limits) => Object.values(limits).some((limit) => !isOff(limit)));
}

function hasCap(limits: Limits | undefined): boolean {
  return limits?.max !== undefined && !isOff(limits.max);
}

function isOff(said: object): boolean {
  return Object.keys(said).length === 0;
}

function partLimits({ module, package: each, modules = {}, packages = {} }: Budget): readonly Limits[] {
  return [module ?? {}, each ?? {}, ...Object.values(modules), ...Object.values(packages)];
}
