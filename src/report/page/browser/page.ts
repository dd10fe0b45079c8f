import type { PageData } from '../data.ts';
import { type Found, find } from './find.ts';
import { areasOf, type Lens } from './lens.ts';
import { addressOf, type Place, placeAt, startOf } from './place.ts';
import { type Tree, treeOf } from './tree.ts';

/** Where the page is, with what follows from it. */
export interface Shown extends Place {
  readonly lens: Lens;
  /** By the items' numbers. */
  readonly areas: Float64Array;
  readonly found: Found;
}

export interface Page {
  readonly data: PageData;
  readonly tree: Tree;
  readonly shown: () => Shown;
  /** Goes to another place. One that is gone into is a step in the browser's history. */
  readonly go: (change: Partial<Place>) => void;
  /** Calls with each new place and the one before it, and at once with the first. */
  readonly follow: (listener: (now: Shown, before: Shown | undefined) => void) => void;
}

/** The page's one state: it begins where the address says and keeps the address true. */
export function openPage(data: PageData): Page {
  const tree = treeOf(data);
  const limits = { hasWire: data.measures.includes('wire'), isComparison: data.files.length > 1 };
  const listeners: ((now: Shown, before: Shown | undefined) => void)[] = [];
  let now = shownOf(placeAt(location.hash, tree, limits), data, tree, undefined);
  const show = (place: Place): void => {
    const before = now;
    now = shownOf(place, data, tree, before);
    for (const listener of listeners) listener(now, before);
  };
  const go = (change: Partial<Place>): void => {
    const place = { ...startOf(tree), ...placeOf(now), ...change };
    note(`#${addressOf(place)}`, place.at !== now.at);
    show(place);
  };
  addEventListener('popstate', () => show(placeAt(location.hash, tree, limits)));
  return {
    data,
    tree,
    shown: () => now,
    go,
    follow: (listener) => {
      listeners.push(listener);
      listener(now, undefined);
    },
  };
}

/** Keeps the address true. A browser may refuse when one types very fast; the next step puts that right. */
function note(address: string, isStep: boolean): void {
  try {
    if (isStep) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  } catch {
    // The page itself is where it should be.
  }
}

function placeOf({ at, chosen, measure, changesOnly, view, query }: Shown): Place {
  return { at, chosen, measure, changesOnly, view, query };
}

/** What does not depend on what changed is kept. */
function shownOf(place: Place, data: PageData, tree: Tree, before: Shown | undefined): Shown {
  const lens: Lens = {
    sides: data.files.length > 1 ? 2 : 1,
    measure: place.measure === 'wire' ? 1 : 0,
    changesOnly: place.changesOnly,
  };
  const sameLens = before?.measure === place.measure && before.changesOnly === place.changesOnly;
  return {
    ...place,
    lens,
    areas: sameLens ? before.areas : areasOf(tree.items, lens),
    found: before?.query === place.query ? before.found : find(tree.items, place.query),
  };
}
