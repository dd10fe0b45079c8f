import type { ByteSource } from '../../binary/byte-source.ts';
import type { FileRange } from '../../binary/program-file.ts';
import type { Cause, Difference } from '../difference.ts';
import { hunksOf } from '../hunks.ts';
import { shownBytes, shownCount, shownDigits, shownText } from '../shown.ts';
import { type HeaderField, headerFields } from './header-fields.ts';

/** Two entries of one path. */
export interface EntryPair {
  readonly path: string;
  readonly a: FileRange;
  readonly b: FileRange;
}

const causes: readonly (readonly [RegExp, Cause])[] = [
  [/^(mtime|(global )?PAX [mac]time)$/, { kind: 'time', detail: 'the time at which the file was written' }],
  [
    /^([ug]id|[ug]name|(global )?PAX ([ug]id|[ug]name))$/,
    { kind: 'user', detail: 'whom the file belonged to where the layer was made' },
  ],
  [/^mode$/, { kind: 'host', detail: 'permissions as the umask or the file system of the machine has them' }],
  [/^dev(major|minor)$/, { kind: 'host', detail: 'the device that it stands for on the machine' }],
];

interface Found {
  readonly difference: Difference;
  readonly paths: string[];
}

/** Header fields that differ; what is the same field with the same values in many entries is told once. */
export function headerDifferences(
  { a, b }: { readonly a: ByteSource; readonly b: ByteSource },
  pairs: readonly EntryPair[],
  place: string,
): Difference[] {
  const found = new Map<string, { difference: Difference; paths: string[] }>();
  for (const pair of pairs) {
    const [bytesA, bytesB] = [bytesOf(a, pair.a), bytesOf(b, pair.b)];
    if (bytesA.equals(bytesB)) continue;
    const offset = { a: pair.a.offset, b: pair.b.offset };
    for (const { name, ...difference } of fieldsThatDiffer(bytesA, bytesB)) {
      const key = JSON.stringify([
        name,
        difference.cause?.kind === 'time' ? '' : [difference.a, difference.b],
      ]);
      const known = found.get(key);
      if (known === undefined)
        found.set(key, { difference: { ...difference, place: name, offset }, paths: [pair.path] });
      else {
        known.paths.push(pair.path);
        known.difference = {
          ...known.difference,
          bytes: (known.difference.bytes ?? 0) + (difference.bytes ?? 0),
        };
      }
    }
  }
  return [...found.values()].map((each) => placed(each, place));
}

function bytesOf(source: ByteSource, { offset, bytes }: FileRange): Buffer {
  const read = source.read(offset, bytes);
  return Buffer.from(read.buffer, read.byteOffset, read.byteLength);
}

function placed({ difference, paths }: Found, place: string): Difference {
  const [first = ''] = paths;
  const where =
    paths.length === 1 ? shownText(first) : `${shownCount(paths.length)} entries such as ${shownText(first)}`;
  return { ...difference, place: `${place}${where}, ${difference.place}` };
}

type Field = Omit<Difference, 'place' | 'offset'> & { readonly name: string };

function fieldsThatDiffer(a: Buffer, b: Buffer): Field[] {
  const [fieldsA, fieldsB] = [headerFields(a), headerFields(b)];
  const names = [...new Set([...fieldsA.keys(), ...fieldsB.keys()])];
  const differing = names.filter((name) => !rawOf(fieldsA.get(name)).equals(rawOf(fieldsB.get(name))));
  const values = differing.filter(
    (name) =>
      !writing.test(name) &&
      !follows(name, fieldsA, fieldsB) &&
      fieldsA.get(name)?.value !== fieldsB.get(name)?.value,
  );
  // Where the content is longer, that is told.
  if (differing.every((name) => name === 'checksum' || follows(name, fieldsA, fieldsB))) return [];
  if (values.length === 0) return [formatOf(a, b, differing, fieldsA, fieldsB)];
  // Checksum, and how the same value is written: they are told with the value that makes them.
  let left = hunksOf(a, b).bytes;
  const told = values.map((name): Field => {
    const [inA, inB] = [fieldsA.get(name), fieldsB.get(name)];
    const bytes = Math.min(left, hunksOf(rawOf(inA), rawOf(inB)).bytes);
    left -= bytes;
    const cause = causes.find(([pattern]) => pattern.test(name))?.[1];
    return {
      name: shownText(name),
      kind: 'header',
      bytes,
      a: shownText(inA?.value ?? ''),
      b: shownText(inB?.value ?? ''),
      ...(cause !== undefined && { cause }),
    };
  });
  return told.map((field) => (field === told[0] ? { ...field, bytes: (field.bytes ?? 0) + left } : field));
}

/** What says how things are written, or follows from the rest; the path is what entries are paired by. */
const writing = /^(checksum|magic|filling|name|prefix|long name|PAX path|extended header .)$/;

type Fields = ReadonlyMap<string, HeaderField>;

function follows(name: string, a: Fields, b: Fields): boolean {
  return /^(PAX )?size$/.test(name) && a.get(name)?.value !== b.get(name)?.value;
}

function rawOf(field: HeaderField | undefined): Buffer {
  return field?.raw ?? Buffer.alloc(0);
}

/** Headers that say the same in other bytes. */
function formatOf(
  a: Buffer,
  b: Buffer,
  differing: readonly string[],
  fieldsA: Fields,
  fieldsB: Fields,
): Field {
  const name = differing.find((each) => each !== 'checksum') ?? differing[0];
  const shown = (fields: Fields): string => {
    const raw = rawOf(fields.get(name ?? ''));
    return raw.length > 0 && raw.length <= 16 ? shownDigits(raw) : shownBytes(raw);
  };
  return {
    name: `how ${shownText(name ?? 'the header')} is written`,
    kind: 'format',
    bytes: hunksOf(a, b).bytes,
    a: shown(fieldsA),
    b: shown(fieldsB),
    cause: { kind: 'settings', detail: 'another program or another tar format wrote the archive' },
  };
}
