import { type Growing, growing } from './growing.ts';

/** What there is to do, each once: what has the least size comes first. */
export interface SmallestFirst {
  /** What is in it already is there with the lesser one of both sizes. */
  add(item: number, size: number): void;
  take(): number | undefined;
}

/** Larger ones than this come in no order. */
const mostOrdered = 0xff - 1;

/** @param room items are numbers that are less */
export function smallestFirst(room: number): SmallestFirst {
  const bySize: Growing<Uint32Array>[] = [];
  /** By item: one more than its size, zero where it is not in it. What lies elsewhere as well is left there, and passed over. */
  const places = new Uint8Array(room);
  let least = 0;
  return {
    add: (item, size) => {
      const known = Math.min(size, mostOrdered);
      const place = places[item] ?? 0;
      if (place !== 0 && place <= known + 1) return;
      places[item] = known + 1;
      while (bySize.length <= known) bySize.push(growing((length) => new Uint32Array(length), 16));
      bySize[known]?.push(item);
      least = Math.min(least, known);
    },
    take: () => {
      while (least < bySize.length) {
        const items = bySize[least];
        if (items === undefined || items.length === 0) {
          least += 1;
          continue;
        }
        items.length -= 1;
        const item = items.values[items.length] ?? 0;
        if (places[item] !== least + 1) continue;
        places[item] = 0;
        return item;
      }
      return undefined;
    },
  };
}
