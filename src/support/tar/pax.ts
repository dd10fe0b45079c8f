import { decodeName, sparseFault } from './header.ts';

/** The records of a PAX extended header that change an entry. */
export interface PaxRecords {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Seconds since 1970, with their fraction. */
  readonly mtime?: number;
  /** By name; an empty value takes an earlier record back. */
  readonly xattrs?: ReadonlyMap<string, Buffer>;
}

/** How star, and after it Go, GNU tar and every engine, name the record of an extended attribute. */
const xattrPrefix = 'SCHILY.xattr.';

/**
 * Reads `LENGTH KEY=VALUE\n` records (POSIX.1-2001, pax, "pax Extended Header"), the later one winning.
 * @returns the records, or what is wrong in words; an empty value takes an earlier record back
 */
export function parsePax(content: Buffer): PaxRecords | string {
  const values = new Map<string, string>();
  const xattrs = new Map<string, Buffer>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const digits = space === -1 ? '' : content.subarray(at, Math.min(space, at + 12)).toString('latin1');
    const length = /^[1-9]\d*$/.test(digits) ? Number(digits) : 0;
    const end = at + length;
    const equals = content.indexOf(0x3d, space);
    if (length === 0 || end > content.length || content[end - 1] !== 0x0a || equals === -1 || equals >= end) {
      return `its record at byte ${at} is malformed`;
    }
    const key = content.subarray(space + 1, equals).toString('utf8');
    if (key.startsWith('GNU.sparse.')) return sparseFault;
    const value = content.subarray(equals + 1, end - 1);
    if (key.startsWith(xattrPrefix)) xattrs.set(key.slice(xattrPrefix.length), value);
    else values.set(key, decodeName(value));
    at = end;
  }
  const records = fromRecords(values);
  return typeof records === 'string' || xattrs.size === 0 ? records : { ...records, xattrs };
}

function fromRecords(values: ReadonlyMap<string, string>): PaxRecords | string {
  const records: {
    path?: string;
    linkpath?: string;
    size?: number;
    uid?: number;
    gid?: number;
    mtime?: number;
  } = {};
  for (const key of ['path', 'linkpath'] as const) {
    const value = values.get(key);
    if (value === undefined || value === '') continue;
    if (value.includes('\0')) return `its ${key} holds a NUL`;
    records[key] = value;
  }
  for (const key of ['size', 'uid', 'gid'] as const) {
    const value = values.get(key);
    if (value === undefined || value === '') continue;
    if (!/^\d{1,15}$/.test(value)) return `its ${key} is not a number`;
    records[key] = Number(value);
  }
  const mtime = values.get('mtime') ?? '';
  if (/^-?\d{1,15}(\.\d*)?$/.test(mtime)) records.mtime = Number(mtime);
  return records;
}
