import { type ByteReader, byteReader } from './byte-reader.ts';
import {
  blockBytes,
  type DeviceNumbers,
  decodeName,
  entryTypes,
  headerDevice,
  headerTime,
  isZeroBlock,
  paddingAfter,
  parseTarHeader,
  sparseFault,
  type TarHeader,
} from './header.ts';
import { type PaxRecords, parsePax } from './pax.ts';

export type TarEntryType =
  | 'file'
  | 'hardlink'
  | 'symlink'
  | 'character-device'
  | 'block-device'
  | 'directory'
  | 'fifo';

export interface TarEntry {
  /** As written: not normalised, not judged. */
  readonly path: string;
  readonly type: TarEntryType;
  /** Permission bits with set-uid, set-gid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Length of the content in bytes. */
  readonly size: number;
  readonly link: string;
  /** Offset of the entry's header in the archive. */
  readonly offset: number;
  /** Only where they were asked for. */
  readonly more?: TarAttributes;
}

/** What of an entry's headers only those look at who compare them. */
export interface TarAttributes {
  /** Seconds since 1970; undefined where none is written that is a number. */
  readonly mtime: number | undefined;
  /** Of devices; undefined where the header's are no numbers. */
  readonly device: DeviceNumbers | undefined;
  /** Extended attributes by name. Values are views of what was read: who keeps them copies them. */
  readonly xattrs: ReadonlyMap<string, Buffer>;
}

/**
 * A file's bytes, while its entry is the current one. What nobody reads is passed over. Iterating gives what was not read
 * yet; where the archive is cut it ends early, and the next item is the fault that says so.
 */
export interface TarContent extends AsyncIterable<Buffer> {
  /** The next `length` bytes; fewer only at the content's end. */
  read(length: number): Promise<Buffer>;
  /** Passes over what is left; false when the archive ends before the content does. */
  skip(): Promise<boolean>;
}

/** `loose`: the archive can still be read, but not every reader does, or part of it is hidden from them. */
export interface TarFault {
  readonly offset: number;
  readonly message: string;
  readonly loose?: true;
}

export type TarItem =
  | { readonly kind: 'entry'; readonly entry: TarEntry; readonly content: TarContent }
  | { readonly kind: 'fault'; readonly fault: TarFault };

/** PAX and GNU long-name records; Linux paths end at 4096 bytes, extended attributes at 64 KiB each. */
const maxExtensionBytes = 1 << 20;

/** What extension headers said about the entry that follows them. */
interface Pending {
  readonly local?: PaxRecords;
  readonly global?: PaxRecords;
  readonly name?: string;
  readonly link?: string;
}

/**
 * Reads a tar stream (ustar, PAX, GNU long names) strictly and in bounded memory. A malformed header ends the reading
 * with a fault that says where: what follows it cannot be trusted to be a header.
 * @param options `attributes`: entries say times, device numbers and extended attributes too
 */
export async function* readTar(
  chunks: AsyncIterable<Uint8Array>,
  { attributes = false }: { readonly attributes?: boolean } = {},
): AsyncGenerator<TarItem> {
  const reader = byteReader(chunks);
  let pending: Pending = {};
  for (;;) {
    const offset = reader.offset();
    const fault = (message: string): TarItem => ({ kind: 'fault', fault: { offset, message } });
    const block = await reader.read(blockBytes);
    if (block.length === 0)
      return yield loose(offset, 'it ends without the two blocks of zeros that mark the end');
    if (block.length < blockBytes) return yield fault('it ends inside a header');
    if (isZeroBlock(block)) return yield* afterEnd(reader, offset);

    const header = parseTarHeader(block);
    if (typeof header === 'string') return yield fault(`the header is malformed: ${header}`);
    if ('xgLK'.includes(header.kind)) {
      const extended = await readExtension(reader, header, pending);
      if (typeof extended === 'string') return yield fault(extended);
      pending = extended;
      continue;
    }
    const described = describeEntry(header, pending, offset);
    if (typeof described === 'string') return yield fault(described);
    const entry = attributes ? { ...described, more: attributesOf(block, described, pending) } : described;
    const content = contentOf(reader, entry.size);
    yield { kind: 'entry', entry, content };
    if (!(await content.skip()))
      return yield fault(`the archive ends inside the content of ${JSON.stringify(entry.path)}`);
    pending = pending.global === undefined ? {} : { global: pending.global };
  }
}

async function readExtension(
  reader: ByteReader,
  header: TarHeader,
  pending: Pending,
): Promise<Pending | string> {
  if (header.size > maxExtensionBytes)
    return `an extended header of ${header.size} bytes is longer than any real one`;
  const content = await reader.read(header.size);
  const padding = paddingAfter(header.size);
  if (content.length < header.size || (await reader.skip(padding)) < padding) {
    return 'it ends inside an extended header';
  }
  if (header.kind === 'L' || header.kind === 'K') {
    const end = content.indexOf(0);
    const text = decodeName(end === -1 ? content : content.subarray(0, end));
    return { ...pending, [header.kind === 'L' ? 'name' : 'link']: text };
  }
  const records = parsePax(content);
  if (typeof records === 'string') return `the extended header is malformed: ${records}`;
  return { ...pending, [header.kind === 'x' ? 'local' : 'global']: records };
}

function describeEntry(header: TarHeader, pending: Pending, offset: number): TarEntry | string {
  if (header.kind === 'S') return sparseFault;
  const type = Object.hasOwn(entryTypes, header.kind) ? entryTypes[header.kind] : undefined;
  if (type === undefined) return `its type ${JSON.stringify(header.kind)} is none that every reader knows`;
  const pax = { ...pending.global, ...pending.local };
  const path = pax.path ?? pending.name ?? header.name;
  const size = pax.size ?? header.size;
  // POSIX: only regular files have content; other types' size is not followed by blocks, but some writers set it.
  if (type !== 'file' && size !== 0) return `its type ${type} has no content, but a size of ${size} bytes`;
  return {
    path,
    // Before ustar a folder was a regular file whose name ends in a slash.
    type: header.kind === '\0' && path.endsWith('/') ? 'directory' : type,
    mode: header.mode & 0o7777,
    uid: pax.uid ?? header.uid,
    gid: pax.gid ?? header.gid,
    size,
    link: pax.linkpath ?? pending.link ?? header.link,
    offset,
  };
}

function attributesOf(block: Buffer, { type }: TarEntry, { local, global }: Pending): TarAttributes {
  const isDevice = type === 'character-device' || type === 'block-device';
  return {
    mtime: local?.mtime ?? global?.mtime ?? headerTime(block),
    device: isDevice ? headerDevice(block) : undefined,
    xattrs: joined(global?.xattrs ?? none, local?.xattrs ?? none),
  };
}

const none: TarAttributes['xattrs'] = new Map();

/** The local records win, and an empty one takes the global one back. */
function joined(global: TarAttributes['xattrs'], local: TarAttributes['xattrs']): TarAttributes['xattrs'] {
  if (global.size + local.size === 0) return none;
  return new Map([...new Map([...global, ...local])].filter(([, value]) => value.length > 0));
}

function contentOf(reader: ByteReader, bytes: number): TarContent {
  let left = bytes;
  let padding = paddingAfter(bytes);
  return {
    async read(length) {
      const part = await reader.read(Math.min(length, left));
      left -= part.length;
      return part;
    },
    async skip() {
      left -= await reader.skip(left);
      if (left === 0) padding -= await reader.skip(padding);
      return left === 0 && padding === 0;
    },
    async *[Symbol.asyncIterator]() {
      while (left > 0) {
        const part = await reader.next(left);
        if (part.length === 0) return;
        left -= part.length;
        yield part;
      }
    },
  };
}

/** After the first block of zeros: a second one, then zeros up to the writer's record length. */
async function* afterEnd(reader: ByteReader, offset: number): AsyncGenerator<TarItem> {
  let zeros = blockBytes;
  for (;;) {
    const block = await reader.read(blockBytes);
    if (block.length === 0) break;
    if (!isZeroBlock(block)) {
      yield loose(offset + zeros, 'data follows the end of the archive: readers do not see it');
      await reader.skip(Number.MAX_SAFE_INTEGER);
      return;
    }
    zeros += block.length;
  }
  if (zeros < 2 * blockBytes) yield loose(offset, 'it ends with one block of zeros instead of two');
}

function loose(offset: number, message: string): TarItem {
  return { kind: 'fault', fault: { offset, message, loose: true } };
}
