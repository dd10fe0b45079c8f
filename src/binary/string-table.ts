import { constants, isAscii } from 'node:buffer';
import { SlipwayError } from '../support/errors.ts';

/**
 * A table of texts that end with a zero byte, as ELF, Mach-O and COFF have it. All of it is decoded at once and each text is
 * a piece of that: a table of 100,000 names is read in some milliseconds.
 *
 * @param offset where the table lies in the file, for messages
 * @returns the text that begins at an offset of the table; throws E_BINARY when none does
 * @throws SlipwayError E_BINARY for a table that is longer than any text can be
 */
export function stringTable(bytes: Uint8Array, offset: number): (at: number) => string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = `the string table of ${buffer.length} bytes at offset ${offset}`;
  if (buffer.length > constants.MAX_STRING_LENGTH) throw new SlipwayError('E_BINARY', `${table} is too long`);
  const text = buffer.toString('latin1');
  const ascii = isAscii(buffer);
  return (at) => {
    const end = at < text.length ? text.indexOf('\0', at) : -1;
    if (end < 0) throw new SlipwayError('E_BINARY', `no text at ${at} of ${table}`);
    const piece = text.slice(at, end);
    return ascii || isPlain(piece) ? piece : buffer.toString('utf8', at, end);
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
