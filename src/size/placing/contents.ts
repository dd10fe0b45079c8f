import { withFileSource } from '../../binary/byte-source.ts';
import type { GoProgram } from '../../binary/go/linked/go-program.ts';
import { type ObjectView, viewObject } from '../../binary/go/objects/object-view.ts';
import { type Digest, sha256 } from '../../support/hashing.ts';
import { noNode } from '../reach/graph.ts';
import { growing } from '../reach/growing.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import { reusedRoom } from '../reach/read-names.ts';
import type { DataItem } from './data-items.ts';
import { referredNodes } from './references.ts';
import { type Parting, partingOf, type RowName, readOnlyRow } from './rows.ts';

/** What objects say of data, in columns; `items` are numbers of all of them. */
export interface DataContents {
  readonly items: readonly DataItem[];
  /** By item: as the linker writes it; empty for what lies in no row. */
  readonly names: readonly string[];
  readonly rows: readonly (RowName | undefined)[];
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

/**
 * Reads what the compiler made of data once more: each object that has any.
 * @throws SlipwayError E_BINARY when a package is damaged; the system's error when one cannot be opened
 */
export function readContents(reach: ProgramReach, go: GoProgram, items: readonly DataItem[]): DataContents {
  const { numbering, objects } = reach;
  const parting = partingOf(go);
  const filler = contentFiller(reach, items);
  const byHome = Map.groupBy(items.keys(), (at) => numbering.homes[items[at]?.symbol ?? 0] ?? 0);
  const room = reusedRoom();
  for (const [home, places] of byHome) {
    const object = objects[home];
    if (object === undefined) continue;
    withFileSource(object.path, (source) => {
      const view = viewObject(source.read(object.offset, object.bytes, room(object.bytes)));
      for (const at of places) filler.take(at, view, home, parting);
    });
  }
  return filler.contents();
}

function contentFiller(reach: ProgramReach, items: readonly DataItem[]) {
  const { numbering, tables } = reach;
  const names: string[] = new Array(items.length).fill('');
  const rows: (RowName | undefined)[] = new Array(items.length).fill(undefined);
  const column = () => new Uint32Array(items.length);
  const [starts, ends, fillStarts, fillEnds] = [column(), column(), column(), column()];
  const bytes = growingBytes();
  const long = new Map<number, LongContent>();
  const fills = growingFills();
  const nodeOf = referredNodes(reach);
  const take = (at: number, view: ObjectView, home: number, parting: Parting): void => {
    const { symbol, row, filledIn, bytes: size } = items[at] ?? { symbol: 0, row: undefined, bytes: 0 };
    const definition = numbering.definitions[symbol] ?? 0;
    const name = view.name(definition);
    const [from, end] = view.relocations(definition);
    rows[at] = row === 'read-only' ? readOnlyRow(name, end > from, parting) : row;
    if (rows[at] === undefined) return;
    names[at] = name.replaceAll('·', '.');
    fillStarts[at] = fills.count();
    const content = filledIn === undefined ? view.content(definition) : (filledIn.content ?? none);
    const isLong = content.length > longest && end === from;
    if (isLong) long.set(at, { bytes: content.length, digest: sha256(content) });
    [starts[at], ends[at]] = bytes.add(isLong ? content.subarray(0, longest) : content);
    if (filledIn !== undefined) {
      if (filledIn.content === undefined) fills.add(0, size, noNode, 0);
    } else {
      for (let r = from; r < end; r += 1) {
        const width = view.relocationWidth(r);
        if (width === 0) continue;
        const isAddress = (view.relocationType(r) & ~weak) === tables.relocations.R_ADDR;
        const target = isAddress ? nodeOf(home, view, view.relocationSymbol(r)) : noNode;
        fills.add(view.relocationOffset(r), width, target, view.relocationAddend(r));
      }
    }
    fillEnds[at] = fills.count();
  };
  const contents = (): DataContents => ({
    items,
    names,
    rows,
    starts,
    ends,
    bytes: bytes.all(),
    long,
    fillStarts,
    fillEnds,
    fills: fills.all(),
  });
  return { take, contents };
}

const none = new Uint8Array();

function growingBytes() {
  let bytes = Buffer.allocUnsafe(1 << 16);
  let end = 0;
  return {
    /** Where it begins and ends. */
    add: (content: Uint8Array): readonly [number, number] => {
      const start = end;
      end += content.length;
      if (end > bytes.length) {
        const larger = Buffer.allocUnsafe(2 * end);
        bytes.copy(larger, 0, 0, start);
        bytes = larger;
      }
      bytes.set(content, start);
      return [start, end];
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
