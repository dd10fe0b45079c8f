const longestText = 80;
const longestBytes = 24;
/** Fewer printable bytes are as likely a number. */
const fewestBytes = 4;
/** Control, format, private and unassigned characters, separators of lines, halves of pairs. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text as people can read it on one line: escaped as Go would, and cut in the middle. */
export function shownText(text: string): string {
  // What is cut anyway need not be escaped.
  const kept =
    text.length > 4 * longestText ? `${text.slice(0, longestText)}…${text.slice(-longestText)}` : text;
  return cut(printable(kept.replaceAll('\\', '\\\\')));
}

/** All of a text, with escapes for what cannot be printed on one line. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return short[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function cut(text: string): string {
  if (text.length <= longestText) return text;
  const end = longestText >> 1;
  return `${text.slice(0, longestText - end - 1)}…${text.slice(-end)}`;
}

/** Bytes as text where they are one, else as hexadecimal digits. */
export function shownBytes(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4 * longestText));
  if (start.length >= fewestBytes && start.every(isPrintable)) {
    const end =
      bytes.length > start.length ? Buffer.from(bytes.subarray(-longestText)).toString('latin1') : '';
    return shownText(start.toString('latin1') + end);
  }
  return shownDigits(bytes);
}

/** Bytes as hexadecimal digits; nothing for none. */
export function shownDigits(bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  const digits = Buffer.from(bytes.subarray(0, longestBytes)).toString('hex');
  return `0x${digits}${bytes.length > longestBytes ? `… (${shownCount(bytes.length)} bytes)` : ''}`;
}

/** What a text in a program is made of: ASCII's printable characters, and what separates lines and columns. */
export function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x09 || byte === 0x0d;
}

export function shownCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 byte`, `1,234 bytes`. */
export function shownLength(bytes: number): string {
  return `${shownCount(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
}
