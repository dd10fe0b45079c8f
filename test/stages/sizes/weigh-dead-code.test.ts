import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { sizeAnnotations } from '../../../src/actions/size-annotations.ts';
import { comparisonMarkdown } from '../../../src/report/comparison-markdown.ts';
import { formatComparison } from '../../../src/report/comparison-text.ts';
import { sizePage } from '../../../src/report/size-page/size-page.ts';
import { usualBudget } from '../../../src/request/budget.ts';
import type { DeadCode } from '../../../src/size/reach/findings.ts';
import { causesOf } from '../../../src/stages/sizes/causes.ts';
import { compareSides } from '../../../src/stages/sizes/compare.ts';
import { sideOfReport } from '../../../src/stages/sizes/compared-sides.ts';
import { judgeExchange } from '../../../src/stages/sizes/judge-exchange.ts';
import { decodeExchange } from '../../../src/stages/sizes/read-size-exchange.ts';
import { encodeExchange } from '../../../src/stages/sizes/size-exchange.ts';
import { snapshotOf } from '../../../src/stages/sizes/snapshot.ts';
import { readable } from '../../support/github-markdown.ts';
import { writeModule } from '../../support/go-module.ts';
import { type InventedPackage, type InventedTarget, inventedReport } from '../../support/invented-build.ts';
import { inventedBlocker, pruned, unpruned } from '../../support/invented-dead-code.ts';
import { refusal } from '../../support/refusal.ts';
import { validateReport } from '../../support/report-schema.ts';
import { sampleToolchain } from '../../support/size-sample.ts';
import { folderOf } from '../../support/temporary.ts';
import { amd64, image, kib, main, own, sizeOf, told, weighed } from '../../support/weighing.ts';

const metrics = 'example.com/metrics';
const mail = 'example.com/shop/internal/mail';

/** The program with these packages more, and what the linker's rules find of it. */
function targetOf(
  deadCode: DeadCode | undefined,
  more: Readonly<Record<string, InventedPackage>> = {},
  retained: Readonly<Record<string, number>> = {},
): InventedTarget {
  const packages = { ...own, ...more };
  return { images: { [amd64]: { ...image, packages, retained, ...(deadCode && { deadCode }) } } };
}

const blocked = unpruned(inventedBlocker({ hint: 'fmt.Sprintf' }));
const more = {
  [mail]: { bytes: 9 * kib, importedBy: main },
  'text/template': { bytes: 300 * kib, module: 'std', importedBy: mail, retainedBytes: 1200 * kib },
  [`${metrics}/prom`]: { bytes: 60 * kib, module: metrics, importedBy: main },
};
const before = targetOf(pruned);
const after = targetOf(blocked, more, { [metrics]: 420 * kib });
const since = 'since `text/template.(*state).evalField` looks methods up by name';
const plainSince = since.replaceAll('`', '');

test('a build against a snapshot says what keeps methods alive, and how much what is new keeps', () => {
  const size = sizeOf(weighed([before], [after]));
  const { comment, terminal } = told(size);
  const text = readable(comment);
  assert.ok(
    text.includes(
      `**Why:** Methods that nothing calls are no longer pruned, ${since} (\`cmd/api → internal/mail → text/template\`): ▲ 700 KiB. Instead: fmt.Sprintf. \`internal/mail\` is new`,
    ),
    text,
  );
  assert.match(text, /`example\.com\/metrics` is new and keeps 420 KiB alive: /);
  assert.ok(terminal.replaceAll(/\n +/g, ' ').includes(`no longer pruned, ${plainSince}`));
  const back = sizeOf(weighed([after], [before]));
  assert.match(
    told(back).comment,
    /\*\*Why:\*\* Methods that nothing calls are pruned now, since .* is gone: ▼ 700 KiB\./,
  );
  assert.match(told(back).comment, /example\.com\/metrics<\/code> is gone, which kept 420 KiB alive\./);
});

test('against a baseline whose compiled objects nobody read nothing is said of methods', () => {
  for (const pair of [
    [targetOf(undefined), after],
    [after, targetOf(undefined, more)],
  ] as const) {
    const size = sizeOf(weighed([pair[0]], [pair[1]]));
    assert.ok(size.targets.every(({ images }) => images.every(({ deadCode }) => deadCode === undefined)));
    assert.doesNotMatch(told(size).comment, /ethods/);
  }
});

test('two reports tell the same on a terminal and in Markdown', () => {
  const side = (name: string, target: InventedTarget) => sideOfReport(name, inventedReport(target));
  const comparison = compareSides(side('a.json', before), side('b.json', after));
  validateReport(comparison, 'comparison');
  const text = formatComparison(comparison).replaceAll(/\n +/g, ' ');
  assert.ok(text.includes(`Methods that nothing calls are no longer pruned, ${plainSince}`), text);
  assert.match(text, /\+60\.0 KiB {2}example\.com\/metrics is new and keeps 420 KiB alive/);
  const markdown = readable(comparisonMarkdown(comparison));
  assert.ok(markdown.includes(`Methods that nothing calls are no longer pruned, ${since}`), markdown);
  assert.match(markdown, /\| `example\.com\/metrics` is new and keeps 420 KiB alive \| \+60\.0 KiB \|/);
});

test('what a stranger’s run hands over tells the same, and no more of it than a build has', async () => {
  const [old, now] = [before, after].map((target) => snapshotOf(inventedReport(target)));
  assert.ok(old !== undefined && now !== undefined);
  const baseline = { kind: 'file', name: 'main.json', snapshot: old } as const;
  const exchange = { baseline, go: 'go1.26.8', after: now, causes: [], steps: [] };
  const { report } = judgeExchange(
    decodeExchange(Buffer.from(encodeExchange(exchange)), 'size.json'),
    () => usualBudget,
  );
  assert.deepEqual(report?.size.targets, sizeOf(weighed([before], [after])).targets);
  const many = (change: Parameters<typeof inventedBlocker>[0]) => {
    const [target] = now.targets;
    const [one] = target?.images ?? [];
    assert.ok(target !== undefined && one?.attribution !== undefined);
    const deadCode = unpruned(inventedBlocker(change));
    const images = [{ ...one, attribution: { ...one.attribution, deadCode } }];
    const text = encodeExchange({ ...exchange, after: { ...now, targets: [{ ...target, images }] } });
    return () => decodeExchange(Buffer.from(text), 'size.json');
  };
  many({})();
  for (const change of [
    { symbol: 'x'.repeat(600) },
    { hint: 'x'.repeat(2000) },
    { imports: Array.from({ length: 101 }, (_, at) => `a/${at}`) },
    { imports: ['x'.repeat(600)] },
  ]) {
    await refusal(many(change));
  }
});

test('the line that imports what looks methods up is found, told, and annotated', async (t) => {
  const goMod = 'module example.com/shop\n\ngo 1.24\n';
  const root = await writeModule(await folderOf(t), {
    'go.mod': goMod,
    'cmd/api/main.go': 'package main\n\nimport _ "example.com/shop/internal/mail"\n\nfunc main() {}\n',
    'internal/mail/mail.go': 'package mail\n\nimport (\n\t"os"\n\t"text/template"\n)\n',
  });
  // The template's package was there before: only what is called of it is new.
  const { [`${metrics}/prom`]: _, ...known } = more;
  const size = sizeOf(
    weighed(
      [targetOf(pruned, known)],
      [targetOf(blocked, { ...known, strings: { bytes: 9, module: 'std' } })],
    ),
  );
  const modules = [{ target: 'api', path: 'example.com/shop', goMod: join(root, 'go.mod') }];
  const causes = await causesOf(size.targets, modules, root);
  const imports = { file: 'internal/mail/mail.go', line: 5 };
  assert.deepEqual(causes, [{ target: 'api', name: 'text/template', imports }]);
  assert.match(
    readable(told({ ...size, causes }).comment),
    /text\/template`, `internal\/mail\/mail\.go:5`\): ▲ 700 KiB/,
  );
  assert.deepEqual(sizeAnnotations({ ...size, causes }), [
    {
      title: 'slipway size',
      message:
        'text/template.(*state).evalField looks methods up by name, so api keeps 700 KiB of methods that nothing calls: cmd/api → internal/mail → text/template',
      ...imports,
    },
  ]);
});

test('the page of sizes has the same sentence', () => {
  const size = sizeOf(weighed([before], [after]));
  const [old, now] = [before, after].map((target) => snapshotOf(inventedReport(target)));
  assert.ok(old !== undefined && now !== undefined);
  const page = sizePage({
    report: { size, verdicts: [], toolchain: sampleToolchain },
    before: old,
    after: now,
  });
  assert.match(
    page,
    /<b>Why:<\/b> Methods that nothing calls are no longer pruned, since <code>text\/template\.&#40;&#42;state&#41;\.evalField<\/code>/,
  );
});
