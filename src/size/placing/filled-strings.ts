import type { Memory } from '../../binary/go/linked/memory.ts';
import { alignOf, roundUp } from '../aligning.ts';
import type { PartedContents } from './contents.ts';
import type { BesideObjects } from './kept-objects.ts';
import type { Gap } from './laying.ts';
import { elsewhere, matchIn } from './matching.ts';
import { type Candidate, type FilledSlot, namedSlots, type Text } from './naming-strings.ts';
import type { Places } from './places.ts';

/** A variable that the linker gave a text (go help build, -ldflags=-X), and where it put that. */
export interface FilledString extends FilledSlot {
  readonly name: string;
}

const longestText = 1 << 24;

/**
 * Finds variables with a text of the linker's in the gaps of the program's variables: they lie among others of their length, by
 * their numbers, and lead to a text where nothing else of the program is. What lies between them is placed on the way.
 */
export function filledStrings(
  { kept, go: { memory } }: BesideObjects,
  contents: PartedContents,
  gaps: readonly Gap[],
  { addresses, known }: Places,
): FilledString[] {
  const size = 2 * memory.wordBytes;
  const align = alignOf(size, 0, kept.tables.dataAlign);
  const strings: FilledString[] = [];
  for (const gap of gaps) {
    const inside = between(contents, addresses, gap, size);
    if (inside === undefined || !memory.holds(gap.address, gap.end - gap.address)) continue;
    const region = memory.read(gap.address, gap.end - gap.address);
    const match = matchIn(region, memory, contents, known);
    const { low, high, items } = inside;
    let slots: FilledSlot[] = [];
    let last = low;
    /** All variables before a symbol are those of the slots. */
    const close = (border: number, replaced: readonly number[]): void => {
      const possible = kept.emptyStrings.filter(
        ({ symbol }) => slots.length > 0 && symbol > last && symbol < border,
      );
      const own = replaced.map((item) => candidateOf(contents, item));
      strings.push(...namedSlots(slots, possible, own, memory).map(({ slot, name }) => ({ ...slot, name })));
      slots = [];
      last = border;
    };
    let next = 0;
    for (let at = roundUp(gap.address, align); at + size <= gap.end; at += size) {
      const text = textAt(memory, contents, addresses, at);
      if (text !== undefined) {
        slots.push({ address: at, text });
        continue;
      }
      const found = items.findIndex((item, index) => index >= next && match(item, at) !== elsewhere);
      const item = items[found];
      if (item === undefined || found - next > slots.length) break;
      close(contents.items.symbols[item] ?? 0, items.slice(next, found));
      addresses[item] = at;
      known[contents.items.nodes[item] ?? 0] = at;
      next = found + 1;
    }
    close(high, items.slice(next));
  }
  return strings;
}

function candidateOf({ items, names }: PartedContents, item: number): Candidate {
  return { symbol: items.symbols[item] ?? 0, name: names[item] ?? '' };
}

/**
 * Items of a length that must lie in a gap if anywhere, and the numbers of symbols between which all do that lie there. Undefined
 * where what is that long lies elsewhere.
 */
function between(
  { items, rows }: PartedContents,
  addresses: Float64Array,
  { before, after }: Gap,
  size: number,
) {
  const { symbols, bytes } = items;
  const first = before === undefined ? 0 : (bytes[before] ?? 0);
  const last = bytes[after] ?? 0;
  if (first > size || last < size) return undefined;
  const low = before !== undefined && first === size ? (symbols[before] ?? 0) : 0;
  const high = last === size ? (symbols[after] ?? 0) : Number.POSITIVE_INFINITY;
  const inside: number[] = [];
  for (const [item, symbol] of symbols.entries()) {
    const isBetween = bytes[item] === size && symbol > low && symbol < high;
    if (isBetween && rows[item] === 'pointers' && addresses[item] === 0) inside.push(item);
  }
  return { low, high, items: inside };
}

/** The text that a variable at an address leads to, where that is one of the linker's. */
function textAt(
  memory: Memory,
  { items }: PartedContents,
  addresses: Float64Array,
  at: number,
): Text | undefined {
  const value = memory.read(at, 2 * memory.wordBytes);
  const [address, length] = [value.pointer(0), value.word(memory.wordBytes)];
  if (length === 0 || length > longestText || !memory.holds(address, length + 1)) return undefined;
  if (memory.offsetOf(address, length + 1) === undefined) return undefined;
  if (memory.read(address + length, 1).bytes[0] !== 0) return undefined;
  const isTaken = addresses.some(
    (start, item) => start !== 0 && address < start + (items.bytes[item] ?? 0) && address + length >= start,
  );
  return isTaken ? undefined : { address, bytes: length + 1 };
}
