import { SlipwayError } from '../../../support/errors.ts';
import type { ProgramFile } from '../../program-file.ts';
import { type Memory, memoryOf } from './memory.ts';
import { findModuledata, type Moduledata } from './moduledata.ts';
import { findPclntabs, type PclntabHeader } from './pclntab.ts';

/** A program of Go, with the two tables from which all others are found. */
export interface GoProgram {
  readonly program: ProgramFile;
  readonly memory: Memory;
  readonly header: PclntabHeader;
  readonly moduledata: Moduledata;
}

/**
 * Finds the tables of a program that Go 1.18 or later linked. Undefined when there are none: it is not Go, or packed.
 * @throws SlipwayError E_BINARY when they are damaged, or from an older Go
 */
export function openGoProgram(program: ProgramFile): GoProgram | undefined {
  const memory = memoryOf(program);
  let found: PclntabHeader | undefined;
  for (const header of findPclntabs(program, memory)) {
    const moduledata = findModuledata(memory, header);
    if (moduledata !== undefined) return { program, memory, header, moduledata };
    found ??= header;
  }
  if (found === undefined) return undefined;
  const offset = memory.held(found.address, 1)[0]?.offset ?? 0;
  throw new SlipwayError(
    'E_BINARY',
    `nothing refers to the function table at offset ${offset} as Go's runtime does (runtime.moduledata)`,
    { hint: 'the file is damaged, or was linked by a Go that is newer than what is known here' },
  );
}

/** How many bytes funcdata can have at most. */
export function funcdataRoom(go: GoProgram): number {
  const { program, memory, moduledata } = go;
  const { funcdata, findFunctionTable } = moduledata;
  const room = Math.min(memory.room(funcdata), program.source.length);
  return isInTable(go) ? Math.min(room, findFunctionTable - funcdata) : room;
}

/** Since Go 1.26 funcdata stands in the function table, before the index that finds functions by address. */
export function isInTable({ header, moduledata }: GoProgram): boolean {
  const { funcdata, findFunctionTable, tableEnd = 0 } = moduledata;
  return funcdata > header.address && funcdata <= findFunctionTable && findFunctionTable <= tableEnd;
}
