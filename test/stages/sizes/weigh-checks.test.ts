import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SizeReport } from '../../../src/report/size-report.ts';
import { usualBudget } from '../../../src/request/budget.ts';
import { decodeSnapshot } from '../../../src/size/read-snapshot.ts';
import { encodeSnapshot, type SizeSnapshot } from '../../../src/size/snapshot.ts';
import { readBaselineFile } from '../../../src/stages/sizes/baseline-file.ts';
import { judgeExchange } from '../../../src/stages/sizes/judge-exchange.ts';
import { decodeExchange } from '../../../src/stages/sizes/read-size-exchange.ts';
import { encodeExchange } from '../../../src/stages/sizes/size-exchange.ts';
import { snapshotOf } from '../../../src/stages/sizes/snapshot.ts';
import { weigh } from '../../../src/stages/sizes/weigh.ts';
import type { Verdict } from '../../../src/verify/verdict.ts';
import { type InventedTarget, inventedReport } from '../../support/invented-build.ts';
import { validateReport } from '../../support/report-schema.ts';
import { folderOf } from '../../support/temporary.ts';
import { amd64, before as api, image, told } from '../../support/weighing.ts';

const root: Verdict = {
  ...{ check: 'image/user', subject: `api (${amd64})`, status: 'fail', severity: 'block' },
  detail: 'config /config/User:\n  is root\nto do: name another',
};
const notRoot: Verdict = { ...root, subject: 'api', status: 'pass', detail: '' };
const isStatic: Verdict = { ...notRoot, check: 'binary/static', subject: root.subject };

const budgets = () => usualBudget;

function snapshot(verdicts: readonly Verdict[] | undefined, target: InventedTarget = api): SizeSnapshot {
  const report = inventedReport(target);
  const one = snapshotOf({ ...report, ...(verdicts !== undefined && { verdicts }) });
  return decodeSnapshot(encodeSnapshot(one), 'main.json');
}

function compared(before: SizeSnapshot, verdicts: readonly Verdict[], now = api): SizeReport {
  const baseline = { kind: 'file', name: 'main.json', snapshot: before } as const;
  const { size, verdicts: judged } = weigh(inventedReport(now).targets, baseline, budgets, verdicts);
  assert.ok(size !== undefined);
  validateReport(size, 'size');
  assert.ok(
    judged.every(({ status }) => status !== 'fail'),
    'no change of a check is a verdict itself',
  );
  return size;
}

const newlyRoot = {
  ...{ check: 'image/user', target: 'api', platform: amd64, before: { status: 'pass' } },
  after: { status: 'fail', severity: 'block', detail: 'config /config/User: is root' },
};

test('a check that fails now and passed in the baseline is told, in the comment and the terminal', () => {
  const size = compared(snapshot([isStatic, notRoot]), [isStatic, root]);
  assert.deepEqual(size.verdicts, [newlyRoot]);
  const { comment, terminal } = told(size);
  assert.match(comment, /^### 📦 Size: unchanged, a check changes\n/);
  assert.match(
    comment,
    /^\| image\/user \| api \| pass \| fail \(block\) \| config \/config\/User&#58; is root \|$/m,
  );
  assert.match(terminal, /^ {2}image\/user: pass → fail \(block\), api$/m);
});

test('nothing is said where no check changed, and where a baseline of an older Slipway kept none', () => {
  for (const before of [snapshot([isStatic, root]), snapshot(undefined), snapshot([])]) {
    const size = compared(before, [isStatic, root]);
    assert.ok(!('verdicts' in size));
    assert.match(told(size).comment, /^📦 Size: unchanged · [^\n]*\n$/);
  }
});

test('a renamed target is compared with its former self', () => {
  const old = snapshot(
    [isStatic, notRoot].map((verdict) => ({ ...verdict, subject: verdict.subject.replace('api', 'server') })),
    { ...api, name: 'server' },
  );
  const size = compared(old, [isStatic, root]);
  assert.equal(size.targets[0]?.formerName, 'server');
  assert.deepEqual(size.verdicts, [newlyRoot]);
});

test('a target whose program is refused, and so has no image, is not said to be gone', () => {
  const refused: Verdict = { ...isStatic, status: 'fail', detail: 'cannot start on the base' };
  const baseline = { kind: 'file', name: 'main.json', snapshot: snapshot([isStatic, notRoot]) } as const;
  const { size, notices } = weigh(inventedReport({}).targets, baseline, budgets, [refused]);
  assert.ok(size !== undefined);
  assert.deepEqual(size.targets, []);
  assert.deepEqual(notices, ['sizes of api are not compared: no image was made']);
  const { comment, terminal } = told(size);
  assert.match(comment, /^### 📦 Size: nothing is compared, a check changes\n/);
  assert.match(comment, /\| binary\/static \| api linux\/amd64 \| pass \| fail \(block\) \| cannot start/);
  assert.doesNotMatch(comment + terminal, /gone|on disk/);
});

test('a target that is new has its failing checks told as new', () => {
  const job = { name: 'job', importPath: 'example.com/shop/cmd/job', images: { [amd64]: image } };
  const report = inventedReport(api, job);
  const baseline = { kind: 'file', name: 'main.json', snapshot: snapshot([isStatic, notRoot]) } as const;
  const jobRoot = { ...root, subject: `job (${amd64})` };
  const jobStatic = { ...isStatic, subject: `job (${amd64})` };
  const { size } = weigh(report.targets, baseline, budgets, [isStatic, notRoot, jobStatic, jobRoot]);
  const { before: _, ...fresh } = newlyRoot;
  assert.deepEqual(size?.verdicts, [{ ...fresh, target: 'job' }]);
});

test('a report that was kept as the baseline has its verdicts in it', async (t) => {
  const path = join(await folderOf(t), 'report.json');
  const report = { schemaVersion: 1, ...inventedReport(api), verdicts: [isStatic, notRoot] };
  await writeFile(path, JSON.stringify(report));
  const { snapshot: kept } = await readBaselineFile(path);
  assert.deepEqual(compared(kept, [isStatic, root]).verdicts, [newlyRoot]);
});

test('a file that --snapshot wrote is read as one though it holds verdicts, and no report', async (t) => {
  const path = join(await folderOf(t), 'size.json');
  await writeFile(path, encodeSnapshot(snapshot([isStatic, notRoot])));
  assert.deepEqual(compared((await readBaselineFile(path)).snapshot, [isStatic, root]).verdicts, [newlyRoot]);
});

test('what another run handed over tells the same, and what it says of checks judges nothing', () => {
  const exchange = {
    ...{ baseline: { kind: 'file', name: 'main.json', snapshot: snapshot([isStatic, notRoot]) } as const },
    ...{ go: 'go1.26.8', after: snapshot([isStatic, root]), causes: [], steps: [] },
  };
  const read = decodeExchange(Buffer.from(encodeExchange(exchange)), 'size.json');
  const { outcome, report } = judgeExchange(read, budgets);
  assert.deepEqual(report?.size.verdicts, [newlyRoot]);
  assert.equal(outcome, 'pass');
});
