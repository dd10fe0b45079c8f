import { formatBytes } from '../../format-bytes.ts';
import { byId, element, say } from './dom.ts';
import { weightOf } from './lens.ts';
import type { Page, Shown } from './page.ts';
import { jump } from './steps.ts';
import type { Item } from './tree.ts';
import { levelWord, listBytes } from './words.ts';

const listed = 60;

/** The field that finds modules, packages and symbols: a list with bytes, and what was not found grows pale in the picture. */
export function search(page: Page): void {
  const field = byId('input', 'query');
  const box = byId('div', 'found');
  const list = byId('div', 'matches');
  let matches: Item[] = [];
  let active = -1;

  const open = (yes: boolean): void => {
    box.hidden = !yes;
    field.setAttribute('aria-expanded', String(yes));
  };
  const mark = (index: number): void => {
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = matches.length === 0 ? -1 : (index + matches.length) % matches.length;
    const option = list.children[active];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', option?.id ?? '');
  };
  const take = (item: Item | undefined): void => {
    if (item === undefined) return;
    open(false);
    jump(page, item);
  };
  const show = (now: Shown): void => {
    const { found, areas, lens } = now;
    const weight = (item: Item): number => weightOf(item, lens, areas);
    const all = [...found.items].sort((a, b) => weight(b) - weight(a));
    matches = all.slice(0, listed);
    const bytes = formatBytes(all.reduce((sum, item) => sum + weight(item), 0));
    // What would go without each does not add up.
    const count = `${all.length} ${all.length === 1 ? 'match' : 'matches'}${lens.retained ? '' : `, ${bytes}`}`;
    const text = all.length === 0 ? 'Nothing has this in its name.' : count;
    byId('p', 'foundSum').textContent = text;
    say(text);
    const options = matches.map((item, index) => {
      const option = element(
        'div',
        { with: { role: 'option', id: `match-${index}`, 'aria-selected': 'false' } },
        element('span', { text: item.label }),
        element('span', { text: listBytes(item, now) }),
        element('span', { class: 'where', text: `${levelWord(item)}${placeOf(item)}` }),
      );
      // Before the field loses the focus.
      option.addEventListener('pointerdown', (event) => event.preventDefault());
      option.addEventListener('click', () => take(item));
      return option;
    });
    list.replaceChildren(...options);
    active = -1;
    mark(0);
  };

  field.addEventListener('input', () => {
    page.go({ query: field.value });
    open(field.value.trim() !== '');
  });
  field.addEventListener('focus', () => open(field.value.trim() !== ''));
  field.addEventListener('blur', () => open(false));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') mark(active + 1);
    else if (event.key === 'ArrowUp') mark(active - 1);
    else if (event.key === 'Enter') take(matches[active]);
    else if (event.key === 'Escape') {
      if (field.value === '') field.blur();
      field.value = '';
      page.go({ query: '' });
      open(false);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  page.follow((now, before) => {
    if (field.value !== now.query) field.value = now.query;
    if (now.query.trim() !== '' && (before?.found !== now.found || before.areas !== now.areas)) show(now);
  });
}

function placeOf({ parent }: Item): string {
  return parent?.parent === undefined ? '' : ` in ${parent.fullName}`;
}
