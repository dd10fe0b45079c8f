import { link } from '../reach/graph.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import { namedPackage } from '../reach/symbol-owner.ts';
import type { DataContents } from './contents.ts';

/**
 * Which package uses a string: the one that has all functions and variables that lead to it. What packages have in common for the
 * sake of its content stands in between and has no owner of its own.
 * @returns by item: as the linker calls it; empty where several do; undefined for what is no string
 */
export function stringUsers(reach: ProgramReach, contents: DataContents): (string | undefined)[] {
  const { items, names, rows } = contents;
  const { from, to } = referencesTo(reach, contents);
  const itemOf = itemsByNode(reach, contents);
  const users: (string | undefined)[] = new Array(items.length).fill(undefined);
  const ownerOf = (node: number): string | undefined => {
    const own = reach.owners[node] ?? '';
    const item = itemOf[node] ?? none;
    if (own !== '' || item === none) return own;
    return reach.names[node] === '' ? users[item] : namedPackage(names[item] ?? '');
  };
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const [at, node] of from.entries()) {
      const item = to[at] ?? 0;
      const user = ownerOf(node);
      if (user === undefined || users[item] === '' || users[item] === user) continue;
      users[item] = users[item] === undefined ? user : '';
      isChanged = true;
    }
  }
  return users.map((user, item) => (rows[item] === 'strings' ? (user ?? '') : undefined));
}

const none = -1;

function itemsByNode({ graph }: ProgramReach, { items }: DataContents): Int32Array {
  const itemOf = new Int32Array(graph.symbols.length).fill(none);
  for (const [item, { node }] of items.entries()) itemOf[node] = item;
  return itemOf;
}

/** References to what has its content for its name: by which node, to which item. */
function referencesTo(reach: ProgramReach, contents: DataContents) {
  const { graph, flood, names } = reach;
  const itemOf = itemsByNode(reach, contents);
  const [from, to]: [number[], number[]] = [[], []];
  for (let node = 0; node < graph.symbols.length; node += 1) {
    if (flood.reached[node] !== 1) continue;
    const end = graph.ends.values[node] ?? 0;
    for (let at = graph.starts.values[node] ?? 0; at < end; at += 1) {
      if (graph.kinds.values[at] !== link.node) continue;
      const target = graph.targets.values[at] ?? 0;
      const item = itemOf[target] ?? none;
      if (item === none) continue;
      if (contents.rows[item] !== 'strings' && names[target] !== '') continue;
      from.push(node);
      to.push(item);
    }
  }
  return { from, to };
}
