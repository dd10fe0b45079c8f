import { link } from '../reach/graph.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import { namedPackage } from '../reach/symbol-owner.ts';
import type { DataContents } from './contents.ts';

/**
 * Which package uses a string: the one that has all functions and variables that refer to it.
 * @returns by item: as the linker calls it; empty where several do, or nobody knows whose a user is; undefined for what is no string
 */
export function stringUsers(
  { graph, flood, owners }: ProgramReach,
  { items, names, rows }: DataContents,
): (string | undefined)[] {
  const itemOf = new Int32Array(graph.symbols.length).fill(none);
  for (const [item, { node }] of items.entries()) itemOf[node] = item;
  const users: (string | undefined)[] = new Array(items.length).fill(undefined);
  for (let node = 0; node < graph.symbols.length; node += 1) {
    if (flood.reached[node] !== 1) continue;
    const end = graph.ends.values[node] ?? 0;
    let user: string | undefined;
    for (let at = graph.starts.values[node] ?? 0; at < end; at += 1) {
      if (graph.kinds.values[at] !== link.node) continue;
      const item = itemOf[graph.targets.values[at] ?? 0] ?? none;
      if (item === none || rows[item] !== 'strings') continue;
      user ??= ownerOf(node);
      users[item] = users[item] === undefined || users[item] === user ? user : '';
    }
  }
  return users;

  function ownerOf(node: number): string {
    const own = owners[node] ?? '';
    // What is named by its content has a name all the same, which was read with the content.
    return own !== '' ? own : namedPackage(names[itemOf[node] ?? none] ?? '');
  }
}

const none = -1;
