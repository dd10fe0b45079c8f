import type { TarEntry } from '../../support/tar/read-tar.ts';
import type { LayerEntry } from './layer-scan.ts';

/** What a layer's entry must say to be merged. */
type Entry = Pick<TarEntry, 'path' | 'type' | 'link'>;

/** A file, link or folder of the merged file system, with the attributes of the entry that made it last. */
export interface TreeNode<E extends Entry = LayerEntry> {
  readonly entry: E | undefined;
  /** The entry that gave it this name: of a hard link the link's own, while `entry` is its target's. */
  readonly named: E | undefined;
  /** Only of folders. */
  readonly children: Map<string, TreeNode<E>> | undefined;
}

/**
 * Told of every node that a layer takes away, by a whiteout or by an entry of the same name. A folder that is only
 * described anew is told without its children, which stay.
 */
export type Gone<E extends Entry> = (node: TreeNode<E>, layer: number, how: 'removed' | 'replaced') => void;

/** `entry` could not be applied: `reason` in words. */
export interface ApplyFault {
  readonly layer: number;
  readonly path: string;
  readonly reason: string;
}

/** image-spec, layer.md, "Whiteouts" and "Opaque Whiteout". */
export const whiteoutPrefix = '.wh.';
export const opaqueName = '.wh..wh..opq';
/** Linux's own limit for links followed in one lookup (path_resolution(7)). */
const maxLinks = 40;

function folder<E extends Entry>(): TreeNode<E> {
  return { entry: undefined, named: undefined, children: new Map() };
}

/** A path's names without `.`, and with `..` as it stands. */
export function components(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/** A file system that is being merged. */
interface Merge<E extends Entry> {
  readonly root: TreeNode<E>;
  /** The layer that is being applied. */
  readonly layer: number;
  readonly gone: Gone<E>;
}

/**
 * The file system that layers make, lowest first (image-spec, layer.md, "Applying Changesets"): whiteouts first, as
 * they only hide what lower layers have; then entries, each replacing what was there unless both are folders.
 */
export function mergeLayers<E extends Entry = LayerEntry>(
  layers: readonly (readonly E[])[],
  gone: Gone<E> = () => undefined,
): { root: TreeNode<E>; faults: ApplyFault[] } {
  const root = folder<E>();
  const faults: ApplyFault[] = [];
  for (const [layer, entries] of layers.entries()) {
    const merge = { root, layer, gone };
    for (const entry of entries) hide(merge, components(entry.path));
    for (const entry of entries) {
      const names = components(entry.path);
      if (names.at(-1)?.startsWith(whiteoutPrefix)) continue;
      const reason = names.includes('..') ? undefined : apply(merge, names, entry);
      if (reason !== undefined) faults.push({ layer, path: entry.path, reason });
    }
  }
  return { root, faults };
}

function hide<E extends Entry>({ root, layer, gone }: Merge<E>, names: readonly string[]): void {
  const name = names.at(-1);
  if (!name?.startsWith(whiteoutPrefix)) return;
  const parent = lookUp(root, `/${names.slice(0, -1).join('/')}`);
  if (parent.kind !== 'found') return;
  const { children } = parent.node;
  const hidden = name === opaqueName ? [...(children?.keys() ?? [])] : [name.slice(whiteoutPrefix.length)];
  for (const each of hidden) {
    const node = children?.get(each);
    if (node !== undefined) gone(node, layer, 'removed');
    children?.delete(each);
  }
}

function apply<E extends Entry>(
  { root, layer, gone }: Merge<E>,
  names: readonly string[],
  entry: E,
): string | undefined {
  const name = names.at(-1);
  if (name === undefined) return undefined;
  const parent = openFolder(root, names.slice(0, -1));
  if (typeof parent === 'string') return parent;
  const existing = parent.get(name);
  const put = (node: TreeNode<E>): void => {
    const stays =
      existing !== undefined && node.children !== undefined && existing.children === node.children;
    if (existing !== undefined)
      gone(stays ? { ...existing, children: undefined } : existing, layer, 'replaced');
    parent.set(name, node);
  };
  if (entry.type === 'directory') {
    put({ entry, named: entry, children: existing?.children ?? new Map() });
    return undefined;
  }
  if (entry.type === 'hardlink') {
    const target = lookUp(root, `/${components(entry.link).join('/')}`, { followLast: false });
    if (target.kind !== 'found') return `its hard link target ${entry.link} is not there`;
    if (target.node.children !== undefined) return `its hard link target ${entry.link} is a folder`;
    put({ entry: target.node.entry, named: entry, children: undefined });
    return undefined;
  }
  put({ entry, named: entry, children: undefined });
  return undefined;
}

/** The folder at a path; missing ones are made, links followed inside the root, as containerd and runc unpack. */
function openFolder<E extends Entry>(
  root: TreeNode<E>,
  names: readonly string[],
): Map<string, TreeNode<E>> | string {
  let path = '';
  let children = root.children;
  for (const name of names) {
    path += `/${name}`;
    let found = children?.get(name);
    if (found === undefined) {
      found = folder<E>();
      children?.set(name, found);
    }
    if (found.entry?.type === 'symlink') {
      const target = lookUp(root, path);
      if (target.kind !== 'found') return `its folder ${path} is a link that leads nowhere`;
      found = target.node;
    }
    if (found.children === undefined) return `its folder ${path} is a file`;
    children = found.children;
  }
  return children ?? 'the root is no folder';
}

export type LookUp<E extends Entry = LayerEntry> =
  | {
      readonly kind: 'found';
      readonly path: string;
      readonly node: TreeNode<E>;
      readonly parents: readonly TreeNode<E>[];
    }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'not-a-folder'; readonly path: string }
  | { readonly kind: 'too-many-links'; readonly path: string };

/**
 * Looks an absolute path up as the kernel does in a root of its own: links are followed, `..` above the root stays
 * there. `path` in the answer is where it led, or what is missing; `parents` are the folders walked through, root
 * first.
 */
export function lookUp<E extends Entry = LayerEntry>(
  root: TreeNode<E>,
  path: string,
  options: { followLast?: boolean } = {},
): LookUp<E> {
  const trail: { name: string; node: TreeNode<E> }[] = [{ name: '', node: root }];
  const names = components(path).reverse();
  let links = 0;
  const here = (): string => trail.map(({ name }) => name).join('/') || '/';
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (name === '..') {
      if (trail.length > 1) trail.pop();
      continue;
    }
    const children = trail.at(-1)?.node.children;
    if (children === undefined) return { kind: 'not-a-folder', path: here() };
    const node = children.get(name);
    if (node === undefined) return { kind: 'missing', path: `${here().replace(/^\/$/, '')}/${name}` };
    if (node.entry?.type !== 'symlink' || (names.length === 0 && options.followLast === false)) {
      trail.push({ name, node });
      continue;
    }
    if (++links > maxLinks) return { kind: 'too-many-links', path };
    if (node.entry.link.startsWith('/')) trail.length = 1;
    names.push(...components(node.entry.link).reverse());
  }
  const nodes = trail.map(({ node }) => node);
  return { kind: 'found', path: here(), node: nodes.at(-1) ?? root, parents: nodes.slice(0, -1) };
}
