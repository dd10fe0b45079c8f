import { createHash } from 'node:crypto';
import { closeSync, fstatSync, futimesSync, openSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { keepFile } from '../../support/files.ts';
import { columnFile, columnFormat, readColumnFile } from './column-file.ts';
import { type ColumnRooms, columnRooms, freeColumns } from './column-rooms.ts';
import { type ArchivedObject, readArchive } from './objects.ts';
import { reusedRoom } from './read-names.ts';

const day = 24 * 3600 * 1000;

/** Where columns are kept between runs. */
export interface KeptColumns {
  /** An archive's objects, where they are kept and whole; they stay for another while. */
  read(archive: string): ArchivedObject[] | undefined;
  /**
   * The same, else they are read from the archive and kept.
   * @throws SlipwayError E_BINARY when the archive is damaged, or is of a Go whose objects are not known; the system's error when it
   * cannot be opened
   */
  get(archive: string): ArchivedObject[];
  /**
   * Reads an archive's objects and keeps them.
   * @returns those that could not be kept; undefined: they can be read from what is kept
   * @throws SlipwayError as `get` does
   */
  make(archive: string): ArchivedObject[] | undefined;
}

/** What the go command's cache names a file by: a hash of its content (cmd/go/internal/cache); undefined elsewhere. */
export function contentOf(archive: string): string | undefined {
  return /^([0-9a-f]{64})-d$/.exec(basename(archive))?.[1];
}

/**
 * Of archives of the go command's cache, which are named by their content; others are not kept.
 * @param folder undefined: nothing is kept
 */
export function keptColumns(folder: string | undefined, tables: LinkerTables): KeptColumns {
  const meaning = sha256(JSON.stringify([columnFormat, tables]));
  const pathOf = (archive: string): string | undefined => {
    const content = contentOf(archive);
    return content === undefined || folder === undefined
      ? undefined
      : join(folder, sha256(meaning + content));
  };
  const rooms = columnRooms();
  // Buffers of each archive would pile up until they are collected.
  const [reading, writing] = [reusedRoom(), reusedRoom()];
  const read = (archive: string): ArchivedObject[] | undefined => {
    const path = pathOf(archive);
    return path === undefined ? undefined : readKeptFile(path, rooms);
  };
  /** Whether they are kept now. */
  const keep = (archive: string, objects: readonly ArchivedObject[]): boolean => {
    const path = pathOf(archive);
    return path !== undefined && keepFile(path, [columnFile(objects, writing)]);
  };
  return {
    read,
    get: (archive) => {
      const kept = read(archive);
      if (kept !== undefined) return kept;
      const objects = readArchive(archive, tables, reading);
      keep(archive, objects);
      return objects;
    },
    make: (archive) => {
      const objects = readArchive(archive, tables, reading);
      if (!keep(archive, objects)) return objects;
      freeColumns(objects);
      return undefined;
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Undefined where they are not whole, or of another format. */
function readKeptFile(path: string, rooms: ColumnRooms): ArchivedObject[] | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const { size, mtimeMs } = fstatSync(descriptor);
    if (Date.now() - mtimeMs > day) keepOn(descriptor);
    return readColumnFile(descriptor, size, rooms);
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** What is used stays for another while (src/cache/sweep.ts). */
function keepOn(descriptor: number): void {
  try {
    const now = Date.now() / 1000;
    futimesSync(descriptor, now, now);
  } catch {
    // It is another user's.
  }
}
