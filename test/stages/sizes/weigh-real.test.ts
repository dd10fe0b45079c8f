import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { build } from '../../../src/pipeline.ts';
import type { Report, TargetReport } from '../../../src/report/model.ts';
import { usualBudget } from '../../../src/request/budget.ts';
import { decodeSnapshot } from '../../../src/size/read-snapshot.ts';
import { encodeSnapshot } from '../../../src/size/snapshot.ts';
import { snapshotOf } from '../../../src/stages/sizes/snapshot.ts';
import { weigh } from '../../../src/stages/sizes/weigh.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { portsOf, requestOf, yard } from '../../support/build-run.ts';
import { validateReport } from '../../support/report-schema.ts';

const program = (body: string, ...imports: readonly string[]): string =>
  `package main\n\nimport (\n${imports.map((each) => `\t"${each}"\n`).join('')})\n\nfunc main() { ${body} }\n`;
const files = {
  'go.mod':
    'module example.com/shop\n\ngo 1.24\n\nrequire example.com/db v0.1.0\nreplace example.com/db => ./db\n',
  'cmd/api/main.go': program('println(db.Open(), fmt.Sprint(1))', 'example.com/db', 'fmt'),
  'cmd/job/main.go': program('println(strconv.Itoa(1))', 'strconv'),
  'db/go.mod': 'module example.com/db\n\ngo 1.24\n',
  'db/db.go':
    'package db\n\nimport "encoding/json"\n\nfunc Open() any { b, _ := json.Marshal(1); return string(b) }\n',
  'slipway.yaml':
    'base: scratch\ntargets: { api: { main: ./cmd/api }, job: { main: ./cmd/job, build-tags: [netgo] } }\n',
};

interface Part {
  readonly target: number;
  readonly images: boolean;
  readonly files: boolean;
  readonly attributed: boolean;
}

/** Some of the targets and platforms of a build, as images or bare files, with or without what is in the programs. */
const parts: fc.Arbitrary<Part[]> = fc.array(
  fc.record({
    target: fc.nat({ max: 1 }),
    images: fc.boolean(),
    files: fc.boolean(),
    attributed: fc.boolean(),
  }),
  { minLength: 1, maxLength: 2 },
);

function chosen(report: Report, part: readonly Part[]): TargetReport[] {
  return part.map(({ target: at, images, files: bare, attributed }, index) => {
    const target = report.targets[at];
    assert.ok(target !== undefined);
    const shown = <Program extends { attribution?: unknown }>(each: Program): Program => {
      const { attribution: _, ...rest } = each;
      return attributed ? each : (rest as Program);
    };
    const { files: held = [], ...rest } = target;
    return {
      ...rest,
      name: `${target.name}-${index}`,
      images: images ? target.images.map(shown) : [],
      ...(bare && { files: held.map(shown) }),
    };
  });
}

/** As if a program had other bytes of the same kind, so that what is in it is compared and not its digest. */
function relinked(targets: readonly TargetReport[]): TargetReport[] {
  const digest = sha256('another');
  const other = <Program extends { executable: object }>(each: Program): Program => ({
    ...each,
    executable: { ...each.executable, digest },
  });
  return targets.map(({ files: held, ...target }) => ({
    ...target,
    images: target.images.map(other),
    ...(held !== undefined && { files: held.map(other) }),
  }));
}

test('a build against its own snapshot', async (t) => {
  const { root, out, machine } = await yard(t, files);
  const outputs = ['--output', `oci:${out}`, '--output', `bin:${out}-bin`];
  const report = await build(await requestOf(machine, root, ...outputs, '--json'), portsOf(machine));
  assert.equal(report.outcome, 'pass');

  await t.test('changes in nothing, whatever of it there is', () => {
    fc.assert(
      fc.property(parts, (part) => {
        const targets = chosen(report, part);
        const kept = encodeSnapshot(snapshotOf({ ...report, targets }));
        const baseline = { kind: 'file', name: 'x', snapshot: decodeSnapshot(kept, 'x') } as const;
        const { size, verdicts, notices } = weigh(relinked(targets), baseline, () => usualBudget);
        assert.ok(size !== undefined);
        validateReport(size, 'size');
        const { settings, excesses } = size;
        assert.deepEqual([settings, excesses], [[], []]);
        assert.ok(verdicts.every(({ status }) => status === 'pass'));
        assert.ok(notices.every((notice) => notice.startsWith('limits of modules and packages are not')));
        assert.deepEqual(size.targets.map(({ name, formerName }) => [name, formerName]).sort(), [
          ...targets.map(({ name }) => [name, undefined]).sort(),
        ]);
        for (const image of size.targets.flatMap(({ images }) => images)) {
          const { modules, packages, brought = [], fileBytes, diskBytes, pullBytes } = image;
          assert.deepEqual([modules, packages, brought], [[], [], []]);
          for (const sizes of [fileBytes, diskBytes, pullBytes]) assert.equal(sizes?.before, sizes?.after);
        }
      }),
    );
  });

  await t.test('is compared with as many bytes and packages as it has', () => {
    const nothing = { slipway: report.slipway, targets: [] };
    const { size } = weigh(report.targets, { kind: 'file', name: 'x', snapshot: nothing }, () => ({}));
    for (const target of report.targets) {
      const images = size?.targets.find(({ name }) => name === target.name)?.images ?? [];
      const [image] = target.images;
      assert.equal(images.length, 1);
      assert.deepEqual(images[0]?.diskBytes, { before: 0, after: image?.diskBytes });
      assert.equal(images[0]?.packages.length, image?.attribution?.packages.length);
    }
  });
});
