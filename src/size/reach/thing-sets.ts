import { growing } from './growing.ts';

/** Sets of things, by number: what holds the same things is the same number, so that two are equal where their numbers are. */
export interface ThingSets {
  /** How many there are; all numbers are less. */
  readonly count: number;
  /** How many things are in all of them together: what they take of memory. */
  readonly things: number;
  /** The set of one thing alone. */
  of(thing: number): number;
  /** What is in one or the other. */
  union(a: number, b: number): number;
  /** What is in both. */
  intersection(a: number, b: number): number;
  size(set: number): number;
  /** The things of a set, in their order. */
  members(set: number): Uint32Array;
}

/** All there could ever be, and more: whatever is united with it is it, and whatever it is intersected with stays. */
export const everything = 0;
/** The empty set. */
export const nothing = 1;

/** Things are numbers from 0. */
export function thingSets(): ThingSets {
  const things = growing((length) => new Uint32Array(length), 1 << 12);
  /** By set: where its things begin. They end where those of the next one begin. */
  const starts = growing((length) => new Uint32Array(length), 1 << 10);
  for (const start of [0, 0, 0]) starts.push(start);
  /** Sets by what they hold; zero where nothing is. */
  let places = new Uint32Array(1 << 11);
  const startOf = (set: number): number => starts.values[set] ?? 0;
  const placeOf = (from: number, to: number): number => {
    const { values } = things;
    let hash = 0;
    for (let at = from; at < to; at += 1)
      hash = Math.imul(hash ^ (values[at] ?? 0), 0x9e37_79b1) ^ (hash >>> 15);
    for (let place = hash; ; place += 1) {
      place &= places.length - 1;
      const set = places[place] ?? 0;
      if (set === 0 || isSame(set, from, to)) return place;
    }
  };
  const isSame = (set: number, from: number, to: number): boolean => {
    const start = startOf(set);
    if (startOf(set + 1) - start !== to - from) return false;
    for (let at = 0; at < to - from; at += 1) {
      if (things.values[start + at] !== things.values[from + at]) return false;
    }
    return true;
  };
  /** The set of the things that were added last; they are taken back where there is one already. */
  const added = (): number => {
    const set = starts.length - 1;
    const start = startOf(set);
    if (things.length === start) return nothing;
    const place = placeOf(start, things.length);
    const known = places[place] ?? 0;
    if (known !== 0) {
      things.length = start;
      return known;
    }
    places[place] = set;
    starts.push(things.length);
    if (2 * set > places.length) {
      places = new Uint32Array(2 * places.length);
      for (let each = nothing + 1; each <= set; each += 1)
        places[placeOf(startOf(each), startOf(each + 1))] = each;
    }
    return set;
  };
  /** Goes through two sets side by side. */
  const merged = (a: number, b: number, keepsAll: boolean): number => {
    let [left, right] = [startOf(a), startOf(b)];
    const [leftEnd, rightEnd] = [startOf(a + 1), startOf(b + 1)];
    while (left < leftEnd && right < rightEnd) {
      const [one, other] = [things.values[left] ?? 0, things.values[right] ?? 0];
      if (keepsAll || one === other) things.push(Math.min(one, other));
      if (one <= other) left += 1;
      if (other <= one) right += 1;
    }
    for (; keepsAll && left < leftEnd; left += 1) things.push(things.values[left] ?? 0);
    for (; keepsAll && right < rightEnd; right += 1) things.push(things.values[right] ?? 0);
    return added();
  };
  const united = remembered((a, b) => merged(a, b, true));
  const intersected = remembered((a, b) => merged(a, b, false));
  return {
    get count() {
      return starts.length - 1;
    },
    get things() {
      return things.length;
    },
    of: (thing) => {
      things.push(thing);
      return added();
    },
    union: (a, b) => {
      if (a === b || b === nothing || a === everything) return a;
      return a === nothing || b === everything ? b : united(a, b);
    },
    intersection: (a, b) => {
      if (a === b || a === nothing || b === everything) return a;
      return b === nothing || a === everything ? b : intersected(a, b);
    },
    size: (set) => startOf(set + 1) - startOf(set),
    members: (set) => things.values.subarray(startOf(set), startOf(set + 1)),
  };
}

/** Remembers what was asked last of each pair with the same hash: few pairs are asked again and again. The order does not matter. */
function remembered(compute: (a: number, b: number) => number): (a: number, b: number) => number {
  const slots = 1 << 16;
  const [firsts, seconds] = [new Uint32Array(slots), new Uint32Array(slots)];
  const results = new Uint32Array(slots);
  return (a, b) => {
    const [first, second] = a < b ? [a, b] : [b, a];
    const hash = Math.imul(first, 0x9e37_79b1) ^ Math.imul(second, 0x85eb_ca6b);
    const slot = (hash ^ (hash >>> 15)) & (slots - 1);
    if (firsts[slot] === first && seconds[slot] === second) return results[slot] ?? nothing;
    const result = compute(first, second);
    firsts[slot] = first;
    seconds[slot] = second;
    results[slot] = result;
    return result;
  };
}
