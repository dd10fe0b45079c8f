import { functionAtAddress, recordField } from '../functions/functions.ts';
import { noRoom } from '../functions/references.ts';
import { funcdataRoom, type GoProgram, isInTable } from '../linked/go-program.ts';
import type { Region } from '../linked/memory.ts';
import type { Span } from '../linked/moduledata.ts';
import type { Pieces } from '../linked/pieces.ts';
import { structure } from '../owners.ts';
import { codeBytes } from './code-ranges.ts';
import { addMask, type Masks, maskBytes } from './masks.ts';
import { addPieces, type OwnedPieces } from './owned-pieces.ts';
import { type RangeList, rangeKind } from './ranges.ts';
import { type Functions, soleUsers } from './table-ranges.ts';

/** What a piece is, by its place in the list of a function (internal/abi/symtab.go, FUNCDATA_…). */
const kind = {
  argumentMap: 1 << 0,
  localMap: 1 << 1,
  stackObjects: 1 << 2,
  inlineTree: 1 << 3,
  defers: 1 << 4,
  argumentInfo: 1 << 5,
  wrapper: 1 << 7,
} as const;

/**
 * Gives each piece of funcdata to the functions that refer to it. A piece is as long as it says itself, or goes on to the
 * next one. Before Go 1.26 descriptors of functions stand between pieces: an address of one word each.
 * @returns where all this is
 * @throws SlipwayError E_BINARY where pieces run into each other, with the offset
 */
export function addFuncdataRanges(list: RangeList, masks: Masks, go: GoProgram, functions: Functions): Span {
  const region = readRegion(go, functions);
  const { count, starts, kinds, owners, users, isShared } = functions.funcdata;
  const ends = new Uint32Array(count);
  for (let piece = 0; piece < count; piece++) {
    ends[piece] = pieceEnd(go, functions, region, piece);
    if (((kinds[piece] ?? 0) & kind.stackObjects) !== 0) {
      const [start = 0, end = 0, owner = structure.shared] = [starts[piece], ends[piece], owners[piece]];
      addStackMasks(masks, go, region, { start, end, owner });
    }
  }
  const lastEnd = ends[count - 1] ?? 0;
  const end = isInTable(go) ? region.bytes.length : lastEnd;
  const subjects = soleUsers(users, isShared);
  const pieces = {
    base: region.address,
    count,
    starts,
    ends,
    owners,
    subjects,
    kind: rangeKind.funcdata,
    end,
  };
  if (isInTable(go)) addPieces(list, pieces);
  else addWithDescriptors(list, functions, region, pieces);
  return { address: region.address, end: region.address + end };
}

/** Before Go 1.26: pieces, and descriptors of functions between them. */
function addWithDescriptors(
  list: RangeList,
  functions: Functions,
  region: Region,
  pieces: OwnedPieces,
): void {
  const { count, starts, ends, owners, subjects } = pieces;
  let last = 0;
  for (let piece = 0; piece < count; piece++) {
    const start = starts[piece] ?? 0;
    if (start > last) addBetween(list, functions, region, last, start);
    last = ends[piece] ?? start;
    const owner = owners[piece] ?? structure.shared;
    list.add(region.address + start, last - start, rangeKind.funcdata, owner, subjects[piece]);
  }
}

/** Stack objects say where the masks of their types are: of those with pointers, and not by a program. */
function addStackMasks(
  masks: Masks,
  go: GoProgram,
  region: Region,
  { start, end, owner }: { start: number; end: number; owner: number },
): void {
  for (let at = start + go.memory.wordBytes; at + 16 <= end; at += 16) {
    const pointerBytes = region.u32(at + 8) | 0;
    if (pointerBytes <= 0) continue;
    addMask(masks, go.moduledata.rodata + region.u32(at + 12), maskBytes(go, pointerBytes), owner);
  }
}

/** The largest piece, which before Go 1.26 is the last, is a few thousand bytes. */
const mostPieceBytes = 1 << 20;

function readRegion(go: GoProgram, { funcdata }: Functions): Region {
  const furthest = funcdata.starts[funcdata.count - 1] ?? 0;
  const room = funcdataRoom(go);
  const bytes = isInTable(go) ? room : Math.min(room, furthest + mostPieceBytes);
  return go.memory.read(go.moduledata.funcdata, bytes);
}

function pieceEnd(go: GoProgram, functions: Functions, region: Region, piece: number): number {
  const { funcdata } = functions;
  const start = funcdata.starts[piece] ?? 0;
  const next = funcdata.starts[piece + 1] ?? region.bytes.length;
  const kinds = funcdata.kinds[piece] ?? 0;
  const told = toldBytes(region, start, next, kinds, go.memory.wordBytes);
  if (told !== undefined) {
    if (start + told > next) throw noRoom(go.memory, region.address + start);
    return start + told;
  }
  if ((kinds & kind.inlineTree) !== 0) {
    const bytes = go.header.form === 1.18 ? 20 : 16;
    const isLast = piece === funcdata.count - 1 && !isInTable(go);
    if (!isLast) return next - ((next - start) % bytes);
    return start + callCount(functions, region, start, { bytes, user: funcdata.users[piece] ?? 0 }) * bytes;
  }
  if ((kinds & kind.defers) !== 0) return Math.min(next, defersEnd(region, start, next));
  return liveEnd(functions, region, { piece, start, next });
}

/** Whether a piece may begin at any address, so that no padding is before it. */
function isOfBytes({ count, kinds }: Pieces, piece: number): boolean {
  const words = kind.argumentMap | kind.localMap | kind.stackObjects | kind.inlineTree | kind.wrapper;
  return piece < count && ((kinds[piece] ?? 0) & words) === 0;
}

/**
 * Where the positions of deferred calls in a frame end (cmd/compile/internal/ssagen, emitOpenDeferInfo): two numbers since
 * Go 1.22; before, the second is how many follow, none of which is zero.
 */
function defersEnd({ bytes }: Region, start: number, next: number): number {
  const afterNumber = (from: number): number => {
    let at = from;
    while (at < next && (bytes[at] ?? 0) >= 0x80) at++;
    return at + 1;
  };
  const second = afterNumber(start);
  let end = afterNumber(second);
  if (end < next && bytes[end] !== 0) {
    for (let left = bytes[second] ?? 0; left > 0 && end < next; left--) end = afterNumber(end);
  }
  return end;
}

/**
 * Where the bitmaps of living arguments end (cmd/compile/internal/liveness/arg.go): they are of one byte each or of two, and
 * the numbers that the function's table has for them are where they begin. A second byte that is zero may be padding.
 */
function liveEnd(
  { table, tables, funcdata }: Functions,
  region: Region,
  { piece, start, next }: { piece: number; start: number; next: number },
): number {
  const { words } = table;
  const record = table.records[funcdata.users[piece] ?? 0] ?? 0;
  const hasTable = (words[record + recordField.pcdataCount] ?? 0) > pcdataLive;
  const offset = hasTable ? (words[record + table.recordWords + pcdataLive] ?? 0) : 0;
  const highest = tables.highest[tables.pieces.at(offset) ?? -1] ?? 0;
  const end = Math.min(next, start + Math.max(1, highest) + 1);
  const isTold = end + 1 === next && isOfBytes(funcdata, piece + 1);
  return end < next && (isTold || region.bytes[end] !== 0) ? end + 1 : end;
}

/** internal/abi.PCDATA_ArgLiveIndex. */
const pcdataLive = 3;

/** Length that a piece says itself; undefined where it does not. */
function toldBytes(
  region: Region,
  start: number,
  next: number,
  kinds: number,
  wordBytes: number,
): number | undefined {
  const room = next - start;
  if ((kinds & (kind.argumentMap | kind.localMap)) !== 0) {
    // runtime.stackmap: how many bitmaps, of how many bits.
    return room < 8 ? 8 : 8 + region.u32(start) * Math.ceil(region.u32(start + 4) / 8);
  }
  // A count, then runtime.stackObjectRecord.
  if ((kinds & kind.stackObjects) !== 0)
    return room < wordBytes ? wordBytes : wordBytes + region.word(start) * 16;
  if ((kinds & kind.wrapper) !== 0) return 4;
  if ((kinds & kind.argumentInfo) !== 0) {
    // internal/abi.TraceArgsEndSeq
    const end = region.bytes.indexOf(0xff, start);
    return end < 0 ? room + 1 : end + 1 - start;
  }
  return undefined;
}

/**
 * How many calls a tree has that has no other piece behind it (runtime.inlinedCall): each has the name of a function, a
 * place in the code of the one that it was inlined into, and a line.
 */
function callCount(
  { table, tables }: Functions,
  data: Region,
  start: number,
  { bytes, user }: { bytes: 16 | 20; user: number },
): number {
  const { header, bytes: names } = table;
  const [name, place, line] = bytes === 20 ? [12, 16, 8] : [4, 8, 12];
  const code = codeBytes({ table, tables }, user) ?? 0;
  let at = start;
  for (; at + bytes <= data.bytes.length; at += bytes) {
    const offset = header.names + data.u32(at + name);
    const isName = offset < header.units && (offset === header.names || names[offset - 1] === 0);
    if (!isName || data.u32(at + place) >= code || data.u32(at + line) === 0) break;
  }
  return (at - start) / bytes;
}

/** Descriptors of functions; zeros are padding, and of all else nothing is said. */
function addBetween(
  list: RangeList,
  { table, owners }: Functions,
  region: Region,
  from: number,
  to: number,
): void {
  const { wordBytes } = region;
  let at = from;
  while (at < to) {
    const isWord = at % wordBytes === 0 && at + wordBytes <= to;
    const described = isWord ? functionAtAddress(table, region.pointer(at)) : undefined;
    if (described !== undefined) {
      const owner = owners.functions[described] ?? structure.foreign;
      list.add(region.address + at, wordBytes, rangeKind.descriptor, owner, described);
      at += wordBytes;
      continue;
    }
    if (region.bytes[at] === 0) list.add(region.address + at, 1, rangeKind.structure, structure.padding);
    at++;
  }
}
