import { formatPlatform } from '../request/platform.ts';
import { formatShard } from '../request/shard.ts';
import { beforeTables } from './before/rows.ts';
import { beforeLines } from './before/text.ts';
import { checkTexts } from './check-line.ts';
import { formatFindings, formatNotices } from './findings.ts';
import { formatSeconds } from './format-bytes.ts';
import { headerLines } from './header.ts';
import type { Report } from './model.ts';
import { packLines } from './pack-words.ts';
import { resultLines } from './result-lines.ts';
import { type BuildRow, formatRows, imageBytes, isRowOf } from './rows.ts';
import { sandboxLines } from './sandbox-lines.ts';
import { sizeLines } from './size-text.ts';
import { type Style, styleOf } from './style.ts';
import { waterfallLines } from './waterfall/text.ts';
import { waterfallsOf } from './waterfall/waterfalls.ts';

export interface SummaryOptions {
  readonly columns?: number;
  readonly color?: boolean;
  /** Rows with the times that progress measured; without, only the sizes of the report are known. */
  readonly rows?: readonly BuildRow[];
  /** True when the reader has seen the first line and the rows already. */
  readonly told?: boolean;
}

/**
 * A run for a person: rows of target and platform, the checks in a line, what was made and where; then warnings, and last,
 * in full, what failed. Ends with a line break.
 */
export function formatSummary(report: Report, options: SummaryOptions = {}): string {
  const { columns = 80, color = false, told = false } = options;
  const style = styleOf(color);
  const rows = reportRows(report, options.rows ?? []);
  const bases = report.targets.filter(({ images }) => images.length > 0).map(({ base }) => base);
  const paragraphs: string[][] = [
    ...(told ? [] : [headerLines({ ...report, bases }, columns), formatRows(rows, { columns, style })]),
    wrap(checkTexts(report.verdicts, style), columns),
    packLines(report.targets, columns, style),
    sandboxLines(report.sandbox, style),
    sizeLines(report.size, columns, style),
    beforeLines(beforeTables(report.targets), { columns, style }),
    waterfallLines(waterfallsOf(report.targets), { columns, style }),
    shardLines(report.shard),
    results(report, columns, style),
    ...formatNotices(report.notices, style),
    ...formatFindings(report.verdicts, style),
  ];
  const text = paragraphs.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`);
  return `${told ? '\n' : ''}${text.join('\n')}`;
}

/** What a part is of, and how it becomes a whole. */
function shardLines(shard: Report['shard']): string[] {
  if (shard === undefined) return [];
  return [`  shard ${formatShard(shard)}: slipway merge makes the images of all ${shard.of}`];
}

/** The images and bare files of the report, each with the times of the row that progress saw. */
function reportRows(report: Report, seen: readonly BuildRow[]): BuildRow[] {
  return report.targets.flatMap(({ name, images, files = [] }) => {
    const image = images.map(({ platform, diskBytes, pullBytes }) => ({
      target: name,
      platform,
      bytes: imageBytes(diskBytes, pullBytes),
    }));
    const inImage = new Set(images.map(({ platform }) => formatPlatform(platform)));
    const bare = files
      .filter(({ platform }) => !inImage.has(formatPlatform(platform)))
      .map(({ platform, executable }) => ({ target: name, platform, bytes: { disk: executable.bytes } }));
    return [...image, ...bare].map((row) => ({
      ...seen.find((each) => isRowOf(each, name, row.platform)),
      ...row,
    }));
  });
}

const indent = '  ';
const gap = '   ';
/** Narrower than a column's gap: the usual checks then fit into 80 columns. */
const checkGap = '  ';

/** As many texts on a line as fit. */
function wrap(texts: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    const longer = last === undefined ? '' : `${last}${checkGap}${text}`;
    if (last !== undefined && visibleLength(longer) <= columns) lines.splice(-1, 1, longer);
    else lines.push(`${indent}${text}`);
  }
  return lines;
}

/** One line per target with its digest and places, the run's time at the end of the last. */
function results(report: Report, columns: number, style: Style): string[] {
  const total = formatSeconds(report.seconds);
  const lines =
    report.outcome === 'fail' ? [`${indent}nothing was written`] : resultLines(report.targets, style);
  const last = lines.at(-1) ?? indent;
  // The time ends at the right edge of an 80-column page where there is room for it.
  const room = Math.min(columns, 80) - visibleLength(last) - total.length;
  if (room < gap.length) return [...lines, `${indent}${style.dim(total)}`];
  return [...lines.slice(0, -1), `${last}${' '.repeat(room)}${style.dim(total)}`];
}

function visibleLength(text: string): number {
  return text.replaceAll(/\x1b\[\d+m/g, '').length;
}
