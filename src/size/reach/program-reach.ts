import { flag } from '../../binary/go/objects/columns.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import type { Platform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import { buildGraph, type Reach, rootNames } from './build-graph.ts';
import { byteRules } from './node-bytes.ts';
import { type PlacedObject, readNames } from './read-names.ts';
import { namedPackage } from './symbol-owner.ts';
import { numberSymbols, type SymbolNumbering } from './symbols.ts';

/** What the linker keeps of a program, with names and owners: all that is needed to say why. */
export interface NamedReach extends Omit<Reach, 'nodeOf'> {
  /** By node: the symbol's name, as symbol tables have it; empty for what is named by its content, and what is no symbol. */
  readonly names: readonly string[];
  /** By node: whose it is, `main` for the main package; empty where several have it. */
  readonly owners: readonly string[];
  /** By node: 1 for what another package defines than the one that its name speaks of (go:linkname). */
  readonly linknamed: Uint8Array;
}

/** The same with the objects that it is known from, which take most of the memory. */
export interface ProgramReach extends NamedReach, Pick<Reach, 'nodeOf'> {
  readonly numbering: SymbolNumbering;
  readonly objects: readonly PlacedObject[];
  readonly tables: LinkerTables;
}

/**
 * Runs the linker's dead-code rules over a program's objects.
 * @param objects in the order in which the linker loads them
 * @throws SlipwayError E_BINARY when a package is damaged, or they are not of the platform
 */
export function programReach(
  objects: readonly PlacedObject[],
  platform: Pick<Platform, 'os' | 'architecture'>,
  tables: LinkerTables,
): ProgramReach {
  const entry = `_rt0_${platform.architecture}_${platform.os}`;
  const numbering = numberSymbols(objects, tables, rootNames(entry));
  if (numbering.named(entry) === undefined) {
    throw new SlipwayError('E_BINARY', `no package defines ${entry}, where programs of the platform begin`);
  }
  const reach = buildGraph(numbering, entry, byteRules(tables));
  const { symbols } = reach.graph;
  const names = readNames(numbering, objects, symbols.values.subarray(0, symbols.length));
  const linknamed = new Uint8Array(names.length);
  const owners = names.map((name, node) => {
    const symbol = symbols.values[node] ?? 0;
    const object = objects[numbering.homes[symbol] ?? 0];
    if (symbol === 0 || name === '' || object === undefined) return '';
    const flags = object.columns.flags[numbering.definitions[symbol] ?? 0] ?? 0;
    // Whoever needs it defines it.
    if ((flags & flag.duplicate) !== 0) return namedPackage(name);
    if (isLinknamed(name, object.package)) linknamed[node] = 1;
    return object.package;
  });
  return { ...reach, numbering, objects, tables, names, owners, linknamed };
}

function isLinknamed(name: string, definedBy: string): boolean {
  if (/^(go|type):/.test(name)) return false;
  const named = namedPackage(name);
  return named !== '' && named !== definedBy;
}
