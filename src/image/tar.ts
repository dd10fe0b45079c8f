import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { fileWindows } from '../support/file-windows.ts';
import { type Digest, sha256 } from '../support/hashing.ts';
import { blockBytes, paddingAfter } from '../support/tar/header.ts';
import { encodeHeader } from './tar-header.ts';

/** Who owns an entry and who may do what; the owner is root when not named. */
export interface Attributes {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** A file on this machine whose content is already known by its digest. */
export interface FileContent {
  readonly file: string;
  readonly bytes: number;
  readonly digest: Digest;
}

/** `path` is relative, with `/`, without `.` and `..`: `usr/local/bin/api`. A symlink's target is taken as it is. */
export type TarEntry =
  | ({ readonly type: 'directory'; readonly path: string } & Attributes)
  | ({
      readonly type: 'file';
      readonly path: string;
      readonly content: Uint8Array | FileContent;
    } & Attributes)
  | { readonly type: 'symlink'; readonly path: string; readonly target: string };

/** All of an entry that bytes follow from, content by its digest: for keys of caches. */
export function identifiedEntry(entry: TarEntry): object {
  if (entry.type !== 'file') return entry;
  const { content, ...rest } = entry;
  return { ...rest, digest: contentDigest(content) };
}

/** Of a file that is an entry. */
export function contentDigest(content: Uint8Array | FileContent): Digest {
  return content instanceof Uint8Array ? sha256(content) : content.digest;
}

/** One that is being written while the next is read. */
const windowsInFlight = 3;
const trailer = 2 * blockBytes;

/**
 * The entries in the order and completeness an archive has them: sorted by the bytes of their paths, which puts every
 * directory before what it holds, with missing parents added. A parent that is already in the image keeps the attributes
 * `known` has for it, because a directory's entry in an upper layer replaces those of the lower one: without it, a file
 * below /tmp would take the sticky bit away.
 * @throws SlipwayError E_CONFIG when a path is not clean, stands twice, or lies below a file
 */
export function completeEntries(
  entries: readonly TarEntry[],
  known: ReadonlyMap<string, Attributes> = new Map(),
): TarEntry[] {
  const all = new Map<string, TarEntry>();
  for (const entry of entries) {
    checkPath(entry.path);
    if (all.has(entry.path)) throw new SlipwayError('E_CONFIG', `two files would become /${entry.path}`);
    all.set(entry.path, entry);
  }
  for (const { path } of entries) {
    for (let parent = posix.dirname(path); parent !== '.'; parent = posix.dirname(parent)) {
      const there = all.get(parent);
      if (there === undefined) {
        all.set(parent, { type: 'directory', path: parent, ...(known.get(parent) ?? { mode: 0o755 }) });
      } else if (there.type !== 'directory') {
        throw new SlipwayError('E_CONFIG', `/${path} lies below /${parent}, which is not a folder`);
      }
    }
  }
  return [...all.values()].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

function checkPath(path: string): void {
  const clean = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (!clean || path.includes('\0') || !path.isWellFormed()) {
    throw new SlipwayError('E_CONFIG', `${JSON.stringify(path)} cannot be a path in an image`, {
      hint: 'a path there is absolute and has no empty part, "." or ".."',
    });
  }
}

/** The archive's length in bytes, known before anything is read. */
export function tarBytes(entries: readonly TarEntry[], options: { mtime: number }): number {
  return completeEntries(entries).reduce((sum, entry) => {
    const bytes = contentBytes(entry);
    return sum + header(entry, options.mtime).length + bytes + paddingAfter(bytes);
  }, trailer);
}

/**
 * A tar archive of the entries, completed and sorted: the same bytes on every machine. Contents are read from disk in
 * windows that are written over: a piece holds its bytes until three more were asked for. `mtime` (seconds since 1970) is
 * every entry's time.
 * @throws SlipwayError E_IO when a file is not what its digest says, E_CONFIG as `completeEntries`
 */
export async function* tarStream(
  entries: readonly TarEntry[],
  options: { mtime: number },
): AsyncGenerator<Uint8Array> {
  for (const entry of completeEntries(entries)) {
    yield header(entry, options.mtime);
    if (entry.type !== 'file') continue;
    if (entry.content instanceof Uint8Array) yield entry.content;
    else yield* checkedContent(entry.content);
    yield Buffer.alloc(paddingAfter(contentBytes(entry)));
  }
  yield Buffer.alloc(trailer);
}

function header(entry: TarEntry, mtime: number): Buffer {
  const attributes: Attributes = entry.type === 'symlink' ? { mode: 0o777 } : entry;
  return encodeHeader({
    type: entry.type,
    path: entry.type === 'directory' ? `${entry.path}/` : entry.path,
    ...(entry.type === 'symlink' ? { target: entry.target } : {}),
    mode: attributes.mode,
    uid: attributes.uid ?? 0,
    gid: attributes.gid ?? 0,
    bytes: contentBytes(entry),
    mtime,
  });
}

function contentBytes(entry: TarEntry): number {
  if (entry.type !== 'file') return 0;
  return entry.content instanceof Uint8Array ? entry.content.length : entry.content.bytes;
}

/**
 * The file's bytes, in windows as `tarStream` has them; a header already promised their number, and a cache key their digest, so both
 * are held to.
 * @throws SlipwayError E_IO when it is another file by now
 */
export async function* checkedContent(content: FileContent): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let done = 0;
  for await (const window of fileWindows(content.file, { slots: windowsInFlight })) {
    done += window.length;
    if (done > content.bytes) throw changed(content);
    hash.update(window);
    yield window;
  }
  if (done !== content.bytes || `sha256:${hash.digest('hex')}` !== content.digest) throw changed(content);
}

function changed(content: FileContent): SlipwayError {
  return new SlipwayError('E_IO', `${content.file} changed while it was being read`, {
    hint: 'something else writes to this file; let it finish and run again',
  });
}
