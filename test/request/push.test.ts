import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageNames, type PushPlace, pushPlaces } from '../../src/request/push.ts';
import { formatReference } from '../../src/request/reference.ts';
import { refusal } from '../support/refusal.ts';

const shown = ({ repository, tag }: PushPlace): string =>
  formatReference({ ...repository, ...(tag !== undefined && { tag }) });

/** Target → references, of one run. */
function places(
  push: readonly string[],
  targets: readonly string[],
  tags: readonly string[] = [],
): Record<string, readonly string[]> {
  const all = pushPlaces({ push, tags }, targets);
  return Object.fromEntries([...all].map(([target, own]) => [target, own.map(shown)]));
}

test('one target is pushed to the reference itself, several below it', () => {
  const push = ['ghcr.io/acme/shop:{{version}}', 'docker://r.io:5000/x'];
  assert.deepEqual(places(push, ['api']), { api: ['ghcr.io/acme/shop:{{version}}', 'r.io:5000/x'] });
  assert.deepEqual(places(push, ['api', 'job']), {
    api: ['ghcr.io/acme/shop/api:{{version}}', 'r.io:5000/x/api'],
    job: ['ghcr.io/acme/shop/job:{{version}}', 'r.io:5000/x/job'],
  });
  assert.deepEqual(places(['acme/shop'], ['api']), { api: ['docker.io/acme/shop'] });
});

test("a word alone is not pushed among Docker's official images", async () => {
  const { message, hint } = await refusal(() => places(['shop'], ['api']));
  assert.match(message, /^--push: docker\.io\/library\/shop is where Docker's official images are$/);
  assert.match(hint ?? '', /ghcr\.io\/acme\/api/);
});

test("{target} stands for the target's name in every part of the reference", () => {
  assert.deepEqual(places(['r.io/{target}-img/{{ target }}:{target}-{{sha}}'], ['api', 'job']), {
    api: ['r.io/api-img/api:api-{{sha}}'],
    job: ['r.io/job-img/job:job-{{sha}}'],
  });
  assert.deepEqual(places(["r.io/x:{{date 'HH:mm/ss'}}"], ['api']), { api: ["r.io/x:{{date 'HH:mm/ss'}}"] });
});

test('two targets share a repository only under tags that differ', async () => {
  const both = ['api', 'job'];
  const fine = { api: ['r.io/x:api'], job: ['r.io/x:job'] };
  assert.deepEqual(places(['r.io/x:{target}'], both), fine);
  assert.deepEqual(places(['r.io/x:{target}'], both, ['{{target}}-{{sha}}']), fine);
  const error = await refusal(() => places(['r.io/x:{target}'], both, ['latest']));
  assert.match(error.message, /^--push: api and job would both become r\.io\/x:latest$/);
  assert.match(error.hint ?? '', /\{target\}/);
});

test('a target whose name makes no reference is refused, by name', async () => {
  const error = await refusal(() => places(['r.io/{target}'], ['a..b']));
  assert.match(error.message, /"a\.\.b" is not a repository's name/);
});

test('an image on this machine is called as its target, where nobody names it', () => {
  const names = (image: string | undefined, targets: readonly string[]) =>
    [...imageNames({ image, tags: [] }, targets)].map(([target, place]) => [target, shown(place)]);
  assert.deepEqual(names(undefined, ['api', 'job']), [
    ['api', 'docker.io/library/api'],
    ['job', 'docker.io/library/job'],
  ]);
  assert.deepEqual(names('acme/shop:dev', ['api']), [['api', 'docker.io/acme/shop:dev']]);
  assert.deepEqual(names('r.io/shop', ['api', 'job']), [
    ['api', 'r.io/shop/api'],
    ['job', 'r.io/shop/job'],
  ]);
});
