import { readSync, readvSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { isRuleColumn, type ObjectColumns } from '../../binary/go/objects/columns.ts';
import type { ColumnRooms } from './column-rooms.ts';
import type { ArchivedObject } from './objects.ts';

/** Raise it when columns mean something else. */
export const columnFormat = 6;
const magic = 0x736c_7063;
/** Six numbers: magic, format, checksum, and the lengths of the description, of lasting columns and of those of the rules. */
const headBytes = 24;
const wordBytes = 8;

/** Constructors by the tag that a column is kept with. */
const arrays = { b: Uint8Array, h: Uint16Array, w: Uint32Array } as const;

interface KeptColumn {
  readonly name: string;
  readonly tag: keyof typeof arrays;
  /** From where those of its kind begin; a multiple of 8. */
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

/**
 * Reads a file of columns.
 * @returns undefined where it is not whole, or of another format
 */
export function readColumnFile(
  descriptor: number,
  size: number,
  rooms: ColumnRooms,
): ArchivedObject[] | undefined {
  const head = new Uint32Array(headBytes / 4);
  if (readSync(descriptor, head) !== headBytes) return undefined;
  const [first, version, checksum, ...lengths] = head;
  const [described = 0, lastingBytes = 0, ruleBytes = 0] = lengths;
  if (first !== magic || version !== columnFormat) return undefined;
  if (headBytes + described + lastingBytes + ruleBytes !== size) return undefined;
  const description = Buffer.allocUnsafe(described);
  const [lasting, rules] = [rooms.lasting(lastingBytes), rooms.rules(ruleBytes)];
  const parts = [description, lasting, rules];
  if (readvSync(descriptor, parts) !== size - headBytes || checksumOf(lengths, parts) !== checksum)
    return undefined;
  const objects = JSON.parse(description.toString('utf8')) as KeptObject[];
  return objects.map(({ offset, bytes, values, columns }) => ({
    offset,
    bytes,
    columns: {
      ...values,
      ...Object.fromEntries(
        columns.map(({ name, tag, at, length }) => {
          const { buffer, byteOffset } = isRuleColumn(name) ? rules : lasting;
          return [name, new arrays[tag](buffer, byteOffset + at, length)];
        }),
      ),
    } as unknown as ObjectColumns,
  }));
}

/** Of the lengths of the parts and of all that is in them. */
function checksumOf(lengths: readonly number[], parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => crc32(part, sum), crc32(Buffer.from(Uint32Array.from(lengths).buffer)));
}

/** @param room for the file, which is good until the next one is made there */
export function columnFile(objects: readonly ArchivedObject[], room: (bytes: number) => Buffer): Uint8Array {
  const [lasting, rules] = [columnParts(), columnParts()];
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
      const at = (isRuleColumn(name) ? rules : lasting).add(column);
      kept.push({ name, tag, at, length: column.length });
    }
    return { offset, bytes, values, columns: kept };
  });
  const description = Buffer.from(JSON.stringify(described));
  const lengths = [description.length, lasting.bytes(), rules.bytes()];
  const file = room(headBytes + lengths.reduce((sum, length) => sum + length, 0));
  let end = headBytes;
  for (const part of [description, ...lasting.all, ...rules.all]) {
    file.set(part, end);
    end += part.length;
  }
  const checksum = checksumOf(lengths, [file.subarray(headBytes, end)]);
  file.set(new Uint8Array(Uint32Array.of(magic, columnFormat, checksum, ...lengths).buffer));
  return file.subarray(0, end);
}

/** Columns one behind another, each filled up to whole words. */
function columnParts() {
  const all: Uint8Array[] = [];
  let end = 0;
  return {
    all,
    bytes: (): number => end,
    /** Tells where it begins. */
    add: ({ buffer, byteOffset, byteLength }: ArrayBufferView): number => {
      const at = end;
      const padding = new Uint8Array(-byteLength & (wordBytes - 1));
      all.push(new Uint8Array(buffer, byteOffset, byteLength), padding);
      end += byteLength + padding.length;
      return at;
    },
  };
}

function tagOf(value: unknown): keyof typeof arrays | undefined {
  if (value instanceof Uint8Array) return 'b';
  if (value instanceof Uint16Array) return 'h';
  return value instanceof Uint32Array ? 'w' : undefined;
}
