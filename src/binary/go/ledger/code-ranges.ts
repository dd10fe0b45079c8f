import { recordField } from '../functions/functions.ts';
import type { GoProgram } from '../linked/go-program.ts';
import { addPieces } from './owned-pieces.ts';
import { type RangeList, rangeKind } from './ranges.ts';
import type { Functions } from './table-ranges.ts';

/**
 * Gives all code from the first function to the end of Go's code to an owner: a function's instructions, whose length its
 * tables say, to the function; what lies between them and the next function is padding. All is a function's own that has no
 * tables, such as code that was not compiled by Go.
 */
export function addCodeRanges(list: RangeList, go: GoProgram, functions: Functions): void {
  const { table, owners } = functions;
  const { entries, count, header } = table;
  const base = entries[0] ?? 0;
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const subjects = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    const start = (entries[index] ?? 0) - base;
    const next = (entries[index + 1] ?? 0) - base;
    starts[index] = start;
    ends[index] = Math.min(next, start + (codeBytes(functions, index) ?? next - start));
    subjects[index] = index;
  }
  // Since Go 1.21 the linker leaves room for one more instruction, so that nothing else is where code ends.
  const { text, initTasks } = go.moduledata;
  const end = text.end - base + (initTasks === undefined ? 0 : header.quantum);
  const kind = rangeKind.function;
  addPieces(list, {
    base,
    count,
    starts,
    ends,
    owners: owners.functions,
    subjects,
    kind,
    end,
  });
}

/**
 * Length of a function's instructions in bytes; undefined for what has no tables. Not for wasm, where steps are blocks. All
 * tables go to the end, but one may fall short where assembly puts single bytes between instructions, as s390x's math.log.
 */
export function codeBytes(
  { table, tables }: Pick<Functions, 'table' | 'tables'>,
  index: number,
): number | undefined {
  const record = table.records[index] ?? 0;
  let longest = -1;
  for (let field: number = recordField.stack; field <= recordField.line; field++) {
    const piece = tables.pieces.at(table.words[record + field] ?? 0);
    if (piece !== undefined) longest = Math.max(longest, tables.steps[piece] ?? 0);
  }
  return longest < 0 ? undefined : longest * table.header.quantum;
}
