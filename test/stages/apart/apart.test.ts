import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { formatSizeComment } from '../../../src/report/size-comment/comment.ts';
import type { SizeReport } from '../../../src/report/size-report.ts';
import { sizeLines } from '../../../src/report/size-text.ts';
import { styleOf } from '../../../src/report/style.ts';
import { judgeExchange } from '../../../src/stages/sizes/judge-exchange.ts';
import { decodeExchange } from '../../../src/stages/sizes/read-size-exchange.ts';
import {
  type ApartRun,
  type Checkout,
  checkoutsOf,
  machineWith,
  newerGo,
  partsOf,
  pullRequest,
  run,
  sizeIn,
  weighs,
} from '../../support/apart-runs.ts';
import type { Machine } from '../../support/build-run.ts';
import type { Edits } from '../../support/edits.ts';
import { readable } from '../../support/github-markdown.ts';
import { goVersion } from '../../support/go-programs.ts';
import { folderOf } from '../../support/temporary.ts';

/** A program of a text that the linker cannot leave out. */
const says = (text: string): string =>
  `package main\n\nimport "os"\n\nvar note string\n\nfunc main() { os.Stdout.WriteString("${text}" + note) }\n`;
const goMod = (lines = 'go 1.26'): string => `module example.com/shop\n\n${lines}\n`;
const start = { 'go.mod': goMod(), 'main.go': says('start'), 'slipway.yaml': 'version: 1\n' };
const grown = { 'main.go': says('x'.repeat(20_000)) };
/** What people do to get a newer Go. */
const bump = { 'go.mod': goMod(`go 1.27\n\ntoolchain ${newerGo}`) };
const note = `ldflags: "-X main.note=${'0123456789'.repeat(1600)}"\n`;

/** One for all tests, so that what one compiled the next need not. */
let place: Machine;
const ends: (() => unknown)[] = [];
before(async () => {
  place = await machineWith({ after: (end: () => unknown) => void ends.push(end) }, newerGo);
});
after(async () => {
  for (const end of ends) await end();
});

const pull = (t: TestContext, feature: Edits, more: Edits = {}): Promise<Checkout> =>
  pullRequest(t, { start: { ...start, ...more }, main: {}, feature });

/** Why, as the comment says it, up to where packages begin; and what the terminal says of settings. */
function told({ report }: ApartRun): { comment: string; terminal: string } {
  const { size } = report;
  assert.ok(size !== undefined);
  const [, why = ''] = /^\*\*Why:\*\* (.*)$/m.exec(readable(formatSizeComment({ ...report, size }))) ?? [];
  const lines = sizeLines(size, 300, styleOf(false)).filter((line) =>
    /^ {2}(Of|Part of|How much) /.test(line),
  );
  return { comment: why, terminal: lines.map((line) => line.trim()).join(' ') };
}

/** What the parts of a target leave to this build. */
function rest(size: SizeReport, target: string): number {
  const [image] = size.targets.find(({ name }) => name === target)?.images ?? [];
  const last = partsOf(size, target).at(-1)?.[2][0];
  assert.ok(image?.diskBytes !== undefined && last !== undefined);
  return image.diskBytes.after - last;
}

/** About the twenty thousand bytes that the code is longer; the linker fills pages. */
function assertOfCode(bytes: number): void {
  assert.ok(bytes > 12_000 && bytes < 32_000, `${bytes}`);
}

test('of a go.mod that asks for a newer Go is told what the base weighs more when that Go builds it', async (t) => {
  const at = await pull(t, { ...grown, ...bump });
  const made = await run(t, place, at.checkout, '--baseline', 'rebuild:main');
  const size = sizeIn(made);
  const [old, newer] = [
    await weighs(t, place, at, at.fork),
    await weighs(t, place, at, at.fork, '--go', newerGo),
  ];
  assert.notDeepEqual(old, newer);
  assert.deepEqual(partsOf(size, 'shop'), [['go', old['shop'], newer['shop']]]);
  assertOfCode(rest(size, 'shop'));
  const { comment, terminal } = told(made);
  const kib = (bytes: number): string =>
    `${bytes < 0 ? '▼' : '▲'} ${(Math.abs(bytes) / 1024).toFixed(1)} KiB`;
  const go = kib((newer['shop']?.[0] ?? 0) - (old['shop']?.[0] ?? 0));
  const said = `Of it ${go} come from Go ${newerGo} instead of ${goVersion()}, ${kib(rest(size, 'shop'))} from the code.`;
  assert.equal(terminal, said);
  assert.ok(comment.replaceAll('`', '').startsWith(said), comment);
});

test('of other linker flags and another compression is told what they make, apart from the code', async (t) => {
  const at = await pull(t, { ...grown, 'slipway.yaml': `${note}compression: gzip:1\n` });
  const size = sizeIn(await run(t, place, at.checkout, '--baseline', 'rebuild:main'));
  const flags = ['--ldflags', note.slice(10, -2), '--compression', 'gzip:1'];
  const [old, other] = [await weighs(t, place, at, at.fork), await weighs(t, place, at, at.fork, ...flags)];
  assert.deepEqual(partsOf(size, 'shop'), [['settings', old['shop'], other['shop']]]);
  assert.ok((other['shop']?.[0] ?? 0) - (old['shop']?.[0] ?? 0) >= 16_000);
  assertOfCode(rest(size, 'shop'));
});

test('Go and flags are told apart from each other, of a renamed target too, and of a new one nothing', async (t) => {
  const files = {
    'main.go': null,
    'cmd/api/main.go': says('api'),
    'cmd/job/main.go': says('job'),
    'slipway.yaml': 'targets: { api: { main: ./cmd/api }, job: { main: ./cmd/job } }\n',
  };
  const { 'main.go': _, ...more } = files;
  const at = await pullRequest(t, {
    start: { 'go.mod': goMod(), ...more },
    main: {},
    feature: {
      ...bump,
      'cmd/new/main.go': says('new'),
      'cmd/api/main.go': grown['main.go'],
      'slipway.yaml': `targets:\n  server:\n    main: ./cmd/api\n    ${note}  job: { main: ./cmd/job }\n  new: { main: ./cmd/new }\n`,
    },
  });
  const made = await run(t, place, at.checkout, '--baseline', 'rebuild:main');
  const size = sizeIn(made);
  const old = await weighs(t, place, at, at.fork);
  const newer = await weighs(t, place, at, at.fork, '--go', newerGo);
  const both = await weighs(t, place, at, at.fork, '--go', newerGo, '--ldflags', note.slice(10, -2));
  assert.deepEqual(partsOf(size, 'server'), [
    ['go', old['api'], newer['api']],
    ['settings', newer['api'], both['api']],
  ]);
  assert.deepEqual(partsOf(size, 'job'), [['go', old['job'], newer['job']]]);
  assert.deepEqual(partsOf(size, 'new'), []);
  assert.deepEqual(
    size.apart?.flatMap(({ unmeasured }) => unmeasured),
    [],
  );
  assertOfCode(rest(size, 'server'));
  assert.ok(Math.abs(rest(size, 'job')) < 1024);
  assert.match(
    told(made).comment,
    /^Of job .* come from Go `.+` instead of `.+`, .* from the code\. Of server .* from other linker flags.*\.$/,
  );
});

test('a base that the newer Go does not compile is measured without it, and that is said', async (t) => {
  const at = await pull(
    t,
    { ...grown, ...bump, 'old.go': 'package main\n\nfunc init() {}\n', 'slipway.yaml': note },
    { 'old.go': '//go:build go1.27\n\npackage main\n\nfunc init() { nowhere() }\n' },
  );
  const made = await run(t, place, at.checkout, '--baseline', 'rebuild:main');
  const size = sizeIn(made);
  const old = await weighs(t, place, at, at.fork);
  const other = await weighs(t, place, at, at.fork, '--ldflags', note.slice(10, -2));
  assert.deepEqual(partsOf(size, 'shop'), [['settings', old['shop'], other['shop']]]);
  const [go, settings] = size.apart ?? [];
  assert.deepEqual([go?.what, settings?.what], ['go', 'settings']);
  assert.match(go?.unmeasured[0]?.why ?? '', /undefined: nowhere/);
  assert.deepEqual(settings?.unmeasured, []);
  assert.doesNotMatch(JSON.stringify(size.apart), /slipway-baseline|\\n/);
  assert.match(told(made).terminal, /from the code and Go .* instead of .*\. Not measured apart: .*$/);
});

test('where no setting changes, or sizes do by noise alone, nothing is built for it', async (t) => {
  const trees = async (feature: Edits): Promise<[number, SizeReport]> => {
    const at = await pull(t, feature);
    const made = await run(t, place, at.checkout, '--baseline', 'rebuild:main');
    return [checkoutsOf(made), sizeIn(made)];
  };
  const [plain, first] = await trees(grown);
  assert.deepEqual([plain, first.apart, first.settings], [1, undefined, []]);
  const [quiet, second] = await trees({ 'slipway.yaml': 'ldflags: "-X main.note=short"\n' });
  assert.deepEqual([quiet, second.apart, second.settings.length], [1, undefined, 1]);
  const [loud] = await trees({ 'slipway.yaml': note });
  assert.equal(loud, 2);
});

/** A run against what another run kept as a file, which is changed on the way. */
async function againstFile(
  t: TestContext,
  feature: Edits,
  change: (text: string) => string,
  flags: { readonly before?: readonly string[]; readonly now?: readonly string[] } = {},
): Promise<{ made: ApartRun; at: Checkout }> {
  const at = await pull(t, feature);
  const kept = join(await folderOf(t), 'size.json');
  await weighs(t, place, at, at.fork, '--snapshot', kept, ...(flags.before ?? []));
  await writeFile(kept, change(await readFile(kept, 'utf8')));
  const made = await run(t, place, at.checkout, '--baseline', `file:${kept}`, ...(flags.now ?? []));
  return { made, at };
}

test('what another run measured begins with its commit built here, and what differs then is neither Go’s nor the code’s', async (t) => {
  const elsewhere = (text: string): string =>
    text.replace(/"diskBytes":(\d+)/, (_, bytes) => `"diskBytes":${Number(bytes) - 5000}`);
  const { made, at } = await againstFile(t, { ...grown, ...bump }, elsewhere);
  const size = sizeIn(made);
  const [old, newer] = [
    await weighs(t, place, at, at.fork),
    await weighs(t, place, at, at.fork, '--go', newerGo),
  ];
  const [disk = 0, ...others] = old['shop'] ?? [];
  assert.deepEqual(partsOf(size, 'shop'), [
    ['rebuilt', [disk - 5000, ...others], old['shop']],
    ['go', old['shop'], newer['shop']],
  ]);
  assert.match(told(made).terminal, /▲ 4\.9 KiB from building the same commit here/);
});

test('flags that the whole run has, and what it is compared with had not, are settings all the same', async (t) => {
  const flags = ['--ldflags', note.slice(10, -2)];
  const { made, at } = await againstFile(t, grown, (text) => text, { now: flags });
  const [old, other] = [await weighs(t, place, at, at.fork), await weighs(t, place, at, at.fork, ...flags)];
  assert.deepEqual(partsOf(sizeIn(made), 'shop'), [['settings', old['shop'], other['shop']]]);
  assert.match(told(made).terminal, /from other linker flags/);
});

/** What keeps all of it from being measured. */
const unmeasured: readonly (readonly [what: string, change: (text: string) => string, why: RegExp])[] = [
  [
    'whose Go cannot be had any more',
    (text) => text.replaceAll(/"go":"go[\d.]+"/g, '"go":"go1.25.1"'),
    /^go1\.25\.1 \(asked for by the comparison of sizes\) cannot be had: /,
  ],
  [
    'whose Go is none',
    (text) => text.replaceAll(/"go":"go[\d.]+"/g, '"go":"--version"'),
    /is not a Go version/,
  ],
  [
    'of no known commit',
    (text) => text.replace(/"commit":"[0-9a-f]+",/, ''),
    /^nothing says of which commit the baseline is$/,
  ],
  [
    'of a commit that is nowhere',
    (text) => text.replace(/"commit":"[0-9a-f]+"/, `"commit":"${'ab'.repeat(20)}"`),
    /^origin does not give commit abababab/,
  ],
];

for (const [what, change, why] of unmeasured) {
  test(`of a baseline ${what} it is said that nothing is measured, and why`, async (t) => {
    const { made } = await againstFile(t, { ...grown, ...bump }, change);
    const size = sizeIn(made);
    assert.deepEqual(
      size.apart?.map((part) => [part.what, part.images.length]),
      [['go', 0]],
    );
    assert.match(size.apart?.[0]?.unmeasured[0]?.why ?? '', why);
    assert.match(
      told(made).terminal,
      /^Part of it may not be the code’s: go .*\. How much is not measured: .*\.$/,
    );
  });
}

test('what a job that did not build says of it is what the run says', async (t) => {
  const at = await pull(t, { ...grown, ...bump });
  const exchangeFile = join(await folderOf(t), 'slipway-size.json');
  const made = await run(t, place, at.checkout, '--baseline', 'rebuild:main', { exchangeFile });
  const { report } = judgeExchange(decodeExchange(await readFile(exchangeFile), 'x'), () => ({}));
  assert.deepEqual(report?.size.apart, sizeIn(made).apart);
  assert.ok(report?.size.apart?.[0]?.images.length === 1);
});
