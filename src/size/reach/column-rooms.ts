import { type ObjectColumns, ruleColumns } from '../../binary/go/objects/columns.ts';
import { roundUp } from '../aligning.ts';

/** So much memory the system gets back at once when it is free (glibc, DEFAULT_MMAP_THRESHOLD_MAX); less may stay with the process. */
const roomBytes = 32 << 20;
/** For some columns, each of which begins at a multiple of 8. */
const padding = 128;

/** A place for so many bytes, at a multiple of 8. */
export type TakeRoom = (bytes: number) => Uint8Array<ArrayBuffer>;

/** Places for columns: those of the rules apart, since they go sooner. */
export interface ColumnRooms {
  readonly lasting: TakeRoom;
  readonly rules: TakeRoom;
}

/** Columns of many objects share large pieces of memory: it is free when none of them is needed any more. */
export function columnRooms(): ColumnRooms {
  return { lasting: takeRoom(roomBytes), rules: takeRoom(roomBytes) };
}

/** @param piece how much memory is taken at once */
function takeRoom(piece: number): TakeRoom {
  // What is never written takes no memory.
  let room = new ArrayBuffer(0);
  let end = 0;
  return (bytes) => {
    if (end + bytes > room.byteLength) {
      room = new ArrayBuffer(Math.max(piece, bytes));
      end = 0;
    }
    const place = new Uint8Array(room, end, bytes);
    end = roundUp(end + bytes, 8);
    return place;
  };
}

interface ColumnKind<Column> {
  new (buffer: ArrayBuffer, at: number, length: number): Column;
  readonly BYTES_PER_ELEMENT: number;
}

/**
 * Makes columns of zeros, as long as they may get at the most. They share a piece of memory: what of a large one is never written takes
 * none, but a small one may lie where another was, and is written all over with zeros.
 * @param bytes of all of them
 */
export function zeroColumns(bytes: number): <Column>(kind: ColumnKind<Column>, length: number) => Column {
  const take = takeRoom(bytes + padding);
  return (Kind, length) => {
    const { buffer, byteOffset } = take(length * Kind.BYTES_PER_ELEMENT);
    return new Kind(buffer, byteOffset, length);
  };
}

type WithColumns = { readonly columns: ObjectColumns };

/** Frees the memory of `ruleColumns`, which are empty from then on. */
export function freeRuleColumns(objects: readonly WithColumns[]): void {
  for (const { columns } of objects) free(ruleColumns.map((name) => columns[name]));
}

/** The same of all columns. */
export function freeColumns(objects: readonly WithColumns[]): void {
  for (const { columns } of objects) free(Object.values(columns));
}

/** Now, and not some time when somebody looks for what is not needed any more. */
function free(columns: readonly unknown[]): void {
  for (const column of columns) {
    if (ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer && !column.buffer.detached)
      column.buffer.transfer(0);
  }
}
