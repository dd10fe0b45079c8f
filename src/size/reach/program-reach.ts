import { flag } from '../../binary/go/objects/columns.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import type { Platform } from '../../request/platform.ts';
import { buildGraph, type Reach, rootNames } from './build-graph.ts';
import { byteRules } from './node-bytes.ts';
import { type PlacedObject, readNames } from './read-names.ts';
import { namedPackage } from './symbol-owner.ts';
import { numberSymbols, type SymbolNumbering } from './symbols.ts';

/** What the linker keeps of a program, with names and owners. */
export interface ProgramReach extends Reach {
  readonly numbering: SymbolNumbering;
  readonly objects: readonly PlacedObject[];
  readonly tables: LinkerTables;
  /** By node: the symbol's name, as symbol tables have it; empty for what is named by its content, and what is no symbol. */
  readonly names: readonly string[];
  /** By node: whose it is, `main` for the main package; empty where several have it. */
  readonly owners: readonly string[];
}

/** How the linker lays out programs of an architecture. */
export interface Layout {
  readonly pointerBytes: number;
  readonly functionAlign: number;
}

/**
 * Runs the linker's dead-code rules over a program's objects.
 * @param objects in the order in which the linker loads them
 * @throws SlipwayError E_BINARY when a package is damaged
 */
export function programReach(
  objects: readonly PlacedObject[],
  platform: Pick<Platform, 'os' | 'architecture'>,
  { pointerBytes, functionAlign }: Layout,
  tables: LinkerTables,
): ProgramReach {
  const entry = `_rt0_${platform.architecture}_${platform.os}`;
  const numbering = numberSymbols(objects, tables, rootNames(entry));
  const reach = buildGraph(numbering, entry, byteRules(tables, pointerBytes, functionAlign));
  const { symbols } = reach.graph;
  const names = readNames(numbering, objects, symbols.values.subarray(0, symbols.length));
  const owners = names.map((name, node) => {
    const symbol = symbols.values[node] ?? 0;
    const object = objects[numbering.homes[symbol] ?? 0];
    if (symbol === 0 || name === '' || object === undefined) return '';
    const flags = object.columns.flags[numbering.definitions[symbol] ?? 0] ?? 0;
    // Whoever needs it defines it.
    return (flags & flag.duplicate) === 0 ? object.package : namedPackage(name);
  });
  return { ...reach, numbering, objects, tables, names, owners };
}
