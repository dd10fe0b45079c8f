/** Reads a stream by lengths. Memory holds the stream's current chunk and what is being read. */
export interface ByteReader {
  /** What comes next, as the stream cuts it: at most `length` bytes, and none only at the end of the stream. */
  next(length: number): Promise<Buffer>;
  /** The next `length` bytes; fewer only at the end of the stream. */
  read(length: number): Promise<Buffer>;
  /** Passes over `length` bytes; gives how many there were. */
  skip(length: number): Promise<number>;
  /** How many bytes were read and skipped so far. */
  offset(): number;
}

export function byteReader(chunks: AsyncIterable<Uint8Array>): ByteReader {
  const source = chunks[Symbol.asyncIterator]();
  let chunk: Buffer = Buffer.alloc(0);
  let offset = 0;

  const next = async (length: number): Promise<Buffer> => {
    while (chunk.length === 0) {
      const { done, value } = await source.next();
      if (done) return chunk;
      chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
    const part = chunk.subarray(0, length);
    chunk = chunk.subarray(part.length);
    offset += part.length;
    return part;
  };

  return {
    offset: () => offset,
    next,
    read: async (length) => {
      const parts: Buffer[] = [];
      let missing = length;
      while (missing > 0) {
        const part = await next(missing);
        if (part.length === 0) break;
        parts.push(part);
        missing -= part.length;
      }
      return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    },
    skip: async (length) => {
      let missing = length;
      while (missing > 0) {
        const part = await next(missing);
        if (part.length === 0) return length - missing;
        missing -= part.length;
      }
      return length;
    },
  };
}
