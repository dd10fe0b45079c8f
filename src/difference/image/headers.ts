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
    for (const { name, field: _, ...difference } of fieldsThatDiffer(bytesA, bytesB)) {
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

type Field = Omit<Difference, 'place' | 'offset'> & { readonly field: string; readonly name: string };

/**
 * What differs between the headers of two entries: values, and how they are written as one. What follows from all of them, such as
 * the checksum, is counted with one.
 */
function fieldsThatDiffer(a: Buffer, b: Buffer): Field[] {
  const [fieldsA, fieldsB] = [headerFields(a), headerFields(b)];
  const names = [...new Set([...fieldsA.keys(), ...fieldsB.keys()])].filter(
    (name) => !rawOf(fieldsA.get(name)).equals(rawOf(fieldsB.get(name))),
  );
  const found = names.flatMap((name): Field[] => {
    const [inA, inB] = [fieldsA.get(name), fieldsB.get(name)];
    const isValue = !writing.test(name) && inA?.value !== inB?.value;
    if (name === 'checksum' || (isValue && size.test(name))) return [];
    return [isValue ? contentOf(name, inA, inB) : formOf(name, inA, inB)];
  });
  // Where only the content is longer, that is told.
  if (found.length === 0 && names.some((name) => name !== 'checksum')) return [];
  const values = found.filter(({ kind }) => kind === 'header').slice(0, mostFields);
  // An extended header is there for the sake of what it says.
  const forms = found.filter(
    ({ kind, field }) => kind === 'format' && !(values.length > 0 && carrier.test(field)),
  );
  const form = forms.find(({ field }) => field === 'magic') ?? forms[0];
  const told = [...values, ...(form === undefined ? [] : [form])];
  if (told.length === 0) told.push(formOf('checksum', fieldsA.get('checksum'), fieldsB.get('checksum')));
  const at = form === undefined ? 0 : told.length - 1;
  const others = told.reduce((sum, { bytes = 0 }, index) => sum + (index === at ? 0 : bytes), 0);
  const left = Math.max(0, hunksOf(a, b).bytes - others);
  return told.map((field, index) => (index === at ? { ...field, bytes: left } : field));
}

const mostFields = 8;
/** What says how things are written; the path is what entries are paired by. */
const writing = /^(checksum|magic|filling|name|prefix|long name|PAX path|extended header .)$/;
const carrier = /^(name|prefix|long name|PAX path|extended header .)$/;
/** It follows from the content. */
const size = /^(PAX )?size$/;

function rawOf(field: HeaderField | undefined): Buffer {
  return field?.raw ?? Buffer.alloc(0);
}

type InBoth = readonly [name: string, a: HeaderField | undefined, b: HeaderField | undefined];

function contentOf(...[name, a, b]: InBoth): Field {
  const cause = causes.find(([pattern]) => pattern.test(name))?.[1];
  return {
    field: name,
    name: shownText(name),
    kind: 'header',
    bytes: hunksOf(rawOf(a), rawOf(b)).bytes,
    a: shownText(a?.value ?? ''),
    b: shownText(b?.value ?? ''),
    ...(cause !== undefined && { cause }),
  };
}

/** The same in other bytes. */
function formOf(...[name, a, b]: InBoth): Field {
  const shown = (raw: Buffer): string =>
    raw.length > 0 && raw.length <= 16 ? shownDigits(raw) : shownBytes(raw);
  return {
    field: name,
    name: `how ${shownText(name)} is written`,
    kind: 'format',
    bytes: hunksOf(rawOf(a), rawOf(b)).bytes,
    a: shown(rawOf(a)),
    b: shown(rawOf(b)),
    cause: { kind: 'settings', detail: 'another program or another tar format wrote the archive' },
  };
}
