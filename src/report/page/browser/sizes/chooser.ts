import type { SizePageData } from '../../data.ts';
import { byId, element, say } from '../dom.ts';
import type { Page } from '../page.ts';

/** What chooses the image; of a single one its name. A link in the table of targets goes to it as well. */
export function chooser(page: Page, { images }: SizePageData): void {
  const place = byId('div', 'chooser');
  const names = images.map(({ name }) => name);
  if (names.length === 1) {
    place.replaceChildren(element('strong', { text: names[0] ?? '' }));
  } else {
    const list = element(
      'select',
      { with: { 'aria-label': 'Target and platform' } },
      ...names.map((text, value) => element('option', { text, with: { value: String(value) } })),
    );
    list.addEventListener('change', () => {
      page.choose(Number(list.value));
      say(names[page.view] ?? '');
    });
    page.follow(() => {
      list.value = String(page.view);
    });
    place.replaceChildren(list);
  }
  addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a[href^="#image="]') : null;
    if (link !== null) byId('section', 'image').scrollIntoView();
  });
}
