import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { type Budget, hasCaps, joinBudgets, usualBudget } from '../../src/request/budget.ts';
import { budget } from '../../src/request/budget-field.ts';
import { parseConfig } from '../../src/request/config-file.ts';
import { readFlags } from '../../src/request/flags.ts';
import type { Json } from '../../src/request/kinds.ts';
import { buildRequest } from '../../src/request/resolve.ts';
import { configSchema } from '../../src/request/schema.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

const mib = 2 ** 20;
const floor = 8 * 1024;

const parse = (...lines: readonly string[]): Budget | undefined =>
  parseConfig(lines.join('\n'), 'slipway.yaml').top.budget;

/** The budgets of a run: of targets that nobody names, and of each named one. */
async function budgetsOf(
  t: TestContext,
  ...lines: readonly string[]
): Promise<{ readonly all: Budget; readonly of: (name: string) => Budget | undefined }> {
  const cwd = await folderOf(t, { 'slipway.yaml': lines.join('\n') });
  const request = await buildRequest(readFlags('build', []), { cwd, env: { HOME: '/h' }, os: 'linux' });
  const of = (name: string) => request.targets.find((target) => target.name === name)?.settings.budget;
  return { all: request.defaults.budget, of };
}

test('a whole budget is read, lengths in bytes', () => {
  assert.deepEqual(
    parse(
      'budget:',
      '  disk: off',
      '  pull: { max: { warn: 3.5 MiB, block: 4 MB }, growth: { approve: 2%, at-least: 8 KiB }, new: 1 kB }',
      '  module: { growth: { warn: 1.5 %, block: 100 KiB } }',
      '  package: { max: 1048576, growth: off }',
      '  modules: { "github.com/aws/**": { max: 2 MiB }, std: off }',
      '  packages: { encoding/json: { new: { approve: 0 } } }',
      '  platforms: { linux/arm/v7: { pull: { max: 3 MiB } } }',
    ),
    {
      disk: {},
      pull: {
        max: { warn: 3.5 * mib, block: 4e6 },
        growth: { approve: { percent: 2 }, atLeast: floor },
        new: { block: 1000 },
      },
      module: { growth: { warn: { percent: 1.5 }, block: { bytes: 100 * 1024 } } },
      package: { max: { block: mib }, growth: {} },
      modules: { 'github.com/aws/**': { max: { block: 2 * mib } }, std: {} },
      packages: { 'encoding/json': { new: { approve: 0 } } },
      platforms: { 'linux/arm/v7': { pull: { max: { block: 3 * mib } } } },
    },
  );
});

test('percentages over 100 are growth like any other', () => {
  assert.deepEqual(parse('budget: { disk: { growth: { block: 250% } } }'), {
    disk: { growth: { block: { percent: 250 } } },
  });
});

test('without a budget the usual one holds, which caps nothing', async (t) => {
  const { all, of } = await budgetsOf(t, 'targets: { api: }');
  assert.deepEqual(all, usualBudget);
  assert.deepEqual(of('api'), usualBudget);
  assert.equal(hasCaps(all), false);
});

test('a cap that is added leaves the usual limits of growth; a growth that is said takes their place', async (t) => {
  const { all } = await budgetsOf(
    t,
    'budget: { pull: { max: 4 MiB }, package: { growth: { warn: 1 KiB } } }',
  );
  assert.deepEqual(all.pull, { ...usualBudget.pull, max: { block: 4 * mib } });
  assert.deepEqual(all.package, { ...usualBudget.package, growth: { warn: { bytes: 1024 } } });
  assert.deepEqual(all.disk, usualBudget.disk);
  assert.ok(hasCaps(all));
});

test("a target's limits go before the top's one by one, those of patterns and platforms by name", async (t) => {
  const { all, of } = await budgetsOf(
    t,
    'budget:',
    '  pull: { max: 4 MiB, new: 1 MiB }',
    '  modules: { "a/**": { max: 1 MiB, growth: { warn: 1% } }, b: { max: 1 } }',
    '  platforms: { linux/arm64: { pull: { max: 5 MiB } } }',
    'targets:',
    '  api:',
    '    budget:',
    '      pull: { max: { warn: 6 MiB } }',
    '      modules: { "a/**": { max: 2 MiB }, __proto__: { max: 3 } }',
    '      platforms: { linux/arm64: { disk: { max: 9 MiB } } }',
    '  job:',
  );
  const api = of('api');
  assert.deepEqual(of('job'), all);
  assert.deepEqual(api?.pull, { ...all.pull, max: { warn: 6 * mib } });
  assert.deepEqual(Object.entries(api?.modules ?? {}), [
    ['a/**', { max: { block: 2 * mib }, growth: { warn: { percent: 1 } } }],
    ['b', { max: { block: 1 } }],
    ['__proto__', { max: { block: 3 } }],
  ]);
  assert.deepEqual(api?.platforms, {
    'linux/arm64': { pull: { max: { block: 5 * mib } }, disk: { max: { block: 9 * mib } } },
  });
});

test('off takes the usual limits away, all of a thing or one, and a target may have its own again', async (t) => {
  const { all, of } = await budgetsOf(
    t,
    'budget: { disk: off, package: { growth: off } }',
    'targets: { api: { budget: { disk: { max: 1 MiB }, pull: off, package: { new: off } } } }',
  );
  assert.deepEqual(all.disk, {});
  assert.deepEqual(all.package, { ...usualBudget.package, growth: {} });
  const api = of('api');
  assert.deepEqual(api?.disk, { max: { block: mib } });
  assert.deepEqual(api?.pull, {});
  assert.deepEqual(api?.package, { growth: {}, new: {} });
  assert.equal(hasCaps({ pull: { max: {} }, package: {} }), false);
});

const refusals: readonly (readonly [string, string, string, RegExp?])[] = [
  ['an unknown field', 'budget: { pul: off }', '1:11: unknown field "pul"', /did you mean pull\?/],
  [
    'an unknown limit',
    'budget: { pull: { maximum: 1 MiB } }',
    '1:19: unknown field "maximum"',
    /known: max, growth, new/,
  ],
  [
    'a field as the code calls it',
    'budget: { pull: { growth: { atLeast: 1 } } }',
    '1:29: unknown field "atLeast"',
    /did you mean at-least\?/,
  ],
  ['an unknown gate', 'budget: { pull: { max: { refuse: 1 } } }', '1:26: unknown field "refuse"', /block/],
  [
    'a unit that there is not',
    'budget: { pull: { max: 4 Mb } }',
    '1:24: "4 Mb" is not a length',
    /write 8 KiB or 4 MiB \(1024\), 8 kB or 4 MB \(1000\), or a number of bytes/,
  ],
  ['a word for a length', 'budget: { pull: { max: large } }', '1:24: "large" is not a length', /4 MiB/],
  [
    'a percentage where a length belongs',
    'budget: { pull: { max: 5% } }',
    '1:24: "5%" is not a length',
    /growth/,
  ],
  [
    'a share without its sign of percent',
    'budget: { pull: { growth: { block: 2 percent } } }',
    '1:36: "2 percent" is neither a percentage nor a length',
    /write 5%/,
  ],
  [
    'an amount where gates belong',
    'budget: { pull: { growth: 2% } }',
    '1:27: "2%" is neither off nor growth such as {approve: 2%, at-least: 8 KiB}',
    /\{approve: 2%\}/,
  ],
  [
    'a length where limits belong',
    'budget: { pull: 4 MiB }',
    '1:17: "4 MiB" is neither off nor limits',
    /\{max: 4 MiB\}/,
  ],
  [
    'a number where limits belong',
    'budget: { pull: 4000000 }',
    '1:17: expected off, or limits such as {max: 4 MiB, growth: {approve: 2%}}, got the number 4000000',
  ],
  ['fewer than no bytes', 'budget: { pull: { max: -1 } }', '1:24: "-1" is not a length'],
  ['more bytes than there are', 'budget: { pull: { max: 9e99 } }', '1:24: "9e99" is not a length'],
  [
    'nothing',
    'budget: { pull: }',
    '1:17: expected off, or limits such as {max: 4 MiB, growth: {approve: 2%}}, got nothing',
  ],
  ['a list', 'budget: [pull]', '1:9: expected a budget such as {pull: {max: 4 MiB}}, got a list'],
  [
    'a pattern with a space',
    'budget: { modules: { "a b": off } }',
    '1:22: "a b" is not an import path or a pattern',
  ],
  [
    'a platform that is none',
    'budget: { platforms: { arm64: { pull: off } } }',
    '1:24: "arm64" is not a platform such as linux/arm64',
  ],
  [
    'a limit of packages for one platform',
    'budget: { platforms: { linux/arm64: { package: off } } }',
    '1:39: unknown field "package"',
  ],
  [
    'all of it under a target',
    'targets: { api: { budget: { disk: { min: 1 } } } }',
    '1:37: unknown field "min"',
    /known: max, growth, new/,
  ],
];

for (const [what, line, message, hint] of refusals) {
  test(`${what} in a budget is refused with its line and column`, async () => {
    const error = await refusal(() => parse(line));
    assert.ok(error.message.startsWith(`slipway.yaml:${message}`), error.message);
    if (hint !== undefined) assert.match(error.hint ?? '', hint);
  });
}

test('all faults of a budget are told at once', async () => {
  const text = 'budget: { pull: { max: 1 X, growth: { blok: 1%, at-least: 5% } }, modules: { a: 1 } }';
  const { message } = await refusal(() => parse(text));
  assert.match(message, /^slipway\.yaml: 4 faults\n/);
});

const validate = new Ajv2020({ allowUnionTypes: true, strictTypes: false }).compile(configSchema());

function isAccepted(value: Json): boolean {
  try {
    parseConfig(JSON.stringify(value), 'f');
    return true;
  } catch (error) {
    if (error instanceof SlipwayError) return false;
    throw error;
  }
}

const length = fc.oneof(
  fc.constantFrom<Json>(0, 1, -1, 1.5, 1e21, 2 ** 53, true, null, '4 MiB', '4MB', '4 mib', '4 Mb', '1.5 KiB'),
  fc.constantFrom<Json>('off', 'Off', ' off', '5%', '250 %', '-5%', '5 % ', '.5%', '5.%', '', ' ', '1 kib'),
  fc.constantFrom<Json>(
    '007',
    '1e3',
    '0x10',
    '1B',
    '1 b',
    '1 GiB',
    '9999999 GiB',
    '9007199254740993',
    [],
    {},
  ),
);
const gates = fc.dictionary(fc.constantFrom('warn', 'approve', 'block', 'at-least', 'atLeast', 'x'), length, {
  maxKeys: 2,
});
const limit = fc.oneof(length, gates);
const limits = fc.oneof(
  length,
  fc.dictionary(fc.constantFrom('max', 'growth', 'new', 'min', 'warn'), limit, { maxKeys: 3 }),
);
const named = (name: fc.Arbitrary<string>, held: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof(length, fc.dictionary(name, held, { maxKeys: 2 }));
const pattern = fc.constantFrom('a/**', 'github.com/x/y', '', ' ', 'a b', '*', '__proto__', 'é', 'a\u00a0b');
const platform = fc.constantFrom(
  'linux/arm64',
  'linux/arm/v7',
  'linux',
  'Linux/arm64',
  'linux/arm64/v8.1',
  '',
);
const whole = fc.record(
  {
    disk: limits,
    pull: limits,
    module: limits,
    package: limits,
    modules: named(pattern, limits),
    packages: named(pattern, limits),
    platforms: named(platform, fc.dictionary(fc.constantFrom('disk', 'pull', 'package'), limits)),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Json>;

test('the schema accepts and refuses the budgets that our own reader does', () => {
  const seen = { accepted: 0, refused: 0 };
  const part = fc.tuple(fc.constantFrom('disk', 'modules', 'platforms', 'package'), whole);
  const single = part.map(([name, of]): Json => {
    const value = (of as Record<string, Json>)[name];
    return value === undefined ? {} : { [name]: value };
  });
  const place = fc.oneof(whole, single, length);
  fc.assert(
    fc.property(place, fc.boolean(), (held, isTop) => {
      const file: Json = isTop ? { budget: held } : { targets: { api: { budget: held } } };
      const own = isAccepted(file);
      seen[own ? 'accepted' : 'refused'] += 1;
      assert.equal(validate(file), own, `${JSON.stringify(file)}\n${JSON.stringify(validate.errors)}`);
    }),
    { numRuns: 4000 },
  );
  assert.ok(seen.accepted > 300 && seen.refused > 300, JSON.stringify(seen));
});

const soundLength = fc.constantFrom<Json>(0, 1023, '4 MiB', '1.5 KiB', '10 MB', '0.3 kB', 'off');
const soundGates = fc.dictionary(
  fc.constantFrom('warn', 'approve', 'block'),
  soundLength.filter((each) => each !== 'off'),
);
const soundLimits = fc.oneof(
  fc.constant<Json>('off'),
  fc.record(
    {
      max: fc.oneof(soundLength, soundGates),
      new: soundGates,
      growth: fc.record(
        { block: fc.constantFrom<Json>('5%', '0.000001 %', '250%', '8 KiB'), 'at-least': fc.nat() },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  ),
) as fc.Arbitrary<Json>;
const sound = fc.record(
  {
    disk: soundLimits,
    package: soundLimits,
    modules: fc.dictionary(fc.constantFrom('a/**', 'github.com/x/y', '__proto__'), soundLimits),
    platforms: fc.dictionary(
      fc.constantFrom('linux/arm64', 'linux/arm/v7'),
      fc.record({ pull: soundLimits }, { requiredKeys: [] }),
      { noNullPrototype: true },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
) as fc.Arbitrary<Json>;

test('a budget that is written out reads back as the same, from the file and from the input of the action', () => {
  fc.assert(
    fc.property(sound, (held) => {
      const read = parse(JSON.stringify({ budget: held })) ?? {};
      assert.deepEqual(parse(JSON.stringify({ budget: budget.show(read) })), read);
      assert.deepEqual(budget.parse(JSON.stringify(budget.show(read))), read);
      assert.ok(validate({ budget: held }), JSON.stringify(held));
    }),
  );
});

test('lengths are whole bytes, rounded where a unit gives a fraction', () => {
  const bytes = (text: string): number | undefined =>
    parse(`budget: { disk: { max: ${text} } }`)?.disk?.max?.block;
  const told = ['0', '1B', '1.5 KiB', '0.3 kB', '4MB', '4 MiB', '1 GB', '999999999999999', '1.0001 KiB'];
  assert.deepEqual(told.map(bytes), [0, 1, 1536, 300, 4e6, 4 * mib, 1e9, 999_999_999_999_999, 1024]);
});

test('joining budgets leaves one as it is, and goes by their order alone', () => {
  const bytes = fc.record({ block: fc.nat(), warn: fc.nat() }, { requiredKeys: [] });
  const growth = fc.record(
    { block: fc.record({ percent: fc.nat() }), atLeast: fc.nat() },
    { requiredKeys: [] },
  );
  const one: fc.Arbitrary<Budget> = fc.record(
    {
      disk: fc.record({ max: bytes, growth, new: bytes }, { requiredKeys: [] }),
      packages: fc.dictionary(fc.constantFrom('a', 'b'), fc.record({ max: bytes }, { requiredKeys: [] }), {
        noNullPrototype: true,
      }),
    },
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<Budget>;
  // Without the objects that have no prototype.
  const plain = (made: Budget): Budget => JSON.parse(JSON.stringify(made)) as Budget;
  fc.assert(
    fc.property(one.map(plain), one.map(plain), one.map(plain), (a, b, c) => {
      assert.deepEqual(joinBudgets([a]), a);
      assert.deepEqual(joinBudgets([undefined, a, undefined, {}]), a);
      assert.deepEqual(joinBudgets([joinBudgets([a, b]), c]), joinBudgets([a, b, c]));
      assert.deepEqual(joinBudgets([a, b, b]), joinBudgets([a, b]));
    }),
  );
});
