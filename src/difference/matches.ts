/** What two texts have in common: `bytes` from `a` in the one and from `b` in the other. */
export interface Match {
  readonly a: number;
  readonly b: number;
  readonly bytes: number;
}

/** Any odd number does; this one spreads well (Knuth, TAOCP 3, 6.4: the golden ratio times 2^32). */
const factor = 0x9e3779b1;
const absent = -1;
const several = -2;

/**
 * What two texts have in common in the same order, laid side by side by blocks that are there once in each: as the patience diff
 * does with lines. Both ascending, none over another.
 */
export function matchesOf(a: Buffer, b: Buffer, block: number): Match[] {
  if (a.length < block || b.length < block) return [];
  const places = placesOf(a, b, block);
  const chosen = longestAscending(places);
  const found: Match[] = [];
  let [endA, endB] = [0, 0];
  for (const index of chosen) {
    const [inA, inB] = [index * block, places[index] ?? 0];
    // What a match that was found goes on with.
    if (inA < endA || inB < endB) continue;
    let before = 0;
    while (inA - before > endA && inB - before > endB && a[inA - before - 1] === b[inB - before - 1])
      before += 1;
    let behind = block;
    while (inA + behind < a.length && inB + behind < b.length && a[inA + behind] === b[inB + behind])
      behind += 1;
    found.push({ a: inA - before, b: inB - before, bytes: before + behind });
    [endA, endB] = [inA + behind, inB + behind];
  }
  return found;
}

/** By block of A: where in B it stands, if it stands in each once. */
function placesOf(a: Buffer, b: Buffer, block: number): Int32Array {
  const count = Math.floor(a.length / block);
  const table = hashTable(count);
  for (let index = 0; index < count; index += 1) table.add(hashOf(a, index * block, block), index);
  const places = new Int32Array(count).fill(absent);
  let out = 1;
  for (let step = 0; step < block; step += 1) out = Math.imul(out, factor);
  let hash = hashOf(b, 0, block);
  for (let at = 0; ; at += 1) {
    const index = table.find(hash);
    if (index >= 0 && a.compare(b, at, at + block, index * block, (index + 1) * block) === 0)
      places[index] = places[index] === absent ? at : several;
    if (at + block >= b.length) return places;
    hash = (Math.imul(hash, factor) + (b[at + block] ?? 0) - Math.imul(out, b[at] ?? 0)) | 0;
  }
}

function hashOf(bytes: Buffer, from: number, length: number): number {
  let hash = 0;
  for (let at = from; at < from + length; at += 1) hash = (Math.imul(hash, factor) + (bytes[at] ?? 0)) | 0;
  return hash;
}

interface HashTable {
  add(hash: number, index: number): void;
  /** The index of a hash that was added once; a negative number for others. */
  find(hash: number): number;
}

/** Open addressing over two columns: a Map of half a million numbers takes ten times as long. */
function hashTable(count: number): HashTable {
  const bits = Math.max(4, 33 - Math.clz32(count));
  const hashes = new Int32Array(1 << bits);
  const indexes = new Int32Array(1 << bits).fill(absent);
  const mask = (1 << bits) - 1;
  const slotOf = (hash: number): number => {
    let slot = Math.imul(hash, factor) >>> (32 - bits);
    while (indexes[slot] !== absent && hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  };
  return {
    add(hash, index) {
      const slot = slotOf(hash);
      indexes[slot] = indexes[slot] === absent ? index : several;
      hashes[slot] = hash;
    },
    find: (hash) => indexes[slotOf(hash)] ?? absent,
  };
}

/** Indexes of a longest list of numbers that go up; those below zero are left out (Schensted's patience sorting). */
function longestAscending(values: Int32Array): number[] {
  const tails: number[] = [];
  const before = new Int32Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? absent;
    if (value < 0) continue;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? absent : (tails[low - 1] ?? absent);
    tails[low] = index;
  }
  const chosen: number[] = [];
  for (let index = tails.at(-1) ?? absent; index >= 0; index = before[index] ?? absent) chosen.push(index);
  return chosen.reverse();
}
