import { byId, element } from './dom.ts';
import { weightOf } from './lens.ts';
import type { TreeMap } from './map.ts';
import type { Page, Shown } from './page.ts';
import { cellsOf, columnsOf } from './table.ts';
import type { Item } from './tree.ts';

/** As many rows as a few sheets have. */
const rows = 120;
/** The shape that the style sheet gives the picture on paper, in CSS pixels. */
const size = { width: 1092, height: 660, scale: 2 };

/** On paper: the head, the picture in light colours, and a table of packages. */
export function printing(page: Page, map: TreeMap): void {
  const place = byId('section', 'print');
  let theme: string | undefined;
  addEventListener('beforeprint', () => {
    const { dataset } = document.documentElement;
    theme = dataset['theme'];
    dataset['theme'] = 'light';
    map.recolour();
    map.draw(size);
    place.replaceChildren(printed(page));
  });
  addEventListener('afterprint', () => {
    const { dataset } = document.documentElement;
    if (theme === undefined) delete dataset['theme'];
    else dataset['theme'] = theme;
    map.recolour();
    place.replaceChildren();
  });
}

function printed(page: Page): HTMLElement {
  const now = page.shown();
  const items = listedIn(now);
  const columns = columnsOf(page, now.lens);
  const head = ['Name', ...columns.map(({ title }) => title)];
  return element(
    'table',
    {},
    element('caption', { text: captionOf(now, items.length) }),
    element(
      'thead',
      {},
      element('tr', {}, ...head.map((text) => element('th', { text, with: { scope: 'col' } }))),
    ),
    element(
      'tbody',
      {},
      ...items
        .slice(0, rows)
        .map((item) =>
          element(
            'tr',
            {},
            element('th', { text: item.fullName, with: { scope: 'row' } }),
            ...cellsOf(item, columns),
          ),
        ),
    ),
  );
}

/** The packages of the program or module; of a package its symbols. The largest first. */
function listedIn({ at, areas, lens }: Shown): Item[] {
  const deeper = (item: Item): Item[] =>
    item.children.some(({ level }) => level === 'package' || level === 'module')
      ? item.children.flatMap(deeper)
      : [item];
  const items = deeper(at);
  const own = items.length === 1 && items[0] === at ? [...at.children] : items;
  const weight = (item: Item): number => weightOf(item, lens, areas);
  return own.filter(({ id }) => (areas[id] ?? 0) > 0).sort((a, b) => weight(b) - weight(a));
}

function captionOf({ at }: Shown, count: number): string {
  const some = count > rows ? `the largest ${rows} of ${count}` : `${count}`;
  return `${at.fullName}: ${some}`;
}
