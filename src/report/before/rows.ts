import { formatPlatform } from '../../request/platform.ts';
import { formatBytes, formatSeconds } from '../format-bytes.ts';
import type { TargetReport } from '../model.ts';
import { bytesText, stepText } from '../waterfall/waterfalls.ts';
import type { BeforeImage, PullTimes, WeighedImage } from './model.ts';

/** One platform of a target, beside what was there before. */
export interface BeforeTable {
  readonly target: string;
  readonly platform: string;
  /** What it is held against, for people. */
  readonly source: string;
  readonly rows: readonly BeforeRow[];
}

export interface BeforeRow {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** `−99.4 %`; of pulls how many times as long the one from before takes. */
  readonly change: string;
}

/** All of a report's. */
export function beforeTables(targets: readonly TargetReport[]): readonly BeforeTable[] {
  return targets.flatMap(({ name, before }) =>
    (before?.images ?? []).map((image) => ({
      target: name,
      platform: formatPlatform(image.platform),
      source: [
        before?.source ?? '',
        ...(before?.builtBy === undefined ? [] : [`(built by ${before.builtBy})`]),
      ].join(' '),
      rows: rowsOf(image),
    })),
  );
}

const measures: readonly (readonly [
  what: string,
  of: (image: WeighedImage) => number,
  show: (value: number) => string,
])[] = [
  ['layers', ({ layers }) => layers, String],
  ['on disk', ({ diskBytes }) => diskBytes, formatBytes],
  ['to pull', ({ pullBytes }) => pullBytes, formatBytes],
  ['files', ({ files }) => files, String],
  ['findings', ({ findings }) => findings.length, String],
];

function rowsOf({ before, after, pull }: BeforeImage): readonly BeforeRow[] {
  const rows = measures.map(([what, of, show]) => {
    const [was, is] = [of(before), of(after)];
    return { what, before: show(was), after: show(is), change: stepText(was, is) };
  });
  return [
    ...rows,
    ...memoryRow(before.memoryBytes, after.memoryBytes),
    ...(pull === undefined ? [] : [pullRow(pull)]),
  ];
}

/** Nothing where neither was run. */
function memoryRow(before: number | undefined, after: number | undefined): BeforeRow[] {
  if (before === undefined && after === undefined) return [];
  return [
    {
      what: 'memory',
      before: bytesText(before),
      after: bytesText(after),
      change: stepText(before, after),
    },
  ];
}

/** The medians, and what they are for. */
function pullRow({ bytesPerSecond, turns, ratio }: PullTimes): BeforeRow {
  const median = (of: (turn: PullTimes['turns'][number]) => number): number => {
    const sorted = turns.map(of).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  return {
    what: `pull at ${bytesPerSecond / 1e6} MB/s`,
    before: formatSeconds(median((turn) => turn.before)),
    after: formatSeconds(median((turn) => turn.after)),
    change: `${ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)} : 1`,
  };
}

/** What the last row is, for who wonders. */
export const pullNote =
  'Pulls were measured in turns from a registry on this machine, slowed to that rate: their ratio counts, not the seconds.';
