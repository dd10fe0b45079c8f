import { SlipwayError } from '../support/errors.ts';
import { amount, byteLength, formatLength } from './amount.ts';
import type { Budget, Gates, Growth, Limits, PlatformBudget } from './budget.ts';
import { quoted } from './faults.ts';
import { type Item, matching, scalar } from './kinds.ts';
import { either, record, table } from './records.ts';

/** Takes what weaker sources say away. */
const off = 'off';

const bytesByGate = either<Gates<number>>(
  (each) => ['', 'block'].includes(Object.keys(each).join()),
  scalar<Gates<number>>({
    placeholder: 'BYTES',
    one: 'a length such as 4 MiB, {warn: 3 MiB, block: 4 MiB}, or off',
    many: 'lengths',
    parse: (text) => (text === off ? {} : { block: byteLength.parse(text) }),
    show: ({ block }) => (block === undefined ? off : formatLength(block)),
    schema: { anyOf: [byteLength.schema, { const: off }] },
    yaml: 'number',
  }),
  record<Gates<number>>(
    { placeholder: 'LENGTHS', one: 'lengths such as {warn: 3 MiB, block: 4 MiB}', many: 'lengths' },
    { warn: byteLength, approve: byteLength, block: byteLength },
  ),
);

/** The word `off`, or a record, that is without members then. */
function orOff<Shape extends object>(one: string, hint: string, long: Item<Shape>): Item<Shape> {
  const short = scalar<Shape>({
    placeholder: long.placeholder,
    one: `off, or ${one}`,
    many: long.many,
    parse: (text) => {
      if (text === off) return {} as Shape;
      throw new SlipwayError('E_CONFIG', `${quoted(text)} is neither off nor ${one}`, { hint });
    },
    show: () => off,
    schema: { const: off },
  });
  return either<Shape>((value) => Object.keys(value).length === 0, short, long);
}

const growth = orOff<Growth>(
  'growth such as {approve: 2%, at-least: 8 KiB}',
  'write which gate it passes: {approve: 2%} or {block: 5%, at-least: 8 KiB}',
  record<Growth>(
    { placeholder: 'GROWTH', one: 'growth such as {approve: 2%, at-least: 8 KiB}', many: 'growths' },
    { warn: amount, approve: amount, block: amount, atLeast: byteLength },
  ),
);

const limits = orOff<Limits>(
  'limits such as {max: 4 MiB, growth: {approve: 2%}}',
  'write {max: 4 MiB} or {growth: {approve: 2%, at-least: 8 KiB}}',
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
