import type { PageData, SizePageData } from '../data.ts';
import { cellTree } from './cells.ts';
import { crumbs } from './crumbs.ts';
import { byId } from './dom.ts';
import { head } from './head.ts';
import { legend } from './legend.ts';
import { treeMap } from './map.ts';
import { openPage } from './page.ts';
import { panel } from './panel.ts';
import { pointer } from './pointer.ts';
import { printing } from './print.ts';
import { search } from './search.ts';
import { showSizes } from './sizes/show.ts';
import { sizeViews } from './sizes/views.ts';
import { leave } from './steps.ts';
import { switches } from './switches.ts';
import { table } from './table.ts';
import { openTheme } from './theme.ts';

function start(): void {
  const data = JSON.parse(byId('script', 'data').text) as PageData | SizePageData;
  const isOfSizes = 'images' in data;
  if (isOfSizes && data.images.length === 0) return;
  const page = openPage(isOfSizes ? sizeViews(data) : { names: [''], dataOf: () => data });
  let recolour = (): void => undefined;
  const theme = openTheme(() => recolour());
  if (isOfSizes) showSizes(page, data);
  else head(data);
  crumbs(page);
  switches(page, theme);
  legend(page);
  panel(page);
  table(page);
  search(page);
  const map = treeMap(page);
  recolour = map.recolour;
  cellTree(page, map);
  pointer(page, map);
  printing(page, map);
  byId('a', 'skip').addEventListener('click', (event) => {
    event.preventDefault();
    page.go({ view: 'table' });
    byId('section', 'table').focus();
  });
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target instanceof HTMLInputElement && event.target.type === 'search';
    if (event.key === 'Escape') leave(page);
    else if (event.key === '/' && !typing) byId('input', 'query').focus();
    else return;
    event.preventDefault();
  });
}

start();
