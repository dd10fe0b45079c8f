import { withFileSource } from '../../binary/byte-source.ts';
import { type ObjectView, viewObject } from '../../binary/go/objects/object-view.ts';
import type { ProgramReach } from './program-reach.ts';
import { reusedRoom } from './read-names.ts';

/**
 * Reads objects once more, each of those that define any of some symbols.
 * @param symbols in any order
 * @param use is given the place of a symbol among them; the view holds until the next object's
 * @throws SlipwayError E_BINARY when a package is damaged; the system's error when one cannot be opened
 */
export function readObjects(
  { numbering, objects }: ProgramReach,
  symbols: Uint32Array,
  use: (at: number, view: ObjectView, home: number) => void,
): void {
  const byHome = Map.groupBy(symbols.keys(), (at) => numbering.homes[symbols[at] ?? 0] ?? 0);
  const room = reusedRoom();
  for (const [home, places] of byHome) {
    const object = objects[home];
    if (object === undefined) continue;
    withFileSource(object.path, (source) => {
      const view = viewObject(source.read(object.offset, object.bytes, room(object.bytes)));
      for (const at of places) use(at, view, home);
    });
  }
}
