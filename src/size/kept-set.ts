import type { FunctionTable } from '../binary/go/functions/functions.ts';
import type { GoProgram } from '../binary/go/linked/go-program.ts';
import type { Span } from '../binary/go/linked/moduledata.ts';
import type { LinkerTables } from '../binary/go/objects/linker-tables.ts';
import { SlipwayError } from '../support/errors.ts';
import { alignOf, roundUp } from './aligning.ts';
import type { DataItems } from './placing/data-items.ts';
import type { KeptFunctions } from './placing/kept-functions.ts';
import type { BesideObjects } from './placing/kept-objects.ts';
import type { ListedFunctions } from './placing/listed-functions.ts';
import type { RowName } from './placing/rows.ts';

/**
 * What the linker makes itself: marks around code that FIPS 140 asks to be hashed, the build ID, ways to what is too far for one
 * instruction and into libraries (ppc64), functions that tell where they are (x86), and what stands for the start of maps that nobody uses
 * (cmd/link/internal/ld/deadcode.go, mapinitcleanup).
 */
const ownFunctions =
  /^(go:.*|runtime\.mapinitnoop|_(plt|call)stub[\w+-]*\..*|.*-tramp\d+|__x86\.get_pc_thunk\.\w+)$/s;
/** Room that no function fills: the next one begins at a multiple of its alignment, and where FIPS 140 asks for it at one of 4 KiB. */
const mostRoom = 4096;
/** What lies among data and no object has: addresses of inittasks, texts, marks. */
const freeShare = 1 / 64;
const freeBytes = 1 << 14;
const mostNames = 3;

/**
 * Compares what the linker's rules keep of a program's objects with what its file holds: functions by their names and lengths, as
 * its function table has them, and how long its variables are together.
 * @param beside undefined for what Go did not link
 * @returns undefined where they agree; else SlipwayError E_BINARY that says what differs
 */
export function keptMismatch(beside: BesideObjects | undefined): SlipwayError | undefined {
  if (beside === undefined) return differs('it has no function table of Go');
  const { kept, go, functions } = beside;
  const nameFault = nameMismatch(kept.functions, functions);
  // Of wasm the table does not say where functions are, and data lie in segments.
  if (nameFault !== undefined || go.program.format === 'wasm') return nameFault;
  return lengthMismatch(kept.functions, functions) ?? dataMismatch(kept.contents.items, go, kept.tables);
}

function nameMismatch(kept: KeptFunctions, listed: ListedFunctions): SlipwayError | undefined {
  const more = [...listed.others].filter(([name]) => !ownFunctions.test(name));
  const fewer: string[] = [];
  for (const [number, name] of kept.names.entries()) {
    const difference = (kept.counts[number] ?? 0) - (listed.counts[number] ?? 0);
    if (difference === 0 || ownFunctions.test(name)) continue;
    if (difference > 0) fewer.push(name);
    else more.push([name, listed.places[number] ?? 0]);
  }
  if (more.length + fewer.length === 0) return undefined;
  const inOrder = more.sort(([, a], [, b]) => a - b).map(([name]) => name);
  const told = [
    more.length > 0
      ? `${functionCount(more.length)} of it they do not keep (${namesOf(inOrder)})`
      : undefined,
    fewer.length > 0
      ? `${functionCount(fewer.length)} they keep it does not have (${namesOf(fewer)})`
      : undefined,
  ];
  return differs(told.filter((each) => each !== undefined).join(', and '));
}

function functionCount(count: number): string {
  return count === 1 ? 'a function' : `${count} functions`;
}

function namesOf(all: readonly string[]): string {
  const shown = all.slice(0, mostNames);
  return all.length > mostNames ? `${shown.join(', ')} …` : shown.join(', ');
}

/** Of functions that have their name alone. */
function lengthMismatch(
  { names, counts, bytes }: KeptFunctions,
  { table, counts: listed, places }: ListedFunctions,
): SlipwayError | undefined {
  for (const [number, name] of names.entries()) {
    if (counts[number] !== 1 || listed[number] !== 1) continue;
    const [own, room] = [bytes[number] ?? 0, roomOf(table, places[number] ?? 0)];
    if (room >= own && room - own < mostRoom) continue;
    return differs(`the function ${name} has ${own} bytes there and room for ${room} in it`);
  }
  return undefined;
}

function roomOf({ entries }: FunctionTable, index: number): number {
  return (entries[index + 1] ?? 0) - (entries[index] ?? 0);
}

function dataMismatch(
  { bytes, aligns, rows }: DataItems,
  { moduledata }: GoProgram,
  { dataAlign }: LinkerTables,
): SlipwayError | undefined {
  const parts: readonly (readonly [string, readonly RowName[], Span])[] = [
    ['without pointers', ['plain', 'plain-fips'], moduledata.noptrdata],
    ['with pointers', ['pointers', 'pointers-fips'], moduledata.data],
  ];
  for (const [name, wanted, { address, end }] of parts) {
    const own: number[] = [];
    for (const [item, row] of rows.entries()) if (wanted.includes(row)) own.push(item);
    own.sort((a, b) => (bytes[a] ?? 0) - (bytes[b] ?? 0));
    let all = 0;
    for (const item of own) {
      const length = bytes[item] ?? 0;
      all = roundUp(all, alignOf(length, aligns[item] ?? 0, dataAlign)) + length;
    }
    const room = end - address;
    if (all <= room && room - all <= room * freeShare + freeBytes) continue;
    return differs(`variables ${name} have ${all} bytes there and room for ${room} in it`);
  }
  return undefined;
}

function differs(what: string): SlipwayError {
  return new SlipwayError('E_BINARY', `the compiled packages are not those of the program: ${what}`, {
    hint: "the packages in the go command's cache are of another build, or this Go links by rules that are not known here",
  });
}
