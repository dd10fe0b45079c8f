import type { Stats } from 'node:fs';
import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import { basename, join, posix, resolve } from 'node:path';
import type { Asset } from '../request/request.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { sha256File } from '../support/hashing.ts';
import type { Base } from './base/base.ts';
import type { TarEntry } from './tar.ts';

/**
 * The user's files as entries of the asset layer, sorted. A folder's content goes below `to`, as COPY has it; a file goes to
 * `to` itself, or into it when it ends in `/`. Whatever is there is taken, .git too. Modes become 0755 (folders, and
 * files that anyone may execute) or 0644; symlinks are kept when they stay inside the folder.
 * @param directory absolute; what a relative `from` is relative to
 * @throws SlipwayError E_CONFIG when `from` is missing or holds what an image cannot (all such are named), E_IO
 */
export async function collectAssets(assets: readonly Asset[], directory: string): Promise<TarEntry[]> {
  const found: Found[] = [];
  try {
    for (const asset of assets) for await (const one of assetEntries(asset, directory)) found.push(one);
  } catch (error) {
    throw asSlipwayError(error);
  }
  const entries = new Map<string, TarEntry>();
  const faults: string[] = [];
  for (const one of found) {
    const there = typeof one === 'string' ? undefined : entries.get(one.path);
    if (typeof one === 'string') faults.push(one);
    else if (there === undefined) entries.set(one.path, one);
    else if (there.type !== 'directory' || one.type !== 'directory') {
      faults.push(`two assets would become /${one.path}`);
    }
  }
  if (faults.length === 0) return [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  throw new SlipwayError('E_CONFIG', `the assets cannot be taken as they are:\n${faults.join('\n')}`, {
    hint: 'an asset is a file, a folder, or a symlink that stays inside its folder',
  });
}

/** An entry, or what is wrong with a file. */
type Found = TarEntry | string;

async function* assetEntries({ from, to }: Asset, directory: string): AsyncGenerator<Found> {
  const source = resolve(directory, from);
  const target = inImage(to);
  const stats = await statIfExists(source);
  if (stats === undefined) {
    yield `${from} does not exist (looked for ${source})`;
  } else if (stats.isDirectory()) {
    if (target !== '') yield { type: 'directory', path: target, mode: 0o755 };
    yield* folderEntries(source, '', target);
  } else if (stats.isFile()) {
    yield await fileEntry(source, to.endsWith('/') ? posix.join(target, basename(source)) : target, stats);
  } else {
    yield `${from} is neither a file nor a folder`;
  }
}

function inImage(to: string): string {
  if (to.startsWith('/')) return to.replace(/\/+$/, '').slice(1);
  throw new SlipwayError('E_CONFIG', `an asset cannot go to ${JSON.stringify(to)}`, {
    hint: 'name an absolute path in the image, such as /srv/web',
  });
}

async function* folderEntries(root: string, below: string, target: string): AsyncGenerator<Found> {
  for (const name of await readdir(join(root, below))) {
    const relative = posix.join(below, name);
    const path = join(root, relative);
    const stats = await lstat(path);
    const place = posix.join(target, relative);
    if (name.includes('\ufffd')) {
      yield `${path} has a name that is not UTF-8`;
    } else if (stats.isDirectory()) {
      yield { type: 'directory', path: place, mode: 0o755 };
      yield* folderEntries(root, relative, target);
    } else if (stats.isSymbolicLink()) {
      yield await symlinkEntry(path, relative, place);
    } else if (stats.isFile()) {
      yield await fileEntry(path, place, stats);
    } else {
      yield `${path} is a socket, pipe or device`;
    }
  }
}

async function fileEntry(file: string, path: string, stats: Stats): Promise<TarEntry> {
  const mode = (stats.mode & 0o111) === 0 ? 0o644 : 0o755;
  return { type: 'file', path, mode, content: { file, ...(await sha256File(file)) } };
}

/** Nothing is read through a link, so it is enough that its own text does not lead out of the folder. */
async function symlinkEntry(file: string, relative: string, path: string): Promise<Found> {
  const target = await readlink(file);
  const leadsTo = posix.join(posix.dirname(relative), target);
  const inside = !posix.isAbsolute(target) && leadsTo !== '..' && !leadsTo.startsWith('../');
  return inside
    ? { type: 'symlink', path, target }
    : `${file} is a symlink to ${target}, outside the asset's folder`;
}

async function statIfExists(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * The assets as they fit onto a base and under the executable: folders that the base has keep their mode and owner.
 * @param base with its contents, where there is any asset
 * @throws SlipwayError E_CONFIG when a file would take the place of a folder, a folder that of a file, or when one lies
 *   where the executable or its folder goes
 */
export function placeAssets(entries: readonly TarEntry[], base: Base, executable: string): TarEntry[] {
  if (entries.length === 0) return [];
  const { contents } = base;
  if (contents === undefined)
    throw new SlipwayError('E_INTERNAL', `nobody looked into ${base.reference} for the assets`);
  const faults = entries.flatMap(({ path, type }) => {
    const place = `/${path}`;
    if (place === executable || place.startsWith(`${executable}/`))
      return [`${place} is where the executable goes`];
    if (type === 'directory') return contents.files.has(place) ? [`${place} is a file in the base`] : [];
    if (contents.directories.has(path)) return [`${place} is a folder in the base`];
    return executable.startsWith(`${place}/`)
      ? [`${place} must be a folder: the executable goes below it`]
      : [];
  });
  if (faults.length === 0) {
    return entries.filter(({ path, type }) => type !== 'directory' || !contents.directories.has(path));
  }
  throw new SlipwayError('E_CONFIG', `assets do not fit into the image:\n${faults.join('\n')}`, {
    hint: 'end `to` with a slash to put a file into a folder, or choose another place',
  });
}
