import { readFunctions } from '../../binary/go/functions/functions.ts';
import { type GoProgram, openGoProgram } from '../../binary/go/linked/go-program.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import type { Architecture } from '../../request/platform.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import { readObjects } from '../reach/read-objects.ts';
import { contentReader, type DataContents } from './contents.ts';
import { dataItems } from './data-items.ts';
import { emptyStrings } from './empty-strings.ts';
import { type KeptFunctions, keptFunctions } from './kept-functions.ts';
import { keptSymbols } from './kept-symbols.ts';
import { type ListedFunctions, listedFunctions } from './listed-functions.ts';
import type { Candidate } from './naming-strings.ts';
import { stringUsers } from './string-users.ts';

/**
 * What the linker's rules keep of a program's objects, as far as a file can be held against it: known before there is one. It is a
 * small part of what the rules make, which can go away.
 */
export interface KeptObjects {
  readonly tables: LinkerTables;
  /** How many nodes the graph of what is kept has, by whose numbers addresses are known. */
  readonly nodes: number;
  readonly functions: KeptFunctions;
  /** Of its data; next to nothing of WebAssembly, where nobody asks for them. */
  readonly contents: DataContents;
  /** By item: the package that alone uses a string (`stringUsers`). */
  readonly users: readonly (string | undefined)[];
  /** Variables that are empty strings unless the linker gives them a text. */
  readonly emptyStrings: readonly Candidate[];
}

/**
 * Reads the objects that have any data once more.
 * @param architecture the program's
 * @throws SlipwayError E_BINARY when a package is damaged; the system's error when one cannot be opened
 */
export function keptObjects(reach: ProgramReach, architecture: Architecture | undefined): KeptObjects {
  const kept = keptSymbols(reach);
  const isPlaced = !reach.tables.isWasm;
  const items = dataItems(reach, isPlaced ? kept.data : new Uint32Array(), architecture);
  const reader = contentReader(reach, items);
  const empty = emptyStrings(reach, isPlaced ? kept.zeros : new Uint32Array());
  const count = items.symbols.length;
  readObjects(reach, joined(items.symbols, empty.possible), (at, view, home) => {
    if (at < count) reader.read(at, view, home);
    else empty.read(empty.possible[at - count] ?? 0, view, home);
  });
  const contents = reader.contents();
  return {
    tables: reach.tables,
    nodes: reach.graph.symbols.length,
    functions: keptFunctions(reach, kept.functions),
    contents,
    users: stringUsers(reach, contents),
    emptyStrings: empty.found(),
  };
}

function joined(one: Uint32Array, other: Uint32Array): Uint32Array {
  const both = new Uint32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** A program that Go linked, beside the objects that it is said to be linked from. */
export interface BesideObjects {
  readonly kept: KeptObjects;
  readonly go: GoProgram;
  readonly functions: ListedFunctions;
}

/**
 * @returns undefined for what Go did not link
 * @throws SlipwayError E_BINARY when a table of the file is damaged
 */
export function besideObjects(program: ProgramFile, kept: KeptObjects): BesideObjects | undefined {
  const go = openGoProgram(program);
  return go && { kept, go, functions: listedFunctions(readFunctions(go), kept.functions) };
}
