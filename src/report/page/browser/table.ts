import { formatBytes } from '../../format-bytes.ts';
import { byId, element } from './dom.ts';
import { bytesOf, changeOf, growthOf, type Lens } from './lens.ts';
import type { Page, Shown } from './page.ts';
import { enter, jump } from './steps.ts';
import type { Item } from './tree.ts';
import { levelWord, percent, relativeGrowth, signedBytes, sizeText } from './words.ts';

export interface Column {
  readonly title: string;
  readonly text: (item: Item) => string;
  /** What rows are sorted by; a column of words has none. */
  readonly value?: (item: Item) => number;
  /** The same when the largest come first, where that is another number. */
  readonly size?: (item: Item) => number;
  /** Of which measure it is what one looks at first. */
  readonly first?: number;
  readonly how?: (item: Item) => string;
}

/** Rows of a table at a time: thousands of symbols would take a browser seconds. */
const step = 500;

export function columnsOf(page: Page, lens: Lens): Column[] {
  const disk: Lens = { ...lens, measure: 0 };
  const columns: Column[] = [{ title: 'What', text: levelWord }];
  const { retained } = page.data;
  for (const [index, name] of page.data.measures.entries()) {
    const own: Lens = { ...disk, measure: index === 0 ? 0 : 1 };
    const after = (item: Item): number => bytesOf(item, own).after;
    const before = (item: Item): number => bytesOf(item, own).before;
    const said = name === 'disk' ? 'On disk' : 'On the wire';
    if (lens.sides === 1) {
      const whole = after(page.tree.root);
      columns.push({ title: said, text: (item) => sizeText(item, own, 'after'), value: after, first: index });
      columns.push({
        title: 'Share',
        text: (item) => (item.level === 'kept' ? '–' : percent(after(item), whole)),
        value: after,
      });
    } else {
      const growth = (item: Item): number => growthOf(item, own);
      const relative = (item: Item): number => growth(item) / (before(item) || 1e-9);
      const how = (item: Item): string => changeOf(item, own);
      columns.push(
        { title: `${said}, before`, text: (item) => sizeText(item, own, 'before'), value: before },
        { title: 'After', text: (item) => sizeText(item, own, 'after'), value: after },
        {
          title: 'Change',
          text: (item) => signedBytes(growth(item)),
          value: growth,
          // What shrank much has changed as much as what grew so.
          size: (item) => Math.abs(growth(item)),
          first: index,
          how,
        },
        { title: 'In percent', text: (item) => relativeGrowth(item, own), value: relative, how },
      );
    }
  }
  if (retained !== undefined) {
    const text = (item: Item): string => (item.retained === undefined ? '–' : formatBytes(item.retained));
    columns.push({ title: 'Retained', text, value: (item) => item.retained ?? 0 });
  }
  return columns;
}

/** What the table is sorted by at first. */
function firstColumn(columns: readonly Column[], { retained, measure }: Lens): number {
  return retained ? columns.length - 1 : columns.findIndex(({ first }) => first === measure);
}

/** How the table is sorted: by a column's number (-1: by name), the largest first or last. */
interface Sorting {
  readonly column: number;
  readonly ascending: boolean;
}

/** The same as the treemap as a table: what is in the place where one is. */
export function table(page: Page): void {
  const place = byId('section', 'table');
  let limit = step;
  let sorting: Sorting | undefined;
  const show = (now: Shown): void => {
    const columns = columnsOf(page, now.lens);
    const by = sorting ?? { column: firstColumn(columns, now.lens), ascending: false };
    const rows = sorted(now.at.children, columns, by, now);
    const sort = (column: number): void => {
      sorting = { column, ascending: by.column === column ? !by.ascending : column === -1 };
      show(now);
      place.querySelectorAll<HTMLElement>('thead button')[sortedBefore(columns, column)]?.focus();
    };
    const body = rows.slice(0, limit).map((item) => row(page, item, columns));
    place.replaceChildren(
      element(
        'table',
        {},
        element('caption', { text: `${now.at.fullName}: ${counted(rows.length)}` }),
        headRow(columns, by, sort),
        element('tbody', {}, ...body),
      ),
      ...more(rows.length, () => {
        const next = limit;
        limit += step;
        show(now);
        place.querySelectorAll<HTMLElement>('tbody button')[next]?.focus();
      }),
    );
  };
  const more = (rows: number, click: () => void): Node[] => {
    if (rows <= limit) return [];
    const text = `Show ${Math.min(step, rows - limit)} more of ${rows}`;
    return [element('button', { class: 'more', text, with: { type: 'button' }, on: { click } })];
  };
  page.follow((now, before) => {
    place.hidden = now.view !== 'table';
    if (before !== undefined && before.at !== now.at) limit = step;
    const same = before?.at === now.at && before.areas === now.areas && before.view === now.view;
    if (place.hidden || same) return;
    const hadFocus = place.contains(document.activeElement);
    show(now);
    if (hadFocus) place.focus();
  });
}

/** What is equal in a column goes by its area, then by its name. */
function sorted(items: readonly Item[], columns: readonly Column[], by: Sorting, { areas }: Shown): Item[] {
  const area = ({ id }: Item): number => areas[id] ?? 0;
  const column = columns[by.column];
  const { value } = column ?? {};
  const shown = items.filter((item) => area(item) > 0);
  if (value === undefined) return shown.sort((a, b) => (by.ascending ? byName(a, b) : byName(b, a)));
  const size = column?.size ?? value;
  return shown.sort(
    (a, b) => (by.ascending ? value(a) - value(b) : size(b) - size(a)) || area(b) - area(a) || byName(a, b),
  );
}

function byName(a: Item, b: Item): number {
  return a.label < b.label ? -1 : a.label > b.label ? 1 : 0;
}

function headRow(columns: readonly Column[], by: Sorting, sort: (column: number) => void): HTMLElement {
  const cell = (title: string, index: number, sortable: boolean): HTMLElement => {
    const direction = by.ascending ? 'ascending' : 'descending';
    const how = { scope: 'col', 'aria-sort': by.column === index ? direction : undefined };
    if (!sortable)
      return element('th', { text: title, with: how, class: how['aria-sort'] === undefined ? 'word' : '' });
    const click = (): void => sort(index);
    return element(
      'th',
      { with: how },
      element('button', { text: title, with: { type: 'button' }, on: { click } }),
    );
  };
  const cells = columns.map(({ title, value }, index) => cell(title, index, value !== undefined));
  return element('thead', {}, element('tr', {}, cell('Name', -1, true), ...cells));
}

/** Which of the buttons in the head is that of a column. */
function sortedBefore(columns: readonly Column[], column: number): number {
  return column === -1 ? 0 : 1 + columns.slice(0, column).filter(({ value }) => value !== undefined).length;
}

function row(page: Page, item: Item, columns: readonly Column[]): HTMLElement {
  const click = (): void => (item.children.length > 0 ? enter(page, item) : jump(page, item));
  const name = element('button', { text: item.label, with: { type: 'button' }, on: { click } });
  return element('tr', {}, element('th', { with: { scope: 'row' } }, name), ...cellsOf(item, columns));
}

export function cellsOf(item: Item, columns: readonly Column[]): HTMLElement[] {
  return columns.map(({ text, value, how }) =>
    element('td', {
      text: text(item),
      class: value === undefined && how === undefined ? 'word' : (how?.(item) ?? ''),
    }),
  );
}

function counted(rows: number): string {
  return `${rows} ${rows === 1 ? 'row' : 'rows'}`;
}
