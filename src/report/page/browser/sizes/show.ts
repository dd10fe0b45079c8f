import type { SizePageData } from '../../data.ts';
import { byId } from '../dom.ts';
import type { Page } from '../page.ts';
import { changesOf } from './changes.ts';
import { chooser } from './chooser.ts';
import { figuresOf } from './figures.ts';

/** What is told of the image that is chosen, beside its treemap. */
export function showSizes(page: Page, data: SizePageData): void {
  const section = byId('section', 'image');
  section.hidden = false;
  chooser(page, data);
  page.follow((now, before) => {
    if (before?.tree === now.tree) return;
    const image = data.images[page.view];
    if (image === undefined) return;
    byId('dl', 'figures').replaceChildren(...figuresOf(image));
    byId('div', 'changes').replaceChildren(...changesOf(image, data.names));
  });
}
