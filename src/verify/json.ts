import { isUtf8 } from 'node:buffer';
/** A value read from JSON. Objects have no prototype, so a key such as `__proto__` is a key like any other. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** `pointer` is an RFC 6901 JSON pointer ('' is the whole document). */
export interface JsonFault {
  readonly pointer: string;
  readonly message: string;
}

/** `value` is undefined when the text is not JSON; faults that readers disagree about leave a value. */
export interface JsonDocument {
  readonly value: Json | undefined;
  readonly faults: readonly JsonFault[];
}

/** Deeper than any OCI document goes, and far from the depth at which a reader's stack ends. */
const maxDepth = 64;

interface Reader {
  readonly text: string;
  at: number;
  readonly faults: JsonFault[];
}

/** Ends the reading: the text from here on is not JSON. */
class NotJson extends Error {
  readonly pointer: string;

  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

/**
 * Reads one JSON document (RFC 8259) and names what JSON.parse lets pass and other readers judge differently: duplicate
 * keys (section 4), bytes that are not UTF-8 and a byte order mark (section 8.1), lone surrogates (section 8.2).
 * @returns never throws; `faults` says what and where
 */
export function parseJson(bytes: Uint8Array): JsonDocument {
  const faults: JsonFault[] = [];
  if (!isUtf8(bytes)) faults.push({ pointer: '', message: 'holds bytes that are not UTF-8' });
  const text = Buffer.from(bytes).toString('utf8');
  const reader: Reader = { text, at: 0, faults };
  try {
    const value = readValue(reader, '', 0);
    skipSpace(reader);
    if (reader.at < text.length) throw expected(reader, '', 'the end of the document');
    return { value, faults };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    faults.push({ pointer: error.pointer, message: `is not JSON: ${error.message}` });
    return { value: undefined, faults };
  }
}

function readValue(reader: Reader, pointer: string, depth: number): Json {
  if (depth > maxDepth) throw new NotJson(pointer, `nested deeper than ${maxDepth} levels`);
  skipSpace(reader);
  switch (reader.text[reader.at]) {
    case '{':
      return readObject(reader, pointer, depth);
    case '[':
      return readArray(reader, pointer, depth);
    case '"':
      return readString(reader, pointer);
    default:
      return readWord(reader, pointer);
  }
}

function readObject(reader: Reader, pointer: string, depth: number): JsonObject {
  const object: JsonObject = Object.create(null);
  reader.at += 1;
  if (accept(reader, '}')) return object;
  do {
    skipSpace(reader);
    if (reader.text[reader.at] !== '"') throw expected(reader, pointer, 'a key in quotes');
    const key = readString(reader, pointer);
    const own = `${pointer}/${escapePointer(key)}`;
    if (Object.hasOwn(object, key)) {
      reader.faults.push({
        pointer: own,
        message: 'is there twice: readers differ in which of the two they take',
      });
    }
    if (!accept(reader, ':')) throw expected(reader, own, '":"');
    object[key] = readValue(reader, own, depth + 1);
  } while (accept(reader, ','));
  if (!accept(reader, '}')) throw expected(reader, pointer, '"," or "}"');
  return object;
}

function readArray(reader: Reader, pointer: string, depth: number): Json[] {
  const array: Json[] = [];
  reader.at += 1;
  if (accept(reader, ']')) return array;
  do {
    array.push(readValue(reader, `${pointer}/${array.length}`, depth + 1));
  } while (accept(reader, ','));
  if (!accept(reader, ']')) throw expected(reader, pointer, '"," or "]"');
  return array;
}

function readString(reader: Reader, pointer: string): string {
  const { text, at: start } = reader;
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  const token = text.slice(start, end + 1);
  let value: string;
  try {
    value = JSON.parse(token) as string;
  } catch {
    throw expected(reader, pointer, 'a string with valid escapes and a closing quote');
  }
  reader.at = end + 1;
  if (!value.isWellFormed()) {
    reader.faults.push({ pointer, message: 'holds half of a surrogate pair, which is no character' });
  }
  return value;
}

const words: readonly (readonly [string, Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

function readWord(reader: Reader, pointer: string): Json {
  for (const [word, value] of words) {
    if (reader.text.startsWith(word, reader.at)) {
      reader.at += word.length;
      return value;
    }
  }
  const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  number.lastIndex = reader.at;
  const token = number.exec(reader.text)?.[0];
  if (token === undefined) throw expected(reader, pointer, 'a value');
  reader.at += token.length;
  return Number(token);
}

function accept(reader: Reader, character: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}

function skipSpace(reader: Reader): void {
  while (' \t\n\r'.includes(reader.text[reader.at] ?? 'x')) reader.at += 1;
}

function expected(reader: Reader, pointer: string, what: string): NotJson {
  const before = reader.text.slice(0, reader.at).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  return new NotJson(pointer, `expected ${what} at ${place}`);
}

/** One reference token of a JSON pointer (RFC 6901, section 3). */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
