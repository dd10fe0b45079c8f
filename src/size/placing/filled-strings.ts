import { withFileSource } from '../../binary/byte-source.ts';
import type { GoProgram } from '../../binary/go/linked/go-program.ts';
import type { Memory } from '../../binary/go/linked/memory.ts';
import { aux } from '../../binary/go/objects/object-layout.ts';
import { viewObject } from '../../binary/go/objects/object-view.ts';
import { alignOf, roundUp } from '../aligning.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import type { DataContents } from './contents.ts';
import type { Gap } from './laying.ts';
import { elsewhere, matchIn } from './matching.ts';
import { type Candidate, type FilledSlot, namedSlots, type Text } from './naming-strings.ts';
import { referredSymbols } from './references.ts';

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
  reach: ProgramReach,
  { memory }: GoProgram,
  contents: DataContents,
  { addresses, gaps }: { readonly addresses: Float64Array; readonly gaps: readonly Gap[] },
  known: Float64Array,
): FilledString[] {
  const size = 2 * memory.wordBytes;
  const align = alignOf(size, 0, reach.tables.dataAlign);
  const empty = emptyVariables(reach, size);
  const isString = stringTest(reach);
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
      const possible = empty.filter(
        ({ symbol }) => slots.length > 0 && symbol > last && symbol < border && isString(symbol),
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
      close(contents.items[item]?.symbol ?? 0, items.slice(next, found));
      addresses[item] = at;
      known[contents.items[item]?.node ?? 0] = at;
      next = found + 1;
    }
    close(high, items.slice(next));
  }
  return strings;
}

function candidateOf({ items, names }: DataContents, item: number): Candidate {
  return { symbol: items[item]?.symbol ?? 0, name: names[item] ?? '' };
}

/** What is zero when the program starts, unless the linker gives it a text. */
function emptyVariables(
  { graph, flood, numbering, objects, names, tables }: ProgramReach,
  size: number,
): Candidate[] {
  const kind = tables.kinds.indexOf('SBSS');
  const found: Candidate[] = [];
  for (let node = 0; node < graph.symbols.length; node += 1) {
    const symbol = graph.symbols.values[node] ?? 0;
    if (symbol === 0 || flood.reached[node] !== 1) continue;
    const columns = objects[numbering.homes[symbol] ?? 0]?.columns;
    const definition = numbering.definitions[symbol] ?? 0;
    if (columns?.kinds[definition] !== kind || columns.sizes[definition] !== size) continue;
    const name = names[node] ?? '';
    if (name !== '') found.push({ symbol, name });
  }
  return found.sort((a, b) => a.symbol - b.symbol);
}

/** Tells of variables whether they are strings: to no others the linker gives a text. */
function stringTest(reach: ProgramReach): (symbol: number) => boolean {
  const { numbering, objects } = reach;
  const symbolOf = referredSymbols(reach);
  const text = numbering.named('type:string');
  const known = new Map<number, boolean>();
  const isString = (symbol: number): boolean => {
    const home = numbering.homes[symbol] ?? 0;
    const object = objects[home];
    if (object === undefined || text === undefined) return false;
    return withFileSource(object.path, (source) => {
      const view = viewObject(source.read(object.offset, object.bytes));
      const [from, end] = view.auxiliaries(numbering.definitions[symbol] ?? 0);
      for (let a = from; a < end; a += 1) {
        if (view.auxType(a) === aux.goType) return symbolOf(home, view, view.auxSymbol(a)) === text;
      }
      return false;
    });
  };
  return (symbol) => {
    const found = known.get(symbol) ?? isString(symbol);
    known.set(symbol, found);
    return found;
  };
}

/**
 * Items of a length that must lie in a gap if anywhere, and the numbers of symbols between which all do that lie there. Undefined
 * where what is that long lies elsewhere.
 */
function between(
  { items, rows }: DataContents,
  addresses: Float64Array,
  { before, after }: Gap,
  size: number,
) {
  const first = before === undefined ? undefined : items[before];
  const last = items[after];
  if ((first?.bytes ?? 0) > size || (last?.bytes ?? 0) < size) return undefined;
  const low = first?.bytes === size ? first.symbol : 0;
  const high = last?.bytes === size ? last.symbol : Number.POSITIVE_INFINITY;
  const inside = [...items.keys()].filter((item) => {
    const { symbol = 0, bytes = 0 } = items[item] ?? {};
    const isBetween = bytes === size && symbol > low && symbol < high;
    return isBetween && rows[item] === 'pointers' && addresses[item] === 0;
  });
  return { low, high, items: inside };
}

/** The text that a variable at an address leads to, where that is one of the linker's. */
function textAt(
  memory: Memory,
  { items }: DataContents,
  addresses: Float64Array,
  at: number,
): Text | undefined {
  const value = memory.read(at, 2 * memory.wordBytes);
  const [address, length] = [value.pointer(0), value.word(memory.wordBytes)];
  if (length === 0 || length > longestText || !memory.holds(address, length + 1)) return undefined;
  if (memory.offsetOf(address, length + 1) === undefined) return undefined;
  if (memory.read(address + length, 1).bytes[0] !== 0) return undefined;
  const isTaken = addresses.some(
    (start, item) => start !== 0 && address < start + (items[item]?.bytes ?? 0) && address + length >= start,
  );
  return isTaken ? undefined : { address, bytes: length + 1 };
}
