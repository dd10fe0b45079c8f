import type { ByteSource } from '../../byte-source.ts';
import type { FileRange } from '../../program-file.ts';
import { unreadable } from './faults.ts';

const magic = '!<arch>\n';
const headerBytes = 60;
/** Where a member's length stands in its header, as decimal digits (ar(5)). */
const lengthField = { from: 48, to: 58 };
/** Export data, which begin like an object (cmd/internal/archive). */
const exportData = '__.PKGDEF';
const objectStart = 'go object ';
/** Ends the text before an object (cmd/compile/internal/gc/obj.go, dumpLinkerObj). */
const textEnd = '\n!\n';
const firstWindow = 4096;

/**
 * The Go objects in an archive that the compiler made of a package (cmd/pack): its own, and one for each assembly file. What
 * else is in there, such as export data and the C compiler's objects, is passed over.
 * @throws SlipwayError E_BINARY where it is no archive, or a member does not lie in it
 */
export function goObjects(source: ByteSource): FileRange[] {
  if (text(source, 0, magic.length) !== magic) throw unreadable(0, 'it is no archive');
  const objects: FileRange[] = [];
  for (let at = magic.length; at < source.length; ) {
    const header = text(source, at, headerBytes);
    const digits = header.slice(lengthField.from, lengthField.to).trim();
    if (!header.endsWith('`\n') || !/^\d+$/.test(digits)) throw unreadable(at, 'no member begins here');
    const member = { offset: at + headerBytes, bytes: Number(digits) };
    if (member.offset + member.bytes > source.length) {
      throw unreadable(at, `a member of ${member.bytes} bytes is cut`);
    }
    const object = header.startsWith(exportData) ? undefined : objectIn(source, member);
    if (object !== undefined) objects.push(object);
    at = member.offset + member.bytes + (member.bytes % 2);
  }
  return objects;
}

/** An object comes after some lines of text: for whom it was compiled, and what cgo wants of the linker. */
function objectIn(source: ByteSource, { offset, bytes }: FileRange): FileRange | undefined {
  if (bytes < objectStart.length || text(source, offset, objectStart.length) !== objectStart)
    return undefined;
  for (let window = firstWindow; ; window *= 4) {
    const length = Math.min(window, bytes);
    const found = text(source, offset, length).indexOf(textEnd);
    if (found >= 0) {
      const start = found + textEnd.length;
      return { offset: offset + start, bytes: bytes - start };
    }
    if (length === bytes) throw unreadable(offset, 'the text before an object does not end');
  }
}

function text(source: ByteSource, offset: number, bytes: number): string {
  return Buffer.from(source.read(offset, bytes)).toString('latin1');
}
