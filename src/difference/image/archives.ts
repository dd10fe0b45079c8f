import type { ByteSource } from '../../binary/byte-source.ts';
import { sliceSource } from '../../binary/macho/fat.ts';
import { isProgram } from '../../binary/open-program.ts';
import { byteDifferences } from '../bytes.ts';
import type { Difference, ExplainContext } from '../difference.ts';
import { firstOtherOrder } from '../order.ts';
import { explainSources } from '../program/explain-sources.ts';
import { shownCount, shownLength, shownText } from '../shown.ts';
import type { Archive, ArchiveEntry } from './entries.ts';
import { headerDifferences } from './headers.ts';

interface Both<Value> {
  readonly a: Value;
  readonly b: Value;
}

type Pair = Both<ArchiveEntry> & { readonly path: string };

/** So many files are told of one by one. */
const mostFiles = 10;

/** How two archives differ: entries by their paths, each with header and content; then their order and their end. */
export function archiveDifferences(
  sources: Both<ByteSource>,
  { a, b }: Both<Archive>,
  place: string,
  context: ExplainContext,
): Difference[] {
  const [byPathA, byPathB] = [byPath(a), byPath(b)];
  const pairs = [...byPathA].flatMap(([path, entry]): Pair[] => {
    const other = byPathB.get(path);
    return other === undefined ? [] : [{ path, a: entry, b: other }];
  });
  const headers = pairs.map(({ path, a: inA, b: inB }) => ({ path, a: inA.header, b: inB.header }));
  return [
    ...faultDifference(a, b, place),
    ...headerDifferences(sources, headers, place),
    ...contentDifferences(sources, pairs, place, context),
    ...onlyIn(byPathA, byPathB, 'a', place),
    ...onlyIn(byPathB, byPathA, 'b', place),
    ...orderDifference([...byPathA.keys()], [...byPathB.keys()], place),
    ...endDifference(sources, { a, b }, place, context),
  ];
}

/** An archive may have a path twice: the second is another entry. */
function byPath({ entries }: Archive): Map<string, ArchiveEntry> {
  const found = new Map<string, ArchiveEntry>();
  for (const entry of entries) {
    let path = entry.entry.path;
    for (let again = 2; found.has(path); again += 1) path = `${entry.entry.path} (${again})`;
    found.set(path, entry);
  }
  return found;
}

function faultDifference(a: Archive, b: Archive, place: string): Difference[] {
  const well = 'can be read';
  const [inA, inB] = [a.fault ?? well, b.fault ?? well];
  if (inA === inB) return [];
  return [{ kind: 'format', place: `${place}the archive`, a: shownText(inA), b: shownText(inB) }];
}

function contentDifferences(
  { a, b }: Both<ByteSource>,
  pairs: readonly Pair[],
  place: string,
  context: ExplainContext,
): Difference[] {
  const found: Difference[] = [];
  const more: string[] = [];
  let files = 0;
  let moreBytes = 0;
  for (const { path, a: inA, b: inB } of pairs) {
    const contents = { a: sliceSource(a, inA.content), b: sliceSource(b, inB.content) };
    const at = `${place}${shownText(path)}, `;
    const differences = fileDifferences(contents, at, context);
    const fillings = { a: sliceSource(a, inA.padding), b: sliceSource(b, inB.padding) };
    const filling =
      inA.padding.bytes === inB.padding.bytes
        ? byteDifferences(fillings.a, fillings.b, `${at}what fills its last block, `, context)
        : [];
    const all = [...differences, ...filling].map((each) => inArchive(each, inA, inB));
    if (all.length === 0) continue;
    files += 1;
    if (files <= mostFiles) found.push(...all);
    else {
      more.push(path);
      moreBytes += all.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
    }
  }
  return [...found, ...moreFiles(more, moreBytes, place)];
}

function moreFiles(paths: readonly string[], bytes: number, place: string): Difference[] {
  const [first] = paths;
  if (first === undefined) return [];
  const name = `${place}${shownCount(paths.length)} more files such as ${shownText(first)}`;
  return [{ kind: 'bytes', place: name, bytes, a: '', b: '' }];
}

/** Two files as what they are. @param place with a comma behind it */
export function fileDifferences(
  { a, b }: Both<ByteSource>,
  place: string,
  context: ExplainContext,
): Difference[] {
  return startsAsProgram(a) && startsAsProgram(b)
    ? explainSources({ a, b }, place, context)
    : byteDifferences(a, b, place, context);
}

function startsAsProgram(source: ByteSource): boolean {
  return isProgram(source.read(0, Math.min(4, source.length)));
}

/** Offsets are told from the archive's begin. */
function inArchive(difference: Difference, a: ArchiveEntry, b: ArchiveEntry): Difference {
  const { offset } = difference;
  if (offset === undefined) return difference;
  return { ...difference, offset: { a: a.content.offset + offset.a, b: b.content.offset + offset.b } };
}

function onlyIn(
  own: ReadonlyMap<string, ArchiveEntry>,
  other: ReadonlyMap<string, ArchiveEntry>,
  side: 'a' | 'b',
  place: string,
): Difference[] {
  const alone = [...own].filter(([path]) => !other.has(path));
  return alone.slice(0, mostFiles).map(([path, each], at) => {
    const left = alone.length - mostFiles;
    const isLast = at === mostFiles - 1 && left > 0;
    const name = isLast ? `${shownCount(left + 1)} entries such as ${shownText(path)}` : shownText(path);
    const bytes = alone
      .slice(at, isLast ? alone.length : at + 1)
      .reduce((sum, [, entry]) => sum + lengthOf(entry), 0);
    const told = isLast ? 'entries' : `${each.entry.type}, ${shownLength(each.entry.size)}`;
    return { kind: 'entry', place: `${place}${name}`, bytes, a: '', b: '', [side]: told };
  });
}

function lengthOf({ header, content, padding }: ArchiveEntry): number {
  return header.bytes + content.bytes + padding.bytes;
}

function orderDifference(a: readonly string[], b: readonly string[], place: string): Difference[] {
  const first = firstOtherOrder(a, b);
  if (first === undefined) return [];
  return [
    {
      kind: 'entry',
      place: `${place}order of entries`,
      a: `${shownText(first[0])} first`,
      b: `${shownText(first[1])} first`,
      cause: {
        kind: 'order',
        detail: 'entries stand in another order, as a folder gives its files that nobody sorts',
      },
    },
  ];
}

/** Blocks of zeros after the last entry: their number is the writer's choice. */
function endDifference(
  sources: Both<ByteSource>,
  archives: Both<Archive>,
  place: string,
  context: ExplainContext,
): Difference[] {
  const ending = (side: 'a' | 'b'): ByteSource => {
    const [source, { end }] = [sources[side], archives[side]];
    return sliceSource(source, { offset: end, bytes: source.length - end });
  };
  const [a, b] = [ending('a'), ending('b')];
  const [found] = byteDifferences(a, b, `${place}end of the archive, `, context);
  if (found === undefined) return [];
  const offset = found.offset && {
    a: archives.a.end + found.offset.a,
    b: archives.b.end + found.offset.b,
  };
  return [
    {
      kind: 'format',
      place: `${place}end of the archive`,
      ...(offset !== undefined && { offset }),
      bytes: found.bytes ?? 0,
      a: shownLength(a.length),
      b: shownLength(b.length),
    },
  ];
}
