import type { TarEntryType } from './read-tar.ts';

export const blockBytes = 512;

/** No two formats write them alike, and image-spec rules them out (layer.md, "File Attributes"). */
export const sparseFault = 'it is a sparse file, which readers do not agree on';

/** One header block as it stands there. `kind` is the type flag's letter. */
export interface TarHeader {
  readonly kind: string;
  readonly name: string;
  readonly link: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
}

/** POSIX.1-1988 ustar's type flags and what they make; '7' (contiguous) is read as a regular file, as POSIX says. */
export const entryTypes: Readonly<Record<string, TarEntryType>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
};

/** Where fields lie in a header block (POSIX.1-1988, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). */
const field = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  link: [157, 100],
  magic: [257, 8],
  major: [329, 8],
  minor: [337, 8],
  prefix: [345, 155],
} as const;

export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** A header block's fields, or what is wrong with it in words. */
export function parseTarHeader(block: Buffer): TarHeader | string {
  if (checksumOf(block) !== number(block, field.checksum)) return 'its checksum does not fit its bytes';
  const magic = block.subarray(257, 265).toString('latin1');
  const ustar = magic.startsWith('ustar\0');
  if (!ustar && magic !== 'ustar  \0' && magic !== '\0'.repeat(8))
    return 'it is of no tar format that is known';
  const numbers = {
    mode: number(block, field.mode),
    uid: number(block, field.uid),
    gid: number(block, field.gid),
    size: number(block, field.size),
  };
  const bad = Object.entries(numbers).find(([, value]) => value === undefined)?.[0];
  if (bad !== undefined) return `its ${bad} is not a number`;
  const { mode = 0, uid = 0, gid = 0, size = 0 } = numbers;
  const name = text(block, field.name);
  const prefix = ustar ? text(block, field.prefix) : '';
  return {
    kind: String.fromCharCode(block[156] ?? 0),
    name: prefix === '' ? name : `${prefix}/${name}`,
    link: text(block, field.link),
    mode,
    uid,
    gid,
    size,
  };
}

/** When an entry's content was written, in seconds since 1970; undefined when the field is no number. */
export function headerTime(block: Buffer): number | undefined {
  return number(block, field.mtime);
}

/** The numbers of a device's entry. */
export interface DeviceNumbers {
  readonly major: number;
  readonly minor: number;
}

/** Undefined when one of them is no number. */
export function headerDevice(block: Buffer): DeviceNumbers | undefined {
  const [major, minor] = [number(block, field.major), number(block, field.minor)];
  return major === undefined || minor === undefined ? undefined : { major, minor };
}

/** The sum of all bytes with the checksum's own eight read as spaces. */
function checksumOf(block: Buffer): number {
  let sum = 0;
  for (let at = 0; at < blockBytes; at++) sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
  return sum;
}

function text(block: Buffer, [at, length]: readonly [number, number]): string {
  const bytes = block.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return decodeName(end === -1 ? bytes : bytes.subarray(0, end));
}

/** File names are bytes; those that are not UTF-8 become one character per byte, so that different names stay different. */
export function decodeName(bytes: Buffer): string {
  const decoded = bytes.toString('utf8');
  return decoded.includes('\ufffd') ? bytes.toString('latin1') : decoded;
}

/** Octal digits between spaces and NULs, or GNU's base 256 (first bit set) for what octal cannot hold. */
function number(block: Buffer, [at, length]: readonly [number, number]): number | undefined {
  const bytes = block.subarray(at, at + length);
  const first = bytes[0] ?? 0;
  if (first === 0x80) {
    const value = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = /^ *([0-7]*)[ \0]*$/.exec(bytes.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits || '0', 8);
}

/** How many zero bytes fill the last block of a content. */
export function paddingAfter(bytes: number): number {
  return (blockBytes - (bytes % blockBytes)) % blockBytes;
}
