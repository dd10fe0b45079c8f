import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { PageData } from '../../../src/report/page/data.ts';
import { comparisonPage, inspectionPage } from '../../../src/report/page/page.ts';
import { inventedInspection, largeInspection } from '../../support/invented-inspection.ts';

const hostile = `</script><script>alert(1)</script><!--\u2028\u2029&"'`;

function dataIn(page: string): PageData {
  const [, text = ''] = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(page) ?? [];
  return JSON.parse(text) as PageData;
}

const blocker = {
  symbol: hostile,
  package: hostile,
  module: hostile,
  bytes: 1,
  packageBytes: 2,
  references: [{ symbol: hostile, package: hostile, by: 'start' as const }],
  imports: [hostile, hostile],
  hint: hostile,
};
const small = inventedInspection({
  deadCode: { pruned: false, pruningBytes: 1, bytes: 1, blockers: [blocker] },
  advice: [{ kind: 'constant', subject: hostile, bytes: 1, text: hostile }],
  name: `out/${hostile}`,
  packages: [
    { path: `m/${hostile}`, module: hostile, functions: { [hostile]: 10 }, references: blocker.references },
  ],
  structures: { [hostile]: 1 },
});

test('no name of a program becomes markup: the data is one block of JSON that nothing can end', () => {
  const page = inspectionPage({ ...small, notices: [hostile] });
  assert.equal(page.split('<script').length - 1, 2, 'the data and the script');
  assert.equal(page.split('</script>').length - 1, 2);
  assert.equal(page.includes('<!--'), false);
  assert.equal(/[\u2028\u2029]/.test(page), false);
  const { packages, files } = dataIn(page);
  // Line separators are no part of a name on one line.
  const shown = hostile.replaceAll(/[\u2028\u2029]/g, '');
  assert.equal(files[0]?.name, `out/${shown}`);
  assert.deepEqual(packages[0]?.names, [`.${shown}`]);
});

test('the policy of the page allows its own script and style by their hashes, and nothing from anywhere', () => {
  const page = inspectionPage(small);
  const [, policy = ''] = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page) ?? [];
  const hashOf = (element: string): string => {
    const [, text = ''] = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page) ?? [];
    assert.ok(text.length > 1000, `no ${element}`);
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };
  assert.deepEqual(policy.split('; '), [
    "default-src 'none'",
    `script-src ${hashOf('script')}`,
    `style-src ${hashOf('style')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  const withoutData = page.replace(/id="data">[^<]*</, '');
  assert.equal(/https?:|\/\/[a-z]|\burl\(|@import/.test(withoutData), false, 'it names no other place');
});

test('the licence of what is bundled into the script is in the page', () => {
  assert.match(inspectionPage(small), /Copyright 2010-\d+ Mike Bostock[\s\S]*PROVIDED "AS IS"/);
});

test('the same inspection gives the same bytes', () => {
  assert.equal(inspectionPage(largeInspection(500)), inspectionPage(largeInspection(500)));
});

test('the page of a program with 100,000 symbols has less than 3 MB, alone and in a comparison', () => {
  const large = largeInspection(100_000);
  assert.ok(large.file.bytes > 45_000_000);
  for (const page of [inspectionPage(large), comparisonPage(large, largeInspection(104_000))]) {
    assert.ok(Buffer.byteLength(page) < 3_000_000, `${Buffer.byteLength(page)} bytes`);
    assert.ok(Buffer.byteLength(page) > 2_000_000, 'the room is used');
    const { packages } = dataIn(page);
    const shown = packages.reduce((sum, { names }) => sum + names.length, 0);
    const folded = packages.flatMap(({ smaller }) => smaller).reduce((sum, [, count = 0]) => sum + count, 0);
    assert.ok(shown > 20_000, `${shown} symbols are shown`);
    assert.ok(shown + folded >= 100_000);
  }
});

test('chains of references take no more than their part of the page', () => {
  const large = largeInspection(100_000);
  assert.ok(large.attribution !== undefined);
  const packages = large.attribution.packages.map((each, at) => ({
    ...each,
    references: Array.from({ length: 12 }, (_, step) => ({
      symbol: `${each.path}.(*Receiver).methodWithAnOrdinaryName${step}of${at}`,
      package: each.path,
      by: 'reference' as const,
    })),
  }));
  const page = inspectionPage({ ...large, attribution: { ...large.attribution, packages } });
  assert.ok(Buffer.byteLength(page) < 3_000_000, `${Buffer.byteLength(page)} bytes`);
  const { reasons, packages: rows } = dataIn(page);
  const chained = reasons?.ends.filter((end) => end >= 0).length ?? 0;
  assert.ok(chained > 400 && chained < 1500, `${chained} chains`);
  assert.ok((rows[0]?.names.length ?? 0) > 5);
});

test('a page may be asked to be smaller', () => {
  const page = inspectionPage(largeInspection(20_000), { mostBytes: 600_000 });
  assert.ok(Buffer.byteLength(page) < 600_000, `${Buffer.byteLength(page)} bytes`);
});
