import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { withFileSource } from '../../binary/byte-source.ts';
import { readLinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { openProgram } from '../../binary/open-program.ts';
import { storeFolders } from '../../cache/folders.ts';
import { isAttributedAlike } from '../../size/alike.ts';
import { areAlone, type ChangedHash, type ContentHashes } from '../../size/reach/content-hashes.ts';
import { contentOf, type KeptColumns, keptColumns } from '../../size/reach/kept-columns.ts';
import { type PackageChange, packageChange } from '../../size/reach/package-change.ts';
import { type Digest, sha256File } from '../../support/hashing.ts';
import type { AttributedObjects } from './attributed-by-objects.ts';
import {
  type HoldsFor,
  keepHoldsFor,
  keptAttribution,
  keptHoldsFor,
  keptProgram,
} from './kept-attribution.ts';
import { programFacts } from './program-facts.ts';
import type { LinkedFrom } from './reach.ts';

/**
 * Looks whether what was found of the program that was attributed before at the same path can hold for the one that is linked there now:
 * where their packages differ in nothing but contents that are the only ones of their kind.
 * @returns what was found, if the linked program says so too: it is kept as that one's then. Undefined where it cannot hold
 * @throws SlipwayError E_BINARY when a package is damaged; the system's error when one cannot be opened
 */
export async function foundBefore(
  path: string,
  linked: LinkedFrom,
): Promise<((digest: Digest) => AttributedObjects | undefined) | undefined> {
  const holds = keptHoldsFor(path);
  if (holds === undefined) return undefined;
  const tables = await readLinkerTables(linked.goroot, linked.platform.architecture);
  const columns = keptColumns(join(linked.cacheDirectory, storeFolders.objects), tables);
  const changes = tables.isWasm ? undefined : changesOf(holds, linked, columns);
  // It is large, and mostly is not needed.
  const kept = changes && keptAttribution(path, holds, linked, tables);
  if (changes === undefined || kept?.found.attribution === undefined) return undefined;
  const changed = changedHashes(kept.contents, changes);
  const before = keptProgram(path);
  if (!areAlone(kept.contents, changed) || !isDeepStrictEqual(programFacts(linked), kept.facts))
    return undefined;
  if (!existsSync(before) || (await sha256File(before)).digest !== holds.digest) return undefined;
  const places = { pieces: kept.found.attribution.pieces, texts: kept.texts };
  const contents = changes.flatMap((change) => change.contents);
  return (digest) => {
    const isAlike = withFileSource(before, (one) =>
      withFileSource(path, (other) =>
        isAttributedAlike(openProgram(one), openProgram(other), places, contents),
      ),
    );
    if (!isAlike) return undefined;
    const hashes = new Map([...holds.hashes, ...changed.map(({ at, after }) => [at, after] as const)]);
    keepHoldsFor(path, { name: holds.name, digest, packages: linked.packages, hashes });
    return kept.found;
  };
}

/** A change of a package, by its number. */
type NumberedChange = PackageChange & { readonly at: number };

/** Undefined where more than contents has changed. */
function changesOf(
  holds: Pick<HoldsFor, 'packages'>,
  linked: LinkedFrom,
  columns: KeptColumns,
): NumberedChange[] | undefined {
  if (linked.packages.length !== holds.packages.length) return undefined;
  const changes: NumberedChange[] = [];
  for (const [at, { path, archive }] of linked.packages.entries()) {
    const before = holds.packages[at];
    if (before?.path !== path || contentOf(archive) === undefined) return undefined;
    if (archive === before.archive) continue;
    const change = changeOf(before.archive, archive, columns);
    if (change === undefined) return undefined;
    changes.push({ ...change, at });
  }
  return changes;
}

function changedHashes({ starts }: ContentHashes, changes: readonly NumberedChange[]): ChangedHash[] {
  return changes.flatMap(({ at, hashes }) =>
    hashes.map((each) => ({ ...each, at: (starts[at] ?? 0) + each.at })),
  );
}

/** Undefined also where the go command does not keep the old one any more. */
function changeOf(before: string, after: string, columns: KeptColumns): PackageChange | undefined {
  const old = columns.read(before);
  if (old === undefined || !existsSync(before)) return undefined;
  return packageChange({ archive: before, objects: old }, { archive: after, objects: columns.get(after) });
}
