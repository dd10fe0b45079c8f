import type { NamedRange, ProgramFile } from '../../program-file.ts';
import { readFunctionOwners } from '../functions/function-owners.ts';
import { type FunctionTable, readFunctions } from '../functions/functions.ts';
import { readPcTables } from '../functions/pc-tables.ts';
import { readReferences } from '../functions/references.ts';
import { type GoProgram, openGoProgram } from '../linked/go-program.ts';
import type { Span } from '../linked/moduledata.ts';
import { makeOwners, type Owner } from '../owners.ts';
import { typeOwners } from '../types/type-owners.ts';
import { readTypeSymbols } from '../types/type-symbols.ts';
import { addCodeRanges } from './code-ranges.ts';
import { addFuncdataRanges } from './funcdata.ts';
import { goParts, type Landmarks } from './go-parts.ts';
import { addItabRanges } from './itabs.ts';
import { addMaskRanges, addTypeMasks, type Masks } from './masks.ts';
import { type RangeList, type Ranges, rangeList } from './ranges.ts';
import { addDescriptorRanges, addRuntimeRanges } from './runtime-ranges.ts';
import { addTablePadding, addTableRanges, type Functions } from './table-ranges.ts';
import { addTypeRanges, type Types } from './type-ranges.ts';
import { addWasmCode } from './wasm-code.ts';

/** Whom the bytes of a program's file belong to, as far as what the linker of Go writes says it. */
export interface GoLedger {
  /** In the order of the file, without overlaps: `starts` are offsets in it, `owners` indices of `owners`. */
  readonly ranges: Ranges;
  readonly owners: readonly Owner[];
  /** The functions that `subjects` are numbers of. */
  readonly functions: FunctionTable;
  /** What the linker makes of many things, by its name, in the order of the file and without overlaps. */
  readonly parts: readonly NamedRange[];
}

/**
 * Reads all tables that the linker of Go leaves in a program, stripped or not, and gives every byte of code, of the tables
 * about it and of types to a package or to a structure of a name. Nothing is spread: what several packages share is called so.
 * Undefined for what Go did not link, and for what was packed.
 * @param known the program's functions, where they have been read
 * @throws SlipwayError E_BINARY when a table is damaged or older than Go 1.18, with the offset
 */
export function goLedger(program: ProgramFile, known?: FunctionTable): GoLedger | undefined {
  const go = openGoProgram(program);
  if (go === undefined) return undefined;
  const owners = makeOwners();
  const table = known ?? readFunctions(go);
  const functionOwners = readFunctionOwners(table, owners);
  const { tables, funcdata } = readReferences(go, table, functionOwners.functions);
  const functions: Functions = {
    table,
    owners: functionOwners,
    tables: readPcTables(go.memory, table, tables),
    funcdata,
  };
  const symbols = readTypeSymbols(go, table);
  const types: Types = { symbols, owners: typeOwners(symbols, owners) };
  const list = rangeList(go, table.count * 9);
  if (program.format === 'wasm') addWasmCode(list, go, functions);
  else addCodeRanges(list, go, functions);
  const landmarks = addAllButCode(list, go, functions, types);
  const ranges = list.sorted();
  return { ranges, owners: owners.all, functions: table, parts: goParts(go, landmarks, ranges) };
}

function addAllButCode(list: RangeList, go: GoProgram, functions: Functions, types: Types): Landmarks {
  const masks: Masks = new Map();
  addTableRanges(list, go, functions);
  const funcdata = addFuncdataRanges(list, masks, go, functions);
  addTypeRanges(list, types, functions);
  addItabRanges(list, go, types);
  addTypeMasks(masks, go, types);
  addMaskRanges(list, go, masks);
  addTablePadding(list, go);
  addRuntimeRanges(list, go, functions);
  const known = [funcdata, go.moduledata.layout?.itabs, typesSpan(types)].filter(
    (span) => span !== undefined,
  );
  const descriptors = addDescriptorRanges(list, go, functions, { types, known });
  return { types: typesSpan(types), descriptors, masks: masks.keys() };
}

/** From the first type to the end of the last symbol that was read behind it. */
function typesSpan({ symbols }: Types): Span {
  const { address } = symbols.layout.region;
  return { address, end: address + (symbols.ends[symbols.count - 1] ?? 0) };
}
