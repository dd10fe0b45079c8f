import { createHash } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A folder that is kept between runs. `modules`: GOMODCACHE/cache/download, what was downloaded and not what was unpacked
 * from it: go unpacks a module when it needs it, and files without write permission would stop a second unpacking.
 * `packages`: GOCACHE. `toolchains`: Slipway's own.
 */
export interface CachedFolder {
  readonly kind: 'modules' | 'packages' | 'toolchains';
  /** Absolute. */
  readonly path: string;
}

/** Names of what makes a folder worth saving: none of them comes without something new to build from. */
const namesOf: Readonly<Record<CachedFolder['kind'], (path: string) => Promise<string[]>>> = {
  // Every module version is one zip, which go renames into place.
  modules: async (path) => (await namesIn(path, { recursive: true })).filter((name) => name.endsWith('.zip')),
  // 256 folders of entries whose names are hashes of what they were made from (cmd/go/internal/cache).
  packages: async (path) => {
    const folders = (await namesIn(path)).filter((name) => /^[0-9a-f]{2}$/.test(name));
    return (await Promise.all(folders.map((folder) => namesIn(join(path, folder))))).flat();
  },
  // go1.27.0.linux-amd64 and sha256-….linux-amd64, but no locks and no work folders.
  toolchains: async (path) =>
    (await namesIn(path)).filter((name) => /^(go|sha256-)[^/]*(?<!\.lock)$/.test(name)),
};

/** A hash over the names of what is in the folders: two equal ones mean that nothing new came. Reads no file. */
export async function listingOf(folders: readonly CachedFolder[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { kind, path } of folders) {
    hash.update(JSON.stringify([kind, (await namesOf[kind](path)).sort()]));
  }
  return hash.digest('hex');
}

/** How far a file system's clock may lag behind the process's, in milliseconds, with much room. */
const clockLag = 2000;

/**
 * Takes away what was written since a time, when that was cut off: files that may be half there. A toolchain goes whole.
 * @param since milliseconds since 1970
 */
export async function discardWrittenSince(folders: readonly CachedFolder[], since: number): Promise<void> {
  for (const { kind, path } of folders) {
    const written = await writtenSince(path, since - clockLag);
    const broken = kind === 'toolchains' ? new Set(written.map(([first = '']) => first)) : undefined;
    const paths =
      broken === undefined
        ? written.map((names) => join(path, ...names))
        : [...broken].map((name) => join(path, name));
    for (const each of paths) await rm(each, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Files whose state changed since then, each as the names that lead to it: a modification time could come from an archive. */
async function writtenSince(path: string, since: number): Promise<string[][]> {
  const found: string[][] = [];
  for (const entry of await entriesIn(path)) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) {
      for (const names of await writtenSince(inside, since)) found.push([entry.name, ...names]);
    } else if ((await lstat(inside)).ctimeMs >= since) {
      found.push([entry.name]);
    }
  }
  return found;
}

function entriesIn(path: string) {
  return readdir(path, { withFileTypes: true }).catch(() => []);
}

async function namesIn(path: string, options: { readonly recursive?: boolean } = {}): Promise<string[]> {
  return await readdir(path, options).catch((): string[] => []);
}
