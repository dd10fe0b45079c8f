import { constants, isAscii } from 'node:buffer';
import { SlipwayError } from '../support/errors.ts';

/** Text at an offset of a table; undefined where none ends. */
export type TextLookup = (at: number) => string | undefined;

/**
 * A table of texts that end with a zero byte, as ELF, Mach-O and COFF have it. All of it is decoded at once and each text is
 * a piece of that: a table of 100,000 names is read in some milliseconds.
 *
 * @param offset where the table lies in the file, for messages
 * @throws SlipwayError E_BINARY for a table that is longer than any text can be; the lookup throws it when texts that are asked
 * for lie over each other again and again, as none do that were not made for it: reading them all would take forever
 */
export function textLookup(bytes: Uint8Array, offset: number): TextLookup {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (why: string): SlipwayError =>
    new SlipwayError('E_BINARY', `the string table of ${buffer.length} bytes at offset ${offset} ${why}`);
  if (buffer.length > constants.MAX_STRING_LENGTH) throw damaged('is too long');
  const text = buffer.toString('latin1');
  const ascii = isAscii(buffer);
  let room = 16 * text.length;
  return (at) => {
    const end = at < text.length ? text.indexOf('\0', at) : -1;
    room -= (end < 0 ? text.length : end) - Math.min(at, text.length) - usualBytes;
    if (room < 0) throw damaged('has texts that overlap');
    if (end < 0) return undefined;
    const piece = text.slice(at, end);
    return ascii || isPlain(piece) ? piece : buffer.toString('utf8', at, end);
  };
}

/** Many symbols may have one name, of up to this length. */
const usualBytes = 1024;

/** As `textLookup`, for texts that must be there. */
export function stringTable(bytes: Uint8Array, offset: number): (at: number) => string {
  const lookup = textLookup(bytes, offset);
  return (at) => {
    const text = lookup(at);
    if (text !== undefined) return text;
    throw new SlipwayError(
      'E_BINARY',
      `no text at ${at} of the string table of ${bytes.length} bytes at offset ${offset}`,
    );
  };
}

function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** A name in a field of fixed length, which ends at its first zero byte or where the field ends. */
export function fixedText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, end < 0 ? bytes.length : end).toString('utf8');
}
