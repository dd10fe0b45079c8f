import { formatBytes } from '../format-bytes.ts';
import { xmlText } from '../xml-text.ts';
import { anchorOf, type HistoryPoint, type HistorySeries, type HistorySizes } from './history.ts';
import { deltaCell } from './page-delta.ts';

/** The numbers that the chart shows of one target on one platform: the newest on top, each with the change to the one before. */
export function sizeTable(points: readonly HistoryPoint[], { name, sizes }: HistorySeries): string[] {
  const before: Partial<Record<keyof HistorySizes, number>> = {};
  const rows = points.flatMap((point, at) => {
    const each = sizes[at];
    if (each === undefined) return [];
    const cells = (['diskBytes', 'pullBytes'] as const).map((measure) => {
      const [old, now] = [before[measure], each[measure]];
      if (now !== undefined) before[measure] = now;
      return `${bytesCell(now)}${deltaCell(old, now)}`;
    });
    return [`<tr>${nameCell(point, at)}<td class="day">${dayOf(point)}</td>${cells.join('')}</tr>`];
  });
  return [
    '<table>',
    `<caption>${xmlText(name)}</caption>`,
    '<thead><tr><th scope="col">Release or commit</th><th scope="col">Day</th>',
    '<th scope="col" class="number">On disk</th><th scope="col" class="number">Change on disk</th>',
    '<th scope="col" class="number">Pulled</th><th scope="col" class="number">Change pulled</th></tr></thead>',
    '<tbody>',
    ...rows.toReversed(),
    '</tbody></table>',
  ];
}

/** Leads to what it added, where that is told. */
function nameCell({ name, commit, isRelease, changes = [] }: HistoryPoint, at: number): string {
  const text = xmlText(name);
  const linked = changes.length === 0 ? text : `<a href="#${anchorOf(at)}">${text}</a>`;
  const short = commit?.slice(0, 7);
  const of = short === undefined || short === name ? '' : ` <span class="quiet">${xmlText(short)}</span>`;
  return `<th scope="row"${isRelease === true ? ' class="release"' : ''}>${linked}${of}</th>`;
}

function bytesCell(bytes: number | undefined): string {
  const text = bytes === undefined ? '–' : formatBytes(bytes);
  const exact = bytes === undefined ? '' : ` title="${bytes} bytes"`;
  return `<td class="number"${exact}>${text}</td>`;
}

/** The day of the commit, as its author's clock had it. */
function dayOf({ created = '' }: HistoryPoint): string {
  return /^\d{4}-\d\d-\d\d(?=T)/.exec(created)?.[0] ?? '';
}
