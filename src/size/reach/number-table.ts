/** Numbers by keys of 64 bits, in columns that a million entries fit into. */
export interface NumberTable {
  /** The number of a key; undefined where it has none. */
  get(first: number, second: number): number | undefined;
  /** Gives a key a number, in place of the one that it has. */
  set(first: number, second: number, value: number): void;
}

/** @param room for how many keys; more than that do not fit */
export function numberTable(room: number): NumberTable {
  const capacity = 2 ** Math.max(4, Math.ceil(Math.log2(room * 1.6 + 1)));
  const mask = capacity - 1;
  const firsts = new Uint32Array(capacity);
  const seconds = new Uint32Array(capacity);
  /** One more than the number: zero where nothing is. */
  const values = new Uint32Array(capacity);
  const placeOf = (first: number, second: number): number => {
    const [a, b] = [first >>> 0, second >>> 0];
    let at = (Math.imul(a ^ (b >>> 7), 0x9e37_79b1) >>> 0) & mask;
    while (values[at] !== 0 && (firsts[at] !== a || seconds[at] !== b)) at = (at + 1) & mask;
    return at;
  };
  return {
    get: (first, second) => {
      const value = values[placeOf(first, second)] ?? 0;
      return value === 0 ? undefined : value - 1;
    },
    set: (first, second, value) => {
      const at = placeOf(first, second);
      firsts[at] = first;
      seconds[at] = second;
      values[at] = value + 1;
    },
  };
}
