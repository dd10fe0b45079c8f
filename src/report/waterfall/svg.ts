import { shortened } from '../bars.ts';
import type { WaterfallRow } from '../model.ts';
import { plainLine } from '../plain-text.ts';
import { xmlText } from '../xml-text.ts';
import { waterfallStyle } from './style.ts';
import { bytesText, measures, rowBefore, rowName, stepText, type Waterfall } from './waterfalls.ts';

const page = { width: 800, margin: 14 } as const;
const names = { width: 190, longest: 28 } as const;
/** Room beside the longest bar is for its numbers. */
const panel = { width: 290, bar: 165 } as const;
const row = { height: 28, bar: 16, first: 46 } as const;

/**
 * One program's way from a plain go build to its image as an SVG document: a row for each step, with what it weighs on disk and on
 * the wire, each on a scale of its own. What a step takes away stays as an outline, what it adds has another colour. The picture
 * holds its two looks, light and dark, and needs nothing else: no script, no font.
 */
export function waterfallSvg({ target, platform, rows }: Waterfall): string {
  const height = row.first + rows.length * row.height + page.margin;
  const title = `Waterfall: ${target} ${platform}`;
  const body = [
    `<rect class="back" width="${page.width}" height="${height}" rx="6"/>`,
    `<text class="head" x="${page.margin}" y="26">${xmlText(shortened(plainLine(`${target} ${platform}`), names.longest))}</text>`,
    ...rows.flatMap(rowElements),
    ...measures.flatMap((_, at) => panelElements(at, rows)),
  ];
  const open = `<svg xmlns="http://www.w3.org/2000/svg" class="slipway-waterfall" role="img" width="${page.width}" height="${height}" viewBox="0 0 ${page.width} ${height}">`;
  const said = `<title>${xmlText(title)}</title><desc>${xmlText(described(rows))}</desc>`;
  return `${[open, said, `<style>${waterfallStyle}</style>`, ...body, '</svg>'].join('\n')}\n`;
}

function topOf(at: number): number {
  return row.first + at * row.height;
}

function rowElements(each: WaterfallRow, at: number): string[] {
  const name = shortened(plainLine(rowName(each)), names.longest);
  const y = topOf(at);
  return [
    `<path class="step" d="M${page.margin} ${y}H${page.width - page.margin}"/>`,
    `<text x="${page.margin}" y="${y + 18}">${xmlText(name)}</text>`,
  ];
}

function panelElements(measure: number, rows: readonly WaterfallRow[]): string[] {
  const found = measures[measure];
  if (found === undefined) return [];
  const left = page.margin + names.width + measure * panel.width;
  const bytes = rows.map(found.of);
  const beforeOf = (at: number): number | undefined => {
    const before = rowBefore(rows, at);
    return before && found.of(before);
  };
  const most = Math.max(1, ...bytes.flatMap((each) => each ?? []));
  const widthOf = (each: number): number => Math.round((each / most) * panel.bar * 10) / 10;
  return [
    `<text class="head" x="${left}" y="26">${found.name}</text>`,
    ...bytes.flatMap((now, at) => barElements({ now, before: beforeOf(at), at, left, measure }, widthOf)),
  ];
}

interface PlacedBar {
  readonly now: number | undefined;
  readonly before: number | undefined;
  readonly at: number;
  readonly left: number;
  readonly measure: number;
}

function barElements(
  { now, before, at, left, measure }: PlacedBar,
  widthOf: (bytes: number) => number,
): string[] {
  const top = topOf(at) + (row.height - row.bar) / 2;
  const text = [bytesText(now), stepText(before, now)].filter((word) => word !== '').join(' ');
  const [width, former] = [widthOf(now ?? 0), widthOf(now === undefined ? 0 : (before ?? now))];
  const box = (how: string, x: number, wide: number): string =>
    `<rect class="${how}" x="${left + x}" y="${top}" width="${wide.toFixed(1)}" height="${row.bar}"/>`;
  return [
    box(`bar m${measure}`, 0, Math.min(width, former)),
    ...(former > width ? [box('less', width, former - width)] : []),
    ...(former < width ? [box('more', former, width - former)] : []),
    `<text class="quiet" x="${(left + Math.max(width, former) + 6).toFixed(1)}" y="${top + 12}">${xmlText(text)}</text>`,
  ];
}

/** For who cannot see it: every number. */
function described(rows: readonly WaterfallRow[]): string {
  return rows
    .map(
      (each) =>
        `${rowName(each)}: ${bytesText(each.diskBytes)} on disk, ${bytesText(each.wireBytes)} on the wire`,
    )
    .join('; ');
}
