import type { ByteSource } from './byte-source.ts';
import type { FileRange, NamedRange, ProgramFile, ProgramFormat } from './program-file.ts';
import { windowsOf } from './windows.ts';

/**
 * What a part of a file is. `header`, `symbols`, `linking` and `signature` as `ProgramTable` says; `debug` is DWARF; `segment` is
 * what the loader maps of a file without sections; `padding` are zeros between parts; `overlay` is what follows the last part;
 * `unknown` is what nothing in the file accounts for.
 */
export type PartKind =
  | 'header'
  | 'section'
  | 'segment'
  | 'symbols'
  | 'debug'
  | 'linking'
  | 'signature'
  | 'padding'
  | 'overlay'
  | 'unknown';

export interface Part<Kind extends string = PartKind> extends NamedRange {
  readonly kind: Kind;
  /** Index into the program's sections, where it is one or a part of one. */
  readonly section?: number;
}

/**
 * A program's file to the byte: the parts lie one behind the other from its start to its end, so they sum to its length.
 *
 * Where ranges overlap, as they do in a file that is damaged or made by hand, tables of the format go before sections (PE has a
 * section .symtab around its symbol and string table); of two sections, or two tables, the one that begins first keeps the
 * bytes, of two that begin together the first of its table. What lies outside of the file is cut.
 * @throws SlipwayError E_BINARY when the file is cut while it is read
 */
export function breakdown(program: ProgramFile): Part[] {
  const { source } = program;
  const covered = filled(laid(contentOf(program), source.length), source.length);
  const parts = refine<PartKind | 'hole', PartKind>(covered, laid(program.headers, source.length));
  return parts.flatMap(({ kind, ...part }, index) =>
    kind === 'hole'
      ? gap(source, part, index === parts.length - 1 ? 'overlay' : 'unknown')
      : { ...part, kind },
  );
}

function contentOf({ format, sections, segments }: ProgramFile): Part[] {
  if (!sections.some(({ bytes }) => bytes > 0)) {
    return segments.map(({ name, offset, bytes }) => ({ name, kind: 'segment', offset, bytes }));
  }
  return sections.map(({ name, offset, bytes }, section) => {
    return { name, kind: sectionKind(format, name), offset, bytes, section };
  });
}

/** Ranges in the file's order, none over another. Sorting keeps the order of those that begin together. */
function laid(ranges: readonly Part[], length: number): Part[] {
  let end = 0;
  return ranges
    .toSorted((a, b) => a.offset - b.offset)
    .flatMap(({ name, kind, offset, bytes, section }) => {
      const from = Math.max(end, offset);
      const to = Math.min(length, offset + bytes);
      if (to <= from) return [];
      end = to;
      return { name, kind, offset: from, bytes: to - from, ...(section === undefined ? {} : { section }) };
    });
}

function filled(ranges: readonly Part[], length: number): Part<PartKind | 'hole'>[] {
  const parts: Part<PartKind | 'hole'>[] = [];
  let end = 0;
  for (const range of [...ranges, { name: 'end', kind: 'unknown', offset: length, bytes: 0 } as const]) {
    if (range.offset > end)
      parts.push({ name: 'hole', kind: 'hole', offset: end, bytes: range.offset - end });
    if (range.bytes > 0) parts.push(range);
    end = range.offset + range.bytes;
  }
  return parts;
}

/** Sections that hold what tables of the format are elsewhere, by the names that all linkers give them. */
const kinds: readonly (readonly [RegExp, PartKind])[] = [
  [/^\.z?debug_|^__DWARF,|^\.stab(str)?$|^\.gnu_debug(data|link)$/, 'debug'],
  [/^(\.symtab|\.strtab|\.symtab_shndx)$/, 'symbols'],
  [/^\.shstrtab$/, 'header'],
];

function sectionKind(format: ProgramFormat, name: string): PartKind {
  if (format === 'wasm' && name === 'name') return 'symbols';
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? 'section';
}

/** What lies between two parts: zeros at either end are padding, and what is between them is not. */
function gap(source: ByteSource, range: FileRange, otherwise: 'unknown' | 'overlay'): Part[] {
  const content = nonZero(source, range);
  const end = range.offset + range.bytes;
  if (content === undefined) return named('padding', range.offset, end);
  const last = otherwise === 'overlay' ? end : content.to;
  return [
    ...named('padding', range.offset, content.from),
    ...named(otherwise, content.from, last),
    ...named('padding', last, end),
  ];
}

function named(kind: 'padding' | 'unknown' | 'overlay', offset: number, end: number): Part[] {
  return end > offset ? [{ name: kind, kind, offset, bytes: end - offset }] : [];
}

/** Offsets of the first byte that is not zero and of the end of the last one; undefined for zeros alone. */
function nonZero(source: ByteSource, range: FileRange): { from: number; to: number } | undefined {
  let from: number | undefined;
  let to = 0;
  for (const { bytes, offset } of windowsOf(source, { before: 0, after: 0 }, range)) {
    let last = bytes.length;
    while (last > 0 && bytes[last - 1] === 0) last--;
    if (last === 0) continue;
    let first = 0;
    while (from === undefined && bytes[first] === 0) first++;
    from ??= offset + first;
    to = offset + last;
  }
  return from === undefined ? undefined : { from, to };
}

/**
 * The same parts, finer: where a finer part lies in one of them it takes its bytes, and what no finer part takes stays as it is.
 * A finer part that goes beyond the end of a part goes on in the next one; of two that overlap the first keeps the bytes.
 * The sum stays the same, so parts of sections (pclntab, types, strings) can come from whoever finds them.
 */
export function refine<Coarse extends string, Fine extends string>(
  parts: readonly Part<Coarse>[],
  finer: readonly Part<Fine>[],
): Part<Coarse | Fine>[] {
  const sorted = finer.toSorted((a, b) => a.offset - b.offset);
  const refined: Part<Coarse | Fine>[] = [];
  let next = 0;
  for (const part of parts) {
    const end = part.offset + part.bytes;
    const { section } = part;
    let at = part.offset;
    const add = (of: Part<Coarse | Fine>, from: number, to: number): void => {
      if (to > from)
        refined.push({
          ...(section === undefined ? {} : { section }),
          ...of,
          offset: from,
          bytes: to - from,
        });
    };
    for (let fine = sorted[next]; fine !== undefined && fine.offset < end; fine = sorted[next]) {
      const from = Math.max(at, fine.offset);
      const to = Math.min(end, fine.offset + fine.bytes);
      if (to > from) {
        add(part, at, from);
        add(fine, from, to);
        at = to;
      }
      if (fine.offset + fine.bytes > end) break;
      next++;
    }
    add(part, at, end);
  }
  return refined;
}
