import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CacheSubject, cachePlan } from '../../../src/engine/buildkit/registry-cache.ts';

const subject: CacheSubject = {
  what: 'programs',
  dependencies: 'aa',
  goVersion: 'go1.26.8',
  platforms: ['linux/amd64'],
  others: [],
};

const planOf = (scope: string, of: CacheSubject = subject, mode: 'max' | 'min' | 'inline' = 'max') =>
  cachePlan({ repository: 'ghcr.io/acme/cache', mode, scope }, of, false);

/** The tags of what is read. */
const read = (scope: string): string[] =>
  planOf(scope).from.map((from) => /:([^:,]+)$/.exec(from)?.[1]?.replace(/[0-9a-f]{20}$/, 'HASH') ?? '');

test('a release reads what releases wrote and nothing else', () => {
  assert.deepEqual(read('release'), ['release-programs-HASH', 'release-programs']);
});

test('a pull request reads its own and that of releases, and writes under its own name alone', () => {
  const own = ['pr-7-programs-HASH', 'pr-7-programs'];
  assert.deepEqual(read('pr-7'), [...own, 'release-programs-HASH', 'release-programs']);
  const { to, fixedTag, movingTag } = planOf('pr-7');
  assert.match(fixedTag, /^pr-7-programs-[0-9a-f]{20}$/);
  assert.equal(movingTag, 'pr-7-programs');
  assert.deepEqual(to, [
    `type=registry,ref=ghcr.io/acme/cache:${fixedTag},mode=max,image-manifest=true,oci-mediatypes=true`,
  ]);
});

test('whatever a result follows from gives another tag that never moves', () => {
  const others: CacheSubject[] = [
    { ...subject, dependencies: 'bb' },
    { ...subject, goVersion: 'go1.27.0' },
    { ...subject, platforms: ['linux/amd64', 'linux/arm64'] },
    { ...subject, others: ['ghcr.io/acme/gcc:14'] },
    { ...subject, what: 'image-api' },
  ];
  const tags = [subject, ...others].map((each) => planOf('release', each).fixedTag);
  assert.equal(new Set(tags).size, tags.length);
  assert.equal(planOf('release', { ...subject }).fixedTag, tags[0]);
});

test('the name of a target becomes part of a tag, whatever is in it', () => {
  const { fixedTag, movingTag } = planOf('local', { ...subject, what: `image-A/b c${'x'.repeat(200)}` });
  for (const tag of [fixedTag, movingTag]) assert.match(tag, /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/);
});

test('an inline cache is written into the image, and a registry without TLS is told as such', () => {
  assert.deepEqual(planOf('release', subject, 'inline').to, ['type=inline']);
  const plain = cachePlan({ repository: '127.0.0.1:5000/c', mode: 'min', scope: 'release' }, subject, true);
  for (const each of [...plain.from, ...plain.to]) assert.match(each, /,registry\.insecure=true$/);
  assert.match(plain.to[0] ?? '', /,mode=min,/);
});
