import { whiteoutPrefix } from '../read/tree.ts';
import type { RepeatedPath, Waste } from './image-view.ts';
import { addPath, type CountedEntry, childrenFirst, findPath, type PathNode, treeOf } from './path-tree.ts';

/** What is known of one path over all layers. */
interface PathCount {
  count: number;
  bytes: number;
  /** Below zero while no layer has it. */
  least: number;
}

/**
 * Waste as dive 0.13 counts it (wagoodman/dive, dive/filetree/efficiency.go and file_tree.go): every leaf of every
 * layer's own tree counts with its length, a whiteout with that of the folder it takes away and with nothing for a
 * file; paths that count twice are waste. Its oddities are kept, so that the numbers are the same: a whiteout of
 * something that is not there ends its layer, and leaves a minimum of −1 behind.
 * @param layers entries as the archives have them, lowest layer first
 */
export function countWaste(layers: readonly (readonly CountedEntry[])[]): Omit<Waste, 'hiddenBytes'> {
  const counts = new Map<string, PathCount>();
  const below = stackedLayers(layers);
  for (const [layer, entries] of layers.entries()) countLayer(treeOf(entries), () => below(layer), counts);
  let least = 0;
  let all = 0;
  const paths: RepeatedPath[] = [];
  for (const [path, { count, bytes, least: smallest }] of counts) {
    least += smallest;
    all += bytes;
    if (count > 1) paths.push({ path, count, bytes });
  }
  paths.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
  const wastedBytes = paths.reduce((sum, { bytes }) => sum + bytes, 0);
  return { efficiency: all === 0 ? 1 : least / all, wastedBytes, paths };
}

function countLayer(tree: PathNode, below: () => Stacked, counts: Map<string, PathCount>): void {
  for (const { names, node } of childrenFirst(tree)) {
    if (node.children.size > 0) continue;
    const hidden = isWhiteout(node) ? hiddenNames(names) : undefined;
    const path = `/${(hidden ?? names).join('/')}`;
    const known = counts.get(path) ?? { count: 0, bytes: 0, least: -1 };
    counts.set(path, known);
    const found = hidden === undefined ? undefined : findPath(below().tree, hidden);
    if (hidden !== undefined && found === undefined) return;
    const bytes = found === undefined ? node.entry.bytes : below().folderBytes(found.node);
    known.count += 1;
    known.bytes += bytes;
    if (known.least < 0 || bytes < known.least) known.least = bytes;
  }
}

function isWhiteout({ name }: PathNode): boolean {
  return name.startsWith(whiteoutPrefix);
}

/** The path that a whiteout at `names` is about. */
function hiddenNames(names: readonly string[]): string[] {
  return [...names.slice(0, -1), (names.at(-1) ?? '').slice(whiteoutPrefix.length)];
}

/** The tree of all layers below one. */
interface Stacked {
  readonly tree: PathNode;
  /** A folder's bytes with all that is in it; 0 for what is no folder. */
  readonly folderBytes: (node: PathNode) => number;
}

/**
 * Asked for with rising numbers. The lowest layer's own tree is what it begins with, whiteouts as names among others,
 * and is then laid over itself.
 */
function stackedLayers(layers: readonly (readonly CountedEntry[])[]): (layer: number) => Stacked {
  const tree = treeOf(layers[0] ?? []);
  let applied = 0;
  let bytes: Map<PathNode, number> | undefined;
  return (layer) => {
    if (applied < layer) bytes = undefined;
    for (; applied < layer; applied += 1) stack(tree, treeOf(layers[applied] ?? []));
    const folderBytes = (node: PathNode): number => {
      if (!node.entry.folder) return 0;
      bytes ??= bytesOf(tree);
      return bytes.get(node) ?? 0;
    };
    return { tree, folderBytes };
  };
}

/**
 * Each node's bytes with all that is below it: summed up once, since folders in folders may be taken away one by one.
 */
function bytesOf(tree: PathNode): Map<PathNode, number> {
  const bytes = new Map<PathNode, number>();
  for (const { node } of childrenFirst(tree)) {
    let sum = node.entry.bytes;
    for (const child of node.children.values()) sum += bytes.get(child) ?? 0;
    bytes.set(node, sum);
  }
  return bytes;
}

function stack(tree: PathNode, upper: PathNode): void {
  for (const { names, node } of childrenFirst(upper)) {
    if (!isWhiteout(node)) {
      addPath(tree, names, node.entry);
      continue;
    }
    const found = findPath(tree, hiddenNames(names));
    found?.parent?.children.delete(found.node.name);
  }
}
