import assert from 'node:assert/strict';
import { formatSizeComment } from '../../src/report/size-comment/comment.ts';
import type { SizeReport } from '../../src/report/size-report.ts';
import { sizeLines } from '../../src/report/size-text.ts';
import { styleOf } from '../../src/report/style.ts';
import { type Budget, usualBudget } from '../../src/request/budget.ts';
import { decodeSnapshot } from '../../src/size/read-snapshot.ts';
import { encodeSnapshot } from '../../src/size/snapshot.ts';
import { snapshotOf } from '../../src/stages/sizes/snapshot.ts';
import { type Baseline, type Sizing, weigh } from '../../src/stages/sizes/weigh.ts';
import type { InventedImage, InventedPackage, InventedTarget } from './invented-build.ts';
import { inventedReport } from './invented-build.ts';
import { validateReport } from './report-schema.ts';
import { sampleToolchain } from './size-sample.ts';

export const main = 'example.com/shop/cmd/api';
export const kib = 1024;
/** Packages of a program. */
export const own: Readonly<Record<string, InventedPackage>> = {
  [main]: { bytes: 100 * kib },
  'example.com/shop/store': { bytes: 50 * kib, importedBy: main },
  'net/http': { bytes: 900 * kib, module: 'std', importedBy: main },
  'example.com/log': { bytes: 40 * kib, module: 'example.com/log', importedBy: main },
};
export const amd64 = 'linux/amd64';
export const image: InventedImage = { packages: own, versions: { 'example.com/log': 'v1.2.0' } };
/** A target for one platform, as it was. */
export const before: InventedTarget = { images: { [amd64]: image } };

/** What was built before, as a snapshot that was written and read. */
function baselineOf(...targets: readonly InventedTarget[]): Baseline {
  const snapshot = decodeSnapshot(encodeSnapshot(snapshotOf(inventedReport(...targets))), 'main.json');
  return { kind: 'file', name: 'main.json', snapshot };
}

/** What is said of a build against one that was kept as a snapshot; undefined: against nothing. */
export function weighed(
  old: readonly InventedTarget[] | undefined,
  now: readonly InventedTarget[],
  budget: Budget = usualBudget,
): Sizing {
  const baseline = old && baselineOf(...old);
  const sizing = weigh(inventedReport(...now).targets, baseline, () => budget);
  if (sizing.size !== undefined) validateReport(sizing.size, 'size');
  return sizing;
}

export function sizeOf(sizing: Sizing): SizeReport {
  assert.ok(sizing.size !== undefined);
  return sizing.size;
}

/** The target with other packages, or more. */
export function withPackages(more: Readonly<Record<string, InventedPackage>>): InventedTarget {
  return { images: { [amd64]: { ...image, packages: { ...own, ...more } } } };
}

/** What the comment and the terminal say. */
export function told(size: SizeReport): { comment: string; terminal: string } {
  return {
    comment: formatSizeComment({ size, verdicts: [], toolchain: sampleToolchain }),
    terminal: sizeLines(size, 80, styleOf(false)).join('\n'),
  };
}

/** Verdicts that are no pass, each as a line and its detail. */
export const failed = ({ verdicts }: Sizing): string[] =>
  verdicts
    .filter(({ status }) => status === 'fail')
    .map(({ check, subject, severity, detail }) => `${severity} ${check} ${subject}: ${detail}`);
