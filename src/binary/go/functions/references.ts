import { SlipwayError } from '../../../support/errors.ts';
import { funcdataRoom, type GoProgram } from '../linked/go-program.ts';
import type { Memory } from '../linked/memory.ts';
import { collectPieces, type Pieces, type Refer } from '../linked/pieces.ts';
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
 * @throws SlipwayError E_BINARY for a reference that leads out of the part, with the offset
 */
export function readReferences(go: GoProgram, table: FunctionTable, owners: Int32Array): References {
  const { address, tables, functions } = go.header;
  const inside = (base: number, room: number, refer: Refer): Refer => {
    return (offset, user, owner, kind) => {
      if (offset >= room) throw noRoom(go.memory, base + offset);
      refer(offset, user, owner, kind);
    };
  };
  const room = funcdataRoom(go);
  return {
    tables: collectPieces(
      (refer) => eachTable(table, owners, inside(address + tables, functions - tables, refer)),
      joined,
    ),
    funcdata: collectPieces(
      (refer) => eachFuncdata(table, owners, inside(go.moduledata.funcdata, room, refer)),
      joined,
    ),
  };
}

/** Tables of the stack, files and lines stand in the record, the others in the list behind it. */
function eachTable(
  { words, records, recordWords, count }: FunctionTable,
  owners: Int32Array,
  refer: Refer,
): void {
  for (let index = 0; index < count; index++) {
    const record = records[index] ?? 0;
    const owner = owners[index] ?? 0;
    const lists = record + recordWords;
    const end = lists + (words[record + recordField.pcdataCount] ?? 0);
    for (let at: number = record + recordField.stack; at < end; at++) {
      if (at === record + recordField.line + 1) at = lists;
      const offset = at < end ? (words[at] ?? 0) : 0;
      if (offset !== 0) refer(offset, index, owner, 0);
    }
  }
}

function eachFuncdata(
  { words, records, recordWords, little, count }: FunctionTable,
  owners: Int32Array,
  refer: Refer,
): void {
  for (let index = 0; index < count; index++) {
    const record = records[index] ?? 0;
    const owner = owners[index] ?? 0;
    const lists = record + recordWords;
    const start = lists + (words[record + recordField.pcdataCount] ?? 0);
    const listed = listCount(words[lists - 1] ?? 0, little);
    for (let place = 0; place < listed; place++) {
      const offset = words[start + place] ?? none;
      if (offset !== none) refer(offset, index, owner, 1 << place);
    }
  }
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
