import { posix } from 'node:path';

/**
 * What a tree of names knows of one: an entry that stands in an archive, or a folder that only its content implies.
 */
export interface CountedEntry {
  /** As the archive has it. */
  readonly path: string;
  readonly bytes: number;
  readonly folder: boolean;
}

/** A name of a tree. An entry of the same name takes the other's place and leaves what is below. */
export interface PathNode {
  readonly name: string;
  entry: Omit<CountedEntry, 'path'>;
  readonly children: Map<string, PathNode>;
}

const implied = { bytes: 0, folder: false } as const;
/** Names that are no whiteouts of one file: opaque ones, and what overlay drivers keep for themselves. */
const ownPrefix = '.wh..wh..';

function newNode(name: string): PathNode {
  return { name, entry: implied, children: new Map() };
}

/** The tree that a layer's entries make by themselves. */
export function treeOf(entries: readonly CountedEntry[]): PathNode {
  const root = newNode('');
  for (const { path, ...entry } of entries) addPath(root, namesOf(path), entry);
  return root;
}

/** A path's names, `.` and `..` resolved as far as they can be (Go's path.Clean). */
function namesOf(path: string): string[] {
  return posix
    .normalize(path)
    .split('/')
    .filter((name) => name !== '' && name !== '.');
}

/** Puts an entry at its path; opaque whiteouts are left out, the folders that lead there are not. */
export function addPath(root: PathNode, names: readonly string[], entry: PathNode['entry']): void {
  let node = root;
  for (const name of names) {
    let child = node.children.get(name);
    if (child === undefined) {
      if (name.startsWith(ownPrefix)) return;
      child = newNode(name);
      node.children.set(name, child);
    }
    node = child;
  }
  if (node !== root) node.entry = entry;
}

/** The node at a path, with the one that has it. */
export function findPath(
  root: PathNode,
  names: readonly string[],
): { readonly node: PathNode; readonly parent: PathNode | undefined } | undefined {
  let node = root;
  let parent: PathNode | undefined;
  for (const name of names) {
    if (name === '') continue;
    const child = node.children.get(name);
    if (child === undefined) return undefined;
    parent = node;
    node = child;
  }
  return { node, parent };
}

/**
 * All nodes below a root, each after those below it, siblings in the order of their names' bytes.
 * @returns `names` lead from the root to the node; the array is good until the next one is asked for
 */
export function* childrenFirst(
  root: PathNode,
): Generator<{ readonly names: readonly string[]; readonly node: PathNode }> {
  const names: string[] = [];
  const open = [{ node: root, rest: inOrder(root) }];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const child = last.rest.pop();
    if (child !== undefined) {
      names.push(child.name);
      open.push({ node: child, rest: inOrder(child) });
      continue;
    }
    open.pop();
    if (last.node !== root) yield { names, node: last.node };
    names.pop();
  }
}

/** The last one first, so that the next one can be popped. */
function inOrder({ children }: PathNode): PathNode[] {
  const keyed = [...children.values()].map((node) => ({ node, key: byteKey(node.name) }));
  return keyed.sort((a, b) => (a.key < b.key ? 1 : -1)).map(({ node }) => node);
}

/** A text whose order by code units is the order of the name's bytes. */
function byteKey(name: string): string {
  return /^[\x00-\x7f]*$/.test(name) ? name : Buffer.from(name).toString('latin1');
}
