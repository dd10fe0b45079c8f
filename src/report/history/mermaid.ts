import { shortened } from '../bars.ts';
import { plainLine } from '../plain-text.ts';
import { byteAxis } from './axis.ts';
import type { HistoryPoint, HistorySeries, HistorySizes } from './history.ts';

/** A chart for GitHub, and what is drawn in it. */
export interface MermaidChart {
  /** A fenced block of GitHub's Markdown. */
  readonly lines: readonly string[];
  readonly measure: keyof HistorySizes;
  /** The lines' series, each with the sign of its colour: such charts have no legend. */
  readonly drawn: readonly { readonly series: HistorySeries; readonly sign: string }[];
}

/** Signs of these colours are in every font of emoji; each colour has a contrast of at least 3 to white and to black. */
export const chartColours: readonly { readonly sign: string; readonly colour: string }[] = [
  { sign: '🟦', colour: '#2f81f7' },
  { sign: '🟧', colour: '#d9730d' },
  { sign: '🟩', colour: '#2a9d4a' },
  { sign: '🟪', colour: '#a371f7' },
];

const longestLabel = 14;

/**
 * What is pulled, else what lies on the disk, as a line chart of Mermaid (mermaid.js.org, "XY Chart"), which GitHub draws where
 * it takes away SVG and `data:` (docs.github.com, "Creating diagrams"). A line cannot have gaps: drawn are the points
 * that have the largest series, and of the others those that have all of these points. Undefined where that is less than two points.
 * @param points from the oldest to the newest
 */
export function mermaidChart(
  points: readonly HistoryPoint[],
  all: readonly HistorySeries[],
): MermaidChart | undefined {
  const isPulled = all.some(({ sizes }) => sizes.some((each) => each?.pullBytes !== undefined));
  const measure = isPulled ? 'pullBytes' : 'diskBytes';
  const bytesOf = ({ sizes }: HistorySeries, at: number): number | undefined => sizes[at]?.[measure];
  const last = (series: HistorySeries): number => series.sizes.findLast(Boolean)?.[measure] ?? 0;
  const [largest] = all.toSorted((a, b) => last(b) - last(a));
  if (largest === undefined) return undefined;
  const places = [...points.keys()].filter((at) => bytesOf(largest, at) !== undefined);
  if (places.length < 2) return undefined;
  const whole = all.filter((series) => places.every((at) => bytesOf(series, at) !== undefined));
  const kept = new Set(whole.toSorted((a, b) => last(b) - last(a)).slice(0, chartColours.length));
  const series = whole.filter((each) => kept.has(each));
  const values = series.map((each) => places.map((at) => bytesOf(each, at) ?? 0));
  const drawn = series.map((each, at) => ({ series: each, sign: chartColours[at]?.sign ?? '' }));
  const names = places.map((at) => points[at]?.name ?? '');
  return { lines: blockOf(names, values, measure), measure, drawn };
}

function blockOf(
  names: readonly string[],
  values: readonly number[][],
  measure: keyof HistorySizes,
): string[] {
  const { low, high, unit } = byteAxis(values.flat());
  const number = (bytes: number): string => String(Number((bytes / unit.bytes).toFixed(3)));
  const title = `${unit.name} ${measure === 'pullBytes' ? 'pulled' : 'on disk'}`;
  return [
    '```mermaid',
    `%%{init: ${JSON.stringify(settings)}}%%`,
    'xychart-beta',
    '  accTitle: Size history',
    '  accDescr: The table below has the same numbers.',
    `  x-axis [${names.map(mermaidLabel).join(', ')}]`,
    `  y-axis "${title}" ${number(low)} --> ${number(high)}`,
    ...values.map((line) => `  line [${line.map(number).join(', ')}]`),
    '```',
  ];
}

const settings = {
  xyChart: {
    width: 900,
    height: 300,
    xAxis: { labelFontSize: 12 },
    yAxis: { labelFontSize: 12, titleFontSize: 13 },
  },
  themeVariables: { xyChart: { plotColorPalette: chartColours.map(({ colour }) => colour).join(', ') } },
};

/**
 * A text as a label: quoted, and of no character that means anything to Mermaid (quotes, `%%` of comments and directives, `#…;` of
 * entities), to HTML, or to Markdown at the end of a block. What else there is becomes a `_`, and an empty one is no label.
 */
export function mermaidLabel(text: string): string {
  const plain = plainLine(text)
    .replaceAll(/[^\p{L}\p{N} ._+/-]|[\u{10000}-\u{10ffff}]/gu, '_')
    .trim();
  return `"${shortened(plain === '' ? '_' : plain, longestLabel)}"`;
}
