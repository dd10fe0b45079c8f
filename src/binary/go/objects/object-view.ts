import { unescapePath } from '../functions/symbol-package.ts';
import { unreadable } from './faults.ts';
import { block, elementBytes, objectHeaderBytes, objectMagic, offsetsAt } from './object-layout.ts';

/** A reference as it is written: a package's index and a symbol's in it. */
export type SymbolReference = readonly [packageNumber: number, symbol: number];

/** An object in memory, read where it is asked. Every function throws SlipwayError E_BINARY where what it reads does not lie in it. */
export interface ObjectView {
  readonly counts: readonly [number, number, number, number];
  readonly definitions: number;
  readonly references: number;
  kind(symbol: number): number;
  flags(symbol: number): number;
  size(symbol: number): number;
  abi(symbol: number): number;
  align(symbol: number): number;
  nameAt(symbol: number): number;
  nameBytes(symbol: number): number;
  name(symbol: number): string;
  packages(): string[];
  imports(): string[];
  files(): string[];
  /** Two numbers for each definition that is named by its content. */
  contentHashes(): Uint32Array;
  /** From one relocation up to another. */
  relocations(definition: number): readonly [number, number];
  relocationAt(relocation: number): number;
  relocationOffset(relocation: number): number;
  /** How many bytes the linker fills in. */
  relocationWidth(relocation: number): number;
  relocationType(relocation: number): number;
  relocationAddend(relocation: number): number;
  relocationSymbol(relocation: number): SymbolReference;
  auxiliaries(definition: number): readonly [number, number];
  auxType(auxiliary: number): number;
  auxSymbol(auxiliary: number): SymbolReference;
  hasContent(definition: number): boolean;
  /** How it begins; zeros at its end are left out. */
  content(definition: number): Buffer;
  /** Files by number, and calls that were inlined (cmd/internal/goobj/funcinfo.go). */
  functionInfo(definition: number): {
    readonly files: readonly number[];
    readonly calls: readonly { readonly callee: SymbolReference; readonly file: number }[];
  };
}

/**
 * How long the beginning of an object is that has its definitions and their names: strings stand before all blocks.
 * @param header as long as `objectHeaderBytes`
 */
export function definedBytes(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset).getUint32(offsetsAt + block.references * 4, true);
}

/**
 * @param object all of it, or as much of its beginning as is asked for
 * @param length of all of it
 * @throws SlipwayError E_BINARY when it is of a Go whose objects are not known, or is cut
 */
export function viewObject(object: Uint8Array, length = object.length): ObjectView {
  const bytes = Buffer.from(object.buffer, object.byteOffset, object.byteLength);
  if (bytes.length < objectHeaderBytes || bytes.toString('latin1', 0, 8) !== objectMagic) {
    throw unreadable(0, 'it is of a version of Go that is not known');
  }
  const starts = Array.from({ length: block.referenceNames + 2 }, (_, at) =>
    bytes.readUInt32LE(offsetsAt + at * 4),
  );
  for (const [at, start] of starts.entries()) {
    if (start > length || start < (starts[at - 1] ?? 0)) {
      throw unreadable(offsetsAt + at * 4, `of ${length} bytes a block is said to begin at ${start}`);
    }
  }
  const startOf = (number: number): number => starts[number] ?? 0;
  const countOf = (number: number, length: number): number =>
    Math.floor((startOf(number + 1) - startOf(number)) / length);
  const definitionCount = (number: number): number => countOf(number, elementBytes.definition);
  const counts = [block.own, block.short, block.hashed, block.named].map(definitionCount) as unknown as [
    number,
    number,
    number,
    number,
  ];
  const definitions = counts.reduce((sum, count) => sum + count, 0);
  const references = definitionCount(block.references);
  const [symbolsAt, relocationsAt, auxAt, dataAt] = [
    startOf(block.own),
    startOf(block.relocations),
    startOf(block.aux),
    startOf(block.data),
  ];
  // Faster than the checked reads of Buffer, and what lies outside reads as zero.
  const u16 = (at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  const u32 = (at: number): number => (u16(at) | (u16(at + 2) << 16)) >>> 0;
  const symbolAt = (symbol: number): number => symbolsAt + symbol * elementBytes.definition;
  const relocationAt = (number: number): number => relocationsAt + number * elementBytes.relocation;
  const auxiliaryAt = (number: number): number => auxAt + number * elementBytes.aux;
  const text = (at: number): string => {
    const [length, from] = [u32(at), u32(at + 4)];
    if (from + length > bytes.length) throw unreadable(at, `a name of ${length} bytes is cut`);
    return bytes.toString('utf8', from, from + length);
  };
  const texts = (number: number, length: number): string[] =>
    Array.from({ length: countOf(number, length) }, (_, at) => text(startOf(number) + at * length));
  /** A definition's part of a block, by an index of where the parts begin. */
  const part = (index: number, definition: number, last: number): readonly [number, number] => {
    const at = startOf(index) + definition * 4;
    const [from, end] = [u32(at), u32(at + 4)];
    if (definition >= definitions || from > end || end > last) {
      throw unreadable(at, `what belongs to definition ${definition} of ${definitions} is cut`);
    }
    return [from, end];
  };
  const relocationCount = countOf(block.relocations, elementBytes.relocation);
  const auxCount = countOf(block.aux, elementBytes.aux);
  const dataBytes = startOf(block.data + 1) - dataAt;
  const symbolReference = (at: number): SymbolReference => [u32(at), u32(at + 4)];
  const view: ObjectView = {
    counts,
    definitions,
    references,
    kind: (symbol) => bytes[symbolAt(symbol) + 10] ?? 0,
    flags: (symbol) => u16(symbolAt(symbol) + 11),
    size: (symbol) => u32(symbolAt(symbol) + 13),
    align: (symbol) => u32(symbolAt(symbol) + 17),
    abi: (symbol) => u16(symbolAt(symbol) + 8),
    nameAt: (symbol) => u32(symbolAt(symbol) + 4),
    nameBytes: (symbol) => {
      const length = u32(symbolAt(symbol));
      if (u32(symbolAt(symbol) + 4) + length > bytes.length)
        throw unreadable(symbolAt(symbol), 'a name is cut');
      return length;
    },
    name: (symbol) => text(symbolAt(symbol)),
    packages: () => texts(block.packages, elementBytes.string).map(unescapePath),
    imports: () => texts(block.autolib, elementBytes.autolib).map(unescapePath),
    files: () => texts(block.files, elementBytes.string),
    contentHashes: () => {
      const hashes = new Uint32Array(2 * (counts[1] + counts[2]));
      const [short, long] = [startOf(block.shortHashes), startOf(block.hashes)];
      for (let i = 0; i < counts[1] + counts[2]; i += 1) {
        const at =
          i < counts[1] ? short + i * elementBytes.shortHash : long + (i - counts[1]) * elementBytes.hash;
        hashes[2 * i] = u32(at);
        hashes[2 * i + 1] = u32(at + 4);
      }
      return hashes;
    },
    relocations: (definition) => part(block.relocationIndex, definition, relocationCount),
    relocationAt,
    relocationOffset: (number) => u32(relocationAt(number)),
    relocationWidth: (number) => bytes[relocationAt(number) + 4] ?? 0,
    relocationType: (number) => u16(relocationAt(number) + 5),
    relocationAddend: (number) => u32(relocationAt(number) + 7),
    relocationSymbol: (number) => symbolReference(relocationAt(number) + 15),
    auxiliaries: (definition) => part(block.auxIndex, definition, auxCount),
    auxType: (number) => bytes[auxiliaryAt(number)] ?? 0,
    auxSymbol: (number) => symbolReference(auxiliaryAt(number) + 1),
    hasContent: (definition) => {
      const [from, end] = part(block.dataIndex, definition, dataBytes);
      return end > from;
    },
    content: (definition) => {
      const [from, end] = part(block.dataIndex, definition, dataBytes);
      return bytes.subarray(dataAt + from, dataAt + end);
    },
    functionInfo: (definition) => {
      const content = view.content(definition);
      const start = content.byteOffset - bytes.byteOffset;
      const fileCount = u32(start + 16);
      const callsAt = start + 20 + 4 * fileCount;
      const callCount = u32(callsAt);
      if (callsAt + 4 + callCount * elementBytes.inlined > start + content.length) {
        throw unreadable(start, 'what belongs to a function is cut');
      }
      return {
        files: Array.from({ length: fileCount }, (_, at) => u32(start + 20 + 4 * at)),
        calls: Array.from({ length: callCount }, (_, at) => {
          const call = callsAt + 4 + at * elementBytes.inlined;
          return { file: u32(call + 4), callee: symbolReference(call + 12) };
        }),
      };
    },
  };
  return view;
}
