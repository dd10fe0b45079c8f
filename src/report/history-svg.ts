import { shortened } from './bars.ts';
import { sizeText } from './comparison-text.ts';
import { type HistoryPoint, type HistorySeries, type HistorySizes, seriesOf } from './history.ts';
import { markElement, type Panel, panelElements } from './history-panel.ts';
import { chartStyle, seriesLooks } from './history-style.ts';
import { plainLine } from './plain-text.ts';
import { xmlText } from './xml-text.ts';

const page = { width: 800, height: 320, margin: 14 } as const;
const legend = { rowHeight: 18, letterWidth: 6.6, mark: 14, gap: 18, longestName: 34 } as const;

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
  const rows = legendRows(drawn, all.length - drawn.length);
  const bottom = page.height - rows.length * legend.rowHeight - 12;
  const body = [
    `<rect class="back" width="${page.width}" height="${page.height}" rx="6"/>`,
    ...(drawn.length === 0
      ? [`<text x="${page.width / 2}" y="${page.height / 2}" text-anchor="middle">No sizes are known.</text>`]
      : placed(drawn, bottom).flatMap((panel) => panelElements(panel, points, drawn))),
    ...rows.flatMap((row, at) => legendElements(row, bottom + 14 + at * legend.rowHeight)),
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

/** As many entries on a row as fit, in columns of one width. */
function legendRows(series: readonly HistorySeries[], more: number): Entry[][] {
  const entries: Entry[] = series.map(({ name }, look) => {
    return { look, text: shortened(plainLine(name), legend.longestName) };
  });
  if (more > 0) entries.push({ look: undefined, text: `${more} smaller not drawn` });
  const perRow = Math.max(1, Math.floor((page.width - 2 * page.margin) / columnWidth(entries)));
  return Array.from({ length: Math.ceil(entries.length / perRow) }, (_, row) =>
    entries.slice(row * perRow, (row + 1) * perRow),
  );
}

function columnWidth(entries: readonly Entry[]): number {
  const longest = Math.max(...entries.map(({ text }) => text.length));
  return legend.mark + longest * legend.letterWidth + legend.gap;
}

function legendElements(row: readonly Entry[], y: number): string[] {
  // Every row has the columns of the whole legend: its first entries stand below each other.
  const width = columnWidth(row);
  return row.flatMap(({ text, look }, at) => {
    const x = page.margin + at * width;
    const words = `<text${look === undefined ? ' class="quiet"' : ''} x="${look === undefined ? x : x + legend.mark}" y="${y}">${xmlText(text)}</text>`;
    return look === undefined ? [words] : [markElement(look, `translate(${x + 4} ${y - 4})`), words];
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
