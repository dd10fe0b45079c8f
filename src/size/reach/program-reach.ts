import { flag, type LastingColumns } from '../../binary/go/objects/columns.ts';
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

/** Where a program's own code begins. */
export const mainFunction = 'main.main';

/** The node without which there is no program to tell of; undefined where there is none of its name. */
export function mainNode({ names }: Pick<NamedReach, 'names'>): number | undefined {
  const node = names.indexOf(mainFunction);
  return node < 0 ? undefined : node;
}

/** The same with what is left of the objects that it is known from, which take most of the memory. */
export interface ProgramReach extends NamedReach, Pick<Reach, 'nodeOf'> {
  readonly numbering: Omit<SymbolNumbering, 'objects'>;
  readonly objects: readonly PlacedObject<LastingColumns>[];
  readonly tables: LinkerTables;
}

/**
 * Runs the linker's dead-code rules over a program's objects.
 * @param objects in the order in which the linker loads them
 * @param haveRun called when `ruleColumns` of the objects are not needed any more
 * @throws SlipwayError E_BINARY when a package is damaged, or they are not of the platform
 */
export function programReach(
  objects: readonly PlacedObject[],
  platform: Pick<Platform, 'os' | 'architecture'>,
  tables: LinkerTables,
  haveRun: () => void = () => {},
): ProgramReach {
  const entry = `_rt0_${platform.architecture}_${platform.os}`;
  const numbering = numberSymbols(objects, tables, rootNames(entry));
  if (numbering.named(entry) === undefined) {
    throw new SlipwayError('E_BINARY', `no package defines ${entry}, where programs of the platform begin`);
  }
  const reach = buildGraph(numbering, entry, byteRules(tables));
  haveRun();
  const { symbols } = reach.graph;
  const nodes = symbols.values.subarray(0, symbols.length);
  const names = readNames(numbering, objects, nodes);
  return { ...reach, numbering, objects, tables, names, ...ownersOf(numbering, objects, nodes, names) };
}

/** @param symbols by node, as the names */
function ownersOf(
  { homes, definitions }: ProgramReach['numbering'],
  objects: ProgramReach['objects'],
  symbols: Uint32Array,
  names: readonly string[],
): Pick<NamedReach, 'owners' | 'linknamed'> {
  const linknamed = new Uint8Array(names.length);
  const areOwn = objects.map((object) => ownNames(object.package));
  const owners = names.map((name, node) => {
    const symbol = symbols[node] ?? 0;
    if (symbol === 0 || name === '') return '';
    const home = homes[symbol] ?? 0;
    const object = objects[home];
    if (object === undefined) return '';
    const flags = object.columns.flags[definitions[symbol] ?? 0] ?? 0;
    // Whoever needs it defines it.
    if ((flags & flag.duplicate) !== 0) return namedPackage(name);
    if (areOwn[home]?.(name) !== true && isLinknamed(name, object.package)) linknamed[node] = 1;
    return object.package;
  });
  return { owners, linknamed };
}

/** Tells at a glance of most names of a package that they speak of no other. */
function ownNames(path: string): (name: string) => boolean {
  const start = `${path}.`;
  const isPlain = namedPackage(`${start}name`) === path;
  return (name) => isPlain && name.startsWith(start) && !name.includes('/', start.length);
}

function isLinknamed(name: string, definedBy: string): boolean {
  if (name.startsWith('go:') || name.startsWith('type:')) return false;
  const named = namedPackage(name);
  return named !== '' && named !== definedBy;
}
