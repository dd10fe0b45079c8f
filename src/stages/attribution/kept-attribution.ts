import { linkSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import type { LinkedPackage } from '../../gobuild/compiled-packages.ts';
import type { FoundPlaces } from '../../size/alike.ts';
import { attributionFormat } from '../../size/attribution.ts';
import type { ProgramFacts } from '../../size/reach/advice/program.ts';
import type { ChangedHash, ContentHashes } from '../../size/reach/content-hashes.ts';
import { besidePath, keepFile } from '../../support/files.ts';
import type { Digest } from '../../support/hashing.ts';
import { slipwayVersion } from '../../version.ts';
import type { AttributedObjects } from './attributed-by-objects.ts';
import { programFacts } from './program-facts.ts';
import type { LinkedFrom } from './reach.ts';

/** Raise it when what is kept has another shape. */
const keptFormat = 1;

/** What was found of a program, and what it follows from beside its packages. */
interface Found {
  /** Stands for all else that it follows from. */
  readonly meaning: string;
  readonly contents: ContentHashes;
  readonly facts: ProgramFacts;
  readonly found: AttributedObjects;
  readonly texts: FoundPlaces['texts'];
}

/** For which program it holds. That may be a later one, so it is a file of its own, which is soon written. */
interface HoldsFor {
  /** Name of what was found (`AttributedObjects`). */
  readonly name: string;
  /** The program's. */
  readonly digest: Digest;
  readonly packages: readonly Pick<LinkedPackage, 'path' | 'archive'>[];
  /** By place in `ContentHashes.hashes`: those that are others. */
  readonly hashes: ReadonlyMap<number, number>;
}

/** What is known of the program that was last linked to a path. */
export interface KeptAttribution extends Found, Pick<HoldsFor, 'digest' | 'packages'> {
  /** Keeps that it holds for the next program too, of which these contents are others. */
  keepFor(next: Omit<HoldsFor, 'name' | 'hashes'>, changes: readonly ChangedHash[]): void;
}

/**
 * Keeps what was found of the program at a path; that it cannot be kept costs the next run time.
 * @throws the system's error when a file of the program's own module cannot be read
 */
export function keepAttribution(
  program: string,
  linked: LinkedFrom,
  tables: LinkerTables,
  { digest, ...rest }: Pick<HoldsFor, 'digest'> & Pick<Found, 'contents' | 'found' | 'texts'>,
): void {
  const found: Found = { ...rest, meaning: meaningOf(linked, tables), facts: programFacts(linked) };
  keepValue(placeOf(program, 'found'), found);
  const { name } = rest.found;
  keepHoldsFor(program, { name, digest, packages: linked.packages, hashes: new Map() });
}

/** Undefined where nothing is kept, or that is not whole, or it says nothing of what is linked now, whatever its packages are. */
export function keptAttribution(
  program: string,
  linked: LinkedFrom,
  tables: LinkerTables,
): KeptAttribution | undefined {
  const kept = keptValue<Found>(placeOf(program, 'found'));
  const holds = keptValue<HoldsFor>(placeOf(program, 'holds-for'));
  if (kept === undefined || holds === undefined || holds.name !== kept.found.name) return undefined;
  if (kept.meaning !== meaningOf(linked, tables)) return undefined;
  for (const [at, hash] of holds.hashes) kept.contents.hashes[at] = hash;
  const { digest, packages, name } = holds;
  return {
    ...{ ...kept, digest, packages },
    keepFor: (next, changes) => {
      const hashes = new Map([...holds.hashes, ...changes.map(({ at, after }) => [at, after] as const)]);
      keepHoldsFor(program, { ...next, name, hashes });
    },
  };
}

/** The program itself, under a name under which it stays when another one is linked. Nothing may lie there. */
export function keptProgram(program: string): string {
  return placeOf(program, 'program');
}

function placeOf(program: string, name: 'found' | 'holds-for' | 'program'): string {
  return join(`${program}.attributed`, name);
}

function keepHoldsFor(program: string, { packages, ...holds }: HoldsFor): void {
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

const checksumBytes = 4;

/** After a checksum. */
function keepValue(path: string, value: unknown): void {
  const bytes = serialize(value);
  const checksum = Buffer.alloc(checksumBytes);
  checksum.writeUInt32LE(crc32(bytes));
  keepFile(path, [checksum, bytes]);
}

/** Undefined where it is not there, or not whole. */
function keptValue<Value>(path: string): Value | undefined {
  try {
    const file = readFileSync(path);
    const bytes = file.subarray(checksumBytes);
    return crc32(bytes) === file.readUInt32LE() ? (deserialize(bytes) as Value) : undefined;
  } catch {
    return undefined;
  }
}
