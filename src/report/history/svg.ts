import { shortened } from '../bars.ts';
import { sizeText } from '../comparison-text.ts';
import { plainLine } from '../plain-text.ts';
import { xmlText } from '../xml-text.ts';
import { textWidth } from './axis.ts';
import { chartStyle, seriesLooks } from './chart-style.ts';
import { type HistoryPoint, type HistorySeries, type HistorySizes, seriesOf } from './history.ts';
import { markElement, type Panel, panelElements } from './panel.ts';

const page = { width: 800, height: 320, margin: 14 } as const;
const legend = { rowHeight: 18, mark: 14, gap: 18, longestName: 34 } as const;

const panels = [
  { title: 'On disk', measure: 'diskBytes' },
  { title: 'Pulled', measure: 'pullBytes' },
] as const;

/**
 * The sizes of every target and platform over commits or releases as one SVG document of 800 × 320: what lies on the disk and what
 * is pulled, each on a scale of its own. It holds its two looks, light and dark, and needs nothing else: no script, no font.
 * Of more than eight series the largest are drawn, and the rest is counted.
 * @param points from the oldest to the newest
 */
export function historySvg(points: readonly HistoryPoint[]): string {
  const all = seriesOf(points).filter(({ sizes }) => sizes.some(isKnown));
  const drawn = largest(all);
  const entries = legendEntries(drawn, all.length - drawn.length);
  const perRow = Math.max(1, Math.floor((page.width - 2 * page.margin) / columnWidth(entries)));
  const bottom = page.height - Math.ceil(entries.length / perRow) * legend.rowHeight - 12;
  const body = [
    `<rect class="back" width="${page.width}" height="${page.height}" rx="6"/>`,
    ...(drawn.length === 0
      ? [`<text x="${page.width / 2}" y="${page.height / 2}" text-anchor="middle">No sizes are known.</text>`]
      : placed(drawn, bottom).flatMap((panel) => panelElements(panel, points, drawn))),
    ...legendElements(entries, perRow, bottom + 14),
  ];
  const open = `<svg xmlns="http://www.w3.org/2000/svg" class="slipway-history" role="img" width="${page.width}" height="${page.height}" viewBox="0 0 ${page.width} ${page.height}">`;
  const title = `<title>Size history</title><desc>${xmlText(described(all))}</desc>`;
  return `${[open, title, `<style>${chartStyle}</style>`, ...body, '</svg>'].join('\n')}\n`;
}

function isKnown(sizes: HistorySizes | undefined): boolean {
  return sizes?.diskBytes !== undefined || sizes?.pullBytes !== undefined;
}

/** As many as can be told apart, in the order in which they came. */
function largest(series: readonly HistorySeries[]): HistorySeries[] {
  const bytes = ({ sizes }: HistorySeries): number => {
    const last = sizes.findLast(isKnown);
    return last?.diskBytes ?? last?.pullBytes ?? 0;
  };
  const kept = new Set(series.toSorted((a, b) => bytes(b) - bytes(a)).slice(0, seriesLooks.length));
  return series.filter((each) => kept.has(each));
}

/** Side by side; what nothing is known of has no panel. */
function placed(series: readonly HistorySeries[], bottom: number): Panel[] {
  const shown = panels.filter(({ measure }) =>
    series.some(({ sizes }) => sizes.some((each) => each?.[measure] !== undefined)),
  );
  const width = page.width / shown.length;
  return shown.map((panel, at) => ({ ...panel, left: at * width, right: (at + 1) * width, top: 4, bottom }));
}

/** A legend's entry; what has no look is a note. */
interface Entry {
  readonly text: string;
  readonly look: number | undefined;
}

function legendEntries(series: readonly HistorySeries[], more: number): Entry[] {
  const entries = series.map(
    ({ name }, look): Entry => ({ look, text: shortened(plainLine(name), legend.longestName) }),
  );
  return more === 0 ? entries : [...entries, { look: undefined, text: `${more} smaller not drawn` }];
}

function columnWidth(entries: readonly Entry[]): number {
  return legend.mark + Math.max(0, ...entries.map(({ text }) => textWidth(text))) + legend.gap;
}

/** Rows of columns of one width. */
function legendElements(entries: readonly Entry[], perRow: number, top: number): string[] {
  const width = columnWidth(entries);
  return entries.flatMap(({ text, look }, at) => {
    const x = Math.round(page.margin + (at % perRow) * width);
    const y = top + Math.floor(at / perRow) * legend.rowHeight;
    const words = xmlText(text);
    if (look === undefined) return [`<text class="quiet" x="${x}" y="${y}">${words}</text>`];
    const mark = markElement(look, `translate(${x + 4} ${y - 4})`);
    return [mark, `<text x="${x + legend.mark}" y="${y}">${words}</text>`];
  });
}

/** For who cannot see it: each series from its first to its last point. */
function described(series: readonly HistorySeries[]): string {
  const lines = series.map(({ name, sizes }) => {
    const parts = panels.flatMap(({ title, measure }) => {
      const known = sizes.flatMap((each) => each?.[measure] ?? []);
      const [before, after] = [known[0], known.at(-1)];
      if (before === undefined || after === undefined) return [];
      return [`${title.toLowerCase()} ${sizeText({ before, after })}`];
    });
    return `${name}: ${parts.join(', ')}`;
  });
  return lines.join('; ');
}
