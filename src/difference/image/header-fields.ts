import { blockBytes, decodeName, paddingAfter } from '../../support/tar/header.ts';

/** One field of an entry's headers. */
export interface HeaderField {
  /** What it means, so that two ways of writing it are told apart from two values. */
  readonly value: string;
  readonly raw: Buffer;
}

/** POSIX.1-1988, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format". */
const layout = [
  ['name', 0, 100, 'text'],
  ['mode', 100, 8, 'mode'],
  ['uid', 108, 8, 'number'],
  ['gid', 116, 8, 'number'],
  ['size', 124, 12, 'number'],
  ['mtime', 136, 12, 'time'],
  ['checksum', 148, 8, 'number'],
  ['type', 156, 1, 'type'],
  ['link', 157, 100, 'text'],
  ['magic', 257, 8, 'text'],
  ['uname', 265, 32, 'text'],
  ['gname', 297, 32, 'text'],
  ['devmajor', 329, 8, 'number'],
  ['devminor', 337, 8, 'number'],
  ['prefix', 345, 155, 'text'],
  ['filling', 500, 12, 'text'],
] as const;

type Meaning = (typeof layout)[number][3];

const typeNames: Readonly<Record<string, string>> = {
  '0': 'file',
  '\0': 'file',
  '1': 'hard link',
  '2': 'symbolic link',
  '3': 'character device',
  '4': 'block device',
  '5': 'folder',
  '6': 'fifo',
  '7': 'file',
};

/**
 * The fields of all headers of an entry by their names, in order: its own block's, `PAX KEY` for each record of an extended header,
 * `extended header X` for that header's own block.
 * @param bytes whole blocks
 */
export function headerFields(bytes: Buffer): Map<string, HeaderField> {
  const fields = new Map<string, HeaderField>();
  const last = bytes.length - blockBytes;
  for (let at = 0; at < last; ) {
    const block = bytes.subarray(at, at + blockBytes);
    const kind = String.fromCharCode(block[156] ?? 0);
    const size = Number.parseInt(numberIn(block.subarray(124, 136)), 10) || 0;
    const start = at + blockBytes;
    const content = bytes.subarray(start, Math.min(last, start + size));
    fields.set(`extended header ${kind}`, { value: '', raw: block });
    if (kind === 'L' || kind === 'K') {
      const value = decodeName(content.subarray(0, content.indexOf(0) >>> 0));
      fields.set(kind === 'L' ? 'long name' : 'long link', { value, raw: content });
    } else addRecords(fields, content, kind === 'g' ? 'global PAX' : 'PAX');
    at = start + size + paddingAfter(size);
  }
  const block = bytes.subarray(Math.max(0, last));
  for (const [name, from, length, meaning] of layout) {
    const raw = block.subarray(from, from + length);
    fields.set(name, { value: meaningOf(raw, meaning), raw });
  }
  return fields;
}

/** `LENGTH KEY=VALUE\n` (POSIX.1-2001, pax, "pax Extended Header"); the reader of the archive has checked them. */
function addRecords(fields: Map<string, HeaderField>, content: Buffer, prefix: string): void {
  for (let at = 0; at < content.length; ) {
    const length = Number.parseInt(content.toString('latin1', at, at + 12), 10);
    const space = content.indexOf(0x20, at);
    const equals = content.indexOf(0x3d, at);
    if (!(length > 0) || space < 0 || equals < space) return;
    const end = at + length;
    const key = content.toString('utf8', space + 1, equals);
    const value = decodeName(content.subarray(equals + 1, end - 1));
    const shown = /^[mac]time$/.test(key) ? timeText(Number(value), value) : value;
    fields.set(`${prefix} ${key}`, { value: shown, raw: content.subarray(at, end) });
    at = end;
  }
}

function meaningOf(raw: Buffer, meaning: Meaning): string {
  if (meaning === 'type') return typeNames[raw.toString('latin1')] ?? raw.toString('latin1');
  if (meaning === 'text') {
    const end = raw.indexOf(0);
    return decodeName(end < 0 ? raw : raw.subarray(0, end));
  }
  const number = numberIn(raw);
  if (meaning === 'mode') return Number(number).toString(8).padStart(4, '0');
  return meaning === 'time' ? timeText(Number(number), number) : number;
}

/** Octal digits between spaces and NULs, or GNU's base 256. */
function numberIn(raw: Buffer): string {
  const first = raw[0] ?? 0;
  if (first >= 0x80) {
    const bits = BigInt(8 * raw.length - 1);
    return BigInt.asIntN(Number(bits), BigInt(`0x${raw.toString('hex')}`)).toString();
  }
  return String(Number.parseInt(raw.toString('latin1').trim(), 8) || 0);
}

function timeText(seconds: number, text: string): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? text : date.toISOString().replace('.000Z', 'Z');
}
