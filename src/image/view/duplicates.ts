import type { Digest } from '../../support/hashing.ts';
import type { DuplicateGroup, ViewFile } from './image-view.ts';

/**
 * Groups the files of the final file system by content. Empty files and hard links take no room, and are left out.
 */
export function findDuplicates(files: readonly ViewFile[]): DuplicateGroup[] {
  const same = new Map<Digest, ViewFile[]>();
  for (const file of files) {
    if (file.state !== 'present' || file.kind !== 'file' || file.digest === undefined) continue;
    const group = same.get(file.digest);
    if (group === undefined) same.set(file.digest, [file]);
    else group.push(file);
  }
  const groups = [...same].flatMap(([digest, group]) => {
    const [first, ...others] = group;
    if (first === undefined || others.length === 0) return [];
    const savedBytes = first.bytes * others.length;
    return [{ digest, bytes: first.bytes, savedBytes, paths: group.map(({ path }) => path).sort() }];
  });
  return groups.sort((a, b) => b.savedBytes - a.savedBytes || (a.digest < b.digest ? -1 : 1));
}
