import { withFileSource } from '../../binary/byte-source.ts';
import { viewObject } from '../../binary/go/objects/object-view.ts';
import type { FileRange } from '../../binary/program-file.ts';
import { rowOf } from './definition-rows.ts';
import type { LinkedObject, SymbolNumbering } from './symbols.ts';

/** An object and where it lies. */
export interface PlacedObject extends LinkedObject, FileRange {
  /** Of the archive. */
  readonly path: string;
}

/**
 * Names of symbols, read once more where they are needed: most have none that anybody asks for.
 * @returns by position; empty for what has no name
 * @throws SlipwayError E_BINARY when a package is damaged; the system's error when one cannot be opened
 */
export function readNames(
  { homes, definitions }: SymbolNumbering,
  objects: readonly PlacedObject[],
  symbols: Uint32Array,
): string[] {
  const names: string[] = new Array(symbols.length).fill('');
  const room = reusedRoom();
  const byHome = Map.groupBy(symbols.keys(), (at) => homes[symbols[at] ?? 0] ?? 0);
  for (const [home, positions] of byHome) {
    const object = objects[home];
    if (object === undefined) continue;
    const [own, short, hashed] = object.columns.counts;
    withFileSource(object.path, (source) => {
      const view = viewObject(source.read(object.offset, object.bytes, room(object.bytes)));
      for (const at of positions) {
        const symbol = symbols[at] ?? 0;
        const definition = definitions[symbol] ?? 0;
        // Content is its own name; but functions, which since Go 1.27 may be one with their likes, have another too.
        const isNamed = definition < own || definition >= own + short + hashed;
        const isFunction = () => rowOf(object.columns.functions, 3, definition) !== undefined;
        if (symbol !== 0 && (isNamed || isFunction())) names[at] = view.name(definition).replaceAll('·', '.');
      }
    });
  }
  return names;
}

/** One buffer for many reads, as long as the longest of them: each is done with before the next. */
export function reusedRoom(): (bytes: number) => Buffer {
  let room = Buffer.alloc(0);
  return (bytes) => {
    if (room.length < bytes) room = Buffer.allocUnsafeSlow(bytes);
    return room;
  };
}
