import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { encodeSnapshot } from '../../../src/size/snapshot.ts';
import { publishedBaseline, publishedName } from '../../../src/stages/sizes/published-baseline.ts';
import { snapshotOf } from '../../../src/stages/sizes/snapshot.ts';
import type { Verdict } from '../../../src/verify/verdict.ts';
import { published } from '../../registry/snapshots/setting.ts';
import { inventedReport } from '../../support/invented-build.ts';

const named = (...names: readonly string[]) =>
  encodeSnapshot(
    snapshotOf(
      inventedReport(...names.map((name) => ({ name, importPath: `example.com/shop/cmd/${name}` }))),
    ),
  );

/** What is found for a target beside an image whose snapshot tells of others. */
async function foundFor(
  t: TestContext,
  target: string,
  ...told: readonly string[]
): Promise<string[] | undefined> {
  const { registry, attach, ports } = await published(t);
  await attach(named(...told));
  const signal = new AbortController().signal;
  const { baseline } = await publishedBaseline(`${registry.host}/acme/api:main`, [target], {
    ...ports,
    signal,
  });
  return baseline?.snapshot.targets.map(({ name }) => name);
}

test('an image speaks for its own target alone, which may have had another name', async (t) => {
  assert.deepEqual(await foundFor(t, 'api', 'api'), ['api']);
  assert.deepEqual(await foundFor(t, 'api', 'job', 'api'), ['api']);
  assert.deepEqual(await foundFor(t, 'server', 'api'), ['api']);
  assert.deepEqual(await foundFor(t, 'server', 'api', 'job'), []);
});

test('of what checks said beside an image only that of its own target, and of the source, counts', async (t) => {
  const { registry, attach, ports } = await published(t);
  const verdict = (check: string, subject: string): Verdict => ({
    ...{ check, subject, status: 'pass', severity: 'warn', detail: '' },
  });
  const report = inventedReport({ name: 'api' }, { name: 'job' });
  const verdicts = [
    verdict('image/user', 'api'),
    verdict('image/user', 'job'),
    verdict('source/cgo-stubs', 'the source'),
  ];
  await attach(encodeSnapshot(snapshotOf({ ...report, verdicts })));
  const { signal } = new AbortController();
  const { baseline } = await publishedBaseline(`${registry.host}/acme/api:main`, ['api'], {
    ...ports,
    signal,
  });
  assert.deepEqual(
    baseline?.snapshot.checks?.map(({ check, target }) => [check, target]),
    [
      ['image/user', 'api'],
      ['source/cgo-stubs', undefined],
    ],
  );
});

test('the published image of a branch is the named one with the branch as its tag', () => {
  assert.equal(publishedName('ghcr.io/acme/api', 'main'), 'ghcr.io/acme/api:main');
  assert.equal(
    publishedName('ghcr.io/acme/{{ target }}', 'release/1.x'),
    'ghcr.io/acme/{{ target }}:release-1.x',
  );
  assert.equal(publishedName('127.0.0.1:5000/{target}', 'main'), '127.0.0.1:5000/{target}:main');
  for (const [image, branch] of [
    [undefined, 'main'],
    ['ghcr.io/acme/api', undefined],
    ['ghcr.io/acme/api:v1', 'main'],
    ['api', 'main'],
    ['{target}', 'main'],
    ['ghcr.io/acme/api', '---'],
  ]) {
    assert.equal(publishedName(image, branch), undefined, `${image} ${branch}`);
  }
});
