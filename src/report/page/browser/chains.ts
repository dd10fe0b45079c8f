import { referenceKinds } from '../../../size/reach/findings.ts';
import { referenceWords } from '../../reference-words.ts';
import { element } from './dom.ts';
import type { Page } from './page.ts';
import { jump } from './steps.ts';

/** What one reads at a glance; of a longer chain what is between is shown when one asks. */
const shown = { all: 12, first: 4, last: 6 } as const;

/** A chain of imports from the main package on, each link that has bytes a way there; nothing without links. */
export function importChain(page: Page, paths: readonly string[]): Node[] {
  const links = paths.map((text) => {
    const item = page.tree.byKey.get(`package:${text}`);
    if (item === undefined) return element('li', { text });
    const click = (): void => jump(page, item);
    return element('li', {}, element('button', { text, with: { type: 'button' }, on: { click } }));
  });
  return chain('Imported through', links);
}

/** A chain of references from where the linker begins. */
export function referenceChain(rows: readonly (readonly [symbol: string, how: number])[]): Node[] {
  const links = rows.map(([text, how]) => {
    const words = referenceWords[referenceKinds[how] ?? 'reference'];
    return element('li', { text }, ...(words === '' ? [] : [element('small', { text: words })]));
  });
  return chain('Why it is alive', links);
}

function chain(title: string, links: readonly HTMLElement[]): Node[] {
  if (links.length === 0) return [];
  const list = element('ol', { class: 'chain' });
  const between = links.slice(shown.first, -shown.last);
  if (links.length <= shown.all) list.append(...links);
  else {
    const click = (): void => list.replaceChildren(...links);
    const text = `${between.length} more`;
    const more = element('li', {}, element('button', { text, with: { type: 'button' }, on: { click } }));
    list.append(...links.slice(0, shown.first), more, ...links.slice(-shown.last));
  }
  return [element('h3', { text: title }), list];
}
