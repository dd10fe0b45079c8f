import type { TarEntry } from '../../support/tar/read-tar.ts';
import { type ApplyFault, mergeLayers, type TreeNode } from '../read/tree.ts';
import type { FileState } from './image-view.ts';

type Entry = Pick<TarEntry, 'path' | 'type' | 'link'>;

export interface Fate {
  readonly state: FileState;
  /** The layer that replaced or removed it. */
  readonly goneIn?: number;
}

export interface Merged<E extends Entry> {
  readonly root: TreeNode<E>;
  /**
   * What became of an entry; each is known by itself, so a layer that an image has twice needs entries of its own.
   */
  readonly fateOf: (entry: E) => Fate;
  readonly faults: readonly ApplyFault[];
}

/** Merges layers, lowest first, and follows every entry. A file lives as long as one of its hard links does. */
export function followEntries<E extends Entry>(layers: readonly (readonly E[])[]): Merged<E> {
  const ends = new Map<E, Fate>();
  const { root, faults } = mergeLayers<E>(layers, (gone, goneIn, state) => {
    for (const { entry, named } of nodesOf(gone)) {
      if (named !== undefined) ends.set(named, { state, goneIn });
      if (entry !== undefined) ends.set(entry, { state, goneIn });
    }
  });
  const present = new Set<E>();
  for (const { entry, named } of nodesOf(root)) {
    if (named !== undefined) present.add(named);
    if (entry !== undefined) present.add(entry);
  }
  const fateOf = (entry: E): Fate => {
    if (present.has(entry)) return { state: 'present' };
    return ends.get(entry) ?? { state: 'none' };
  };
  return { root, fateOf, faults };
}

/** A node and everything below it. */
function* nodesOf<E extends Entry>(root: TreeNode<E>): Generator<TreeNode<E>> {
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    for (const child of node.children?.values() ?? []) open.push(child);
  }
}
