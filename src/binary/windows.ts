import type { ByteSource } from './byte-source.ts';

const windowBytes = 1 << 20;

/** A piece of a file that is searched at once, before the next one is asked for. */
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
  const longest = Math.min(windowBytes + margin.before + margin.after, Math.max(0, end - range.offset));
  const buffer = Buffer.allocUnsafeSlow(longest);
  for (let start = range.offset; start < end; start += windowBytes) {
    const from = Math.max(range.offset, start - margin.before);
    const to = Math.min(end, start + windowBytes + margin.after);
    const read = source.read(from, to - from, buffer);
    yield {
      bytes: Buffer.from(read.buffer, read.byteOffset, read.byteLength),
      offset: from,
      own: { from: start - from, to: start - from + windowBytes },
    };
  }
}
