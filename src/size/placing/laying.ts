import { roundUp } from '../aligning.ts';
import { elsewhere, type Match } from './matching.ts';
import { isRun, resume } from './resuming.ts';
import type { Search } from './searching.ts';

/** Items in the order in which the linker lays them out. */
export interface Row {
  readonly items: readonly number[];
  readonly bytesOf: (item: number) => number;
  readonly alignOf: (item: number) => number;
  readonly match: Match;
  readonly search: Search;
  /** Whether the linker may put something of this item's length among its like; all else of a length comes behind them. */
  readonly mayGain: (item: number) => boolean;
}

/** Where an item lies in memory. */
export interface Place {
  readonly item: number;
  readonly address: number;
}

interface Found extends Place {
  /** In the row. */
  readonly index: number;
  readonly evidence: number;
}

/** What lies between two places, or before the first, that is none of the row's. */
export interface Gap {
  readonly address: number;
  readonly end: number;
  /** Items around it. */
  readonly before: number | undefined;
  readonly after: number;
}

export interface Laid {
  readonly places: readonly Place[];
  readonly gaps: readonly Gap[];
}

/**
 * Lays a row out as the linker does, each item behind the one before, and looks whether it is there. Where one is not, the
 * linker has put something of its own between them, or something else in its place: it goes on where the next ones are found.
 * What is left out is what cannot be told from its neighbours.
 * @param start where the row can begin
 */
export function layOut(row: Row, start: number): Laid {
  const { items } = row;
  const places: Found[] = [];
  const gaps: Gap[] = [];
  let run = 0;
  let index = 0;
  let cursor = start;
  while (index < items.length) {
    const next = placeAt(row, index, cursor);
    if (next !== undefined) {
      places.push(next);
      index += 1;
      cursor = next.address + row.bytesOf(next.item);
      continue;
    }
    dropUnsure(row, places, run);
    const last = places.at(-1);
    cursor = last === undefined ? start : last.address + row.bytesOf(last.item);
    const found = resume(row, index, cursor);
    if (found === undefined) break;
    const before = backwards(row, found, { index: (last?.index ?? -1) + 1, address: cursor });
    if (last !== undefined) dropMoved(row, places, run, before.at(-1) ?? found);
    const [first] = before.toReversed();
    const gap = { address: cursor, end: first?.address ?? found.address };
    gaps.push({ ...gap, before: last?.item, after: first?.item ?? items[found.index] ?? 0 });
    run = places.length;
    places.push(...before.reverse());
    ({ index, address: cursor } = found);
  }
  if (index < items.length) dropUnsure(row, places, run);
  return { places, gaps };
}

function placeAt({ items, bytesOf, alignOf, match }: Row, index: number, cursor: number): Found | undefined {
  const item = items[index] ?? 0;
  const address = roundUp(cursor, alignOf(item));
  const evidence = match(item, address);
  return evidence === elsewhere || bytesOf(item) === 0 ? undefined : { item, address, index, evidence };
}

/**
 * Takes away what came last and could as well lie elsewhere, since something that is not of the row lies before or behind it: what has
 * no content of its own, but for what is as long as the last that has. If a run has too little of it all of the run.
 */
function dropUnsure(row: Row, places: Found[], run: number): void {
  const evidence = places.slice(run).reduce((sum, place) => sum + place.evidence, 0);
  if (!isRun(evidence)) {
    places.length = run;
    return;
  }
  let sure = places.length;
  while (sure > run && places[sure - 1]?.evidence === 0) sure -= 1;
  places.length = sure + likeIt(row, places[sure - 1], places.slice(sure));
}

/** How many of some places are of items that must lie on the same side of a gap as another. */
function likeIt({ bytesOf, mayGain }: Row, sure: Place | undefined, unsure: readonly Place[]): number {
  if (sure === undefined || mayGain(sure.item)) return 0;
  const other = unsure.findIndex(({ item }) => bytesOf(item) !== bytesOf(sure.item));
  return other < 0 ? unsure.length : other;
}

/** From a place back to another, while it is clear where each must lie. The nearest comes first. */
function backwards(
  row: Row,
  from: { readonly index: number; readonly address: number },
  border: { readonly index: number; readonly address: number },
): Found[] {
  const { items } = row;
  const found: Found[] = [];
  let { address } = from;
  for (let index = from.index - 1; index >= border.index; index -= 1) {
    const place = placeBefore(row, index, address, border.address);
    if (place === undefined) break;
    found.push(place);
    address = place.address;
  }
  const nearest = { item: items[from.index] ?? 0, address: from.address };
  let sure = found.length;
  while (sure > 0 && found[sure - 1]?.evidence === 0) sure -= 1;
  found.length = sure + likeIt(row, found[sure - 1] ?? nearest, found.slice(sure));
  return found;
}

/** Where an item lies if the one behind it lies at an address; undefined where that may be in two places, or is not. */
function placeBefore(
  { items, bytesOf, alignOf, match }: Row,
  index: number,
  next: number,
  border: number,
): Found | undefined {
  const item = items[index] ?? 0;
  const [bytes, align, nextAlign] = [bytesOf(item), alignOf(item), alignOf(items[index + 1] ?? 0)];
  let place: Found | undefined;
  for (let address = Math.floor((next - bytes) / align) * align; address >= border; address -= align) {
    if (roundUp(address + bytes, nextAlign) !== next) break;
    const evidence = match(item, address);
    if (evidence === elsewhere) continue;
    if (place !== undefined) return undefined;
    place = { item, address, index, evidence };
  }
  return place;
}

/** Takes away what could as well lie behind the gap, where the linker may have put something among its like. */
function dropMoved(
  row: Row,
  places: Found[],
  run: number,
  behind: { readonly index: number; readonly address: number },
): void {
  let { address } = behind;
  for (let last = places.at(-1); last !== undefined && places.length > run; last = places.at(-1)) {
    const moved = row.mayGain(last.item)
      ? placeBefore(row, last.index, address, last.address + 1)
      : undefined;
    if (moved === undefined) return;
    places.pop();
    address = moved.address;
  }
}
