import type { TarEntry } from '../../support/tar/read-tar.ts';
import { UnpackFault } from './decompress.ts';

export interface NameLimits {
  readonly maxEntries: number;
  /** Of all names and link targets of a layer together. */
  readonly maxNameBytes: number;
}

/** Linux' own limit for a path (limits.h, PATH_MAX). */
const longestPath = 4096;

/** Refuses what no system can unpack, and what would only fill memory; `more`: what else is kept of the entry, in bytes. */
export function nameCheck({
  maxEntries,
  maxNameBytes,
}: NameLimits): (entry: Pick<TarEntry, 'path' | 'link'>, more?: number) => void {
  let [entries, bytes] = [0, 0];
  return ({ path, link }, more = 0) => {
    entries += 1;
    bytes += path.length + link.length + more;
    if (entries > maxEntries) throw new UnpackFault(`it has more than ${maxEntries} entries`);
    if (bytes > maxNameBytes) throw new UnpackFault(`its names have more than ${maxNameBytes} characters`);
    if (Math.max(path.length, link.length) <= longestPath) return;
    throw new UnpackFault(
      `its entry ${JSON.stringify(path.slice(0, 80))} has a name of more than ${longestPath} characters`,
    );
  };
}
