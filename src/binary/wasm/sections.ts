import type { ByteSource } from '../byte-source.ts';
import type { FileRange, NamedRange } from '../program-file.ts';
import { type Cursor, cursorOf, damaged } from './cursor.ts';

/** Sections by number (WebAssembly core specification, 5.5.2; tags: exception handling). Others may come. */
export const sectionNames = [
  'custom',
  'type',
  'import',
  'function',
  'table',
  'memory',
  'global',
  'export',
  'start',
  'element',
  'code',
  'data',
  'data count',
  'tag',
] as const;

export interface WasmSection extends NamedRange {
  /** A custom section has the name that it gives itself. */
  readonly custom: boolean;
  /** Number, length and, of a custom section, name: what stands before its content. */
  readonly header: FileRange;
}

/** One of each kind, and custom ones: of programs some 20, of object files one for each function at most. */
const mostSections = 100_000;

export const preambleBytes = 8;
/** A section's number and length, and the length of a name. */
const mostHeadBytes = 11;

export function isWasm(head: Uint8Array): boolean {
  return head[0] === 0 && head[1] === 0x61 && head[2] === 0x73 && head[3] === 0x6d;
}

/** @throws SlipwayError E_BINARY when it is no core module of version 1, or a section does not lie in the file */
export function readWasmSections(source: ByteSource): WasmSection[] {
  const head = source.read(0, Math.min(source.length, preambleBytes));
  const version = Buffer.from(head.subarray(4)).toString('hex');
  if (!isWasm(head) || version !== '01000000') {
    throw damaged(4, version === '0d000100' ? 'is a component, not a core module' : 'is not of version 1');
  }
  const sections: WasmSection[] = [];
  for (let at = preambleBytes; at < source.length; ) {
    if (sections.length === mostSections) throw damaged(at, `has more than ${mostSections} sections`);
    const section = readSection(source, at);
    sections.push(section);
    at = section.offset + section.bytes;
  }
  return sections;
}

function readSection(source: ByteSource, start: number): WasmSection {
  const cursor = cursorOf(source.read(start, Math.min(mostHeadBytes, source.length - start)), start);
  const id = cursor.u8();
  const length = cursor.u32();
  const content = cursor.offset();
  const room = source.length - content;
  if (length > room) {
    throw damaged(start, `has a section of ${length} bytes, where ${room} are left`);
  }
  if (id !== 0) {
    const name = sectionNames[id] ?? `section ${id}`;
    return { name, custom: false, header: between(start, content), offset: content, bytes: length };
  }
  const nameBytes = length === 0 ? 0 : cursor.u32();
  const nameStart = cursor.offset();
  if (nameStart + nameBytes > content + length) {
    throw damaged(start, `has a section of ${length} bytes with a name of ${nameBytes}`);
  }
  const after = nameStart + nameBytes;
  return {
    name: Buffer.from(source.read(nameStart, nameBytes)).toString('utf8'),
    custom: true,
    header: between(start, after),
    offset: after,
    bytes: content + length - after,
  };
}

function between(from: number, to: number): FileRange {
  return { offset: from, bytes: to - from };
}

/** The content of the first section with a name; undefined without one. */
export function sectionCursor(
  source: ByteSource,
  sections: readonly WasmSection[],
  name: string,
  custom = false,
): Cursor | undefined {
  const section = sections.find((each) => each.name === name && each.custom === custom);
  return section && cursorOf(source.read(section.offset, section.bytes), section.offset);
}
