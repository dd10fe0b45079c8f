import { SlipwayError } from '../support/errors.ts';
import { blockBytes, paddingAfter } from '../support/tar/header.ts';

/** One entry's metadata. `path` and `target` are relative or as the link says; a directory's path ends with `/`. */
export interface TarHeader {
  readonly type: 'file' | 'directory' | 'symlink';
  readonly path: string;
  readonly target?: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Length of the content that follows, in bytes. */
  readonly bytes: number;
  /** Seconds since 1970. */
  readonly mtime: number;
}

/** POSIX.1-2024, pax, "ustar Interchange Format": typeflag. */
const typeFlag = { file: '0', symlink: '2', directory: '5', extended: 'x' } as const;

/** Lengths of the ustar fields, in bytes (same place). */
const field = { name: 100, linkname: 100, prefix: 155, id: 8, size: 12 } as const;

/**
 * The header of one entry: one ustar block, with a pax extended header before it only where ustar cannot say it (a long
 * or non-ASCII name, a file of 8 GiB or more). Depends on nothing but its argument.
 */
export function encodeHeader(header: TarHeader): Buffer {
  const records: [string, string][] = [];
  const split = splitPath(header.path);
  if (split === undefined) records.push(['path', header.path]);
  const target = header.target ?? '';
  const targetFits = isAscii(target) && target.length <= field.linkname;
  if (!targetFits) records.push(['linkpath', target]);
  if (!fitsOctal(header.bytes, field.size)) records.push(['size', String(header.bytes)]);

  const block = ustarBlock(typeFlag[header.type], {
    ...header,
    name: split?.name ?? asciiPart(header.path, field.name),
    prefix: split?.prefix ?? '',
    linkname: targetFits ? target : asciiPart(target, field.linkname),
  });
  return records.length === 0 ? block : Buffer.concat([extendedHeader(header, records), block]);
}

interface UstarFields {
  readonly name: string;
  readonly prefix: string;
  readonly linkname: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly bytes: number;
  readonly mtime: number;
}

function ustarBlock(flag: string, fields: UstarFields): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.write(fields.name, 0, 'latin1');
  writeOctal(block, 100, field.id, fields.mode);
  writeOctal(block, 108, field.id, fields.uid);
  writeOctal(block, 116, field.id, fields.gid);
  // A size that does not fit stands in the extended header; readers must ignore this one then.
  writeOctal(block, 124, field.size, fitsOctal(fields.bytes, field.size) ? fields.bytes : 0);
  writeOctal(block, 136, 12, fields.mtime);
  block.write(flag, 156, 'latin1');
  block.write(fields.linkname, 157, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  // uname and gname (265, 297) stay empty: names would be looked up on the machine that unpacks.
  writeOctal(block, 329, field.id, 0);
  writeOctal(block, 337, field.id, 0);
  block.write(fields.prefix, 345, 'latin1');
  block.fill(' ', 148, 156);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** POSIX.1-2024, pax, "pax Extended Header": `LENGTH KEY=VALUE\n`, LENGTH counting itself. */
function extendedHeader(header: TarHeader, records: readonly [string, string][]): Buffer {
  const body = Buffer.concat(records.map(([key, value]) => paxRecord(key, value)));
  const last = header.path.replace(/\/$/, '').split('/').at(-1) ?? '';
  const block = ustarBlock(typeFlag.extended, {
    name: asciiPart(`PaxHeaders.0/${last}`, field.name),
    prefix: '',
    linkname: '',
    mode: 0o644,
    uid: 0,
    gid: 0,
    bytes: body.length,
    mtime: header.mtime,
  });
  return Buffer.concat([block, body, Buffer.alloc(paddingAfter(body.length))]);
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** The path cut at a slash into ustar's two fields, with the longest name that fits; undefined when there is no way. */
function splitPath(path: string): { name: string; prefix: string } | undefined {
  if (!isAscii(path)) return undefined;
  if (path.length <= field.name) return { name: path, prefix: '' };
  const slash = path.indexOf('/', path.length - field.name - 1);
  if (slash < 1 || slash > field.prefix || slash === path.length - 1) return undefined;
  return { name: path.slice(slash + 1), prefix: path.slice(0, slash) };
}

function isAscii(text: string): boolean {
  return /^[\x01-\x7f]*$/.test(text);
}

/** What an old reader that ignores extended headers gets to see. */
function asciiPart(text: string, length: number): string {
  return text.replace(/[^\x01-\x7f]/g, '').slice(0, length);
}

function fitsOctal(value: number, width: number): boolean {
  return value < 8 ** (width - 1);
}

function writeOctal(block: Buffer, offset: number, width: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || !fitsOctal(value, width)) {
    throw new SlipwayError('E_INTERNAL', `a tar header has no room for ${value}`);
  }
  block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, offset, 'latin1');
}
