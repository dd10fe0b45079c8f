import type { ByteSource } from '../../binary/byte-source.ts';
import type { FileRange } from '../../binary/program-file.ts';
import { type Hunk, type Hunks, hunksOf } from '../hunks.ts';
import type { NamedPart, PartNature } from './named-parts.ts';

/** One part in one of two programs: all bytes that go by its names, one behind the other; of functions each by itself. */
export interface Side {
  readonly bytes: Buffer;
  /** Where they lie in the file. */
  readonly ranges: readonly FileRange[];
}

/** A part that is not the same in two programs. */
export interface DifferingPart extends Hunks {
  readonly section: string;
  readonly nature: PartNature;
  readonly name: string;
  /** Empty where that program has none. */
  readonly a: Side;
  readonly b: Side;
}

/** A part by its names, with all its places in both programs. */
interface Pair {
  readonly first: NamedPart;
  readonly a: FileRange[];
  readonly b: FileRange[];
}

/**
 * Lays two programs side by side by the names of their parts, wherever those lie: of what only moved nothing differs.
 * @throws SlipwayError E_BINARY when one is cut while it is read
 */
export function differingParts(
  [sourceA, partsA]: readonly [ByteSource, readonly NamedPart[]],
  [sourceB, partsB]: readonly [ByteSource, readonly NamedPart[]],
): DifferingPart[] {
  const pairs = new Map<string, Pair>();
  const add = (part: NamedPart, side: 'a' | 'b', again: number): void => {
    // In most formats it stands twice, wherever the linker put strings.
    const section = part.nature === 'build-info' ? '' : part.section;
    const key = `${part.nature}\0${section}\0${part.name}\0${again}`;
    const pair = pairs.get(key) ?? { first: part, a: [], b: [] };
    pairs.set(key, pair);
    pair[side].push({ offset: part.offset, bytes: part.bytes });
  };
  for (const [part, again] of numbered(partsA)) add(part, 'a', again);
  for (const [part, again] of numbered(partsB)) add(part, 'b', again);
  return [...pairs.values()].flatMap(({ first: { section, nature, name }, ...ranges }) => {
    const a = sideOf(sourceA, ranges.a);
    const b = sideOf(sourceB, ranges.b);
    const found = hunksOf(a.bytes, b.bytes);
    return found.bytes === 0 ? [] : [{ section, nature, name, a, b, ...found }];
  });
}

/** Functions of one name, such as one of assembly and what calls it by Go's convention, are told apart by their order. */
function* numbered(parts: readonly NamedPart[]): Generator<readonly [NamedPart, number]> {
  const counts = new Map<string, number>();
  for (const part of parts) {
    const again = part.nature === 'function' ? (counts.get(part.name) ?? 0) : 0;
    if (part.nature === 'function') counts.set(part.name, again + 1);
    yield [part, again];
  }
}

function sideOf(source: ByteSource, ranges: readonly FileRange[]): Side {
  const pieces = ranges.map(({ offset, bytes }) => {
    const read = source.read(offset, bytes);
    return Buffer.from(read.buffer, read.byteOffset, read.byteLength);
  });
  const [first = Buffer.alloc(0)] = pieces;
  return { bytes: pieces.length <= 1 ? first : Buffer.concat(pieces), ranges };
}

/** Where in the file a place of a part lies; undefined in what is not there. */
function fileOffset({ ranges }: Side, at: number): number | undefined {
  let before = 0;
  for (const { offset, bytes } of ranges) {
    if (at < before + bytes) return offset + at - before;
    before += bytes;
  }
  const last = ranges.at(-1);
  return last && last.offset + last.bytes;
}

/** Where something that differs lies in both files; nothing where one of them does not have the part. */
export function offsetsOf(
  { a, b }: Pick<DifferingPart, 'a' | 'b'>,
  hunk: Hunk | undefined,
): { readonly offset?: { readonly a: number; readonly b: number } } {
  const inA = hunk && fileOffset(a, hunk.a.from);
  const inB = hunk && fileOffset(b, hunk.b.from);
  return inA === undefined || inB === undefined ? {} : { offset: { a: inA, b: inB } };
}
