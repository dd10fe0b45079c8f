import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Where a kind of limit is set: a folder of version 1 or 2 of cgroups(7), in which this process is. */
export interface Hierarchy {
  readonly version: 1 | 2;
  /** Where the file system is mounted, on which one may go no higher. */
  readonly mount: string;
  /** The folder of the group that this process is in. */
  readonly own: string;
}

export type Controller = 'memory' | 'pids';

/** What the kernel says of this process's groups and mounts. */
export interface CgroupFiles {
  /** /proc/self/cgroup. */
  readonly groups: string;
  /** /proc/self/mountinfo. */
  readonly mounts: string;
  /** Text of a file; undefined when it cannot be read. */
  readonly read: (path: string) => Promise<string | undefined>;
}

export async function ownCgroupFiles(): Promise<CgroupFiles> {
  const read = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);
  const groups = (await read('/proc/self/cgroup')) ?? '';
  return { groups, mounts: (await read('/proc/self/mountinfo')) ?? '', read };
}

/**
 * Where a controller is: its own hierarchy of version 1, also where version 2 is mounted beside it (hybrid), else version 2 if
 * it has the controller.
 */
export async function hierarchyOf(
  controller: Controller,
  files: CgroupFiles,
): Promise<Hierarchy | undefined> {
  const groups = files.groups.split('\n').map((line) => /^(\d+):([^:]*):(.*)$/.exec(line) ?? []);
  const first = groups.find(([, , controllers = '']) => controllers.split(',').includes(controller));
  if (first !== undefined) {
    return folderOf(
      1,
      first[3] ?? '/',
      ({ type, options }) => type === 'cgroup' && options.includes(controller),
      files,
    );
  }
  const second = groups.find(([, id, controllers]) => id === '0' && controllers === '');
  if (second === undefined) return undefined;
  const found = folderOf(2, second[3] ?? '/', ({ type }) => type === 'cgroup2', files);
  if (found === undefined) return undefined;
  const controllers = await files.read(join(found.own, 'cgroup.controllers'));
  return controllers?.trim().split(' ').includes(controller) ? found : undefined;
}

interface Mount {
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** Lines of proc_pid_mountinfo(5). */
function mountsIn(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after] = line.split(' - ');
    if (after === undefined) return [];
    const [, , , root = '/', point = '/'] = before.split(' ');
    const [type = '', , options = ''] = after.split(' ');
    return [{ root, point, type, options: options.split(',') }];
  });
}

function folderOf(
  version: 1 | 2,
  group: string,
  fits: (mount: Mount) => boolean,
  { mounts }: CgroupFiles,
): Hierarchy | undefined {
  const mount = mountsIn(mounts).find(fits);
  if (mount === undefined) return undefined;
  const below = relative(mount.root, group);
  const own = below.startsWith('..') ? mount.point : join(mount.point, below);
  return { version, mount: mount.point, own };
}
