import type { Item, Tree } from './tree.ts';

/** `retained`: what would go away. */
export type Measure = 'disk' | 'wire' | 'retained';

/** What the page shows; its address says the same, so that a reload and a link keep the place. */
export interface Place {
  /** What is gone into. */
  readonly at: Item;
  /** What the side panel tells about, when it is not `at`. */
  readonly chosen: Item | undefined;
  readonly measure: Measure;
  /** Of a comparison. */
  readonly changesOnly: boolean;
  readonly view: 'map' | 'table';
  readonly query: string;
}

export interface PlaceLimits {
  readonly measures: readonly Measure[];
  readonly isComparison: boolean;
}

export function startOf(tree: Tree): Place {
  return {
    at: tree.root,
    chosen: undefined,
    measure: 'disk',
    changesOnly: false,
    view: 'map',
    query: '',
  };
}

/** The part of the address behind `#`, with what differs from the start. */
export function addressOf(place: Place): string {
  const said = new URLSearchParams();
  if (place.at.parent !== undefined) said.set('at', place.at.key);
  if (place.chosen !== undefined) said.set('item', place.chosen.key);
  if (place.measure !== 'disk') said.set('bytes', place.measure);
  if (place.changesOnly) said.set('show', 'changes');
  if (place.view !== 'map') said.set('view', place.view);
  if (place.query !== '') said.set('find', place.query);
  return said.toString();
}

/** The place that an address names; what it says of things that are not there is left aside. */
export function placeAt(address: string, tree: Tree, limits: PlaceLimits): Place {
  const said = new URLSearchParams(address.replace(/^#/, ''));
  const itemOf = (name: string): Item | undefined => tree.byKey.get(said.get(name) ?? '');
  const at = itemOf('at');
  return {
    at: at !== undefined && at.children.length > 0 ? at : tree.root,
    chosen: itemOf('item'),
    measure: limits.measures.find((name) => name === said.get('bytes')) ?? 'disk',
    changesOnly: limits.isComparison && said.get('show') === 'changes',
    view: said.get('view') === 'table' ? 'table' : 'map',
    query: said.get('find') ?? '',
  };
}
