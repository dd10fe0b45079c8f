import { byId, element } from './dom.ts';
import type { Page } from './page.ts';
import { enter } from './steps.ts';
import { pathTo } from './tree.ts';

/** The way from the program to where one is; each step leads back. */
export function crumbs(page: Page): void {
  const list = byId('ol', 'crumbs');
  page.follow((now, before) => {
    if (before?.at === now.at) return;
    const way = pathTo(now.at);
    list.replaceChildren(
      ...way.map((item) => {
        const text = item.parent === undefined ? 'Program' : item.label;
        if (item === now.at)
          return element('li', {}, element('span', { text, with: { 'aria-current': 'location' } }));
        return element(
          'li',
          {},
          element('button', { text, with: { type: 'button' }, on: { click: () => enter(page, item) } }),
        );
      }),
    );
  });
}
