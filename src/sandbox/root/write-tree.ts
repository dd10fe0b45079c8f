import { chmod, lchown, link, mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerEntry } from '../../image/read/layer-scan.ts';
import type { TreeNode } from '../../image/read/tree.ts';
import { isMapped, isRoot } from '../identity.ts';

interface TreeWriter {
  /** Makes all folders. */
  folders(): Promise<void>;
  /** Writes a file under all names that it has in the tree; nothing when it has none. */
  file(entry: LayerEntry, content: AsyncIterable<Buffer>): Promise<void>;
  /** Links, owners and modes; what could not be done. */
  finish(): Promise<readonly string[]>;
}

interface Place {
  readonly path: string;
  readonly entry: LayerEntry;
}

/** What every isolation mounts something on. */
const mountPoints = ['proc', 'dev', 'tmp'] as const;
const hosts = '127.0.0.1 localhost\n::1 localhost\n';

/**
 * Writes a merged tree into an empty folder. As long as files are written there is no link in it, so that no path leads out.
 */
export function treeWriter(root: string, tree: TreeNode): TreeWriter {
  const places = [...placesIn(tree, root)];
  const byEntry = Map.groupBy(places, ({ entry }) => entry);
  const isA = (type: LayerEntry['type']) => (place: Place) => place.entry.type === type;
  return {
    async folders() {
      for (const path of foldersIn(tree, root)) await mkdir(path, { recursive: true });
      for (const name of mountPoints) {
        if (!tree.children?.has(name)) await mkdir(join(root, name), { recursive: true });
      }
      await writeHosts(root, tree);
    },
    async file(entry, content) {
      const [first, ...others] = byEntry.get(entry) ?? [];
      if (first === undefined) return;
      const handle = await open(first.path, 'wx', 0o600);
      try {
        for await (const chunk of content) await handle.write(chunk);
      } finally {
        await handle.close();
      }
      for (const { path } of others) await link(first.path, path);
    },
    async finish() {
      const links = places.filter(isA('symlink'));
      for (const { path, entry } of links) await symlink(entry.link, path);
      const unowned = await own(places);
      // A mode is set after the owner, since that takes set-user-ID away; folders from the bottom up, so that none is closed early.
      const modes = places.filter(({ entry }) => entry.type === 'file' || entry.type === 'directory');
      for (const { path, entry } of modes.toReversed()) await chmod(path, entry.mode);
      const special = places.filter(({ entry: { type } }) => type.endsWith('-device') || type === 'fifo');
      return [
        ...(unowned === 0
          ? []
          : [`${unowned} files are owned by who runs Slipway, since only root can give them away`]),
        ...(special.length === 0 ? [] : [`${special.length} devices and pipes were left out`]),
      ];
    },
  };
}

/** How many could not be given to whom the image says. */
async function own(places: readonly Place[]): Promise<number> {
  let left = 0;
  for (const { path, entry } of places) {
    const { uid, gid, type } = entry;
    if (type !== 'file' && type !== 'directory' && type !== 'symlink') continue;
    const may = isRoot() && isMapped(uid, 'uid_map') && isMapped(gid, 'gid_map');
    if (may) await lchown(path, uid, gid);
    else left += 1;
  }
  return left;
}

/** Every engine gives a container names for itself; where the image has a file of its own, that stays. */
async function writeHosts(root: string, tree: TreeNode): Promise<void> {
  const etc = tree.children?.get('etc');
  if (etc !== undefined && etc.children === undefined) return;
  if (etc?.children?.has('hosts')) return;
  await mkdir(join(root, 'etc'), { recursive: true });
  await writeFile(join(root, 'etc/hosts'), hosts);
}

function* placesIn(node: TreeNode, path: string): Generator<Place> {
  for (const [name, child] of node.children ?? []) {
    const at = join(path, name);
    if (child.entry !== undefined) yield { path: at, entry: child.entry };
    yield* placesIn(child, at);
  }
}

function* foldersIn(node: TreeNode, path: string): Generator<string> {
  for (const [name, child] of node.children ?? []) {
    if (child.children === undefined) continue;
    yield join(path, name);
    yield* foldersIn(child, join(path, name));
  }
}
