/** Texts that end with a zero byte, one behind the other; none of them is empty. */
export interface Texts {
  readonly bytes: Buffer;
  readonly count: number;
  /** Where each begins, ascending, and where the zero byte behind it ends. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Number of the text that begins at an offset; undefined where none does. Fastest for offsets in order. */
  at(offset: number): number | undefined;
}

export function readTexts(bytes: Buffer): Texts {
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = textEnd(bytes, at);
    if (end > at) {
      starts.push(at);
      ends.push(Math.min(end + 1, bytes.length));
    }
    at = end + 1;
  }
  return {
    bytes,
    count: starts.length,
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    at: finder(starts),
  };
}

function finder(starts: readonly number[]): Texts['at'] {
  let last = 0;
  return (offset) => {
    if (starts[last] !== offset && starts[last + 1] === offset) last++;
    if (starts[last] === offset) return last;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    if (starts[low] !== offset) return undefined;
    last = low;
    return low;
  };
}

/** Offset of the zero byte that ends a text; the length where none does. */
export function textEnd(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(0, start);
  return end < 0 ? bytes.length : end;
}
