import { moduleName, signed } from '../comparison-text.ts';
import { formatBytes } from '../format-bytes.ts';
import { growth } from '../size-comment/sized.ts';
import { nameCode, nameText, shortPath, unbroken, versionText } from '../size-comment/words.ts';
import {
  bringsText,
  firstParts,
  type HistoryChange,
  type HistoryPart,
  type HistoryPoint,
  type HistorySeries,
  type HistorySizes,
  seriesOf,
} from './history.ts';
import { type MermaidChart, mermaidChart } from './mermaid.ts';

const mostSeries = 4;
/** With more series only what is pulled has a column. */
const mostWide = 2;
/** A longer table is folded. */
const mostOpen = 6;
const mostTargets = 3;
const mostParts = 4;

/**
 * A history as a part of a job's summary: a chart, its numbers, and what the newest release or commit added. Empty where there is nothing to
 * compare: less than two points. Nothing from a repository or a registry is markup in it.
 * @param points from the oldest to the newest
 */
export function formatHistoryMarkdown(points: readonly HistoryPoint[]): string {
  const all = seriesOf(points);
  if (points.length < 2 || all.length === 0) return '';
  const chart = mermaidChart(points, all);
  const shown = chart?.drawn.map(({ series }) => series) ?? all.slice(0, mostSeries);
  const table = tableOf(points, shown, chart);
  const more = all.length - shown.length;
  return [
    '#### Size history',
    '',
    ...(chart === undefined ? [] : [...chart.lines, '', legend(chart), '']),
    ...(points.length <= mostOpen ? [...table, ''] : folded('All sizes', table)),
    ...(more === 0 ? [] : [`${more} more on the page of the history.`, '']),
    ...added(points.at(-1)),
  ].join('\n');
}

/** `🟦 api linux/amd64 · 🟧 api linux/arm64` */
function legend({ drawn }: MermaidChart): string {
  return drawn.map(({ series, sign }) => `${sign} ${nameText(series.name)}`).join(' · ');
}

function folded(summary: string, lines: readonly string[]): string[] {
  return [`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>', ''];
}

const measures = [
  { measure: 'diskBytes', title: 'on disk' },
  { measure: 'pullBytes', title: 'pulled' },
] as const;

/** A row for each point, the newest on top; of each series what it weighs with the change to the point before. */
function tableOf(
  points: readonly HistoryPoint[],
  series: readonly HistorySeries[],
  chart: MermaidChart | undefined,
): string[] {
  const wanted =
    series.length <= mostWide
      ? measures
      : measures.filter(({ measure }) => measure === (chart?.measure ?? 'pullBytes'));
  const columns = series.flatMap((each) =>
    wanted.map(({ measure, title }) => ({
      title: `${nameText(each.name)} ${title}`,
      cells: cellsOf(each, measure),
    })),
  );
  const rows = points.map(
    (point, at) => `| ${[pointName(point), ...columns.map(({ cells }) => cells[at] ?? '')].join(' | ')} |`,
  );
  return [
    `| | ${columns.map(({ title }) => title).join(' | ')} |`,
    `|---|${columns.map(() => '--:|').join('')}`,
    ...rows.toReversed(),
  ];
}

function pointName({ name, isRelease }: HistoryPoint): string {
  return isRelease === true ? `**${nameText(name)}**` : nameCode(name);
}

function cellsOf({ sizes }: HistorySeries, measure: keyof HistorySizes): string[] {
  let before: number | undefined;
  return sizes.map((each) => {
    const now = each?.[measure];
    if (now === undefined) return '–';
    const more = before === undefined ? 0 : now - before;
    before = now;
    const change = more === 0 ? '' : ` ${more > 0 ? '▲' : '▼'} ${formatBytes(Math.abs(more))}`;
    return unbroken(`${formatBytes(now)}${change}`);
  });
}

/** What the newest point added, target by target. */
function added({ name, changes = [] }: HistoryPoint = { name: '', targets: [] }): string[] {
  if (changes.length === 0) return [];
  const lines = changes.slice(0, mostTargets).map((change) => `- ${changeLine(name, change)}`);
  const more = changes.length - lines.length;
  return [...lines, ...(more === 0 ? [] : [`- and ${more} more targets`]), ''];
}

function changeLine(name: string, change: HistoryChange): string {
  const { parts, rest } = firstParts(change, mostParts);
  const more = rest.parts === 0 ? [] : [`${rest.parts} more ${signed(rest.bytes)}`];
  const where = `${nameText(change.target)} ${nameText(change.platform)}`.trim();
  return `**${nameText(name)}** since ${nameText(change.since)}, ${where}: ${[...parts.map(partText), ...more].join(', ')}`;
}

function partText(part: HistoryPart): string {
  const { kind, name, before, after, versions, formerName } = part;
  const path = nameCode(shortPath(kind === 'module' ? moduleName(name) : name));
  const version = [...new Set([versions?.before, versions?.after])]
    .flatMap((each) => each ?? [])
    .map(versionText);
  const former = formerName === undefined ? [] : [`in place of ${nameCode(shortPath(formerName))}`];
  const word = before === 0 ? ['new'] : after === 0 ? ['gone'] : [];
  const said = bringsText(part);
  const brings = said === '' ? '' : `(${said})`;
  return [path, version.join(' → '), ...word, ...former, signed(growth(part)), brings]
    .filter((text) => text !== '')
    .join(' ');
}
