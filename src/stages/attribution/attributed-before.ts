import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type ByteSource, withFileSource } from '../../binary/byte-source.ts';
import { readLinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { openProgram } from '../../binary/open-program.ts';
import { windowsOf } from '../../binary/windows.ts';
import { storeFolders } from '../../cache/folders.ts';
import { type ContentChange, isAttributedAlike } from '../../size/alike.ts';
import { areAlone, type ChangedHash } from '../../size/reach/content-hashes.ts';
import { contentOf, type KeptColumns, keptColumns } from '../../size/reach/kept-columns.ts';
import { type PackageChange, packageChange } from '../../size/reach/package-change.ts';
import type { Digest } from '../../support/hashing.ts';
import type { AttributedObjects } from './attributed-by-objects.ts';
import { type KeptAttribution, keptAttribution, keptProgram } from './kept-attribution.ts';
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
  const before = keptProgram(path);
  if (!existsSync(before)) return undefined;
  const tables = await readLinkerTables(linked.goroot, linked.platform.architecture);
  const kept = keptAttribution(path, linked, tables);
  if (kept?.found.attribution === undefined || tables.isWasm) return undefined;
  const places = { pieces: kept.found.attribution.pieces, texts: kept.texts };
  const columns = keptColumns(join(linked.cacheDirectory, storeFolders.objects), tables);
  const next = nextOf(kept, linked, columns);
  if (next === undefined || withFileSource(before, digestOf) !== kept.digest) return undefined;
  return (digest) => {
    const isAlike = withFileSource(before, (one) =>
      withFileSource(path, (other) =>
        isAttributedAlike(openProgram(one), openProgram(other), places, next.contents),
      ),
    );
    if (!isAlike) return undefined;
    kept.keepFor({ digest, packages: linked.packages }, next.hashes);
    return kept.found;
  };
}

/** What has changed. */
type Next = Pick<PackageChange, 'hashes' | 'contents'>;

/** Undefined where more than contents has changed. */
function nextOf(kept: KeptAttribution, linked: LinkedFrom, columns: KeptColumns): Next | undefined {
  if (linked.packages.length !== kept.packages.length) return undefined;
  const hashes: ChangedHash[] = [];
  const contents: ContentChange[] = [];
  for (const [at, { path, archive }] of linked.packages.entries()) {
    const before = kept.packages[at];
    if (before?.path !== path || contentOf(archive) === undefined) return undefined;
    if (archive === before.archive) continue;
    const change = changeOf(before.archive, archive, columns);
    if (change === undefined) return undefined;
    const start = kept.contents.starts[at] ?? 0;
    hashes.push(...change.hashes.map((each) => ({ ...each, at: start + each.at })));
    contents.push(...change.contents);
  }
  const isSame = areAlone(kept.contents, hashes) && isDeepStrictEqual(programFacts(linked), kept.facts);
  return isSame ? { hashes, contents } : undefined;
}

/** Undefined also where the go command does not keep the old one any more. */
function changeOf(before: string, after: string, columns: KeptColumns): PackageChange | undefined {
  const old = columns.read(before);
  if (old === undefined || !existsSync(before)) return undefined;
  return packageChange({ archive: before, objects: old }, { archive: after, objects: columns.get(after) });
}

function digestOf(source: ByteSource): Digest {
  const hash = createHash('sha256');
  for (const { bytes } of windowsOf(source, { before: 0, after: 0 })) hash.update(bytes);
  return `sha256:${hash.digest('hex')}`;
}
