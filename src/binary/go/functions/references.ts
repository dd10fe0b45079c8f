import { collectPieces, type Pieces } from '../linked/pieces.ts';
import { joined } from '../owners.ts';
import { type FunctionTable, listCount, none, recordField } from './functions.ts';

/** What functions refer to, in pieces. */
export interface References {
  /** Of the tables that give a number for each instruction. */
  readonly tables: Pieces;
  /** Of go:func.*. */
  readonly funcdata: Pieces;
}

/** @param owners by function */
export function readReferences(table: FunctionTable, owners: Int32Array): References {
  const { words, records, recordWords, little, count } = table;
  const tables = collectPieces(count * 5, joined);
  const funcdata = collectPieces(count * 2, joined);
  for (let index = 0; index < count; index++) {
    const record = records[index] ?? 0;
    const owner = owners[index] ?? 0;
    const lists = record + recordWords;
    const pcdataEnd = lists + (words[record + recordField.pcdataCount] ?? 0);
    // Those of the stack, files and lines stand in the record, the others in the list behind it.
    for (let at: number = record + recordField.stack; at < pcdataEnd; at++) {
      if (at === record + recordField.line + 1) at = lists;
      const offset = at < pcdataEnd ? (words[at] ?? 0) : 0;
      if (offset !== 0) tables.refer(offset, index, owner, 0);
    }
    const funcdataCount = listCount(words[lists - 1] ?? 0, little);
    for (let place = 0; place < funcdataCount; place++) {
      const offset = words[pcdataEnd + place] ?? none;
      if (offset !== none) funcdata.refer(offset, index, owner, 1 << place);
    }
  }
  return { tables: tables.pieces(), funcdata: funcdata.pieces() };
}
