import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import semver from 'semver';
import { isTag } from '../../src/request/reference.ts';
import { parseTagRule } from '../../src/request/tag-rule.ts';
import { tagTemplates } from '../../src/request/tag-template.ts';
import type { TagContext } from '../../src/tags/context.ts';
import { resolveTags, tagsOf } from '../../src/tags/tags.ts';
import { refusal } from '../support/refusal.ts';

const commit = '860c1904b8bd8d58e4c1a2e4d3c8a5f7e9b0c1d2';

function context(changes: Partial<TagContext> = {}): TagContext {
  return {
    event: 'push',
    tag: undefined,
    branch: undefined,
    defaultBranch: 'main',
    baseRef: undefined,
    pullRequest: undefined,
    commit,
    commitTime: new Date('2026-02-03T04:05:06Z'),
    now: new Date('2026-11-22T23:59:58Z'),
    notice: undefined,
    ...changes,
  };
}

const onTag = (tag: string): TagContext => context({ tag });
const onBranch = (branch: string): TagContext => context({ branch });
const onPull = context({ event: 'pull_request', pullRequest: '12', baseRef: 'main' });
const onSchedule = context({ event: 'schedule', branch: 'main' });

const tagsFor = (rules: readonly string[], where: TagContext): readonly string[] =>
  resolveTags(rules, where, 'api').tags;

/** Rule, where, tags. */
const table: readonly (readonly [string, TagContext, readonly string[]])[] = [
  ['semver', onTag('v1.2.3'), ['1.2.3', '1.2', '1']],
  ['semver', onTag('1.2.3'), ['1.2.3', '1.2', '1']],
  ['semver', onTag('v0.4.1'), ['0.4.1', '0.4']],
  ['semver', onTag('v2.0.0-rc.1'), ['2.0.0-rc.1']],
  ['semver', onTag('v1.2.3+build.5'), ['1.2.3-build.5']],
  ['semver', onTag('v1.2.3-rc.1+5'), ['1.2.3-rc.1-5']],
  ['semver', onTag('services/api/v1.2.3'), ['1.2.3', '1.2', '1']],
  ['semver', onTag('v1.2'), []],
  ['semver', onTag('release-7'), []],
  ['semver', onBranch('v1.2.3'), []],
  ['semver', onPull, []],
  ['type=semver,pattern={{version}}', onTag('v1.2.3'), ['1.2.3']],
  ['type=semver,pattern=v{{major}}.{{minor}}', onTag('v1.2.3'), ['v1.2']],
  ['type=semver,pattern=v{{major}}.{{minor}}', onTag('v1.2.3-rc.1'), ['1.2.3-rc.1']],
  ['type=semver,pattern={{raw}}', onTag('v1.2.3-rc.1'), ['v1.2.3-rc.1']],
  ['type=semver,pattern={{major}}', onTag('v0.4.1'), ['0']],
  ['type=semver,pattern={{version}},value=v3.1.4', onBranch('main'), ['3.1.4']],
  ['type=semver,pattern={{version}},prefix=go-,suffix=-alpine', onTag('v1.2.3'), ['go-1.2.3-alpine']],
  ['type=semver,pattern={{version}},enable=false', onTag('v1.2.3'), []],
  ['branch', onBranch('main'), ['main']],
  ['branch', onBranch('feature/x y#1'), ['feature-x-y-1']],
  ['branch', onBranch('.hidden'), ['hidden']],
  ['branch', onTag('v1.2.3'), []],
  ['branch', onPull, []],
  ['type=ref,event=branch,suffix=-{{sha}}', onBranch('main'), ['main-860c190']],
  ['type=ref,event=tag', onTag('releases/2026/11'), ['releases-2026-11']],
  ['type=ref,event=tag', onBranch('main'), []],
  ['type=ref,event=pr', onPull, ['pr-12']],
  ['type=ref,event=pr,prefix=', onPull, ['12']],
  ['pr', onPull, ['pr-12']],
  ['pr', onBranch('main'), []],
  ['sha', onBranch('main'), ['sha-860c190']],
  ['type=sha,format=long,prefix=', onBranch('main'), [commit]],
  ['sha', context({ commit: undefined }), []],
  ['schedule', onSchedule, ['nightly']],
  ['schedule', onBranch('main'), []],
  ["type=schedule,pattern={{date 'YYYYMMDD-HHmmss'}}", onSchedule, ['20261122-235958']],
  ['type=edge', onBranch('main'), ['edge']],
  ['type=edge', onBranch('next'), []],
  ['type=edge,branch=next', onBranch('next'), ['edge']],
  ['latest', onTag('v1.0.0-rc.1'), ['latest']],
  ['type=raw,value=nightly', onPull, ['nightly']],
  ['type=raw,nightly', onPull, ['nightly']],
  ['type=raw,value=latest,enable={{is_default_branch}}', onBranch('main'), ['latest']],
  ['type=raw,value=latest,enable={{is_default_branch}}', onBranch('next'), []],
  ['{{branch}}-{{sha}}', onBranch('main'), ['main-860c190']],
  ['{{branch}}-{{sha}}', onTag('v1.2.3'), []],
  ['v{{major}}', onTag('v1.2.3'), ['v1']],
  ['v{{major}}', onTag('v2.0.0-rc.1'), []],
  ['{{tag}}-{{target}}', onTag('v1.2.3'), ['v1.2.3-api']],
  ['{target}-{{base_ref}}', onPull, ['api-main']],
  ['{{commit}}', onBranch('main'), [commit]],
  ["{{commit_date 'YY.MM.DD'}}.{{date 'X'}}", onBranch('main'), ['26.02.03.1795391998']],
];

for (const [rule, where, expected] of table) {
  const { tag, branch, event } = where;
  test(`${rule} on ${tag ?? branch ?? event} gives ${expected.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(tagsFor([rule], where), expected);
  });
}

test('tags keep the order of their rules, and none comes twice', () => {
  const rules = ['latest', 'semver', '{{version}}', 'type=raw,value=1', 'sha'];
  assert.deepEqual(tagsFor(rules, onTag('v1.2.3')), ['latest', '1.2.3', '1.2', '1', 'sha-860c190']);
});

test('an image that nobody tags is latest, and one whose rules do not apply has no tag', () => {
  assert.deepEqual(tagsOf(undefined, [], onTag('v1.2.3'), 'api').tags, ['latest']);
  assert.deepEqual(tagsOf('{{version}}', ['sha'], onTag('v1.2.3'), 'api').tags, ['1.2.3', 'sha-860c190']);
  // A word that is a rule elsewhere is a tag in a reference.
  assert.deepEqual(tagsOf('branch', [], onBranch('main'), 'api').tags, ['branch']);
  const none = resolveTags(['semver', 'pr'], onBranch('main'), 'api');
  assert.deepEqual([none.tags, none.version], [[], undefined]);
  assert.match(none.notices.join(), /no tag rule applies here.*digest/);
});

test('the version is the semantic one where there is one, else the first tag', () => {
  assert.equal(resolveTags(['latest', 'semver'], onTag('v1.2.3'), 'api').version, '1.2.3');
  assert.equal(resolveTags(['branch', 'sha'], onBranch('main'), 'api').version, 'main');
});

test('what would be too long for a tag is left out and told', () => {
  const { tags, notices } = resolveTags(['branch', 'sha'], onBranch('x'.repeat(129)), 'api');
  assert.deepEqual(tags, ['sha-860c190']);
  assert.match(notices.join(), /the tag rule "branch" gives "x+…", which is no tag/);
  assert.match(resolveTags(['branch'], onBranch('///'), 'api').notices.join(), /"branch" gives nothing/);
});

const refused: readonly (readonly [string, RegExp, RegExp?])[] = [
  ['', /"" is not a tag/],
  ['a b', /has " " in it/],
  ['-x', /"-x" is not a tag/],
  ['x'.repeat(129), /is not a tag/, /128/],
  ['ghcr.io/x', /has "\/" in it/],
  ['{{version', /a brace that belongs to no template/],
  ['{{ver}}', /no template "\{\{ver\}\}"/, /did you mean version/],
  ["{{date 'nope'}}", /"nope" is no form of a date/, /YYYY/],
  ["{{sha 'YYYY'}}", /is not known/],
  ["{{date 'YYYY' tz='Asia/Tokyo'}}", /is not known/, /UTC/],
  ['type=', /there is no type "" here/],
  ['type=match,pattern=\\d', /no type "match" here/],
  ['type=ref', /event= is one of branch, tag, pr/],
  ['type=ref,event=push', /event= is one of/],
  ['type=sha,format=middle', /format= is one of short, long/],
  ['type=sha,event=tag', /type=sha has no event= here/],
  ['type=sha,priority=9', /no priority= here/, /order of their rules/],
  ['type=sha,prefix=a,prefix=b', /prefix= is in it twice/],
  ['type=raw', /it has no value=/],
  ['type=raw,value=a,enable=maybe', /enable= is true, false or/],
];

for (const [rule, message, hint] of refused) {
  test(`the rule ${rule.slice(0, 40)} is refused, and what is wrong in it is named`, async () => {
    const error = await refusal(() => parseTagRule(rule));
    assert.match(error.message, message);
    if (hint !== undefined) assert.match(error.hint ?? '', hint);
  });
}

const anyName = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 140 }),
  fc.constantFrom(
    'v1.2.3',
    'v0.1.0',
    'v1.2.3-rc.1',
    'v1.2.3+b',
    'main',
    'a/b',
    '--',
    `v${'9'.repeat(14)}.0.0-${'a.'.repeat(90)}b`,
  ),
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
const anyContext = fc
  .record({
    event: maybe(fc.constantFrom('push', 'schedule', 'pull_request')),
    tag: maybe(anyName),
    branch: maybe(anyName),
    defaultBranch: maybe(anyName),
    baseRef: maybe(anyName),
    pullRequest: maybe(anyName),
    commit: fc.constantFrom(commit, undefined),
  })
  .map(context);
const anyPart = fc.oneof(
  fc.constantFrom('a', '.', '-', '1'),
  fc.constantFrom(...tagTemplates).map((name) => `{{${name}}}`),
);
const anyRule = fc.oneof(
  fc.constantFrom(...table.map(([rule]) => rule)),
  fc.array(anyPart, { minLength: 1, maxLength: 4 }).map((parts) => `type=raw,value=${parts.join('')}`),
  fc
    .array(anyPart, { minLength: 1, maxLength: 4 })
    .map((parts) => `type=ref,event=branch,suffix=${parts.join('')}`),
);

test('no rule gives a tag that no registry takes, whatever branches and tags are called', () => {
  let given = 0;
  fc.assert(
    fc.property(fc.array(anyRule, { minLength: 1, maxLength: 4 }), anyContext, (rules, where) => {
      const { tags } = resolveTags(rules, where, 'api');
      given += tags.length;
      assert.deepEqual(
        tags.filter((tag) => !isTag(tag)),
        [],
      );
      assert.equal(new Set(tags).size, tags.length);
    }),
    { numRuns: 2000 },
  );
  assert.ok(given > 1000, `only ${given} tags`);
});

const number = fc.integer({ min: 0, max: 3 });
const release = fc.tuple(number, number, number).map((parts) => parts.join('.'));
const preRelease = fc
  .tuple(release, fc.constantFrom('rc.1', 'alpha', '0', 'x-y'))
  .map((parts) => parts.join('-'));

test('a pre-release moves no tag of any release', () => {
  fc.assert(
    fc.property(
      release,
      preRelease,
      fc.constantFrom('semver', 'v{{major}}', '{{major}}.{{minor}}', '{{version}}'),
      (full, pre, rule) => {
        const moved = tagsFor([rule], onTag(`v${pre}`));
        assert.deepEqual(
          moved.filter((tag) => tagsFor([rule], onTag(`v${full}`)).includes(tag)),
          [],
        );
        assert.ok(moved.every((tag) => tag === pre));
      },
    ),
  );
});

test('two releases share a shorter tag exactly when semantic versions let one replace the other', () => {
  fc.assert(
    fc.property(release, release, (one, other) => {
      const shared = tagsFor(['semver'], onTag(`v${one}`)).filter((tag) =>
        tagsFor(['semver'], onTag(other)).includes(tag),
      );
      assert.equal(shared.includes(one), one === other);
      // From 1.0.0 on, 1.2 and 1.3 are compatible; before, 0.1 and 0.2 are not (semver.org, items 4 and 8).
      const [low = '', high = ''] = [one, other].toSorted(semver.compare);
      const compatible = semver.satisfies(high, semver.major(low) === 0 ? `~${low}` : `^${low}`);
      assert.equal(shared.length > 0, compatible);
    }),
  );
});
