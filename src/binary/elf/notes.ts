import type { ByteSource } from '../byte-source.ts';
import { fieldsOf } from '../fields.ts';
import type { FileRange } from '../program-file.ts';
import { type ElfTables, sectionType, segmentType } from './tables.ts';

/** A note (gABI, chapter 5, "Note Section"). */
export interface ElfNote {
  readonly owner: string;
  readonly type: number;
  readonly content: Uint8Array;
}

/** Notes of programs have some hundred bytes in a few places; memory dumps, which may have any length, are not asked for them. */
const mostBytes = 1 << 16;
const mostRanges = 64;
const headerBytes = 12;

/**
 * The notes of PT_NOTE segments and of note sections: Go's GNU build ID stands in a section alone. A note that is damaged ends
 * its range: nothing of the program depends on notes.
 */
export function elfNotes(source: ByteSource, { header, segments, sections }: ElfTables): ElfNote[] {
  const ranges = [
    ...segments
      .filter(({ type }) => type === segmentType.note)
      .map(({ offset, fileBytes }) => ({ offset, bytes: fileBytes })),
    ...sections.filter(({ type }) => type === sectionType.note),
  ];
  return ranges
    .filter(({ offset }) => offset < source.length)
    .slice(0, mostRanges)
    .flatMap(({ offset, bytes }) =>
      readNotes(source, { offset, bytes: Math.min(bytes, source.length - offset, mostBytes) }, header.endian),
    );
}

function readNotes(source: ByteSource, range: FileRange, endian: 'little' | 'big'): ElfNote[] {
  const bytes = source.read(range.offset, range.bytes);
  const fields = fieldsOf(bytes, endian);
  const notes: ElfNote[] = [];
  for (let at = 0; at + headerBytes <= bytes.length; ) {
    const [nameBytes, contentBytes] = [fields.u32(at), fields.u32(at + 4)];
    const content = at + headerBytes + aligned(nameBytes);
    if (content + contentBytes > bytes.length) break;
    notes.push({
      owner: ownerOf(bytes.subarray(at + headerBytes, at + headerBytes + nameBytes)),
      type: fields.u32(at + 8),
      content: bytes.subarray(content, content + contentBytes),
    });
    at = content + aligned(contentBytes);
  }
  return notes;
}

function ownerOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').replace(/\0+$/, '');
}

function aligned(length: number): number {
  return Math.ceil(length / 4) * 4;
}
