import { readFileSync } from 'node:fs';
import { DefaultDeserializer, DefaultSerializer, deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { keepFile } from './files.ts';

/** Three numbers: a checksum of all that follows, and the lengths of the list of columns and of the value without them. */
const headBytes = 12;
const wordBytes = 8;

const arrays = { b: Uint8Array, i: Int32Array, w: Uint32Array } as const;
type Column = InstanceType<(typeof arrays)[keyof typeof arrays]>;
type Listed = readonly (readonly [tag: keyof typeof arrays, length: number])[];

/**
 * Keeps a value that can be cloned in a file, which costs time and nothing else where it is missing. Columns of numbers are written as
 * they lie in memory: there are tens of megabytes of them.
 */
export function keepValue(path: string, value: unknown): void {
  const columns: Column[] = [];
  const text = new Serializer(columns);
  text.writeHeader();
  text.writeValue(value);
  const plain = text.releaseBuffer();
  const listed: Listed = columns.map((column) => [tagOf(column), column.length]);
  const list = serialize(listed);
  const parts: Uint8Array[] = [list, plain, padding(headBytes + list.length + plain.length)];
  for (const { buffer, byteOffset, byteLength } of columns)
    parts.push(new Uint8Array(buffer, byteOffset, byteLength), padding(byteLength));
  const lengths = Buffer.from(Uint32Array.of(list.length, plain.length).buffer);
  const checksum = [lengths, ...parts].reduce((sum, part) => crc32(part, sum), 0);
  keepFile(path, [Buffer.from(Uint32Array.of(checksum).buffer), lengths, ...parts]);
}

/** Undefined where there is no such file, or it is not whole. */
export function keptValue<Value>(path: string): Value | undefined {
  try {
    const file = readFileSync(path);
    if (crc32(file.subarray(4)) !== file.readUInt32LE()) return undefined;
    const [listBytes, plainBytes] = [file.readUInt32LE(4), file.readUInt32LE(8)];
    const plainStart = headBytes + listBytes;
    const columns: Column[] = [];
    let at = roundedUp(plainStart + plainBytes);
    for (const [tag, length] of deserialize(file.subarray(headBytes, plainStart)) as Listed) {
      const Kind = arrays[tag];
      columns.push(new Kind(file.buffer as ArrayBuffer, file.byteOffset + at, length));
      at += roundedUp(length * Kind.BYTES_PER_ELEMENT);
    }
    const text = new Deserializer(file.subarray(plainStart, plainStart + plainBytes), columns);
    text.readHeader();
    return text.readValue() as Value;
  } catch {
    return undefined;
  }
}

/** Of columns it writes the number. */
class Serializer extends DefaultSerializer {
  readonly #columns: Column[];

  constructor(columns: Column[]) {
    super();
    this.#columns = columns;
  }

  _writeHostObject(column: Column): void {
    this.writeUint32(this.#columns.push(column) - 1);
  }
}

class Deserializer extends DefaultDeserializer {
  readonly #columns: readonly Column[];

  constructor(bytes: Buffer, columns: readonly Column[]) {
    super(bytes);
    this.#columns = columns;
  }

  _readHostObject(): Column | undefined {
    return this.#columns[this.readUint32()];
  }
}

function tagOf(column: Column): keyof typeof arrays {
  if (column instanceof Uint8Array) return 'b';
  if (column instanceof Int32Array) return 'i';
  if (column instanceof Uint32Array) return 'w';
  throw new TypeError('there are no columns of this kind');
}

function roundedUp(bytes: number): number {
  return Math.ceil(bytes / wordBytes) * wordBytes;
}

function padding(bytes: number): Uint8Array {
  return new Uint8Array(roundedUp(bytes) - bytes);
}
