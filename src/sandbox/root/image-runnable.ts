import type { TreeNode } from '../../image/read/tree.ts';
import { lookUp } from '../../image/read/tree.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import { findEntrypoint } from '../../verify/entrypoint.ts';
import { passwdUid } from '../../verify/user.ts';
import type { ConfigView } from '../../verify/views.ts';
import type { User } from '../isolation.ts';
import type { Runnable } from '../runnable.ts';
import type { ImageRoot } from './image-root.ts';

/**
 * How a container made of an image is started (image-spec, config.md): the program is looked up in the image, as is its folder.
 * @throws SlipwayError E_SANDBOX when it starts nothing
 */
export function imageRunnable(
  subject: string,
  platform: Platform,
  config: ConfigView,
  root: ImageRoot,
): Runnable {
  const found = findEntrypoint({ config, tree: { root: root.tree, faults: [] } });
  if (found?.kind !== 'file') {
    const why = found?.kind === 'absent' ? `${found.program} ${found.reason}` : 'it names no program';
    throw new SlipwayError('E_SANDBOX', `${subject} (${formatPlatform(platform)}) starts nothing: ${why}`);
  }
  const isEntrypoint = config.entrypoint.length > 0;
  const [called = found.path, ...words] = isEntrypoint ? config.entrypoint : config.cmd.slice(0, 1);
  const cmd = isEntrypoint ? config.cmd : config.cmd.slice(1);
  const folder = lookUp(root.tree, config.workingDir);
  const { user, note } = userOf(config.user, root.tree);
  return {
    ...{ subject, platform, root, user, cmd },
    program: found.path,
    entrypoint: [called, ...words],
    env: Object.fromEntries(config.env.map(variable)),
    cwd: folder.kind === 'found' ? folder.path : '/',
    ports: config.ports.flatMap((port) => /^(\d{1,5})(?:\/tcp)?$/.exec(port)?.[1] ?? []).map(Number),
    notes: [...root.notes, ...(note === undefined ? [] : [note])],
  };
}

function variable(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** No user is root; a name is what the image's own passwd says, or nobody's. */
function userOf(text: string, tree: TreeNode): { user: User; note?: string } {
  const [name = '', group = ''] = text.split(':');
  const gid = /^\d+$/.test(group) ? Number(group) : 0;
  if (name === '') return { user: { uid: 0, gid } };
  if (/^\d+$/.test(name)) return { user: { uid: Number(name), gid } };
  const uid = passwdUid(tree, name);
  if (uid !== undefined) return { user: { uid, gid } };
  return { user: { uid: 0, gid }, note: `its user ${name} is not in its /etc/passwd: it ran as root` };
}
