import { joined } from '../ledger/owners.ts';
import { collectPieces, type Pieces } from '../linked/pieces.ts';
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
    for (let field: number = recordField.stack; field <= recordField.line; field++) {
      const offset = words[record + field] ?? 0;
      if (offset !== 0) tables.refer(offset, index, owner, 0);
    }
    let at = record + recordWords;
    const funcdataCount = listCount(words[at - 1] ?? 0, little);
    const pcdataEnd = at + (words[record + recordField.pcdataCount] ?? 0);
    for (; at < pcdataEnd; at++) {
      const offset = words[at] ?? 0;
      if (offset !== 0) tables.refer(offset, index, owner, 0);
    }
    for (let place = 0; place < funcdataCount; place++) {
      const offset = words[at + place] ?? none;
      if (offset !== none) funcdata.refer(offset, index, owner, 1 << place);
    }
  }
  return { tables: tables.pieces(), funcdata: funcdata.pieces() };
}
