import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CgroupFiles,
  type Controller,
  type Hierarchy,
  hierarchyOf,
  ownCgroupFiles,
} from './hierarchies.ts';

export interface Limits {
  /** Undefined: as much as there is. */
  readonly memoryBytes: number | undefined;
  readonly processes: number;
}

/** Which of the limits the kernel holds a program to; each that it does not, with the reason. */
export interface LimitGroup {
  readonly lacks: Readonly<Partial<Record<Controller, string>>>;
  /** Puts a process and all that it starts under the limits. */
  join(pid: number): Promise<void>;
  /** The limit as the kernel has it; undefined: none. */
  memoryLimit(): Promise<number | undefined>;
  /** How many processes were ended since they went past it. */
  memoryKills(): Promise<number>;
  remove(): Promise<void>;
}

/** Files of a group, by version (kernel documentation, admin-guide/cgroup-v1/memory.rst and cgroup-v2.rst). */
const files = {
  1: { limit: 'memory.limit_in_bytes', kills: 'memory.oom_control', swap: 'memory.memsw.limit_in_bytes' },
  2: { limit: 'memory.max', kills: 'memory.events', swap: 'memory.swap.max' },
} as const;

/** Makes a group with these limits below the group that this process is in, as far as the kernel and its rights allow. */
export async function makeLimitGroup(limits: Limits): Promise<LimitGroup> {
  const name = `slipway-${randomBytes(6).toString('hex')}`;
  const cgroups = await ownCgroupFiles();
  const memory = await makeFolder('memory', name, cgroups);
  const pids = await makeFolder('pids', name, cgroups);
  const lacks: Partial<Record<Controller, string>> = {};
  if (typeof memory === 'string') lacks.memory = memory;
  else await limitMemory(memory, limits.memoryBytes).catch((error: Error) => (lacks.memory = error.message));
  if (typeof pids === 'string') lacks.pids = pids;
  else
    await set(pids, 'pids.max', String(limits.processes)).catch(
      (error: Error) => (lacks.pids = error.message),
    );
  const made = [memory, pids].filter((one) => typeof one !== 'string');
  const folders = [...new Map(made.map((one) => [one.folder, one])).values()];
  const held = typeof memory === 'string' ? undefined : memory;
  return {
    lacks,
    async join(pid) {
      for (const folder of folders) await set(folder, 'cgroup.procs', String(pid));
    },
    memoryLimit: async () => (held === undefined ? undefined : limitOf(held)),
    memoryKills: async () => (held === undefined ? 0 : killsOf(held)),
    async remove() {
      for (const { folder } of folders) await removeFolder(folder);
    },
  };
}

interface Group {
  readonly version: 1 | 2;
  readonly folder: string;
}

/** The new group's folder, or why there can be none. */
async function makeFolder(
  controller: Controller,
  name: string,
  cgroups: CgroupFiles,
): Promise<Group | string> {
  const hierarchy = await hierarchyOf(controller, cgroups);
  if (hierarchy === undefined) return `this machine has no cgroup that limits ${controller}`;
  let reason = 'no group hands the limit on to others';
  for (const parent of await parents(controller, hierarchy, cgroups)) {
    const folder = join(parent, name);
    try {
      await mkdir(folder, { recursive: true });
      return { version: hierarchy.version, folder };
    } catch (error) {
      reason = (error as Error).message;
    }
  }
  return `no group can be made in ${hierarchy.own}: ${reason}`;
}

/** Version 2 lets a group have limits only where its parent says so, and parents with processes of their own may not. */
async function parents(
  controller: Controller,
  { version, own, mount }: Hierarchy,
  { read }: CgroupFiles,
): Promise<string[]> {
  if (version === 1) return [own];
  const found: string[] = [];
  for (let folder = own; folder.startsWith(mount); folder = dirname(folder)) {
    const handed = await read(join(folder, 'cgroup.subtree_control'));
    if (handed?.trim().split(' ').includes(controller)) found.push(folder);
    if (folder === mount) break;
  }
  return found;
}

async function limitMemory(group: Group, bytes: number | undefined): Promise<void> {
  if (bytes === undefined) return;
  const { limit, swap } = files[group.version];
  await set(group, limit, String(bytes));
  // Where the kernel counts swap too, it is no way past the limit.
  await set(group, swap, group.version === 1 ? String(bytes) : '0').catch(() => undefined);
}

async function limitOf(group: Group): Promise<number | undefined> {
  const bytes = Number(await text(group, files[group.version].limit));
  return Number.isFinite(bytes) && bytes < 2 ** 62 ? bytes : undefined;
}

async function killsOf(group: Group): Promise<number> {
  const found = /^oom_kill (\d+)$/m.exec(await text(group, files[group.version].kills));
  return Number(found?.[1] ?? 0);
}

function set({ folder }: Group, name: string, value: string): Promise<void> {
  return writeFile(join(folder, name), value);
}

function text({ folder }: Group, name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8').catch(() => '');
}

/** A group can go when the last of its processes has. */
async function removeFolder(folder: string): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const isGone = await rmdir(folder).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    );
    if (isGone) return;
    await pause(10);
  }
}
