import type { ByteSource } from '../../byte-source.ts';
import type { FileRange } from '../../program-file.ts';
import { unreadable } from './faults.ts';
import {
  block,
  elementBytes,
  objectHeaderBytes,
  objectMagic,
  offsetsAt,
  packageIndex,
} from './object-layout.ts';

/**
 * What the compiler or the assembler made of a package (cmd/internal/goobj/objfile.go): definitions by number, first the package's
 * own, then those that are named by a hash of their content, then those of no package.
 */
export interface GoObject {
  readonly definitions: number;
  /** As the linker writes it into symbol tables. */
  readonly nameOf: (definition: number) => string;
  readonly bytesOf: (definition: number) => number;
  /** How it begins; zeros at its end are left out. */
  readonly contentOf: (definition: number) => Buffer;
  /** Where it holds addresses of what the same object defines: each is the definition's, plus `add`. */
  readonly pointersOf: (definition: number) => Pointer[];
}

export interface Pointer {
  /** In the definition that holds it, where all of it lies. */
  readonly offset: number;
  readonly bytes: number;
  /** What the address is of; undefined for what another package defines. */
  readonly definition: number | undefined;
  readonly add: number;
}

/** The layout of what is read here has been the same since Go 1.18. */
const magics = new Set(['\0go118ld', objectMagic]);
/** objabi.R_ADDR: an address that stands in data. */
const address = 1;
/** By what stands for a package in references: the block of definitions that it means. */
const ownBlocks: ReadonlyMap<number, number> = new Map([
  [packageIndex.own, block.own],
  [packageIndex.short, block.short],
  [packageIndex.hashed, block.hashed],
  [packageIndex.none, block.named],
]);
const { definition: definitionBytes, relocation: relocationBytes } = elementBytes;

/**
 * Reads an object into memory.
 * @throws SlipwayError E_BINARY when it is of a Go whose objects are not known, or a block or a name does not lie in it; the
 * same from the functions of what is returned
 */
export function readObject(source: ByteSource, range: FileRange): GoObject {
  const read = source.read(range.offset, range.bytes);
  const bytes = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
  if (bytes.length < objectHeaderBytes || !magics.has(bytes.toString('latin1', 0, 8))) {
    throw unreadable(range.offset, 'it is of a version of Go that is not known');
  }
  const within = (at: number, length: number): number => {
    if (at >= 0 && length >= 0 && at + length <= bytes.length) return at;
    throw unreadable(range.offset, `of ${bytes.length} bytes ${length} are said to be at ${at}`);
  };
  const u32 = (at: number): number => bytes.readUInt32LE(within(at, 4));
  const startOf = (number: number): number => u32(offsetsAt + number * 4);

  const first = startOf(block.own);
  const definitions = Math.floor((startOf(block.references) - first) / definitionBytes);
  within(first, definitions * definitionBytes);
  const bases = new Map(
    [...ownBlocks].map(([own, number]) => [own, (startOf(number) - first) / definitionBytes]),
  );
  const part = (index: number, definition: number): readonly [number, number] => {
    const at = startOf(index) + definition * 4;
    return [u32(at), u32(at + 4)];
  };
  const bytesOf = (definition: number): number => u32(first + definition * definitionBytes + 13);
  return {
    definitions,
    nameOf: (definition) => {
      const at = first + definition * definitionBytes;
      const length = u32(at);
      const from = within(u32(at + 4), length);
      return bytes.toString('utf8', from, from + length);
    },
    bytesOf,
    contentOf: (definition) => {
      const [from, to] = part(block.dataIndex, definition);
      const at = within(startOf(block.data) + from, to - from);
      return bytes.subarray(at, at + to - from);
    },
    pointersOf: (definition) => {
      const [from, to] = part(block.relocationIndex, definition);
      const at = within(startOf(block.relocations) + from * relocationBytes, (to - from) * relocationBytes);
      const found: Pointer[] = [];
      for (let each = at; each < at + (to - from) * relocationBytes; each += relocationBytes) {
        if (bytes.readUInt16LE(each + 5) !== address) continue;
        const base = bases.get(bytes.readUInt32LE(each + 15));
        const target = base === undefined ? definitions : base + bytes.readUInt32LE(each + 19);
        const [offset, width] = [bytes.readInt32LE(each), bytes[each + 4] ?? 0];
        if (offset < 0 || offset + width > bytesOf(definition)) {
          throw unreadable(range.offset + each, `an address is said to be at ${offset} of its definition`);
        }
        found.push({
          offset,
          bytes: width,
          definition: target < definitions ? target : undefined,
          add: Number(bytes.readBigInt64LE(each + 7)),
        });
      }
      return found;
    },
  };
}
