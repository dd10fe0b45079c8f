import { link } from '../reach/graph.ts';
import { growing } from '../reach/growing.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import type { DataContents } from './contents.ts';

/**
 * Which package uses a string: the one that has all functions and variables that lead to it. What packages have in common for the
 * sake of its content stands in between and has no owner of its own.
 * @returns by item: as the linker calls it; empty where several do; undefined for what is no string
 */
export function stringUsers(reach: ProgramReach, contents: DataContents): (string | undefined)[] {
  const { items, rows } = contents;
  const { owners, names } = reach;
  const users: (string | undefined)[] = new Array(items.symbols.length).fill(undefined);
  const use = (item: number, user: string | undefined): boolean => {
    if (user === undefined || users[item] === '' || users[item] === user) return false;
    users[item] = users[item] === undefined ? user : '';
    return true;
  };
  const itemOf = sharedItems(reach, contents);
  const column = () => growing((length) => new Uint32Array(length), 1 << 12);
  const [from, to] = [column(), column()];
  forReferences(reach, itemOf, (node, item) => {
    const between = names[node] === '' ? (itemOf[node] ?? none) : none;
    if (between === none) use(item, owners[node]);
    else {
      from.push(between);
      to.push(item);
    }
  });
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (let at = 0; at < from.length; at += 1)
      if (use(to.values[at] ?? 0, users[from.values[at] ?? 0])) isChanged = true;
  }
  return users.map((user, item) => (rows[item] === 'strings' ? (user ?? '') : undefined));
}

const none = -1;

/** By node: the item of strings and of what else has its content for its name. */
function sharedItems({ graph, names }: ProgramReach, { items, rows }: DataContents): Int32Array {
  const itemOf = new Int32Array(graph.symbols.length).fill(none);
  for (const [item, node] of items.nodes.entries())
    if (rows[item] === 'strings' || names[node] === '') itemOf[node] = item;
  return itemOf;
}

/** References to these. */
function forReferences(
  { graph, flood: { reached } }: ProgramReach,
  itemOf: Int32Array,
  use: (node: number, item: number) => void,
): void {
  const [starts, ends, targets, kinds] = [
    graph.starts.values,
    graph.ends.values,
    graph.targets.values,
    graph.kinds.values,
  ];
  for (let node = 0; node < itemOf.length; node += 1) {
    if (reached[node] !== 1) continue;
    const end = ends[node] ?? 0;
    for (let at = starts[node] ?? 0; at < end; at += 1) {
      const item = kinds[at] === link.node ? (itemOf[targets[at] ?? 0] ?? none) : none;
      if (item !== none) use(node, item);
    }
  }
}
