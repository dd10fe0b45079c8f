import type { ByteSource } from '../byte-source.ts';
import { fieldsOf } from '../fields.ts';

/** The first four bytes of programs for 386, amd64 and arm, in hexadecimal digits (debug/plan9obj.Magic386 and so on). */
export const plan9Magics = ['000001eb', '00008a97', '00000647'] as const;

const headerBytes = 32;
/** In the magic: an entry of 64 bits follows the header. */
const wide = 0x8000;
const entryBytes = 8;

/**
 * Where the data of a Plan 9 program begin in its file: after the header and a text of any length, so that what is aligned in memory
 * need not be in the file (debug/plan9obj, NewFile). Undefined for other files.
 */
export function plan9DataOffset(source: ByteSource): number | undefined {
  if (source.length < headerBytes) return undefined;
  const header = source.read(0, headerBytes);
  const isPlan9 = plan9Magics.some((magic) => Buffer.from(header).toString('hex', 0, 4) === magic);
  if (!isPlan9) return undefined;
  const { u32 } = fieldsOf(header, 'big');
  return headerBytes + ((u32(0) & wide) === 0 ? 0 : entryBytes) + u32(4);
}
