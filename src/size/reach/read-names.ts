import { type ByteSource, withFileSource } from '../../binary/byte-source.ts';
import { type LastingColumns, type ObjectColumns, rows } from '../../binary/go/objects/columns.ts';
import { objectHeaderBytes } from '../../binary/go/objects/object-layout.ts';
import { definedBytes, type ObjectView, viewObject } from '../../binary/go/objects/object-view.ts';
import type { FileRange } from '../../binary/program-file.ts';
import type { LinkedObject, SymbolNumbering } from './symbols.ts';

/** An object and where it lies. */
export interface PlacedObject<Columns extends LastingColumns = ObjectColumns>
  extends LinkedObject<Columns>,
    FileRange {
  /** Of the archive. */
  readonly path: string;
}

/**
 * Names of symbols, read once more where they are needed: most have none that anybody asks for.
 * @returns by position; empty for what has no name
 * @throws SlipwayError E_BINARY when a package is damaged; the system's error when one cannot be opened
 */
export function readNames(
  { homes, definitions }: Pick<SymbolNumbering, 'homes' | 'definitions'>,
  objects: readonly PlacedObject<LastingColumns>[],
  symbols: Uint32Array,
): string[] {
  const names: string[] = new Array(symbols.length).fill('');
  const byHome = objects.map((): number[] => []);
  for (let at = 0; at < symbols.length; at += 1) {
    const symbol = symbols[at] ?? 0;
    const home = homes[symbol] ?? 0;
    const columns = objects[home]?.columns;
    if (symbol !== 0 && columns !== undefined && hasName(columns, definitions[symbol] ?? 0)) {
      byHome[home]?.push(at);
    }
  }
  const room = reusedRoom();
  for (const [home, positions] of byHome.entries()) {
    const object = objects[home];
    if (object === undefined || positions.length === 0) continue;
    withFileSource(object.path, (source) => {
      const view = viewNames(source, object, room);
      for (const at of positions) {
        names[at] = view.name(definitions[symbols[at] ?? 0] ?? 0).replaceAll('·', '.');
      }
    });
  }
  return names;
}

/** Content is its own name; but functions, which since Go 1.27 may be one with their likes, have another too. */
function hasName({ counts, flags }: LastingColumns, definition: number): boolean {
  const [own, short, hashed] = counts;
  if (definition < own || definition >= own + short + hashed) return true;
  return ((flags[definition] ?? 0) & rows.functions) !== 0;
}

/** The beginning of an object, a quarter of it, which has its names. */
function viewNames(
  source: ByteSource,
  { offset, bytes }: FileRange,
  room: (bytes: number) => Buffer,
): ObjectView {
  const header = source.read(offset, Math.min(bytes, objectHeaderBytes));
  const length = header.length < objectHeaderBytes ? bytes : Math.min(bytes, definedBytes(header));
  return viewObject(source.read(offset, length, room(length)), bytes);
}

/** One buffer for many reads, as long as the longest of them: each is done with before the next. */
export function reusedRoom(): (bytes: number) => Buffer {
  let room = Buffer.alloc(0);
  return (bytes) => {
    if (room.length < bytes) room = Buffer.allocUnsafeSlow(bytes);
    return room;
  };
}
