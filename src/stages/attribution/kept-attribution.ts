import { linkSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import type { LinkedPackage } from '../../gobuild/compiled-packages.ts';
import type { FoundPlaces } from '../../size/alike.ts';
import { attributionFormat } from '../../size/attribution.ts';
import type { ProgramFacts } from '../../size/reach/advice/program.ts';
import type { ContentHashes } from '../../size/reach/content-hashes.ts';
import { besidePath } from '../../support/files.ts';
import type { Digest } from '../../support/hashing.ts';
import { keepValue, keptValue } from '../../support/value-file.ts';
import { slipwayVersion } from '../../version.ts';
import type { AttributedObjects } from './attributed-by-objects.ts';
import type { LinkedFrom } from './reach.ts';

/** Raise it when what is kept has another shape. */
const keptFormat = 1;

/** What was found of a program, and what it follows from beside its packages. */
export interface KeptAttribution {
  /** Stands for all else that it follows from. */
  readonly meaning: string;
  readonly contents: ContentHashes;
  readonly facts: ProgramFacts;
  readonly found: AttributedObjects;
  readonly texts: FoundPlaces['texts'];
}

/** For which program it holds: that may be a later one. It is a file of its own, which is soon read and written. */
export interface HoldsFor {
  /** Name of what was found (`AttributedObjects`). */
  readonly name: string;
  /** The program's. */
  readonly digest: Digest;
  readonly packages: readonly Pick<LinkedPackage, 'path' | 'archive'>[];
  /** By place in `ContentHashes.hashes`: those that are others. */
  readonly hashes: ReadonlyMap<number, number>;
}

/** Keeps what was found of the program at a path; that it cannot be kept costs the next run time. */
export function keepAttribution(
  program: string,
  linked: LinkedFrom,
  tables: LinkerTables,
  found: Omit<KeptAttribution, 'meaning'>,
): void {
  keepValue(placeOf(program, 'found'), {
    ...found,
    meaning: meaningOf(linked, tables),
  } satisfies KeptAttribution);
  const { name } = found.found;
  keepHoldsFor(program, { name, digest: name, packages: linked.packages, hashes: new Map() });
}

/** Undefined where nothing is kept of a program, or that is not whole; so is the next. */
export function keptHoldsFor(program: string): HoldsFor | undefined {
  return keptValue(placeOf(program, 'holds-for'));
}

/** Undefined also where it says nothing of what is linked now, whatever its packages are. */
export function keptAttribution(
  program: string,
  { name, hashes }: HoldsFor,
  linked: LinkedFrom,
  tables: LinkerTables,
): KeptAttribution | undefined {
  const kept = keptValue<KeptAttribution>(placeOf(program, 'found'));
  if (kept?.found.name !== name || kept.meaning !== meaningOf(linked, tables)) return undefined;
  for (const [at, hash] of hashes) kept.contents.hashes[at] = hash;
  return kept;
}

/** The program itself, under a name under which it stays when another one is linked. Nothing may lie there. */
export function keptProgram(program: string): string {
  return placeOf(program, 'program');
}

function placeOf(program: string, name: 'found' | 'holds-for' | 'program'): string {
  return join(`${program}.attributed`, name);
}

/** Keeps that what was found holds for the program at a path. */
export function keepHoldsFor(program: string, { packages, ...holds }: HoldsFor): void {
  const own = packages.map(({ path, archive }) => ({ path, archive }));
  keepValue(placeOf(program, 'holds-for'), { ...holds, packages: own } satisfies HoldsFor);
  const beside = besidePath(keptProgram(program));
  try {
    linkSync(program, beside);
    renameSync(beside, keptProgram(program));
  } catch {
    // Where files have one name alone the next program is read anew.
  }
}

/** All that an attribution follows from beside what is kept with it. */
function meaningOf({ main, platform }: LinkedFrom, tables: LinkerTables): string {
  return JSON.stringify([keptFormat, attributionFormat, slipwayVersion, main, platform, tables]);
}
