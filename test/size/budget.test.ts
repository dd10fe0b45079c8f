import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Budget, usualBudget } from '../../src/request/budget.ts';
import { judge, type Weighed } from '../../src/size/budget.ts';

const kib = 1024;

function weighed(change: Partial<Weighed> = {}): Weighed {
  return {
    platform: 'linux/amd64',
    hasBefore: true,
    hasPartsBefore: true,
    modules: [],
    packages: [],
    ...change,
  };
}

function told(budget: Budget, change: Partial<Weighed>): string[] {
  return judge(budget, weighed(change)).excesses.map(({ measure, name, rule, gate }) =>
    [measure, name, rule, gate].filter((word) => word !== '').join(' '),
  );
}

const grown = (name: string, before: number, after: number) => ({ name, before, after, standard: false });

describe('the usual budget', () => {
  it('asks for approval where an image grows by 2 % and 8 KiB', () => {
    const disk = (before: number, after: number) => told(usualBudget, { disk: { before, after } });
    assert.deepEqual(disk(1000 * kib, 1020 * kib), ['disk growth approve']);
    assert.deepEqual(disk(1000 * kib, 1020 * kib - 1), []);
    assert.deepEqual(disk(100 * kib, 107 * kib), []);
    assert.deepEqual(disk(1000 * kib, 900 * kib), []);
  });

  it('refuses a package that grows by 5 % and 8 KiB', () => {
    const packages = (before: number, after: number) =>
      told(usualBudget, { packages: [grown('a/b', before, after)] });
    assert.deepEqual(packages(160 * kib, 168 * kib), ['package a/b growth block']);
    assert.deepEqual(packages(161 * kib, 169 * kib), []);
    assert.deepEqual(packages(10 * kib, 17 * kib), []);
  });

  it('judges a new package by its bytes alone', () => {
    const packages = (after: number) => told(usualBudget, { packages: [grown('a/b', 0, after)] });
    assert.deepEqual(packages(256 * kib), []);
    assert.deepEqual(packages(256 * kib + 1), ['package a/b new approve']);
  });

  it('is not for the standard library, which grows by what others call; a pattern is', () => {
    const packages = [{ ...grown('net/http', 100 * kib, 200 * kib), standard: true }];
    assert.deepEqual(told(usualBudget, { packages }), []);
    const budget: Budget = { packages: { 'net/**': { growth: { warn: { percent: 5 } } } } };
    assert.deepEqual(told(budget, { packages }), ['package net/http growth warn']);
  });

  it('says nothing of what has no before', () => {
    const everything = { disk: { before: 0, after: 1e9 }, packages: [grown('a/b', 0, 1e9)] };
    const { measures, excesses } = judge(usualBudget, weighed({ ...everything, hasBefore: false }));
    assert.deepEqual([measures, excesses], [[], []]);
  });
});

describe('a budget', () => {
  it('has caps that hold without a before', () => {
    const budget: Budget = { pull: { max: { warn: 10, block: 20 } } };
    const pull = (after: number) => told(budget, { hasBefore: false, pull: { before: 0, after } });
    assert.deepEqual(
      [pull(10), pull(11), pull(20), pull(21)],
      [[], ['pull max warn'], ['pull max warn'], ['pull max block']],
    );
  });

  it('tells of each thing the gravest limit that it passes, and the gravest thing first', () => {
    const budget: Budget = {
      module: { growth: { warn: { bytes: 1 }, approve: { bytes: 100 }, block: { percent: 50 } } },
    };
    const modules = [grown('a', 1000, 1001), grown('b', 10, 20), grown('c', 1000, 1400)];
    assert.deepEqual(told(budget, { modules }), [
      'module b growth block',
      'module c growth approve',
      'module a growth warn',
    ]);
  });

  it('has limits for what a pattern names, of which the longest counts, in place of those for all', () => {
    const budget: Budget = {
      package: { max: { block: 10 } },
      packages: {
        'github.com/aws/**': { max: { warn: 10 } },
        'github.com/aws/aws-sdk-go-v2/*': { max: { approve: 10 } },
        'example.com/free': {},
      },
    };
    const names = [
      ...['github.com/aws', 'github.com/aws/x/y', 'github.com/awsome/x', 'example.com/free'],
      ...['github.com/aws/aws-sdk-go-v2/s3', 'github.com/aws/aws-sdk-go-v2/s3/types', 'example.com/freed'],
    ];
    const packages = names.map((name) => grown(name, 5, 11));
    const gates = new Map(
      judge(budget, weighed({ packages })).excesses.map(({ name, gate }) => [name, gate]),
    );
    assert.deepEqual(
      names.map((name) => gates.get(name)),
      ['warn', 'warn', 'block', undefined, 'approve', 'warn', 'block'],
    );
  });

  it('takes signs of regular expressions in a pattern as they are', () => {
    const budget: Budget = { packages: { 'gopkg.in/yaml.v3': { max: { block: 1 } } } };
    const packages = [grown('gopkg.in/yaml.v3', 0, 2), grown('gopkg.in/yamlxv3', 0, 2)];
    assert.deepEqual(told(budget, { packages }), ['package gopkg.in/yaml.v3 max block']);
  });

  it('has other limits for single platforms', () => {
    const budget: Budget = {
      disk: { max: { block: 10 } },
      platforms: { 'linux/arm64': { disk: { max: { block: 100 } } } },
    };
    const disk = { before: 0, after: 50 };
    assert.deepEqual(told(budget, { platform: 'linux/arm64', disk }), []);
    assert.deepEqual(told(budget, { platform: 'linux/amd64', disk }), ['disk max block']);
  });

  it('refuses nothing that became smaller or stayed, whatever the limits of growth', () => {
    const amount = fc.oneof(
      fc.record({ percent: fc.double({ min: 0, max: 100, noNaN: true }) }),
      fc.record({ bytes: fc.nat() }),
    );
    const growth = fc.record(
      { warn: amount, approve: amount, block: amount, atLeast: fc.nat() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(growth, fc.nat(), fc.nat(), (limits, one, other) => {
        const change = { before: Math.max(one, other), after: Math.min(one, other) };
        const all = { growth: limits };
        const budget: Budget = { disk: all, pull: all, package: all, module: all };
        const named = [{ name: 'a', standard: false, ...change }];
        assert.deepEqual(told(budget, { disk: change, pull: change, packages: named, modules: named }), []);
      }),
    );
  });
});
