import { say } from './dom.ts';
import { bytesOf } from './lens.ts';
import type { Page } from './page.ts';
import type { Item } from './tree.ts';
import { spoken } from './words.ts';

/** Goes into an item that holds others; of any other says more. */
export function enter(page: Page, item: Item): void {
  if (item.children.length > 0) page.go({ at: item, chosen: undefined });
  else choose(page, item);
  tell(page, item);
}

/** Shows an item where it lies. */
export function choose(page: Page, item: Item): void {
  page.go({ chosen: item });
}

/** Goes to an item from anywhere: into a module or package, to a symbol in its package. */
export function jump(page: Page, item: Item): void {
  if (item.children.length > 0) page.go({ at: item, chosen: undefined });
  else page.go({ at: item.parent ?? page.tree.root, chosen: item });
  tell(page, item);
}

/** One step out; what was left is chosen, so that one sees where it lies. */
export function leave(page: Page): void {
  const { at, chosen } = page.shown();
  if (at.parent !== undefined) {
    page.go({ at: at.parent, chosen: undefined });
    tell(page, at.parent);
  } else if (chosen !== undefined) page.go({ chosen: undefined });
}

function tell(page: Page, item: Item): void {
  const now = page.shown();
  say(spoken(item, now, bytesOf(page.tree.root, now.lens).after));
}
