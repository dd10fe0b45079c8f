import { shownName } from '../page/names.ts';
import { xmlText } from '../xml-text.ts';

/** A cell: text from anywhere, or HTML that was made here. */
export interface HtmlCell {
  readonly html: string;
  /** `number`, `grown`, `shrunk`, `code` … of the style sheet. */
  readonly class?: string;
}

export interface HtmlTable {
  readonly title: string;
  readonly id: string;
  /** HTML made here that stands below the heading: a picture of the same. Then rows need not be counted. */
  readonly picture?: string;
  readonly heads: readonly (readonly [text: string, how?: string])[];
  /** The first cell of each is its head. */
  readonly rows: readonly (readonly HtmlCell[])[];
}

export function textCell(text: string, how?: string): HtmlCell {
  return { html: xmlText(shownName(text)), ...(how !== undefined && { class: how }) };
}

/**
 * A heading and a table, as far as there is room; nothing without rows. A long one has a scroll bar of its own.
 * @param room bytes
 */
export function titledTable({ title, id, picture, heads, rows }: HtmlTable, room: number): string {
  if (rows.length === 0) return '';
  const all = rows.map((cells) => `<tr>${cells.map(cellHtml).join('')}</tr>`);
  let left = room;
  const cut = all.findIndex((row) => {
    left -= Buffer.byteLength(row) + 1;
    return left < 0;
  });
  const shown = cut < 0 ? all : all.slice(0, cut);
  const rest = all.length - shown.length;
  const head = heads.map(([text, how]) => `<th scope="col"${classOf(how)}>${text}</th>`).join('');
  const isCounted = rows.length > 1 && picture === undefined;
  const name = `${title}${isCounted ? ` <span class="count">${rows.length}</span>` : ''}`;
  return [
    `<h2 id="${id}-name">${name}</h2>`,
    ...(picture === undefined ? [] : [picture]),
    `<div class="rows" role="region" tabindex="0" aria-labelledby="${id}-name">`,
    `<table><thead><tr>${head}</tr></thead><tbody>`,
    ...shown,
    '</tbody></table>',
    ...(rest > 0 ? [`<p class="rest">and ${rest} more, for which there is no room here</p>`] : []),
    '</div>',
  ].join('\n');
}

function cellHtml({ html, class: how }: HtmlCell, at: number): string {
  return at === 0 ? `<th scope="row"${classOf(how)}>${html}</th>` : `<td${classOf(how)}>${html}</td>`;
}

function classOf(how: string | undefined): string {
  return how === undefined ? '' : ` class="${how}"`;
}
