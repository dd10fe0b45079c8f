import type { PageData } from '../data.ts';
import { type Found, find } from './find.ts';
import { areasOf, type Lens } from './lens.ts';
import { addressOf, type Measure, type Place, placeAt, startOf } from './place.ts';
import { type Tree, treeOf } from './tree.ts';

/** Where the page is, with what follows from it. */
export interface Shown extends Place {
  readonly lens: Lens;
  /** By the items' numbers. */
  readonly areas: Float64Array;
  readonly found: Found;
  readonly tree: Tree;
}

/** What a page can show, one at a time. */
export interface Views {
  /** What each is called in the address; '' where there is one. */
  readonly names: readonly string[];
  readonly dataOf: (index: number) => PageData;
}

export interface Page {
  /** Of the view that is shown. */
  readonly data: PageData;
  readonly tree: Tree;
  /** Its place among the views. */
  readonly view: number;
  readonly shown: () => Shown;
  /** Goes to another place. One that is gone into is a step in the browser's history. */
  readonly go: (change: Partial<Place>) => void;
  /** Goes to the start of another view, which is a step too. */
  readonly choose: (view: number) => void;
  /** Calls with each new place and the one before it, and at once with the first. */
  readonly follow: (listener: (now: Shown, before: Shown | undefined) => void) => void;
}

/** A view, opened. */
interface Opened {
  readonly index: number;
  readonly data: PageData;
  readonly tree: Tree;
}

/** The page's one state: it begins where the address says and keeps the address true. */
export function openPage(views: Views): Page {
  const open = openingViews(views);
  const viewIn = (address: string): Opened =>
    open(Math.max(0, views.names.indexOf(parameters(address).get('image') ?? '')));
  const listeners: ((now: Shown, before: Shown | undefined) => void)[] = [];
  let view = viewIn(location.hash);
  let now = shownOf(placeIn(location.hash, view), view, undefined);
  const show = (place: Place, next: Opened): void => {
    const before = now;
    view = next;
    now = shownOf(place, view, before);
    for (const listener of listeners) listener(now, before);
  };
  const go = (change: Partial<Place>, next = view): void => {
    const place = { ...placeOf(now), ...change };
    note(`#${addressIn(place, views.names[next.index] ?? '')}`, place.at !== now.at);
    show(place, next);
  };
  addEventListener('popstate', () => {
    const next = viewIn(location.hash);
    show(placeIn(location.hash, next), next);
  });
  return {
    get data() {
      return view.data;
    },
    get tree() {
      return view.tree;
    },
    get view() {
      return view.index;
    },
    shown: () => now,
    go,
    choose: (index) => {
      const next = open(index);
      const { measure, changesOnly, view: kind } = now;
      const kept = { changesOnly, view: kind, ...(measuresOf(next.data).includes(measure) && { measure }) };
      go({ ...startOf(next.tree), ...kept }, next);
    },
    follow: (listener) => {
      listeners.push(listener);
      listener(now, undefined);
    },
  };
}

/** Each is made when it is first shown, and kept: so that what is in it stays the same. */
function openingViews({ dataOf }: Views): (index: number) => Opened {
  const opened = new Map<number, Opened>();
  return (index) => {
    const known = opened.get(index);
    if (known !== undefined) return known;
    const data = dataOf(index);
    const made = { index, data, tree: treeOf(data) };
    opened.set(index, made);
    return made;
  };
}

/** What bytes of a view can be looked at. */
export function measuresOf({ measures, retained }: PageData): Measure[] {
  return [...measures, ...(retained === undefined ? [] : (['retained'] as const))];
}

function parameters(address: string): URLSearchParams {
  return new URLSearchParams(address.replace(/^#/, ''));
}

function placeIn(address: string, { data, tree }: Opened): Place {
  return placeAt(address, tree, {
    measures: measuresOf(data),
    isComparison: data.files.length > 1,
  });
}

function addressIn(place: Place, image: string): string {
  const rest = addressOf(place);
  if (image === '') return rest;
  const named = new URLSearchParams({ image }).toString();
  return rest === '' ? named : `${named}&${rest}`;
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
function shownOf(place: Place, { data, tree }: Opened, before: Shown | undefined): Shown {
  const lens: Lens = {
    sides: data.files.length > 1 ? 2 : 1,
    measure: place.measure === 'wire' ? 1 : 0,
    changesOnly: place.changesOnly,
    retained: place.measure === 'retained',
  };
  const same = before?.tree === tree ? before : undefined;
  // What would go away is told of what is seen from a place.
  const sameLens =
    same?.measure === place.measure &&
    same.changesOnly === place.changesOnly &&
    (same.at === place.at || !lens.retained);
  return {
    ...place,
    lens,
    tree,
    areas: sameLens ? same.areas : areasOf(tree.items, lens, place.at),
    found: same?.query === place.query ? same.found : find(tree.items, place.query),
  };
}
