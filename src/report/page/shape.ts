import { slipwayVersion } from '../../version.ts';
import type { AttributionReport, FileInspection } from '../inspection.ts';
import {
  add,
  type CollectedPackage,
  type CollectedSymbol,
  collect,
  type Measured,
  zeros,
} from './collect.ts';
import type { GroupRow, KindRow, PackageRow, PageData, PageMeasure } from './data.ts';
import { fileFacts, noticesOf } from './facts.ts';
import { threshold, weightOf } from './fold.ts';
import { kindIndex } from './kinds.ts';
import { shownName, shownSymbol } from './names.ts';
import { adviceOf, deadCodeOf, reasonsOf } from './reasons.ts';
import { restOf } from './rest.ts';

/** About what a package takes in the page beside its symbols. */
const packageLength = 180;
/** Of the room, what chains of references may take. */
const reasonShare = 0.25;

/**
 * What the page of one inspection, or of two, shows.
 * @param room characters that packages and symbols may take; the smallest symbols are folded until they do
 */
export function pageData(files: readonly FileInspection[], room: number): PageData {
  const { measures, packages } = collect(files);
  const modules = [...new Set(packages.map(({ module }) => module))].sort();
  const reasonRoom = room * reasonShare;
  const paths = packages.map(({ path }) => path);
  const last = files.at(-1)?.attribution;
  const reasons = last === undefined ? undefined : reasonsOf(last, paths, reasonRoom);
  const taken = reasons === undefined ? 0 : JSON.stringify(reasons).length;
  const symbolRoom = Math.max(0, room - packages.length * packageLength - taken);
  const least = threshold(packages, files.length, symbolRoom);
  return {
    slipway: slipwayVersion,
    files: files.map(fileFacts),
    measures,
    modules: modules.map(shownName),
    packages: packages.map((each) => packageRow(each, modules.indexOf(each.module), files.length, least)),
    groups: groupRows(files, measures),
    notices: [...new Set(files.flatMap(noticesOf))],
    ...(reasons !== undefined && { reasons }),
    ...(files.length === 1 && last !== undefined && reachOf(files[0]?.go, last, modules)),
  };
}

/** What would go away. Without the standard library and the main module there is no program, whatever else is known of them. */
function reachOf(
  go: FileInspection['go'],
  { modules, deadCode, advice }: AttributionReport,
  order: readonly string[],
): Pick<PageData, 'retained' | 'deadCode' | 'advice'> {
  const stays = new Set(['std', '', go?.main?.path]);
  const retained = new Map(modules.map(({ path, retainedBytes }) => [path, retainedBytes]));
  const isKnown = modules.some(({ retainedBytes }) => retainedBytes !== undefined);
  return {
    ...(isKnown && { retained: order.map((path) => (stays.has(path) ? -1 : (retained.get(path) ?? -1))) }),
    ...(deadCode !== undefined && { deadCode: deadCodeOf(deadCode) }),
    ...(advice !== undefined && advice.length > 0 && { advice: adviceOf(advice) }),
  };
}

function packageRow(found: CollectedPackage, module: number, sides: number, least: number): PackageRow {
  const all = [...found.symbols.values()];
  const own = all.filter((symbol) => weightOf(symbol, sides) > least);
  return {
    path: shownName(found.path),
    module,
    parts: kindRows(found.parts),
    names: own.map(({ name }) => shownSymbol(name, found.path)),
    kinds: own.map(({ kind }) => kind).join(''),
    sizes: own.flatMap(({ numbers }) => numbers),
    smaller: smallerRows(all.filter((symbol) => weightOf(symbol, sides) <= least)),
    rest: restOf(found, sides),
    ...(found.retainedBytes !== undefined && { retained: found.retainedBytes }),
  };
}

/** Each file's bytes by kind as one row for each kind that any file has. */
function kindRows(parts: readonly (readonly number[])[]): KindRow[] {
  const [first = []] = parts;
  const rows = first.map((_, kind): KindRow => [kind, ...parts.map((part) => part[kind] ?? 0)]);
  return rows.filter(([, ...numbers]) => numbers.some((number) => number > 0));
}

function smallerRows(symbols: readonly CollectedSymbol[]): KindRow[] {
  const sums = new Map<number, number[]>();
  for (const { kind, numbers } of symbols) {
    const sum = sums.get(kind) ?? zeros(numbers.length + 1);
    for (const [column, number] of [1, ...numbers].entries()) sum[column] = (sum[column] ?? 0) + number;
    sums.set(kind, sum);
  }
  return [...sums].sort(([a], [b]) => a - b).map(([kind, sum]) => [kind, ...sum]);
}

/** What belongs to no package; of a file without packages its sections. */
function groupRows(files: readonly FileInspection[], measures: readonly PageMeasure[]): GroupRow[] {
  const lists: readonly [string, number, (file: FileInspection) => readonly NamedItem[]][] = [
    ['structures of the file', kindIndex('structures'), ({ attribution }) => attribution?.structures ?? []],
    ['not attributed', kindIndex('other'), ({ attribution }) => attribution?.unattributed ?? []],
    ['around the program', kindIndex('other'), aroundIt],
    [
      'sections of the file',
      kindIndex('structures'),
      ({ attribution, sections }) => (attribution === undefined ? sections : []),
    ],
  ];
  return lists.flatMap(([name, kind, itemsOf]) => {
    const rows = new Map<string, number[]>();
    for (const [side, file] of files.entries()) {
      for (const item of itemsOf(file)) {
        const row = rows.get(item.name) ?? zeros(measures.length * files.length);
        add(row, item, side, files.length);
        rows.set(item.name, row);
      }
    }
    if (rows.size === 0) return [];
    return [{ name, kind, rows: [...rows].map(([each, numbers]) => [shownName(each), ...numbers]) }];
  });
}

/** What the program's layer has besides it: bytes of the wire alone. */
function aroundIt({ attribution }: FileInspection): readonly NamedItem[] {
  if (attribution?.wire === undefined) return [];
  const { otherBytes, overheadBytes } = attribution.wire;
  return [
    { name: 'archive and other files', bytes: 0, wireBytes: otherBytes },
    { name: 'compression itself', bytes: 0, wireBytes: overheadBytes },
  ];
}

type NamedItem = { readonly name: string; readonly bytes: number } & Measured;
