import { staticPage } from '../static-page.ts';
import { xmlText } from '../xml-text.ts';
import { chartStyle, seriesLooks } from './chart-style.ts';
import { type HistoryPoint, type HistorySeries, seriesOf } from './history.ts';
import { changeSections } from './page-changes.ts';
import { pageStyle } from './page-style.ts';
import { sizeTable } from './page-table.ts';
import { historySvg } from './svg.ts';

interface PageOptions {
  /** What it is the history of, such as repositories. */
  readonly of: readonly string[];
  /** What a reader should know of what is missing. */
  readonly notices?: readonly string[];
}

/**
 * A history as one page that loads nothing and runs no script: charts, a table for each target and platform with the same numbers,
 * and what each release or commit added. Light or dark as its reader has it, light on paper.
 * @param points from the oldest to the newest
 */
export function historyPage(points: readonly HistoryPoint[], { of, notices = [] }: PageOptions): string {
  const series = seriesOf(points);
  const name = of.join(', ');
  const title = name === '' ? 'Size history' : `Size history: ${name}`;
  const body = [
    ...header(points, of),
    '<main>',
    ...charts(points, series),
    ...tables(points, series),
    ...changeSections(points),
    ...noticeSection(notices),
    '</main>',
  ];
  return staticPage({ title, style: pageStyle, drawingStyles: [chartStyle], body });
}

function header(points: readonly HistoryPoint[], of: readonly string[]): string[] {
  const [first, last] = [points[0]?.name, points.at(-1)?.name];
  const range =
    first === undefined || last === undefined ? '' : first === last ? first : `${first} – ${last}`;
  const releases = points.filter(({ isRelease }) => isRelease === true).length;
  const commits = points.length - releases;
  const counts = [counted(releases, 'release'), counted(commits, 'commit')].filter((text) => text !== '');
  return [
    '<header>',
    '<h1>Size history</h1>',
    ...of.map((name) => `<p class="of">${xmlText(name)}</p>`),
    `<p class="quiet">${xmlText([range, ...counts].filter((text) => text !== '').join(' · '))}</p>`,
    '</header>',
  ];
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** One chart of all; where not all could be told apart one for each target. */
function charts(points: readonly HistoryPoint[], series: readonly HistorySeries[]): string[] {
  if (series.length <= seriesLooks.length) return chart(points);
  const names = [...new Set(points.flatMap(({ targets }) => targets.map(({ name }) => name)))];
  return names.flatMap((name) => [
    `<h2>${xmlText(name)}</h2>`,
    ...chart(
      points.map((point) => ({ ...point, targets: point.targets.filter((target) => target.name === name) })),
    ),
  ]);
}

function chart(points: readonly HistoryPoint[]): string[] {
  return ['<figure>', historySvg(points).trimEnd(), '</figure>'];
}

function tables(points: readonly HistoryPoint[], series: readonly HistorySeries[]): string[] {
  if (series.length === 0) return [];
  return ['<h2 id="sizes">Sizes</h2>', ...series.flatMap((each) => sizeTable(points, each))];
}

function noticeSection(notices: readonly string[]): string[] {
  if (notices.length === 0) return [];
  const items = notices.map((notice) => `<li>${xmlText(notice)}</li>`);
  return ['<h2>What is missing</h2>', '<ul class="quiet">', ...items, '</ul>'];
}
