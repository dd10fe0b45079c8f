import { type ObjectColumns, pcTable } from '../../binary/go/objects/columns.ts';
import type { ArchivedObject } from './objects.ts';

/**
 * A number for each content that packages have, one package behind another: of contents that are the same it is the same. Parts of pctab,
 * which are most of them, are left out.
 */
export interface ContentHashes {
  readonly hashes: Uint32Array;
  /** By package: where its own begin. */
  readonly starts: Uint32Array;
}

/** Another content in the place of one: places are in `hashes`. */
export interface ChangedHash {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** @param packages the objects of each */
export function contentHashesOf(packages: readonly (readonly ArchivedObject[])[]): ContentHashes {
  const starts = new Uint32Array(packages.length);
  let end = 0;
  for (const [at, objects] of packages.entries()) {
    starts[at] = end;
    for (const { columns } of objects) end += contentCount(columns);
  }
  const hashes = new Uint32Array(end);
  end = 0;
  for (const { columns } of packages.flat()) {
    for (let at = 0; at < columns.contentHashes.length; at += 2) {
      if (isPartOfPctab(columns, at)) continue;
      hashes[end] = contentHash(columns, at);
      end += 1;
    }
  }
  return { hashes, starts };
}

/** How many hashes there are of an object. */
export function contentCount(columns: ObjectColumns): number {
  let count = 0;
  for (let at = 0; at < columns.contentHashes.length; at += 2) if (!isPartOfPctab(columns, at)) count += 1;
  return count;
}

/** @param at place in `contentHashes`; so of the next */
export function isPartOfPctab({ kinds, counts }: ObjectColumns, at: number): boolean {
  return kinds[counts[0] + at / 2] === pcTable;
}

export function contentHash({ contentHashes }: ObjectColumns, at: number): number {
  return ((contentHashes[at] ?? 0) ^ Math.imul(contentHashes[at + 1] ?? 0, 0x9e37_79b1)) >>> 0;
}

/**
 * Whether each content that has changed is the only one of its kind, before and after: what is named by its content is one symbol
 * wherever it is defined. Of two that may be the same it is said that they are.
 */
export function areAlone({ hashes }: ContentHashes, changes: readonly ChangedHash[]): boolean {
  const changed = new Set(changes.map(({ at }) => at));
  const before = new Map(changes.map((change) => [change.before, change.at]));
  const after = new Set(changes.map((change) => change.after));
  if (before.size < changes.length || after.size < changes.length) return false;
  // Most are passed over by their lowest bits.
  const wanted = new Uint8Array(1 << 16);
  for (const hash of [...before.keys(), ...after]) wanted[hash & 0xffff] = 1;
  for (let at = 0; at < hashes.length; at += 1) {
    const hash = hashes[at] ?? 0;
    if (wanted[hash & 0xffff] === 0) continue;
    const place = before.get(hash);
    if ((place !== undefined && place !== at) || (after.has(hash) && !changed.has(at))) return false;
  }
  return true;
}
