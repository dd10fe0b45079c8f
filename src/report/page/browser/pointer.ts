import { byId, element, layOver } from './dom.ts';
import { type Cell, cellAt } from './layout.ts';
import { bytesOf } from './lens.ts';
import type { TreeMap } from './map.ts';
import type { Page } from './page.ts';
import { enter } from './steps.ts';
import type { Item } from './tree.ts';
import { levelWord, toldBytes } from './words.ts';

/** A click goes one step in towards what is under the pointer; what that is is said beside it. */
export function pointer(page: Page, map: TreeMap): void {
  const canvas = byId('canvas', 'canvas');
  const frame = byId('div', 'hover');
  const tip = byId('div', 'tip');
  let over: Cell | undefined;

  const hide = (): void => {
    over = undefined;
    frame.hidden = true;
    tip.hidden = true;
  };
  const show = (cell: Cell): void => {
    over = cell;
    frame.hidden = false;
    layOver(frame, cell);
    tip.replaceChildren(...told(page, cell));
    tip.hidden = false;
  };
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch') return;
    const cell = cellAt(map.cells(), event.offsetX, event.offsetY);
    if (cell === undefined || cell.depth === 0) return hide();
    if (cell !== over) show(cell);
    beside(tip, event);
  });
  canvas.addEventListener('pointerleave', hide);
  canvas.addEventListener('click', (event) => {
    const cell = cellAt(map.cells(), event.offsetX, event.offsetY);
    const step = cell === undefined ? undefined : stepTowards(cell.item, page.shown().at);
    if (step !== undefined) enter(page, step);
  });
  map.whenLaid(hide);
}

/** The child of `at` that an item is or lies in. */
function stepTowards(item: Item, at: Item): Item | undefined {
  if (item === at) return undefined;
  if (item.parent === at) return item;
  return item.parent === undefined ? undefined : stepTowards(item.parent, at);
}

function told(page: Page, { item, small }: Cell): Node[] {
  const now = page.shown();
  const whole = bytesOf(page.tree.root, now.lens).after;
  const name = small.length > 0 ? `${small.length} smaller parts of ${item.fullName}` : item.fullName;
  const numbers =
    small.length > 0 ? 'go in to see them' : `${toldBytes(item, now, whole)} · ${levelWord(item)}`;
  return [element('b', { text: name }), element('span', { text: numbers })];
}

/** Beside the pointer, and inside the window. */
function beside(tip: HTMLElement, { clientX, clientY }: PointerEvent): void {
  const { offsetWidth, offsetHeight } = tip;
  const right = clientX + 16 + offsetWidth < innerWidth ? clientX + 16 : clientX - 12 - offsetWidth;
  const below = clientY + 20 + offsetHeight < innerHeight ? clientY + 20 : clientY - 12 - offsetHeight;
  tip.style.transform = `translate(${Math.max(4, right)}px, ${Math.max(4, below)}px)`;
}
