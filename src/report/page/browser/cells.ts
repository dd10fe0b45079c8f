import { byId, element, layOver } from './dom.ts';
import type { Cell } from './layout.ts';
import { bytesOf } from './lens.ts';
import type { TreeMap } from './map.ts';
import { type Direction, neighbour } from './neighbours.ts';
import type { Page } from './page.ts';
import { enter } from './steps.ts';
import { spoken } from './words.ts';

/** As many as a person would step through; the table has all. */
const most = 400;

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/**
 * What the keyboard and screen readers see of the canvas: a tree whose items lie over the cells. One of them is a stop of
 * the Tab key, the arrows go from there.
 */
export function cellTree(page: Page, map: TreeMap): void {
  const tree = byId('div', 'cells');
  let shown: { cell: Cell; node: HTMLElement }[] = [];
  let last = page.shown().at;

  const build = (): void => {
    const now = page.shown();
    const { at, chosen, lens } = now;
    const hadFocus = tree.contains(document.activeElement);
    const old = shown.find(({ node }) => node === document.activeElement)?.cell.item;
    const left = last === at ? (chosen ?? old) : (chosen ?? last);
    last = at;
    const whole = bytesOf(page.tree.root, lens).after;
    const own = map.cells().filter(({ depth, small }) => depth === 1 && small.length === 0);
    shown = own.slice(0, most).map((cell, index) => {
      const node = element('div', {
        with: {
          role: 'treeitem',
          tabindex: '-1',
          'aria-label': spoken(cell.item, now, whole),
          'aria-level': String(levelOf(cell)),
          'aria-posinset': String(index + 1),
          'aria-setsize': String(own.length),
          'aria-selected': String(cell.item === chosen),
          ...(cell.item.children.length > 0 && { 'aria-expanded': 'false' }),
        },
      });
      layOver(node, cell);
      node.addEventListener('click', () => enter(page, cell.item));
      return { cell, node };
    });
    tree.setAttribute('aria-label', `What ${at.fullName} is made of`);
    tree.replaceChildren(...shown.map(({ node }) => node));
    const stop = shown.find(({ cell }) => cell.item === left) ?? shown[0];
    stop?.node.setAttribute('tabindex', '0');
    if (hadFocus) (stop?.node ?? byId('input', 'query')).focus({ preventScroll: true });
  };

  const focus = (to: { node: HTMLElement } | undefined): void => {
    if (to === undefined) return;
    for (const { node } of shown) node.setAttribute('tabindex', node === to.node ? '0' : '-1');
    to.node.focus({ preventScroll: true });
  };

  tree.addEventListener('keydown', (event) => {
    const from = shown.find(({ node }) => node === event.target);
    if (from === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directions[event.key];
    if (direction !== undefined) {
      const to = neighbour(
        shown.map(({ cell }) => cell),
        from.cell,
        direction,
      );
      focus(shown.find(({ cell }) => cell === to));
    } else if (event.key === 'Home') focus(shown[0]);
    else if (event.key === 'End') focus(shown.at(-1));
    else if (event.key === 'Enter' || event.key === ' ') enter(page, from.cell.item);
    else return;
    event.preventDefault();
  });
  map.whenLaid(build);
  page.follow((now, before) => {
    if (before === undefined || before.chosen === now.chosen || before.at !== now.at) return;
    for (const { cell, node } of shown) node.setAttribute('aria-selected', String(cell.item === now.chosen));
    focus(shown.find(({ cell }) => cell.item === now.chosen && tree.contains(document.activeElement)));
  });
}

function levelOf({ item }: Cell): number {
  let level = 0;
  for (let outer = item.parent; outer !== undefined; outer = outer.parent) level += 1;
  return level;
}
