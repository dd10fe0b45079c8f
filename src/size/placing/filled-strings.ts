import type { Memory } from '../../binary/go/linked/memory.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import { roundUp } from './aligning.ts';
import type { DataContents } from './contents.ts';
import type { Gap } from './laying.ts';
import { elsewhere, matchIn } from './matching.ts';
import type { PlacedItems } from './place-rows.ts';

/** A variable that the linker gave a text (go help build, -ldflags=-X), and where it put that. */
export interface FilledString {
  readonly name: string;
  readonly address: number;
  readonly text: Text;
}

interface Text {
  readonly address: number;
  /** With the zero that the linker puts behind it. */
  readonly bytes: number;
}

/** A variable that may have been given one; `item` where it had a value before. */
interface Candidate {
  readonly symbol: number;
  readonly name: string;
  readonly item?: number;
}

/** How the texts begin that the go command and the linker give variables of the runtime. */
const beginnings: ReadonlyMap<string, RegExp> = new Map([
  ['runtime.buildVersion', /^(go\d|devel )/],
  ['runtime.modinfo', /^0w\xaf\x0c\x92t\x08\x02A\xe1\xc1\x07\xe6\xd6\x18\xe6/],
  ['runtime.defaultGOROOT', /^([/\\]|[A-Za-z]:)/],
  ['runtime.godebugDefault', /^\w+=/],
]);
const shownBytes = 64;
const longestText = 1 << 24;

/**
 * Finds variables with a text of the linker's in the gaps of the program's variables: they lie among others of their length, by
 * their numbers, and lead to a text where nothing else of the program is. Which of several it is that could be there the text
 * must tell. What lies between them is placed on the way.
 */
export function filledStrings(
  reach: ProgramReach,
  memory: Memory,
  contents: DataContents,
  placed: PlacedItems,
  known: Float64Array,
): FilledString[] {
  const { addresses } = placed;
  const size = 2 * memory.wordBytes;
  const candidates = zeroStrings(reach, size);
  const strings: FilledString[] = [];
  for (const gap of placed.gaps) {
    if (gap.end - gap.address < size || !memory.holds(gap.address, gap.end - gap.address)) continue;
    const region = memory.read(gap.address, gap.end - gap.address);
    const match = matchIn(region, memory, contents, known);
    const { low, high, items } = between(contents, addresses, gap, size);
    let last = low;
    for (let at = roundUp(gap.address, memory.wordBytes); at + size <= gap.end; at += size) {
      const [next] = items;
      const text = textAt(memory, contents, addresses, at);
      if (text === undefined) {
        if (next === undefined || match(next, at) === elsewhere) break;
        addresses[next] = at;
        known[contents.items[next]?.node ?? 0] = at;
        last = contents.items[next]?.symbol ?? last;
        items.shift();
        continue;
      }
      const border = next === undefined ? high : (contents.items[next]?.symbol ?? high);
      const possible = candidates.filter(({ symbol }) => symbol > last && symbol < border);
      if (next !== undefined) possible.push({ symbol: border, name: contents.names[next] ?? '', item: next });
      const found = whichOf(possible, memory, text);
      if (found === undefined) continue;
      strings.push({ name: found.name, address: at, text });
      last = found.symbol;
      if (found.item !== undefined) items.shift();
    }
  }
  return strings;
}

/** Strings that are empty when the program starts, unless the linker gives them a text. */
function zeroStrings(
  { graph, flood, numbering, objects, names, tables }: ProgramReach,
  size: number,
): Candidate[] {
  const kind = tables.kinds.indexOf('SBSS');
  const found: Candidate[] = [];
  for (let node = 0; node < graph.symbols.length; node += 1) {
    const symbol = graph.symbols.values[node] ?? 0;
    const name = names[node] ?? '';
    if (symbol === 0 || name === '' || flood.reached[node] !== 1) continue;
    const columns = objects[numbering.homes[symbol] ?? 0]?.columns;
    const definition = numbering.definitions[symbol] ?? 0;
    if (columns?.kinds[definition] === kind && columns.sizes[definition] === size)
      found.push({ symbol, name });
  }
  return found.sort((a, b) => a.symbol - b.symbol);
}

/** Items of a length that must lie in a gap if anywhere, and the numbers of symbols between which all do that lie there. */
function between(
  { items, rows }: DataContents,
  addresses: Float64Array,
  { before, after }: Gap,
  size: number,
) {
  const numberOf = (item: number | undefined): number | undefined => {
    const found = item === undefined ? undefined : items[item];
    return found?.bytes === size ? found.symbol : undefined;
  };
  const low = numberOf(before) ?? 0;
  const high = numberOf(after) ?? Number.POSITIVE_INFINITY;
  const inside = [...items.keys()].filter((item) => {
    const { symbol = 0, bytes = 0 } = items[item] ?? {};
    return (
      rows[item] === 'pointers' && addresses[item] === 0 && bytes === size && symbol > low && symbol < high
    );
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
  if (memory.offsetOf(address, length + 1) === undefined || memory.read(address + length, 1).bytes[0] !== 0)
    return undefined;
  const isTaken = addresses.some(
    (start, item) => start !== 0 && address < start + (items[item]?.bytes ?? 0) && address + length >= start,
  );
  return isTaken ? undefined : { address, bytes: length + 1 };
}

function whichOf(
  possible: readonly Candidate[],
  memory: Memory,
  { address, bytes }: Text,
): Candidate | undefined {
  const start = memory.read(address, Math.min(bytes, shownBytes)).bytes.toString('latin1');
  const fitting = possible.filter(({ name }) => beginnings.get(name)?.test(start) ?? true);
  const told = fitting.filter(({ name }) => beginnings.has(name));
  const [one, ...others] = told.length > 0 ? told : fitting;
  return others.length > 0 ? undefined : one;
}
