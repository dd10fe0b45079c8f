import { readFileSync } from 'node:fs';
import type { RunUser, User } from './isolation.ts';

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The user of images without one of their own (the static base's nonroot). */
export const nonRoot = { uid: 65532, gid: 65532 } as const;

/**
 * Whether a user has a number here: in a user namespace only those that are mapped have (user_namespaces(7)), and nobody can
 * become another.
 */
export function isMapped(id: number, table: 'uid_map' | 'gid_map'): boolean {
  return ranges(table).some(([first, length]) => id >= first && id < first + length);
}

function ranges(table: 'uid_map' | 'gid_map'): (readonly [number, number])[] {
  const text = textOf(`/proc/self/${table}`);
  if (text === undefined) return [[0, 2 ** 32]];
  return [...text.matchAll(/^\s*(\d+)\s+\d+\s+(\d+)\s*$/gm)].map(
    ([, first, length]) => [Number(first), Number(length)] as const,
  );
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The user that was asked for where it has a number here, else the one that there is. */
export function mappedUser(wanted: User): RunUser {
  const missing = [
    ...(isMapped(wanted.uid, 'uid_map') ? [] : [`user ${wanted.uid}`]),
    ...(isMapped(wanted.gid, 'gid_map') ? [] : [`group ${wanted.gid}`]),
  ];
  if (missing.length === 0) return { user: wanted, instead: undefined };
  const own = ownUser();
  const who = `it ran as ${own.uid}:${own.gid}`;
  return { user: own, instead: `${missing.join(' and ')} is not mapped in this user namespace: ${who}` };
}

/** Who runs Slipway. */
export function ownUser(): User {
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}
