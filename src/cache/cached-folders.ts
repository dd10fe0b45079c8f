import type { Stats } from 'node:fs';
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

interface FoundFile {
  /** The names that lead to it from the folder. */
  readonly names: readonly [string, ...string[]];
  readonly state: Stats;
}

/**
 * Whether what came into the folders since a time is worth saving all of them again: a module version, a toolchain, or a
 * good part of the compiled packages. A time of birth tells: modification times come from archives, and go renews those of
 * entries that it uses. A file system without it makes everything new.
 * @param since milliseconds since 1970
 */
export async function isWorthSaving(folders: readonly CachedFolder[], since: number): Promise<boolean> {
  for (const { kind, path } of folders) if (await newIn[kind](path, since)) return true;
  return false;
}

const newIn: Readonly<Record<CachedFolder['kind'], (path: string, since: number) => Promise<boolean>>> = {
  // Every module version is one zip, which go renames into place.
  modules: async (path, since) =>
    (await filesIn(path)).some(({ names, state }) => names.at(-1)?.endsWith('.zip') && isNew(state, since)),
  packages: haveNewPackages,
  // go1.27.0.linux-amd64 and sha256-….linux-amd64, but no locks and no work folders.
  toolchains: async (path, since) => {
    const names = (await namesIn(path)).filter((name) => /^(?:go|sha256-).*(?<!\.lock)$/.test(name));
    const states = await Promise.all(names.map((name) => lstat(join(path, name))));
    return states.some((state) => isNew(state, since));
  },
};

/** New by this part of all bytes is worth it: a commit's own packages change with the next one again, dependencies do not. */
const goodPart = 1 / 64;

/**
 * Entries are in 256 folders (cmd/go/internal/cache); beside packages there are small indexes of the packages of the main
 * module, new ones after every checkout.
 */
async function haveNewPackages(path: string, since: number): Promise<boolean> {
  const files = (await filesIn(path)).filter(({ names }) => /^[0-9a-f]{2}$/.test(names[0]));
  const bytes = (some: readonly FoundFile[]): number => some.reduce((sum, { state }) => sum + state.size, 0);
  const fresh = bytes(files.filter(({ state }) => isNew(state, since)));
  return fresh > 0 && fresh >= goodPart * bytes(files);
}

function isNew({ birthtimeMs, ctimeMs }: Stats, since: number): boolean {
  return (birthtimeMs === 0 ? ctimeMs : birthtimeMs) >= since;
}

/** How far a file system's clock may lag behind the process's, in milliseconds, with much room. */
const clockLag = 2000;

/**
 * Takes away what was written since a time, when that was cut off: files that may be half there. A toolchain goes whole.
 * @param since milliseconds since 1970
 */
export async function discardWrittenSince(folders: readonly CachedFolder[], since: number): Promise<void> {
  for (const { kind, path } of folders) {
    // Not the time of birth: a file that was there may have been written over.
    const written = (await filesIn(path)).filter(({ state }) => state.ctimeMs >= since - clockLag);
    const paths = written.map(({ names }) =>
      join(path, ...(kind === 'toolchains' ? names.slice(0, 1) : names)),
    );
    for (const each of new Set(paths)) await rm(each, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Every file below a folder; none where there is no folder. */
async function filesIn(path: string): Promise<FoundFile[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const found: FoundFile[] = [];
  for (const entry of entries) {
    const inside = join(path, entry.name);
    if (!entry.isDirectory()) found.push({ names: [entry.name], state: await lstat(inside) });
    else
      for (const file of await filesIn(inside)) found.push({ ...file, names: [entry.name, ...file.names] });
  }
  return found;
}

async function namesIn(path: string): Promise<string[]> {
  return await readdir(path).catch((): string[] => []);
}
