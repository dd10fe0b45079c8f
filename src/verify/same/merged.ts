import { components, mergeLayers, type TreeNode } from '../../image/read/tree.ts';
import type { FileEntry } from './read-files.ts';

type Node = TreeNode<FileEntry>;

/** The file system that an image's layers make, as a list. */
export interface MergedFiles {
  /** By path without a slash at its start; the root is ''. An undefined entry is a folder that is only implied. */
  readonly files: ReadonlyMap<string, FileEntry | undefined>;
  /** Those that hard links gave more names. */
  readonly linked: ReadonlySet<FileEntry>;
  /** Entries that no engine can apply, in words. */
  readonly faults: readonly string[];
}

/** @param layers from the lowest up */
export function mergedFiles(layers: readonly (readonly FileEntry[])[]): MergedFiles {
  const { root, faults } = mergeLayers<FileEntry>(layers);
  const files = new Map<string, FileEntry | undefined>([['', rootEntry(layers)]]);
  const linked = new Set<FileEntry>();
  addBelow(root, '', files, linked);
  const told = faults.map(
    ({ layer, path, reason }) => `${path}: layer ${layer + 1} cannot be unpacked: ${reason}`,
  );
  return { files, linked, faults: told };
}

function addBelow(
  { children }: Node,
  parent: string,
  files: Map<string, FileEntry | undefined>,
  linked: Set<FileEntry>,
): void {
  for (const [name, node] of children ?? []) {
    const { entry, named } = node;
    files.set(`${parent}${name}`, entry);
    if (entry !== undefined && named !== entry) linked.add(entry);
    addBelow(node, `${parent}${name}/`, files, linked);
  }
}

/** `./` is the root itself, which merging has no entry of. */
function rootEntry(layers: readonly (readonly FileEntry[])[]): FileEntry | undefined {
  const isRoot = ({ type, path }: FileEntry): boolean =>
    type === 'directory' && components(path).length === 0;
  const last = layers.findLast((entries) => entries.some(isRoot));
  return last?.findLast(isRoot);
}
