import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  futimesSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { ObjectColumns } from '../../binary/go/objects/columns.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { besidePath } from '../../support/files.ts';
import { type ArchivedObject, readArchive } from './objects.ts';

/** Raise it when columns mean something else. */
const format = 5;
const magic = 0x736c_7063;
const headBytes = 16;
const wordBytes = 8;
const day = 24 * 3600 * 1000;

/** Constructors by the tag that a column is kept with. */
const arrays = { b: Uint8Array, h: Uint16Array, w: Uint32Array } as const;

interface KeptColumn {
  readonly name: string;
  readonly tag: keyof typeof arrays;
  /** From the end of the description; a multiple of 8. */
  readonly at: number;
  readonly length: number;
}

interface KeptObject {
  readonly offset: number;
  readonly bytes: number;
  /** What is no column of numbers. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly columns: readonly KeptColumn[];
}

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
}

/**
 * Of archives of the go command's cache, which names a file by its content (cmd/go/internal/cache); others are not kept.
 * @param folder undefined: nothing is kept
 */
export function keptColumns(folder: string | undefined, tables: LinkerTables): KeptColumns {
  const meaning = sha256(JSON.stringify([format, tables]));
  const pathOf = (archive: string): string | undefined => {
    const [, content] = /^([0-9a-f]{64})-d$/.exec(basename(archive)) ?? [];
    return content === undefined || folder === undefined
      ? undefined
      : join(folder, sha256(meaning + content));
  };
  const read = (path: string | undefined): ArchivedObject[] | undefined => {
    const file = path === undefined ? undefined : readKeptFile(path);
    return file && columnsIn(file);
  };
  return {
    read: (archive) => read(pathOf(archive)),
    get: (archive) => {
      const path = pathOf(archive);
      const kept = read(path);
      if (kept !== undefined) return kept;
      const objects = readArchive(archive, tables);
      if (path !== undefined) writeColumns(path, objects);
      return objects;
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function readKeptFile(path: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const { size, mtimeMs } = fstatSync(descriptor);
    if (Date.now() - mtimeMs > day) keepOn(descriptor);
    const file = Buffer.allocUnsafeSlow(size);
    return readSync(descriptor, file) === size ? file : undefined;
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

/** Undefined where they are not whole, or of another format. */
function columnsIn(file: Buffer): ArchivedObject[] | undefined {
  if (file.length < headBytes || file.readUInt32LE(0) !== magic || file.readUInt32LE(4) !== format)
    return undefined;
  const described = file.readUInt32LE(8);
  const content = file.subarray(headBytes);
  if (described > content.length || crc32(content, described) !== file.readUInt32LE(12)) return undefined;
  const objects = JSON.parse(content.toString('utf8', 0, described)) as KeptObject[];
  const start = headBytes + described;
  return objects.map(({ offset, bytes, values, columns }) => ({
    offset,
    bytes,
    columns: {
      ...values,
      ...Object.fromEntries(
        columns.map(({ name, tag, at, length }) => [
          name,
          new arrays[tag](file.buffer as ArrayBuffer, file.byteOffset + start + at, length),
        ]),
      ),
    } as unknown as ObjectColumns,
  }));
}

/** Whole or not at all; that it cannot be written costs the next run time and nothing else. */
function writeColumns(path: string, objects: readonly ArchivedObject[]): void {
  const parts: Uint8Array[] = [];
  let at = 0;
  const described = objects.map(({ offset, bytes, columns }): KeptObject => {
    const kept: KeptColumn[] = [];
    const values: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(columns)) {
      const tag = tagOf(value);
      if (tag === undefined) {
        values[name] = value;
        continue;
      }
      const column = value as Uint8Array | Uint16Array | Uint32Array;
      kept.push({ name, tag, at, length: column.length });
      const raw = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
      const padding = new Uint8Array(-raw.length & (wordBytes - 1));
      parts.push(raw, padding);
      at += raw.length + padding.length;
    }
    return { offset, bytes, values, columns: kept };
  });
  const text = Buffer.from(JSON.stringify(described));
  const description = Buffer.concat([text, Buffer.alloc(-text.length & (wordBytes - 1), ' ')]);
  const content = Buffer.concat([description, ...parts]);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(magic, 0);
  head.writeUInt32LE(format, 4);
  head.writeUInt32LE(description.length, 8);
  head.writeUInt32LE(crc32(content, description.length), 12);
  const beside = besidePath(path);
  try {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(beside, Buffer.concat([head, content]));
    renameSync(beside, path);
  } catch {
    rmSync(beside, { force: true });
  }
}

function tagOf(value: unknown): keyof typeof arrays | undefined {
  if (value instanceof Uint8Array) return 'b';
  if (value instanceof Uint16Array) return 'h';
  return value instanceof Uint32Array ? 'w' : undefined;
}
