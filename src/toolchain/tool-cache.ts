import { open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { besidePath, exists, makeWorkFolder, readTextIfExists } from '../support/files.ts';
import { withLock } from '../support/lock.ts';
import type { Host } from './ports.ts';

const markerName = 'slipway-toolchain.json';
const markerVersion = 1;
const abandonedMilliseconds = 24 * 3600 * 1000;

/** What is known about an unpacked toolchain; lies in its folder, and is written last. */
export interface Marker {
  readonly markerVersion: typeof markerVersion;
  /** go1.27.0 */
  readonly version: string;
  /** `h1:…` of the module's zip, or `sha256:…` of the archive. */
  readonly digest: string;
  /** For people: where it came from. */
  readonly source: string;
  /** What vouches for the digest: a checksum database's name, or `request`; undefined when the user switched that off. */
  readonly checkedBy: string | undefined;
}

export interface CachedToolchain extends Marker {
  readonly goroot: string;
}

export interface ToolCacheOptions {
  readonly cacheDirectory: string;
  readonly host: Host;
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Where Slipway keeps the toolchains that it fetched. */
export function toolchainFolder(cacheDirectory: string): string {
  return join(cacheDirectory, 'toolchain');
}

function folderOf(options: ToolCacheOptions): string {
  return toolchainFolder(options.cacheDirectory);
}

function entryName(key: string, host: Host): string {
  return `${key}.${host.os}-${host.architecture}`;
}

/** A toolchain in the cache, by its version or by `sha256-` and hexadecimal digits: the read of one small file. */
export async function findCached(
  options: ToolCacheOptions,
  key: string,
): Promise<CachedToolchain | undefined> {
  const goroot = join(folderOf(options), entryName(key, options.host));
  const marker = parseMarker(await readTextIfExists(join(goroot, markerName)));
  return marker === undefined ? undefined : { ...marker, goroot };
}

/** Every toolchain for this host in the cache that has a version's name. */
export async function listCached(options: ToolCacheOptions): Promise<CachedToolchain[]> {
  const names = await readdir(folderOf(options)).catch((): string[] => []);
  const suffix = entryName('', options.host);
  const keys = names.filter((name) => name.startsWith('go') && name.endsWith(suffix));
  const found = await Promise.all(keys.map((name) => findCached(options, name.slice(0, -suffix.length))));
  return found.filter((entry) => entry !== undefined);
}

function parseMarker(text: string | undefined): Marker | undefined {
  if (text === undefined) return undefined;
  try {
    const marker = JSON.parse(text) as Marker;
    return marker.markerVersion === markerVersion && typeof marker.version === 'string' ? marker : undefined;
  } catch {
    return undefined;
  }
}

/** What `fill` found out about the toolchain that it unpacked. */
export type Unpacked = Omit<Marker, 'markerVersion'>;

/**
 * Brings a toolchain into the cache, once for all runs that want it at the same time. `fill` gets a work folder: it unpacks
 * into the folder `goroot` in it, checks it, and may leave anything else beside. What it throws, or an abort, leaves nothing.
 * @param isGood decides whether one that another run brought meanwhile will do
 */
export async function installOnce(
  options: ToolCacheOptions,
  key: string,
  isGood: (cached: CachedToolchain) => boolean,
  fill: (workFolder: string) => Promise<Unpacked>,
): Promise<CachedToolchain> {
  const goroot = join(folderOf(options), entryName(key, options.host));
  const onWait = (): void => options.progress(`${key}: waiting for another run that is fetching it`);
  return withLock(`${goroot}.lock`, { signal: options.signal, onWait }, async () => {
    const present = await findCached(options, key);
    if (present !== undefined && isGood(present)) return present;
    await removeAbandoned(folderOf(options));
    const work = await makeWorkFolder(folderOf(options), 'work');
    try {
      const marker: Marker = { markerVersion, ...(await fill(work)) };
      options.signal?.throwIfAborted();
      const unpacked = join(work, 'goroot');
      await writeDurably(join(unpacked, markerName), `${JSON.stringify(marker, undefined, 2)}\n`);
      while (!(await moveIntoPlace(unpacked, goroot))) {
        // The lock was lost to another run, which was quicker: its toolchain may be in use already.
        const other = await findCached(options, key);
        if (other !== undefined && isGood(other)) return other;
        await putAside(goroot);
      }
      return { ...marker, goroot };
    } finally {
      await rm(work, { recursive: true, force: true, maxRetries: 3 });
    }
  });
}

async function writeDurably(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** False when something lies there already: a folder cannot be renamed over one that is not empty. */
async function moveIntoPlace(unpacked: string, goroot: string): Promise<boolean> {
  try {
    await rename(unpacked, goroot);
    return true;
  } catch (error) {
    if (await exists(goroot)) return false;
    throw error;
  }
}

async function putAside(goroot: string): Promise<void> {
  const aside = besidePath(goroot);
  await rename(goroot, aside);
  await rm(aside, { recursive: true, force: true, maxRetries: 3 });
}

/** Work folders that a killed run left behind. */
async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((entry) => /^work-\d+-[0-9a-f]+$/.test(entry))) {
    const path = join(folder, name);
    const state = await stat(path).catch(() => undefined);
    const old = state !== undefined && Date.now() - state.mtimeMs > abandonedMilliseconds;
    if (old) await rm(path, { recursive: true, force: true });
  }
}

/** A digest that does not fit: says what was expected, what came, from where, and that nothing stays. */
export function digestMismatch(what: string, expected: string, got: string, from: string): SlipwayError {
  return new SlipwayError(
    'E_TOOLCHAIN',
    `${what} is not what it should be\nexpected ${expected}\ngot      ${got}\nfrom     ${from}`,
    { hint: 'the download is damaged or was changed on the way; nothing was kept' },
  );
}
