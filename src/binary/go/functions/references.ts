import { SlipwayError } from '../../../support/errors.ts';
import { funcdataRoom, type GoProgram } from '../linked/go-program.ts';
import type { Memory } from '../linked/memory.ts';
import { collectPieces, type Lists, type Pieces } from '../linked/pieces.ts';
import { joined } from '../owners.ts';
import { type FunctionTable, listCount, none, recordField } from './functions.ts';

/** What functions refer to, in pieces. */
export interface References {
  /** Of the tables that give a number for each instruction. */
  readonly tables: Pieces;
  /** Of go:func.*. */
  readonly funcdata: Pieces;
}

/**
 * @param owners by function
 * @throws SlipwayError E_BINARY for a reference that leads out of its part, with the offset
 */
export function readReferences(go: GoProgram, table: FunctionTable, owners: Int32Array): References {
  const { memory, header, moduledata } = go;
  const outside = (base: number) => (offset: number) => noRoom(memory, base + offset);
  const tables = { owners, joined, outside: outside(header.address + header.tables) };
  const funcdata = { owners, joined, outside: outside(moduledata.funcdata) };
  return {
    tables: collectPieces(tableLists(table), tables),
    funcdata: collectPieces(funcdataLists(table, funcdataRoom(go)), funcdata),
  };
}

/** Tables of the stack, files and lines stand in the record, the others in the list behind it. */
function tableLists({ header, words, records, recordWords, count }: FunctionTable): Lists {
  const starts = new Uint32Array(count * 2);
  const ends = new Uint32Array(count * 2);
  const users = new Int32Array(count * 2);
  for (let index = 0; index < count; index++) {
    const record = records[index] ?? 0;
    const lists = record + recordWords;
    starts[index * 2] = record + recordField.stack;
    ends[index * 2] = record + recordField.line + 1;
    starts[index * 2 + 1] = lists;
    ends[index * 2 + 1] = lists + (words[record + recordField.pcdataCount] ?? 0);
    users[index * 2] = index;
    users[index * 2 + 1] = index;
  }
  return { words: signed(words), starts, ends, users, absent: 0, room: header.functions - header.tables };
}

function funcdataLists(table: FunctionTable, room: number): Lists {
  const { words, records, recordWords, little, count } = table;
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const users = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    const record = records[index] ?? 0;
    const lists = record + recordWords;
    const start = lists + (words[record + recordField.pcdataCount] ?? 0);
    starts[index] = start;
    ends[index] = start + listCount(words[lists - 1] ?? 0, little);
    users[index] = index;
  }
  return { words: signed(words), starts, ends, users, absent: none | 0, room };
}

function signed({ buffer, byteOffset, length }: Uint32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

/** The error of a reference to what is not there, or is shorter than it must be. */
export function noRoom(memory: Memory, address: number): SlipwayError {
  const offset = memory.held(address, 1)[0]?.offset;
  return new SlipwayError(
    'E_BINARY',
    offset === undefined
      ? 'the function table is damaged: it refers to what is not in the file'
      : `the function table is damaged: it refers to offset ${offset}, where what stands there has no room`,
  );
}
