import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../../support/errors.ts';
import { writeFileAtomic } from '../../support/files.ts';

/** What a run leaves for the next one, so that nobody can hand it older metadata. What it holds is checked by its signatures as if it came anew. */
export interface MetadataCache {
  read(name: CachedName): Promise<Buffer | undefined>;
  write(name: CachedName, content: Buffer): Promise<void>;
}

export type CachedName = 'timestamp.json' | 'snapshot.json' | 'targets.json';

export function openMetadataCache(folder: string): MetadataCache {
  return {
    async read(name) {
      try {
        return await readFile(join(folder, name));
      } catch (error) {
        if (isSystemError(error) && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: (name, content) => writeFileAtomic(join(folder, name), content),
  };
}
