/** Writes deflate data by hand, as RFC 1951, section 3.1.1, packs it. */
export interface BitWriter {
  /** A number, from its lowest bit on. */
  number(value: number, bits: number): BitWriter;
  /** A Huffman code as a text of ones and zeros, from its first bit on. */
  code(text: string): BitWriter;
  bytes(): Buffer;
}

export function bitWriter(): BitWriter {
  const bits: number[] = [];
  const writer: BitWriter = {
    number(value, count) {
      for (let at = 0; at < count; at++) bits.push(Math.floor(value / 2 ** at) % 2);
      return writer;
    },
    code(text) {
      bits.push(...[...text].map(Number));
      return writer;
    },
    bytes() {
      const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
      for (const [at, bit] of bits.entries()) bytes[at >> 3] = (bytes[at >> 3] ?? 0) + bit * 2 ** (at % 8);
      return bytes;
    },
  };
  return writer;
}

/** A gzip member around deflate data, with any checksum. */
export function memberOf(deflated: Uint8Array, outputBytes: number): Buffer {
  const end = Buffer.alloc(8, 0xcc);
  end.writeUInt32LE(outputBytes % 2 ** 32, 4);
  return Buffer.concat([Buffer.from('1f8b08000000000000ff', 'hex'), deflated, end]);
}
