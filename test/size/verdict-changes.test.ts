import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keptVerdicts } from '../../src/size/snapshot-verdicts.ts';
import { changedVerdicts, isNews, type VerdictChange } from '../../src/size/verdict-changes.ts';
import type { Severity, Verdict, VerdictStatus } from '../../src/verify/verdict.ts';

/** `image/user api (linux/amd64) fail warn: what is wrong` */
function verdict(text: string): Verdict {
  const [, check = '', subject = '', status = '', severity = 'block', detail = ''] =
    /^(\S+) (.+?) (pass|fail|skip)(?: (info|warn|approve|block))?(?:: (.*))?$/s.exec(text) ?? [];
  assert.notEqual(check, '', text);
  return { check, subject, status: status as VerdictStatus, severity: severity as Severity, detail };
}

const kept = (verdicts: readonly string[], targets: readonly string[]) =>
  keptVerdicts(verdicts.map(verdict), targets);

function answerText(answer: VerdictChange['after']): string {
  return answer?.status === 'fail' ? `fail ${answer.severity}` : (answer?.status ?? 'nothing');
}

function linesOf(changes: readonly VerdictChange[]): string[] {
  return changes.map(
    ({ check, target = 'source', platform = 'all', before, after }) =>
      `${check} ${target} ${platform}: ${answerText(before)} → ${answerText(after)}`,
  );
}

/** What changes for a target `api` between two builds. */
function changed(before: readonly string[], after: readonly string[]): string[] {
  const targets = [{ name: 'api', formerName: 'api' }];
  return linesOf(changedVerdicts(kept(before, ['api']), kept(after, ['api']), targets));
}

const amd64 = 'api (linux/amd64)';
const arm64 = 'api (linux/arm64)';

describe('checks of two builds', () => {
  it('that say the same are no change, whatever their words', () => {
    const before = [`binary/static ${amd64} pass: static`, `binary/relro ${amd64} fail info: it has none`];
    const after = [`binary/static ${amd64} pass: static-pie`, `binary/relro ${amd64} fail info: no RELRO`];
    assert.deepEqual(changed(before, after), []);
  });

  it('that say another thing are changes, the gravest failure first and notes last', () => {
    const before = [
      `binary/relro ${amd64} pass`,
      `binary/lookups ${amd64} fail warn`,
      `binary/build-paths ${amd64} pass`,
      `binary/static ${amd64} pass`,
      `binary/stripped ${amd64} skip`,
      `binary/machine ${amd64} fail block`,
    ];
    const after = [
      `binary/relro ${amd64} fail info`,
      `binary/lookups ${amd64} pass`,
      `binary/build-paths ${amd64} fail warn`,
      `binary/static ${amd64} fail block`,
      `binary/stripped ${amd64} pass`,
      `binary/machine ${amd64} fail warn`,
    ];
    assert.deepEqual(changed(before, after), [
      'binary/static api linux/amd64: pass → fail block',
      'binary/build-paths api linux/amd64: pass → fail warn',
      'binary/machine api linux/amd64: fail block → fail warn',
      'binary/lookups api linux/amd64: fail warn → pass',
      'binary/relro api linux/amd64: pass → fail info',
      'binary/stripped api linux/amd64: skip → pass',
    ]);
  });

  it('of which one is new are told when it fails, and of which one is gone always', () => {
    const both = `binary/static ${amd64} pass`;
    const before = [both, `binary/old ${amd64} pass`];
    const after = [both, `binary/new ${amd64} fail warn`, `binary/other ${amd64} pass`];
    assert.deepEqual(changed(before, after), [
      'binary/new api linux/amd64: nothing → fail warn',
      'binary/old api linux/amd64: pass → nothing',
    ]);
  });

  it('are compared platform by platform, also where one passes for all and then fails for one', () => {
    const binary = [`binary/static ${amd64} pass`, `binary/static ${arm64} pass`];
    const before = [...binary, 'image/user api pass'];
    const after = [...binary, `image/user ${arm64} fail block: runs as root`];
    assert.deepEqual(changed(before, after), ['image/user api linux/arm64: pass → fail block']);
    assert.deepEqual(changed(after, before), ['image/user api linux/arm64: fail block → pass']);
  });

  it('of a platform that is new are told when they fail, and of one that is gone not at all', () => {
    const before = [`binary/static ${amd64} pass`, `binary/relro ${amd64} pass`];
    const after = [`binary/static ${arm64} pass`, `binary/relro ${arm64} fail warn`];
    assert.deepEqual(changed(before, after), ['binary/relro api linux/arm64: nothing → fail warn']);
    const [imaged, more] = ['image/user api pass', `image/user ${arm64} fail warn`];
    assert.deepEqual(changed([...before, imaged], [...before, `binary/relro ${arm64} pass`, more]), [
      'image/user api linux/arm64: nothing → fail warn',
    ]);
  });

  it('of an image are not gone where the program was refused and no image made', () => {
    const before = [`binary/static ${amd64} pass`, 'image/user api pass', 'layout/blobs api pass'];
    assert.deepEqual(changed(before, [`binary/static ${amd64} fail block`]), [
      'binary/static api linux/amd64: pass → fail block',
    ]);
  });

  it('that fail twice count as the graver', () => {
    const binary = `binary/static ${amd64} pass`;
    const both = [binary, `image/platform ${amd64} fail warn`, `image/platform ${amd64} fail block`];
    assert.deepEqual(changed([binary, 'image/platform api pass'], both), [
      'image/platform api linux/amd64: pass → fail block',
    ]);
  });

  it('of a renamed target are those of its former self, and of a new one are new', () => {
    const before = kept([`binary/static old (linux/amd64) pass`], ['old']);
    const after = kept(
      [`binary/static api (linux/amd64) fail block`, `binary/static job (linux/amd64) fail warn`],
      ['api', 'job'],
    );
    const targets = [
      { name: 'api', formerName: 'old' },
      { name: 'job', formerName: undefined },
    ];
    assert.deepEqual(linesOf(changedVerdicts(before, after, targets)), [
      'binary/static api linux/amd64: pass → fail block',
      'binary/static job linux/amd64: nothing → fail warn',
    ]);
  });

  it('are not compared where a target’s were not kept', () => {
    const after = kept(
      [`binary/static ${amd64} fail block`, 'source/cgo-stubs the source fail warn'],
      ['api'],
    );
    const other = kept(['binary/static job (linux/amd64) pass'], ['job']);
    assert.deepEqual(changedVerdicts(other, after, [{ name: 'api', formerName: 'api' }]), []);
    assert.deepEqual(changedVerdicts(after, [], [{ name: 'api', formerName: 'api' }]), []);
  });

  it('of the source are told once, but for what the checkout is like', () => {
    const [clean, dirty] = ['source/unmodified the source pass', 'source/unmodified the source fail warn'];
    const before = [clean, 'source/cgo-stubs the source pass'];
    const after = [dirty, 'source/cgo-stubs the source fail warn: has packages'];
    assert.deepEqual(changed(before, after), ['source/cgo-stubs source all: pass → fail warn']);
  });

  it('are news where a failure that is more than a note comes, goes or weighs otherwise', () => {
    const fail = (severity: Severity) => ({ status: 'fail', severity, detail: '' }) as const;
    const [pass, skip] = [{ status: 'pass' }, { status: 'skip' }] as const;
    const news = (before: VerdictChange['before'], after: VerdictChange['after']): boolean =>
      isNews({ check: 'a/b', ...(before && { before }), ...(after && { after }) });
    assert.ok(news(pass, fail('warn')));
    assert.ok(news(fail('approve'), skip));
    assert.ok(news(fail('block'), fail('info')));
    assert.ok(news(undefined, fail('block')));
    assert.ok(news(fail('warn'), undefined));
    assert.ok(!news(pass, fail('info')));
    assert.ok(!news(skip, pass));
    assert.ok(!news(pass, undefined));
  });
});

describe('what is kept of a verdict', () => {
  it('is what is wrong in a line, with what stands below a place', () => {
    const [first, second, third] = kept(
      [
        `image/user ${amd64} fail block: config sha256:${'0a'.repeat(32)} /config/User:\n  is root\nto do: nothing`,
        `binary/static ${amd64} fail block: cannot start\nbecause`,
        `binary/relro ${amd64} fail info: ${'x'.repeat(400)}`,
      ],
      ['api'],
    ).map(({ answer }) => (answer.status === 'fail' ? answer.detail : ''));
    assert.deepEqual([first, second], ['config /config/User: is root', 'cannot start']);
    assert.equal(third, `${'x'.repeat(299)}…`);
  });

  it('is none of budgets, which are held against another build anew, nor of what is no target', () => {
    assert.deepEqual(
      kept([`budget/disk ${amd64} fail block`, `binary/static web (linux/amd64) pass`], ['api']),
      [],
    );
  });
});
