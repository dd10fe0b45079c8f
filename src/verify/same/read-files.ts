import { createHash } from 'node:crypto';
import { UnpackFault, unpacked } from '../../image/read/decompress.ts';
import { defaultScanLimits, type ScanLimits } from '../../image/read/layer-scan.ts';
import { type NameLimits, nameCheck } from '../../image/read/name-limits.ts';
import { components } from '../../image/read/tree.ts';
import type { LayerBlob } from '../../image/view/layer-content.ts';
import { fileWindows } from '../../support/file-windows.ts';
import type { Digest } from '../../support/hashing.ts';
import type { DeviceNumbers } from '../../support/tar/header.ts';
import { readTar, type TarAttributes, type TarContent, type TarEntry } from '../../support/tar/read-tar.ts';
import { quote } from '../forms.ts';

/** What of a layer's entry can make a difference. Of content the digest is kept, never the content. */
export interface FileEntry
  extends Pick<TarEntry, 'path' | 'type' | 'mode' | 'uid' | 'gid' | 'size' | 'link'> {
  /** Of files that are not empty. */
  readonly digest?: Digest;
  readonly mtime?: number;
  readonly device?: DeviceNumbers;
  /** Name and value as text, by name; absent where there are none. */
  readonly xattrs?: ReadonlyMap<string, string>;
}

export type FileLimits = ScanLimits & NameLimits;

export const defaultFileLimits: FileLimits = { ...defaultScanLimits, maxNameBytes: 256 << 20 };

/** Longer values of extended attributes are kept as their digest. */
const longestValue = 64;

/**
 * Reads a layer once, as it streams by: every entry with its attributes and the digest of its content.
 * @returns the entries, and the digest of the archive
 * @throws UnpackFault, in words for a person, when it does not unpack or its archive is torn; the system's errors
 */
export async function readFiles(
  { path, bytes, compression }: LayerBlob,
  limits: FileLimits = defaultFileLimits,
): Promise<{ readonly entries: readonly FileEntry[]; readonly diffId: Digest }> {
  const file = { read: (start: number) => fileWindows(path, { start, slots: 4 }) };
  const diff = createHash('sha256');
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of unpacked(file, () => bytes, compression, limits)) {
      diff.update(chunk);
      yield chunk;
    }
  }
  const entries: FileEntry[] = [];
  const check = nameCheck(limits);
  for await (const item of readTar(hashed(), { attributes: true })) {
    if (item.kind === 'fault') {
      const { offset, message, loose } = item.fault;
      if (loose === true) continue;
      throw new UnpackFault(`at byte ${offset} of its archive ${message}`);
    }
    const out = components(item.entry.path).includes('..');
    if (out) throw new UnpackFault(`its entry ${quote(item.entry.path)} leaves the image`);
    const xattrs = valuesOf(item.entry.more);
    check(item.entry, lengthOf(xattrs));
    entries.push(await fileEntry(item.entry, xattrs, item.content));
  }
  // The reader goes on to the end of the stream, so that this is of all its bytes.
  return { entries, diffId: `sha256:${diff.digest('hex')}` };
}

async function fileEntry(
  { path, type, mode, uid, gid, size, link, more }: TarEntry,
  xattrs: ReadonlyMap<string, string>,
  content: TarContent,
): Promise<FileEntry> {
  const { mtime, device } = more ?? {};
  return {
    ...{ path, type, mode, uid, gid, size, link },
    ...(type === 'file' && size > 0 && { digest: await digestOf(content) }),
    ...(mtime !== undefined && { mtime }),
    ...(device !== undefined && { device }),
    ...(xattrs.size > 0 && { xattrs }),
  };
}

async function digestOf(content: TarContent): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const piece of content) hash.update(piece);
  return `sha256:${hash.digest('hex')}`;
}

function valuesOf(more: TarAttributes | undefined): ReadonlyMap<string, string> {
  return new Map([...(more?.xattrs ?? [])].map(([name, value]) => [name, valueText(value)]));
}

/** A value as it is told: text where it is plain text, else its bytes. Different values have different texts. */
function valueText(value: Buffer): string {
  if (value.length > longestValue)
    return `sha256:${createHash('sha256').update(value).digest('hex')} (${value.length} bytes)`;
  const text = value.toString('latin1');
  return /^[\x20-\x7e]+$/.test(text) ? JSON.stringify(text) : `0x${value.toString('hex')}`;
}

function lengthOf(xattrs: ReadonlyMap<string, string>): number {
  return [...xattrs].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}
