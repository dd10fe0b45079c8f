import type { LayerEntry } from '../image/read/layer-scan.ts';
import { lookUp, type TreeNode } from '../image/read/tree.ts';

/** `UID` or `UID:GID` in decimal digits (image-spec, config.md, "User"). */
export function isNumericUser(user: string): boolean {
  return /^\d{1,10}(:\d{1,10})?$/.test(user);
}

export function isRoot(user: string): boolean {
  return user === 'root' || user.startsWith('root:') || /^0+(:|$)/.test(user);
}

/** The user ID that the image's own /etc/passwd gives a name (passwd(5)); undefined when it has none. */
export function passwdUid(root: TreeNode, name: string): number | undefined {
  const found = lookUp(root, '/etc/passwd');
  const head = found.kind === 'found' ? found.node.entry?.head : undefined;
  for (const line of Buffer.from(head ?? [])
    .toString('utf8')
    .split('\n')) {
    const [login, , uid = ''] = line.split(':');
    if (login === name && /^\d{1,10}$/.test(uid)) return Number(uid);
  }
  return undefined;
}

/** Whether a user may execute a file by its permission bits; for a user who is no number, whether anybody may. */
export function mayExecute({ mode, uid, gid }: LayerEntry, user: string): boolean {
  if (!isNumericUser(user) || isRoot(user)) return (mode & 0o111) !== 0;
  const [own, group] = user.split(':').map(Number);
  if (own === uid) return (mode & 0o100) !== 0;
  if ((group ?? 0) === gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
