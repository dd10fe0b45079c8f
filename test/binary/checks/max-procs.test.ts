import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Wanted } from '../../../src/binary/checks/answer.ts';
import { checkMaxProcs } from '../../../src/binary/checks/max-procs.ts';
import { inspectExecutable } from '../../../src/binary/executable.ts';
import { goProgram, goVersion, shipped } from '../../support/go-programs.ts';
import { publishedProgram } from '../../support/published-programs.ts';

const wanted: Wanted = {
  subject: 'x',
  platform: { os: 'linux', architecture: 'amd64' },
  base: undefined,
  goVersion: goVersion(),
  importPath: 'x',
  modulePath: undefined,
  cgo: false,
};
const answerOf = (path: string) => checkMaxProcs(inspectExecutable(path, []), wanted);
const built = (source: 'hello' | 'web') =>
  goProgram({ source, args: shipped, env: { GOOS: 'linux', GOARCH: 'amd64' } }).path;

describe('a container’s CPU quota', () => {
  it('is kept where go.mod asks for Go 1.25', () => {
    assert.deepEqual(answerOf(built('hello')), { status: 'pass', detail: '' });
  });

  it('is not seen where go.mod asks for the behaviour of an older Go, and the way out is said', () => {
    const { status, detail } = answerOf(built('web'));
    assert.equal(status, 'fail');
    assert.match(detail, /because go\.mod asks for the behaviour of an older Go \(containermaxprocs=0\)/);
    assert.match(detail, /say go 1\.25\.0 or newer in go\.mod/);
  });

  it('is not seen by an older Go', () => {
    const { status, detail } = answerOf(publishedProgram({ program: 'shfmt', go: 'go1.22.12' }));
    assert.equal(status, 'fail');
    assert.match(detail, /because go1\.22\.12 does not know quotas/);
  });

  it('is kept by automaxprocs', () => {
    const { status, detail } = answerOf(publishedProgram({ program: 'nats', go: 'go1.22.12' }));
    assert.deepEqual([status, detail], ['pass', 'by go.uber.org/automaxprocs']);
  });

  it('does not matter to other systems', () => {
    const windows = { ...wanted, platform: { os: 'windows', architecture: 'amd64' } } as const;
    assert.equal(checkMaxProcs(inspectExecutable(built('web'), []), windows).status, 'skip');
  });
});
