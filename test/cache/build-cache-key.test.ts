import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildCacheKeys, type KeyParts } from '../../src/cache/build-cache-key.ts';
import { cacheTrust } from '../../src/forge/cache-trust.ts';

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('linux', 'amd64', 'pr', 'branch', '-branch-', 'linux-amd64-pr', 'slipway-1', ''),
);
const unlike = {
  os: text,
  architecture: text,
  place: fc.array(text),
  settings: fc.jsonValue(),
  dependencies: text,
  commit: text,
};
const parts: KeyParts = {
  os: 'linux',
  architecture: 'amd64',
  place: ['/home/runner/work/app/app', '/home/runner/go'],
  trust: 'branch',
  settings: { platforms: ['linux/amd64'] },
  dependencies: 'd',
  commit: 'c0ffee',
};
const all = (keys: ReturnType<typeof buildCacheKeys>): string[] => [keys.key, ...keys.prefixes];

test('nothing that a pull request saves is found by a run that is none, and the other way round, whatever both choose', () => {
  const run = fc.record({ ...unlike, trust: fc.constantFrom('branch' as const, 'none' as const) });
  const pull = fc.record({ ...unlike, trust: fc.constant('pull-request' as const) });
  fc.assert(
    fc.property(run, pull, (ours, theirs) => {
      const saved = buildCacheKeys(theirs).key;
      for (const asked of all(buildCacheKeys(ours))) {
        assert.ok(!saved.startsWith(asked), `${asked} finds ${saved}`);
        assert.ok(!asked.startsWith(saved), `${saved} finds ${asked}`);
      }
    }),
  );
});

test('a pull request looks for its own first and then for what its base saved', () => {
  const base = buildCacheKeys(parts);
  const pull = buildCacheKeys({ ...parts, trust: 'pull-request' });
  assert.equal(pull.prefixes.length, 6);
  assert.ok(pull.prefixes.slice(0, 3).every((prefix) => pull.key.startsWith(prefix)));
  assert.deepEqual(pull.prefixes.slice(3), base.prefixes);
  assert.ok(base.prefixes.every((prefix) => base.key.startsWith(prefix)));
});

test('the nearest comes first: other commits, then other dependencies, then other settings', () => {
  const { prefixes } = buildCacheKeys(parts);
  const found = (changed: Partial<KeyParts>): number =>
    prefixes.findIndex((prefix) => buildCacheKeys({ ...parts, ...changed }).key.startsWith(prefix));
  assert.equal(found({ commit: 'beef' }), 0);
  assert.equal(found({ dependencies: 'e' }), 1);
  assert.equal(found({ settings: { platforms: ['linux/arm64'] } }), 2);
  assert.equal(found({ os: 'windows' }), -1);
  assert.equal(found({ architecture: 'arm64' }), -1);
  assert.equal(found({ place: ['/elsewhere'] }), -1);
});

test('a service accepts every key: ten at most, none long, no comma', () => {
  fc.assert(
    fc.property(
      fc.record({ ...unlike, trust: fc.constantFrom('branch', 'pull-request', 'none') }),
      (each) => {
        const keys = all(buildCacheKeys(each));
        assert.ok(keys.length <= 10);
        for (const key of keys) assert.match(key, /^[a-z0-9-]{1,200}$/);
      },
    ),
  );
});

const cases = [
  ['push', 'refs/heads/main', undefined, 'branch'],
  ['push', 'refs/heads/main', 'write', 'branch'],
  ['push', 'refs/heads/main', 'write-only', 'branch'],
  ['push', 'refs/heads/main', 'read', 'none'],
  ['push', 'refs/heads/main', ' NONE ', 'none'],
  ['schedule', 'refs/heads/main', undefined, 'branch'],
  ['workflow_dispatch', 'refs/heads/next', undefined, 'branch'],
  ['pull_request', 'refs/pull/7/merge', undefined, 'pull-request'],
  // Of one that was merged just now.
  ['pull_request', 'refs/heads/main', undefined, 'none'],
  ['push', 'refs/tags/v1.0.0', undefined, 'none'],
  ['release', 'refs/tags/v1.0.0', undefined, 'none'],
  ['merge_group', 'refs/heads/gh-readonly-queue/main/pr-7-abc', undefined, 'none'],
  ['pull_request_target', 'refs/heads/main', undefined, 'none'],
  ['workflow_run', 'refs/heads/main', undefined, 'none'],
  ['issue_comment', 'refs/heads/main', undefined, 'none'],
  ['repository_dispatch', 'refs/heads/main', undefined, 'none'],
  ['', '', undefined, 'none'],
] as const;

for (const [event, ref, cacheMode, trust] of cases) {
  const mode = cacheMode === undefined ? '' : ` with cache-mode ${cacheMode}`;
  test(`a run of ${event || 'no event'} on ${ref || 'nothing'}${mode} saves for: ${trust}`, () => {
    assert.equal(cacheTrust({ event, ref, cacheMode }), trust);
  });
}
