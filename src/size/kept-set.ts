import { type FunctionTable, functionName, readFunctions } from '../binary/go/functions/functions.ts';
import { type GoProgram, openGoProgram } from '../binary/go/linked/go-program.ts';
import type { Span } from '../binary/go/linked/moduledata.ts';
import type { LinkerTables } from '../binary/go/objects/linker-tables.ts';
import type { ProgramFile } from '../binary/program-file.ts';
import { SlipwayError } from '../support/errors.ts';
import { alignOf, roundUp } from './aligning.ts';
import { type DataItem, dataItems } from './placing/data-items.ts';
import { type KeptFunction, keptFunctions } from './placing/kept-functions.ts';
import type { RowName } from './placing/rows.ts';
import type { ProgramReach } from './reach/program-reach.ts';

/**
 * What the linker makes itself: marks around code that FIPS 140 asks to be hashed, the build ID, ways to what is too far for one
 * instruction, functions that tell where they are (x86), and what stands for the start of maps that nobody uses
 * (cmd/link/internal/ld/deadcode.go, mapinitcleanup).
 */
const ownFunctions = /^(go:.*|runtime\.mapinitnoop|.*-tramp\d+|__x86\.get_pc_thunk\.\w+)$/s;
/** Room that no function fills: the next one begins at a multiple of its alignment, and where FIPS 140 asks for it at one of 4 KiB. */
const mostRoom = 4096;
/** What lies among data and no object has: addresses of inittasks, texts, marks. */
const freeShare = 1 / 64;
const freeBytes = 1 << 14;
const mostNames = 3;

/**
 * Compares what the linker's rules keep of a program's objects with what its file holds: functions by their names and lengths, as
 * its function table has them, and how long its variables are together.
 * @returns undefined where they agree; else SlipwayError E_BINARY that says what differs
 * @throws SlipwayError E_BINARY when a table of the file is damaged
 */
export function keptMismatch(program: ProgramFile, reach: ProgramReach): SlipwayError | undefined {
  const go = openGoProgram(program);
  if (go === undefined) return differs('it has no function table of Go');
  const kept = keptFunctions(reach);
  const table = readFunctions(go);
  const names = functionNames(table);
  return (
    nameMismatch(kept, names) ??
    lengthMismatch(kept, names, table, program) ??
    (program.format === 'wasm' ? undefined : dataMismatch(dataItems(reach, go), go, reach.tables))
  );
}

/** Numbers of functions by name. */
function functionNames(table: FunctionTable): Map<string, number[]> {
  const names = new Map<string, number[]>();
  for (let index = 0; index < table.count; index += 1) {
    const name = functionName(table, index).replaceAll('·', '.');
    const known = names.get(name);
    if (known === undefined) names.set(name, [index]);
    else known.push(index);
  }
  return names;
}

function nameMismatch(
  kept: ReadonlyMap<string, readonly KeptFunction[]>,
  names: ReadonlyMap<string, readonly number[]>,
): SlipwayError | undefined {
  const isOwn = (name: string): boolean => ownFunctions.test(name);
  const more = [...names].filter(([name, all]) => !isOwn(name) && all.length > (kept.get(name)?.length ?? 0));
  const fewer = [...kept].filter(
    ([name, all]) => !isOwn(name) && all.length > (names.get(name)?.length ?? 0),
  );
  if (more.length + fewer.length === 0) return undefined;
  const told = [
    more.length > 0 ? `${functionCount(more.length)} of it they do not keep (${listed(more)})` : undefined,
    fewer.length > 0
      ? `${functionCount(fewer.length)} they keep it does not have (${listed(fewer)})`
      : undefined,
  ];
  return differs(told.filter((each) => each !== undefined).join(', and '));
}

function functionCount(count: number): string {
  return count === 1 ? 'a function' : `${count} functions`;
}

function listed(all: readonly (readonly [string, unknown])[]): string {
  const shown = all.slice(0, mostNames).map(([name]) => name);
  return all.length > mostNames ? `${shown.join(', ')} …` : shown.join(', ');
}

/** Of functions that have their name alone: of wasm the table does not say where they are. */
function lengthMismatch(
  kept: ReadonlyMap<string, readonly KeptFunction[]>,
  names: ReadonlyMap<string, readonly number[]>,
  { entries }: FunctionTable,
  { format }: ProgramFile,
): SlipwayError | undefined {
  if (format === 'wasm') return undefined;
  for (const [name, [only, ...others]] of kept) {
    const [index, ...more] = names.get(name) ?? [];
    if (only === undefined || index === undefined || others.length + more.length > 0) continue;
    const room = (entries[index + 1] ?? 0) - (entries[index] ?? 0);
    if (room >= only.bytes && room - only.bytes < mostRoom) continue;
    return differs(`the function ${name} has ${only.bytes} bytes there and room for ${room} in it`);
  }
  return undefined;
}

function dataMismatch(
  items: readonly DataItem[],
  { moduledata }: GoProgram,
  { dataAlign }: LinkerTables,
): SlipwayError | undefined {
  const parts: readonly (readonly [string, readonly RowName[], Span])[] = [
    ['without pointers', ['plain', 'plain-fips'], moduledata.noptrdata],
    ['with pointers', ['pointers', 'pointers-fips'], moduledata.data],
  ];
  for (const [name, rows, { address, end }] of parts) {
    const own = items.filter(({ row }) => rows.includes(row)).sort((a, b) => a.bytes - b.bytes);
    const bytes = own.reduce(
      (sum, one) => roundUp(sum, alignOf(one.bytes, one.align, dataAlign)) + one.bytes,
      0,
    );
    const room = end - address;
    if (bytes <= room && room - bytes <= room * freeShare + freeBytes) continue;
    return differs(`variables ${name} have ${bytes} bytes there and room for ${room} in it`);
  }
  return undefined;
}

function differs(what: string): SlipwayError {
  return new SlipwayError('E_BINARY', `the compiled packages are not those of the program: ${what}`, {
    hint: "the packages in the go command's cache are of another build, or this Go links by rules that are not known here",
  });
}
