import { SlipwayError } from '../support/errors.ts';
import { type Amount, amount, byteLength, formatLength } from './amount.ts';
import { quoted } from './faults.ts';
import { type Item, matching, scalar } from './kinds.ts';
import { either, record, table } from './records.ts';

/** What passing a limit means: it is said, a person is asked, or the run ends. */
export const gates = ['warn', 'approve', 'block'] as const;
export type Gate = (typeof gates)[number];

/** A limit for each of them. */
export type Gates<Limit> = { readonly [Each in Gate]?: Limit };

export interface Growth extends Gates<Amount> {
  /** What grows by less is let through, in bytes. */
  readonly atLeast?: number;
}

/** Limits of one thing; none that is absent. */
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

/** What holds where nobody says otherwise, part by part. */
export const usualBudget: Budget = {
  disk: totals,
  pull: totals,
  package: { growth: { block: { percent: 5 }, atLeast: floor }, new: { approve: 256 * 1024 } },
};

/** Whether something has a limit also where nothing is known of before. */
export function hasCaps({ platforms = {}, modules = {}, packages = {}, ...budget }: Budget): boolean {
  const all: readonly (Limits | undefined)[] = [
    ...[budget.disk, budget.pull, budget.module, budget.package],
    ...Object.values(platforms).flatMap(({ disk, pull }) => [disk, pull]),
    ...Object.values(modules),
    ...Object.values(packages),
  ];
  return all.some((limits) => limits?.max !== undefined);
}

const bytesByGate = either<Gates<number>>(
  (each) => Object.keys(each).join() === 'block',
  scalar<Gates<number>>({
    placeholder: 'BYTES',
    one: 'a length such as 4 MiB, or {warn: 3 MiB, block: 4 MiB}',
    many: 'lengths',
    parse: (text) => ({ block: byteLength.parse(text) }),
    show: ({ block = 0 }) => formatLength(block),
    schema: byteLength.schema,
    yaml: 'number',
  }),
  record<Gates<number>>(
    { placeholder: 'LENGTHS', one: 'lengths such as {warn: 3 MiB, block: 4 MiB}', many: 'lengths' },
    { warn: byteLength, approve: byteLength, block: byteLength },
  ),
);

const growth = record<Growth>(
  { placeholder: 'GROWTH', one: 'growth such as {approve: 2%, at-least: 8 KiB}', many: 'growths' },
  { warn: amount, approve: amount, block: amount, atLeast: byteLength },
);

/** `off` takes the usual limits away. */
const limits = either<Limits>(
  (each) => Object.keys(each).length === 0,
  scalar<Limits>({
    placeholder: 'off',
    one: 'off, or limits such as {max: 4 MiB, growth: {approve: 2%}}',
    many: 'limits',
    parse: (text) => {
      if (text === 'off') return {};
      const hint = 'write {max: 4 MiB} or {growth: {approve: 2%, at-least: 8 KiB}}';
      throw new SlipwayError('E_CONFIG', `${quoted(text)} is neither off nor limits`, { hint });
    },
    show: () => 'off',
    schema: { const: 'off' },
  }),
  record<Limits>(
    { placeholder: 'LIMITS', one: 'limits such as {max: 4 MiB, growth: {approve: 2%}}', many: 'limits' },
    { max: bytesByGate, growth, new: bytesByGate },
  ),
);

const path = matching({
  placeholder: 'PATTERN',
  one: 'an import path or a pattern such as github.com/aws/**',
  many: 'patterns',
  pattern: '^[^\\s\\0]+$',
});
const byPattern: Item<Readonly<Record<string, Limits>>> = table(
  {
    placeholder: 'TABLE',
    one: 'limits by pattern such as {github.com/aws/**: {max: 2 MiB}}',
    many: 'tables',
  },
  path,
  limits,
);
const platformName = matching({
  placeholder: 'PLATFORM',
  one: 'a platform such as linux/arm64',
  many: 'platforms',
  pattern: '^[a-z0-9]+/[a-z0-9]+(/[a-z0-9.]+)?$',
});
const platformBudget = record<PlatformBudget>(
  { placeholder: 'BUDGET', one: 'limits such as {pull: {max: 4 MiB}}', many: 'budgets' },
  { disk: limits, pull: limits },
);

/** The field `budget` of slipway.yaml. */
export const budget = record<Budget>(
  { placeholder: 'JSON', one: 'a budget such as {pull: {max: 4 MiB}}', many: 'budgets' },
  {
    disk: limits,
    pull: limits,
    module: limits,
    package: limits,
    modules: byPattern,
    packages: byPattern,
    platforms: table(
      { placeholder: 'TABLE', one: 'budgets by platform', many: 'tables' },
      platformName,
      platformBudget,
    ),
  },
);
