/** Numbers for keys of 64 bits, in the order in which they come: 0, 1, 2 and so on. What belongs to them is kept by number. */
export interface KeyNumbers {
  /** How many keys have come. */
  readonly count: number;
  /** The number of a key, a new one where it has none. */
  of(first: number, second: number): number;
  /** The number of a key; undefined where it has none. */
  known(first: number, second: number): number | undefined;
}

const leastRoom = 1 << 10;

/** @param expected about how many keys will come */
export function keyNumbers(expected = 0): KeyNumbers {
  const room = Math.max(leastRoom, 2 ** Math.ceil(Math.log2(expected + 1)));
  /** By number, two each. */
  let keys = new Uint32Array(2 * room);
  /** By a hash of the key: one more than its number; twice as many as there may be keys. */
  let slots = new Uint32Array(2 * room);
  let count = 0;
  const slotOf = (first: number, second: number): number => {
    const mask = slots.length - 1;
    let at = Math.imul(first ^ (second >>> 7), 0x9e37_79b1) & mask;
    for (let known = slots[at] ?? 0; known !== 0; known = slots[at] ?? 0) {
      if (keys[2 * known - 2] === first && keys[2 * known - 1] === second) break;
      at = (at + 1) & mask;
    }
    return at;
  };
  const grow = (): void => {
    const old = keys;
    keys = new Uint32Array(2 * old.length);
    keys.set(old);
    slots = new Uint32Array(2 * slots.length);
    for (let at = 0; at < old.length; at += 2) slots[slotOf(old[at] ?? 0, old[at + 1] ?? 0)] = at / 2 + 1;
  };
  return {
    get count() {
      return count;
    },
    of: (one, other) => {
      const first = one >>> 0;
      const second = other >>> 0;
      const at = slotOf(first, second);
      const known = slots[at] ?? 0;
      if (known !== 0) return known - 1;
      keys[2 * count] = first;
      keys[2 * count + 1] = second;
      slots[at] = count + 1;
      count += 1;
      if (2 * count === keys.length) grow();
      return count - 1;
    },
    known: (first, second) => {
      const known = slots[slotOf(first >>> 0, second >>> 0)] ?? 0;
      return known === 0 ? undefined : known - 1;
    },
  };
}
