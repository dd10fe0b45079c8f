import { withFileSource } from '../../binary/byte-source.ts';
import { goObjects } from '../../binary/go/objects/archive.ts';
import type { ObjectColumns } from '../../binary/go/objects/columns.ts';
import { compactObject } from '../../binary/go/objects/compact.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { SlipwayError } from '../../support/errors.ts';
import { type PlacedObject, reusedRoom } from './read-names.ts';

/** A package and where the go command keeps what was compiled of it. */
export interface CompiledPackage {
  /** Import path. */
  readonly path: string;
  /** Path of an archive (go help list, Export). */
  readonly archive: string;
}

/** An object of an archive. */
export interface ArchivedObject {
  readonly offset: number;
  readonly bytes: number;
  readonly columns: ObjectColumns;
}

/**
 * What the dead-code rules need of an archive's objects.
 * @throws SlipwayError E_BINARY when it is damaged, or is of a Go whose objects are not known; the system's error when it cannot
 * be opened
 */
export function readArchive(
  archive: string,
  tables: LinkerTables,
  room: (bytes: number) => Buffer = reusedRoom(),
): ArchivedObject[] {
  return withFileSource(archive, (source) =>
    goObjects(source).map((range) => ({
      ...range,
      columns: compactObject(source.read(range.offset, range.bytes, room(range.bytes)), tables),
    })),
  );
}

/**
 * Objects in the order in which the linker loads them: the main package's, then those of what it imports, and so on
 * (cmd/link/internal/ld/lib.go, loadlib). What nothing imports is left out.
 * @param read the objects of each package, in the packages' order
 * @param main import path of the main package, which the linker calls `main`
 * @throws SlipwayError E_BINARY when one imports a package that is not among them
 */
export function inLinkOrder(
  packages: readonly CompiledPackage[],
  read: readonly (readonly ArchivedObject[])[],
  main: string,
): PlacedObject[] {
  const byPath = new Map(
    packages.map(({ path, archive }, at) => [
      path === main ? 'main' : path,
      { archive, objects: read[at] ?? [] },
    ]),
  );
  const objects: PlacedObject[] = [];
  const paths: string[] = [];
  const known = new Set<string>();
  const load = (path: string): void => {
    if (!known.has(path)) paths.push(path);
    known.add(path);
  };
  // The runtime comes after all others where nothing imports it.
  for (const start of ['main', 'runtime']) {
    const from = paths.length;
    load(start);
    for (let at = from; at < paths.length; at += 1) {
      const path = paths[at] ?? '';
      const found = byPath.get(path);
      if (found === undefined) {
        throw new SlipwayError('E_BINARY', `the program is linked with package ${path}, which is not listed`);
      }
      for (const object of found.objects) {
        objects.push({ ...object, package: path, path: found.archive });
        for (const imported of object.columns.imports) load(imported);
      }
    }
  }
  return objects;
}
