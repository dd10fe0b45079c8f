import type { ObjectView } from '../../binary/go/objects/object-view.ts';
import { type Digest, sha256 } from '../../support/hashing.ts';
import { noNode } from '../reach/graph.ts';
import { growing } from '../reach/growing.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import type { DataItems } from './data-items.ts';
import { referredNodes } from './references.ts';
import { type ObjectRow, type Parting, partedRow, type RowName, readOnlyRow } from './rows.ts';

/** What objects say of data, in columns; `items` are numbers of all of them. */
export interface DataContents {
  readonly items: DataItems;
  /** By item: as the linker writes it; empty for what lies in no row. */
  readonly names: readonly string[];
  readonly rows: readonly (ObjectRow | undefined)[];
  /** By item: where in `bytes` its content begins and ends. Zeros at the end are left out. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly bytes: Buffer;
  /** Of long ones, of which the beginning alone is there: length and digest of all of it. */
  readonly long: ReadonlyMap<number, LongContent>;
  /** By item: where in `fills` what the linker fills in begins and ends. */
  readonly fillStarts: Uint32Array;
  readonly fillEnds: Uint32Array;
  readonly fills: Fills;
}

/** The same as it lies in a program. */
export interface PartedContents extends Omit<DataContents, 'rows'> {
  readonly rows: readonly (RowName | undefined)[];
}

export function parted(contents: DataContents, parting: Parting): PartedContents {
  return { ...contents, rows: contents.rows.map((row) => partedRow(row, parting)) };
}

export interface LongContent {
  readonly bytes: number;
  readonly digest: Digest;
}

/** What the linker fills in, in columns. */
export interface Fills {
  /** In the item. */
  readonly offsets: Uint32Array;
  readonly widths: Uint32Array;
  /** The node that it is the address of, with `adds`; `noNode` for all else. */
  readonly targets: Uint32Array;
  readonly adds: Int32Array;
}

/** Embedded files may be longer than all else together. */
const longest = 1 << 16;

/** Set in a relocation that does not keep what it refers to (objabi.R_WEAK). */
const weak = 0x8000;

/** Collects what objects say of data, item by item. */
export interface ContentReader {
  /** @param home the object that defines an item, whose view this is */
  read(item: number, view: ObjectView, home: number): void;
  /** When all items were read. */
  contents(): DataContents;
}

export function contentReader(reach: ProgramReach, items: DataItems): ContentReader {
  const { numbering, tables } = reach;
  const count = items.symbols.length;
  const names: string[] = new Array(count).fill('');
  const rows: (ObjectRow | undefined)[] = new Array(count).fill(undefined);
  const column = () => new Uint32Array(count);
  const [starts, ends, fillStarts, fillEnds] = [column(), column(), column(), column()];
  const bytes = growingBytes();
  const long = new Map<number, LongContent>();
  const fills = growingFills();
  const nodeOf = referredNodes(reach);
  const readFills = (view: ObjectView, home: number, from: number, end: number): void => {
    for (let r = from; r < end; r += 1) {
      const width = view.relocationWidth(r);
      if (width === 0) continue;
      const isAddress = (view.relocationType(r) & ~weak) === tables.relocations.R_ADDR;
      const target = isAddress ? nodeOf(home, view, view.relocationSymbol(r)) : noNode;
      fills.add(view.relocationOffset(r), width, target, view.relocationAddend(r));
    }
  };
  const read: ContentReader['read'] = (item, view, home) => {
    const definition = numbering.definitions[items.symbols[item] ?? 0] ?? 0;
    const name = view.name(definition);
    const [from, end] = view.relocations(definition);
    const row = items.rows[item] === 'read-only' ? readOnlyRow(name, end > from) : items.rows[item];
    if (row === undefined) return;
    rows[item] = row;
    names[item] = name.replaceAll('·', '.');
    const filledIn = items.filledIn.get(item);
    const content = filledIn === undefined ? view.content(definition) : (filledIn.content ?? none);
    const isLong = content.length > longest && end === from;
    if (isLong) long.set(item, { bytes: content.length, digest: sha256(content) });
    starts[item] = bytes.length();
    bytes.add(isLong ? content.subarray(0, longest) : content);
    ends[item] = bytes.length();
    fillStarts[item] = fills.count();
    if (filledIn === undefined) readFills(view, home, from, end);
    else if (filledIn.content === undefined) fills.add(0, items.bytes[item] ?? 0, noNode, 0);
    fillEnds[item] = fills.count();
  };
  const contents = (): DataContents => ({
    ...{ items, names, rows, starts, ends },
    bytes: bytes.all(),
    long,
    ...{ fillStarts, fillEnds },
    fills: fills.all(),
  });
  return { read, contents };
}

const none = new Uint8Array();

function growingBytes() {
  let bytes = Buffer.allocUnsafe(1 << 16);
  let end = 0;
  return {
    length: (): number => end,
    add: (content: Uint8Array): void => {
      const start = end;
      end += content.length;
      if (end > bytes.length) {
        const larger = Buffer.allocUnsafe(2 * end);
        bytes.copy(larger, 0, 0, start);
        bytes = larger;
      }
      bytes.set(content, start);
    },
    all: (): Buffer => bytes.subarray(0, end),
  };
}

function growingFills() {
  const numbers = () => growing((length) => new Uint32Array(length), 1 << 14);
  const [offsets, widths, targets, adds] = [numbers(), numbers(), numbers(), numbers()];
  return {
    count: (): number => offsets.length,
    add: (offset: number, width: number, target: number, add: number): void => {
      offsets.push(offset);
      widths.push(width);
      targets.push(target);
      adds.push(add);
    },
    all: (): Fills => ({
      offsets: offsets.values,
      widths: widths.values,
      targets: targets.values,
      adds: Int32Array.from(adds.values),
    }),
  };
}
