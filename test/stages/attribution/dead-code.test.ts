import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { build } from '../../../src/pipeline.ts';
import { formatFindings } from '../../../src/report/findings.ts';
import { formatMarkdown } from '../../../src/report/markdown.ts';
import type { Report } from '../../../src/report/model.ts';
import { styleOf } from '../../../src/report/style.ts';
import { formatSummary } from '../../../src/report/summary.ts';
import type { DeadCode } from '../../../src/size/reach/findings.ts';
import { checkDeadCode, deadCodeCheck, judgeDeadCode } from '../../../src/stages/attribution/dead-code.ts';
import { portsOf, requestOf, type Yard, yard } from '../../support/build-run.ts';
import { edit } from '../../support/edits.ts';
import { readable } from '../../support/github-markdown.ts';
import { inventedTarget } from '../../support/invented-build.ts';
import { inventedBlocker, pruned, unpruned } from '../../support/invented-dead-code.ts';
import { amd64, image } from '../../support/weighing.ts';

const subject = 'api (linux/amd64)';
const program = { subject, mainModule: 'example.com/shop', unknown: [] };

test('a program whose methods are pruned passes, whatever it means elsewhere that they are not', () => {
  for (const gate of ['warn', 'required'] as const) {
    const { status, detail } = checkDeadCode(pruned, gate, program);
    assert.deepEqual([status, detail], ['pass', '']);
  }
});

test('a warning says what looks methods up, what that costs, which imports lead to it and what replaces it', () => {
  const hint = 'html/template and text/template need it; a Sprintf does not';
  assert.deepEqual(checkDeadCode(unpruned(inventedBlocker({ hint })), 'warn', program), {
    check: deadCodeCheck,
    subject,
    status: 'fail',
    severity: 'warn',
    detail: [
      'keeps 700 KiB of methods that nothing calls, since text/template.(*state).evalField looks methods up by name',
      'text/template.(*state).evalField: without it the file would be 900 KiB smaller, without text/template 1.1 MiB',
      '  cmd/api → internal/mail → text/template',
      `  ${hint}`,
    ].join('\n'),
  });
});

test('required refuses the build, and says what to do; the dearest are told and the others counted', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const blockers = names.map((name, at) => {
    const bytes = (50 - at) * 1024;
    return inventedBlocker({ symbol: `${name}.example/x.Do`, bytes, packageBytes: bytes, imports: [] });
  });
  const { status, severity, detail } = checkDeadCode(unpruned(...blockers), 'required', program);
  assert.deepEqual([status, severity], ['fail', 'block']);
  assert.deepEqual(detail.split('\n'), [
    'keeps 700 KiB of methods that nothing calls, since a.example/x.Do and 4 other functions look methods up by name',
    'a.example/x.Do: without it the file would be 50.0 KiB smaller',
    'b.example/x.Do: without it the file would be 49.0 KiB smaller',
    'c.example/x.Do: without it the file would be 48.0 KiB smaller',
    'and 2 more',
    'without all of them the file would be 240 KiB smaller',
    'do without what looks methods up, or say dead-code-elimination: warn in slipway.yaml',
  ]);
});

test('of a long way to a blocker the middle is left out', () => {
  const imports = ['example.com/shop', ...Array.from({ length: 20 }, (_, at) => `p.example/${at}`)];
  const { detail } = checkDeadCode(unpruned(inventedBlocker({ imports })), 'warn', program);
  assert.match(detail, /^ {2}shop → p\.example\/0 → p\.example\/1 → … → p\.example\/18 → p\.example\/19$/m);
});

test('a program of which it is not known does not pass where that is required, and is skipped elsewhere', () => {
  const unknown = ['cannot be linked once more: no space left\non device'];
  const refused = checkDeadCode(undefined, 'required', { ...program, unknown });
  assert.deepEqual([refused.status, refused.severity], ['fail', 'block']);
  assert.match(
    refused.detail,
    /^cannot be shown .*: the compiled packages do not tell .*\ncannot be linked .*\non device\n.*dead-code-elimination: warn/,
  );
  const skipped = checkDeadCode(undefined, 'warn', { ...program, unknown });
  assert.equal(skipped.status, 'skip');
  assert.match(skipped.detail, /^the compiled packages.*\ncannot be linked/);
});

test('each target is judged by its own setting, and what nobody read only where that is required', () => {
  const gates = { a: 'off', b: 'warn', c: 'required' } as const;
  const platform = { os: 'linux', architecture: 'arm64' } as const;
  const targets = Object.entries(gates).map(([name, deadCode]) => ({
    ...{ name, module: { Path: 'example.com/shop' }, settings: { deadCode } },
    executables: [{ path: `/cache/${name}`, platform }],
  }));
  const [attribution] = inventedTarget({ images: { [amd64]: image } }).images.map((each) => each.attribution);
  assert.ok(attribution !== undefined);
  const told = (deadCode: DeadCode | undefined, ...read: readonly string[]): string[] => {
    const report = { ...attribution, ...(deadCode !== undefined && { deadCode }) };
    const byPath = new Map(read.map((name) => [`/cache/${name}`, report]));
    const notices = ['c (linux/arm64): why not', 'b (linux/arm64): another reason', 'of no program'];
    return judgeDeadCode(targets, { byPath, notices }).map(
      ({ subject: of, status, severity, detail }) =>
        `${of} ${status} ${severity}${/why not|another reason/.exec(detail) ?? ''}`,
    );
  };
  assert.deepEqual(told(undefined), ['c (linux/arm64) fail blockwhy not']);
  assert.deepEqual(told(undefined, 'a', 'b', 'c'), [
    'b (linux/arm64) skip warnanother reason',
    'c (linux/arm64) fail blockwhy not',
  ]);
  assert.deepEqual(told(unpruned(inventedBlocker()), 'a', 'b', 'c'), [
    'b (linux/arm64) fail warn',
    'c (linux/arm64) fail block',
  ]);
});

test('platforms of a target on which the same is to blame are told once, with the prices where they are highest', () => {
  const executables = (['amd64', 'arm64', 'riscv64'] as const).map((architecture) => ({
    path: `/cache/${architecture}`,
    platform: { os: 'linux', architecture } as const,
  }));
  const dear = { ...unpruned(inventedBlocker({ bytes: 950 * 1024 })), pruningBytes: 720 * 1024 };
  const another = unpruned(inventedBlocker({ symbol: 'a.example/x.Do' }));
  const [attribution] = inventedTarget({ images: { [amd64]: image } }).images.map((each) => each.attribution);
  assert.ok(attribution !== undefined);
  const found = [unpruned(inventedBlocker()), dear, another].map((deadCode, at) => {
    return [executables[at]?.path ?? '', { ...attribution, deadCode }] as const;
  });
  const target = {
    name: 'api',
    module: { Path: 'example.com/shop' },
    settings: { deadCode: 'warn' },
  } as const;
  const verdicts = judgeDeadCode([{ ...target, executables }], { byPath: new Map(found), notices: [] });
  const [first, second, ...others] = formatFindings(verdicts, styleOf(false)).map((lines) =>
    lines.join('\n'),
  );
  assert.match(
    first ?? '',
    /^warning: api \(linux\/amd64, linux\/arm64\): keeps up to 720 KiB of methods[\s\S]*950 KiB/,
  );
  assert.match(
    second ?? '',
    /^warning: api \(linux\/riscv64\): keeps 700 KiB of methods .* a\.example\/x\.Do/,
  );
  assert.deepEqual(others, []);
});

async function runOf({ root, machine, out }: Yard, ...flags: readonly string[]): Promise<Report> {
  const request = await requestOf(machine, root, '--base', 'scratch', '--output', `oci:${out}`, ...flags);
  return build(request, portsOf(machine));
}

const templated = [
  'package main',
  'import ("os"; "text/template"; _ "time/tzdata")',
  'func main() { template.Must(template.New("a").Parse("{{.}}")).Execute(os.Stdout, os.Args) }',
].join('\n');

/** A module whose program looks methods up by name, with this configuration. */
async function withTemplates(t: TestContext, yaml = ''): Promise<Yard> {
  const place = await yard(t);
  await edit(place.root, { 'main.go': templated, 'slipway.yaml': yaml });
  return place;
}

const verdictsOf = ({ verdicts }: Report) => verdicts.filter(({ check }) => check === deadCodeCheck);

test('a build that requires it is refused for a program with templates, writes nothing, and says so everywhere', async (t) => {
  const place = await withTemplates(t, 'dead-code-elimination: required\n');
  const report = await runOf(place);
  assert.equal(report.outcome, 'fail');
  assert.deepEqual(
    verdictsOf(report).map(({ status, severity }) => [status, severity]),
    [['fail', 'block']],
  );
  assert.match(
    verdictsOf(report)[0]?.detail ?? '',
    /since text\/template\.\(\*state\)\.evalField looks methods up by name\n[\s\S]*^ {2}hello → text\/template$/m,
  );
  assert.ok(
    report.stages.some(({ name }) => name === 'attribute'),
    'the program was read for it',
  );
  await assert.rejects(readdir(place.out), { code: 'ENOENT' });
  assert.match(formatSummary(report), /methods pruned ✗[\s\S]*failed: .*\(binary\/dead-code-elimination\)/);
  assert.match(readable(formatMarkdown(report)), /^### ❌ hello: refused by binary\/dead-code-elimination/);
  const unkept = await runOf(place, '--no-attribution', '--json');
  assert.deepEqual([unkept.outcome, unkept.targets[0]?.images[0]?.attribution], ['fail', undefined]);
  const freed = await runOf(place, '--dead-code-elimination', 'off', '--json');
  assert.deepEqual([freed.outcome, verdictsOf(freed)], ['pass', []]);
  await edit(place.root, { 'main.go': 'package main\n\nfunc main() { println("no templates") }\n' });
  const mended = await runOf(place);
  assert.deepEqual([mended.outcome, ...verdictsOf(mended).map(({ status }) => status)], ['pass', 'pass']);
});

test('without being asked it is a warning at most, with what replaces it, and only where somebody keeps the report', async (t) => {
  const place = await withTemplates(t);
  const [kept, plain] = [await runOf(place, '--json'), await runOf(place)];
  assert.deepEqual([kept.outcome, plain.outcome], ['pass', 'pass']);
  const [verdict, ...others] = verdictsOf(kept);
  assert.deepEqual([verdict?.severity, others], ['warn', []]);
  assert.match(verdict?.detail ?? '', /^ {2}a template may call any method by its name/m);
  // The import is blank, so it is not there for a constant.
  const advice = kept.targets[0]?.images[0]?.attribution?.advice;
  assert.deepEqual(
    advice?.map(({ kind }) => kind),
    ['time-zones'],
  );
  assert.deepEqual(verdictsOf(plain), []);
  assert.ok(!plain.stages.some(({ name }) => name === 'attribute'));
});
