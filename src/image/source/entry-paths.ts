import type { TarEntry } from '../../support/tar/read-tar.ts';
import { shown, unsound } from './faults.ts';

/** Linux's own limit for links followed in one lookup (path_resolution(7)). */
const maxLinks = 40;

/**
 * An entry's path in the archive, without `.`: `./blobs/sha256/…` is `blobs/sha256/…`.
 * @throws SlipwayError E_BASE for one that leaves the archive
 */
export function entryPath(name: string, { path }: TarEntry): string {
  const inside = path.startsWith('/') ? undefined : insidePath('', path);
  if (inside !== undefined) return inside;
  throw unsound(name, `its entry ${shown(path)} leads out of the archive`);
}

/**
 * Where a link of an archive leads: a symbolic one from its own folder on, a hard one from the archive's root on.
 * @throws SlipwayError E_BASE when that is outside
 */
export function linkTarget(name: string, entry: TarEntry): string {
  const from = entry.type === 'symlink' ? entryPath(name, entry).replace(/(^|\/)[^/]*$/, '') : '';
  const target = entry.link.startsWith('/') ? undefined : insidePath(from, entry.link);
  if (target !== undefined && target !== '') return target;
  throw unsound(
    name,
    `its entry ${shown(entry.path)} is a link that leads out of the archive, to ${shown(entry.link)}`,
  );
}

/** A relative path from a folder on, by names alone; undefined when it goes above the root. */
function insidePath(folder: string, path: string): string | undefined {
  const names: string[] = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') names.push(part);
    else if (names.pop() === undefined) return undefined;
  }
  return names.join('/');
}

/** The path that a path of the archive leads to. */
export function followLinks(name: string, links: ReadonlyMap<string, string>, path: string): string {
  let at = path;
  for (let followed = 0; followed <= maxLinks; followed++) {
    const next = links.get(at);
    if (next === undefined) return at;
    at = next;
  }
  throw unsound(name, `its entry ${shown(path)} is a link that leads in a circle`);
}
