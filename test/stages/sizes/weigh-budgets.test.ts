import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Budget, usualBudget } from '../../../src/request/budget.ts';
import type { InventedTarget } from '../../support/invented-build.ts';
import {
  amd64,
  before,
  failed,
  image,
  kib,
  main,
  own,
  sizeOf,
  told,
  weighed,
  withPackages,
} from '../../support/weighing.ts';

describe('what is not known on both sides', () => {
  const unread: InventedTarget = { images: { [amd64]: { packages: undefined } } };
  const larger = withPackages({ [main]: { bytes: 900 * kib } });

  it('nothing is claimed of packages where one side does not say what is in the program', () => {
    for (const [old, now] of [
      [unread, larger],
      [larger, unread],
    ] as const) {
      const sizing = weighed([old], [now]);
      const [compared] = sizeOf(sizing).targets[0]?.images ?? [];
      assert.deepEqual([compared?.packages, compared?.modules, compared?.brought], [[], [], undefined]);
      assert.ok(!failed(sizing).some((line) => line.includes('budget/package')), failed(sizing).join('\n'));
      assert.match(sizing.notices.join('\n'), /packages are not compared where one side does not say/);
    }
  });

  it('sizes of the whole are judged all the same', () => {
    const sizing = weighed([unread], [larger]);
    assert.match(failed(sizing)[0] ?? '', /^approve budget\/disk api/);
  });

  it('another method of attribution is said, and no package is held to have grown by it', () => {
    const old = { images: { [amd64]: { ...image, method: 'pclntab' as const } } };
    const sizing = weighed([old], [larger], {
      package: { growth: { block: { percent: 5 } }, max: { warn: 800 * kib } },
    });
    assert.match(sizing.notices.join('\n'), /one side was attributed with symbols/);
    assert.deepEqual(
      failed(sizing).map((line) => line.split(',')[0]),
      [`warn budget/package api (${amd64}): ${main} has 900 KiB`],
    );
  });

  it('limits of packages that nothing can be held against are said to be unjudged', () => {
    const caps: Budget = { package: { max: { block: kib } } };
    const { notices } = weighed(undefined, [unread], caps);
    assert.deepEqual(notices, [
      'limits of modules and packages are not judged for api: nothing says what is in each program',
    ]);
    assert.deepEqual(weighed(undefined, [unread], usualBudget).notices, []);
  });
});

describe('budgets', () => {
  it('caps hold without a baseline, and nothing else does', () => {
    const budget: Budget = {
      ...usualBudget,
      pull: { max: { block: 100 * kib } },
      modules: { 'example.com/*': { max: { warn: 30 * kib } } },
      packages: { 'net/http': { max: { approve: 500 * kib } } },
    };
    const sizing = weighed(undefined, [before], budget);
    assert.equal(sizing.size, undefined);
    assert.deepEqual(
      failed(sizing).map((line) => line.replace(/, and.*/s, '')),
      [
        `block budget/pull api (${amd64}): has 546 KiB`,
        `warn budget/module api (${amd64}): example.com/shop has 150 KiB`,
        `approve budget/package api (${amd64}): net/http has 900 KiB`,
      ],
    );
  });

  it('of single platforms go before those for all, limit by limit', () => {
    const both = (more: number): InventedTarget => {
      const packages = { ...own, [main]: { bytes: 100 * kib + more } };
      return { images: { [amd64]: { ...image, packages }, 'linux/arm64': { ...image, packages } } };
    };
    const budget: Budget = {
      disk: { growth: { block: { bytes: 10 * kib } }, max: { block: 1100 * kib } },
      platforms: { 'linux/arm64': { disk: { max: { block: 2000 * kib } } } },
    };
    const sizing = weighed([both(0)], [both(20 * kib)], budget);
    assert.deepEqual(
      sizeOf(sizing).excesses.map(({ platform, rule }) => [platform, rule]),
      [
        [amd64, 'max'],
        ['linux/arm64', 'growth'],
      ],
    );
  });

  it('of modules judge all packages of one together; the standard library only by its name', () => {
    const packages = Object.fromEntries(
      Object.entries(own).map(([path, each]) => [path, { ...each, bytes: each.bytes * 2 }]),
    );
    const grown = { images: { [amd64]: { ...image, packages } } };
    const judged = (budget: Budget) => sizeOf(weighed([before], [grown], budget)).excesses;
    const module: Budget['module'] = { growth: { block: { percent: 50 } } };
    assert.deepEqual(
      judged({ module }).map(({ name, before: old, after }) => [name, old / kib, after / kib]),
      [
        ['example.com/shop', 150, 300],
        ['example.com/log', 40, 80],
      ],
    );
    assert.deepEqual(
      judged({ modules: { std: { growth: { warn: { percent: 50 } } } } }).map(({ name }) => name),
      ['std'],
    );
  });

  it('are told as one verdict for each measure, ten lines long at most, the gravest first', () => {
    const many = Object.fromEntries(
      Array.from({ length: 25 }, (_, at) => [
        `example.com/shop/p${at}`,
        { bytes: 20 * kib, importedBy: main },
      ]),
    );
    const budget: Budget = {
      package: { new: { approve: 10 * kib } },
      disk: { growth: { warn: { bytes: 1 } } },
    };
    const sizing = weighed([before], [withPackages(many)], budget);
    const verdict = sizing.verdicts.find(({ check }) => check === 'budget/package');
    assert.equal(verdict?.detail.split('\n').length, 11);
    assert.match(verdict?.detail ?? '', /\nand 15 more$/);
    assert.equal(verdict?.severity, 'approve');
    assert.equal(sizeOf(sizing).excesses.length, 26);
    const passed = weighed([before], [before], budget).verdicts;
    assert.deepEqual(
      passed.map(({ check, status, detail }) => [check, status, detail]),
      [
        ['budget/disk', 'pass', ''],
        ['budget/package', 'pass', ''],
      ],
    );
  });

  it('of the baseline judge, so that a change does not raise the limit that it passes; the change is told', () => {
    const capped = { ...before, budget: { pull: { max: '100 KiB' }, disk: { growth: { block: '2%' } } } };
    const larger = withPackages({ [main]: { bytes: 200 * kib } });
    const lax: Budget = { disk: { growth: { warn: { percent: 50 } } }, pull: {} };
    const sizing = weighed([capped], [larger], lax);
    assert.deepEqual(
      failed(sizing).map((line) => line.replace(/: .*/, '')),
      [`block budget/disk api (${amd64})`],
    );
    const size = sizeOf(sizing);
    assert.deepEqual(size.budgets, [
      {
        target: 'api',
        before: '{"disk":{"growth":{"block":"2%"}},"pull":{"max":"100 KiB"}}',
        after: '{"disk":{"growth":{"warn":"50%"}},"pull":"off"}',
      },
    ]);
    assert.match(sizing.notices.join(), /the budget of api is not the one of the baseline/);
    const { comment } = told(size);
    assert.match(comment, /The budget of api changes here; judged is by the one before\./);
    assert.match(comment, /\*\*Budgets that change\*\*/);
    assert.match(
      comment,
      /raise the limit in the <code>budget<\/code> of slipway\.yaml, in a pull request of its own/,
    );
  });

  it('of the baseline do not hold back who raises a cap that was passed before', () => {
    const capped = { ...before, budget: { pull: { max: '100 KiB' } } };
    const sizing = (own: Budget) => failed(weighed([capped], [before], own));
    assert.match(sizing({ pull: { max: { block: 100 * kib } } })[0] ?? '', /^block budget\/pull/);
    assert.deepEqual(sizing({ pull: { max: { block: 900 * kib } } }), []);
    assert.match(sizing({ pull: { max: { warn: 200 * kib } } })[0] ?? '', /^warn budget\/pull .* 200 KiB/);
  });

  it('that are the same are no change, and those of a new target are its own', () => {
    const budget = { pull: { max: '1 MiB' }, disk: 'off' };
    const own: Budget = { disk: {}, pull: { max: { block: 2 ** 20 } } };
    const same = weighed([{ ...before, budget }], [before], own);
    assert.equal(same.size?.budgets, undefined);
    const job = { ...before, name: 'job', importPath: 'example.com/shop/cmd/job' };
    const fresh = weighed([{ ...before, budget }], [before, job], { pull: { max: { warn: 1 } } });
    assert.deepEqual(
      failed(fresh).map((line) => line.replace(/: .*/, '')),
      [`warn budget/pull job (${amd64})`],
    );
    assert.deepEqual(
      fresh.size?.budgets?.map(({ target }) => target),
      ['api'],
    );
  });
});
