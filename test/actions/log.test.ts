import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runnerLog } from '../../src/actions/log.ts';
import { logGroups } from '../../src/actions/log-groups.ts';
import type { ProgressEvent } from '../../src/report/progress.ts';

const platform = { os: 'linux', architecture: 'amd64' } as const;

/** The lines that events leave in the log; the clock moves a second with each. */
function linesOf(...events: readonly ProgressEvent[]): string[] {
  let printed = '';
  let seconds = 0;
  const groups = logGroups((text) => {
    printed += text;
  });
  const { progress } = runnerLog(groups, { now: () => seconds, version: '1.2.3' });
  for (const event of events) {
    seconds += 1;
    progress(event);
  }
  groups.end();
  return printed.trimEnd().split('\n');
}

const done = (name: 'base' | 'build' | 'push'): ProgressEvent => ({
  kind: 'stage-done',
  name,
  seconds: 1.25,
  cache: 'none',
});
const compile = (step: 'compiling' | 'compiled'): ProgressEvent => ({
  kind: 'compile',
  target: 'api',
  platform,
  step,
  ...(step === 'compiled' && { seconds: 2, linked: true }),
});

test('stages that run side by side are groups one after the other, each with its own lines', () => {
  assert.deepEqual(
    linesOf(
      { kind: 'stage', name: 'base' },
      { kind: 'stage', name: 'build' },
      compile('compiling'),
      compile('compiled'),
      done('build'),
      { kind: 'start', go: 'go1.26.8', source: 'PATH', goroot: '/go', bases: [{ reference: 'scratch' }] },
      done('base'),
    ),
    [
      '::group::Get the base',
      'slipway 1.2.3 · go1.26.8 (PATH) · base scratch · embedded',
      '1.3 s',
      '::endgroup::',
      '::group::Compile',
      'api linux/amd64: go build',
      'api linux/amd64: built 2.0 s',
      '1.3 s',
      '::endgroup::',
    ],
  );
});

test('a stage that never ends leaves no group open, and what waited is said', () => {
  assert.deepEqual(
    linesOf({ kind: 'stage', name: 'base' }, { kind: 'stage', name: 'build' }, compile('compiling')),
    [
      '::group::Get the base',
      '::endgroup::',
      '::group::Compile',
      'api linux/amd64: go build',
      '::endgroup::',
    ],
  );
});

test('a long upload says now and then how far it is', () => {
  const sent = Array.from(
    { length: 25 },
    (_, at): ProgressEvent => ({
      kind: 'push',
      repository: 'ghcr.io/acme/api',
      sentBytes: at * 2 ** 20,
    }),
  );
  const lines = linesOf({ kind: 'stage', name: 'push' }, ...sent, done('push'));
  assert.deepEqual(
    lines.filter((line) => line.startsWith('→')),
    ['→ ghcr.io/acme/api: 8.0 MiB uploaded', '→ ghcr.io/acme/api: 18.0 MiB uploaded'],
  );
});

test('a notice stands where the reader is, and no line of it is a command', () => {
  const notice: ProgressEvent = { kind: 'notice', text: 'first\n::error::second\r##[error]third' };
  assert.deepEqual(linesOf(notice), ['first', ': :error::second## [error]third']);
  const [, line] = linesOf({ kind: 'stage', name: 'build' }, notice);
  assert.equal(line, 'first');
});
