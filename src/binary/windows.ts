import type { ByteSource } from './byte-source.ts';

const windowBytes = 1 << 20;

/** A piece of a file that is searched at once. */
export interface Window {
  readonly bytes: Buffer;
  /** Where `bytes` begins in the file. */
  readonly offset: number;
  /** The part of `bytes` that no other window has as its own: what begins in there is found once. */
  readonly own: { readonly from: number; readonly to: number };
}

/**
 * A file, or the range of it that lies inside, in pieces, each with up to `before` and `after` bytes of its neighbours:
 * nothing is missed between two of them, and memory does not grow with the file.
 */
export function* windowsOf(
  source: ByteSource,
  margin: { readonly before: number; readonly after: number },
  range: { readonly offset: number; readonly bytes: number } = { offset: 0, bytes: source.length },
): Generator<Window> {
  const end = Math.min(source.length, range.offset + range.bytes);
  for (let start = range.offset; start < end; start += windowBytes) {
    const from = Math.max(range.offset, start - margin.before);
    const to = Math.min(end, start + windowBytes + margin.after);
    const read = source.read(from, to - from);
    yield {
      bytes: Buffer.from(read.buffer, read.byteOffset, read.byteLength),
      offset: from,
      own: { from: start - from, to: start - from + windowBytes },
    };
  }
}
