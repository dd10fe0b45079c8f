import { element } from '../dom.ts';

/** Rows at a time; who wants more asks for them. */
const step = 20;

/** A table that begins with some of its rows; each is made when it is shown. */
export function rowsOf(heads: readonly string[], rows: readonly (() => HTMLElement)[]): HTMLElement {
  const body = element('tbody');
  const more = element('button', { class: 'more', with: { type: 'button' } });
  const show = (count: number): void => {
    const from = body.children.length;
    body.append(...rows.slice(from, from + count).map((make) => make()));
    const left = rows.length - body.children.length;
    more.hidden = left === 0;
    more.textContent = `Show ${left} more`;
  };
  more.addEventListener('click', () => show(rows.length));
  show(step);
  return element(
    'div',
    {},
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element('tr', {}, ...heads.map((text) => element('th', { text, with: { scope: 'col' } }))),
      ),
      body,
    ),
    more,
  );
}
