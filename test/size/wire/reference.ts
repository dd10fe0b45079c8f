// What RFC 1951 and 1952 say, written down in the most obvious way, one bit at a time. Nothing of the product is used, so
// that the two can disagree.

export interface ReferenceCosts {
  /** What the data unpacks to. */
  readonly output: Buffer;
  /** Bits that each byte of the output cost. */
  readonly bits: readonly number[];
  readonly overhead: {
    members: number;
    blocks: number;
    codes: number;
    ends: number;
    padding: number;
  };
}

/** RFC 1951, section 3.2.5: code, extra bits and first length, of each row of the first table. */
const lengthRows = rows(`
  257 0 3  258 0 4  259 0 5  260 0 6  261 0 7  262 0 8
  263 0 9  264 0 10  265 1 11  266 1 13  267 1 15  268 1 17
  269 2 19  270 2 23  271 2 27  272 2 31  273 3 35  274 3 43
  275 3 51  276 3 59  277 4 67  278 4 83  279 4 99  280 4 115
  281 5 131  282 5 163  283 5 195  284 5 227  285 0 258
`);

/** Code, extra bits and first distance, of each row of the second. */
const distanceRows = rows(`
  0 0 1  1 0 2  2 0 3  3 0 4  4 1 5  5 1 7
  6 2 9  7 2 13  8 3 17  9 3 25  10 4 33  11 4 49
  12 5 65  13 5 97  14 6 129  15 6 193  16 7 257  17 7 385
  18 8 513  19 8 769  20 9 1025  21 9 1537  22 10 2049  23 10 3073
  24 11 4097  25 11 6145  26 12 8193  27 12 12289  28 13 16385  29 13 24577
`);

function rows(text: string): ReadonlyMap<number, readonly [extraBits: number, first: number]> {
  const cells = text.trim().split(/ {2,}|\n */);
  return new Map(
    cells
      .map((cell) => cell.split(' ').map(Number))
      .map(([code = 0, bits = 0, first = 0]) => [code, [bits, first]]),
  );
}

/** Codes as texts of ones and zeros → symbol. */
type Code = ReadonlyMap<string, number>;

function codeOf(lengths: readonly number[]): Code {
  const code = new Map<string, number>();
  let next = 0;
  for (let length = 1; length <= 15; length++) {
    next *= 2;
    for (const [symbol, own] of lengths.entries()) {
      if (own === length) code.set((next++).toString(2).padStart(length, '0'), symbol);
    }
  }
  return code;
}

/** Costs of good gzip data; anything may happen with other. */
export function referenceCosts(gzip: Uint8Array): ReferenceCosts {
  let at = 0;
  const output: number[] = [];
  const costs: number[] = [];
  const overhead = { members: 0, blocks: 0, codes: 0, ends: 0, padding: 0 };

  const bit = (): number => {
    const byte = gzip[Math.floor(at / 8)];
    if (byte === undefined) throw new Error('the data is over');
    const value = Math.floor(byte / 2 ** (at % 8)) % 2;
    at += 1;
    return value;
  };
  const number = (bits: number): number => {
    let value = 0;
    for (let each = 0; each < bits; each++) value += bit() * 2 ** each;
    return value;
  };
  const symbol = (code: Code): number => {
    let text = '';
    for (;;) {
      text += String(bit());
      const found = code.get(text);
      if (found !== undefined) return found;
      if (text.length > 15) throw new Error('no such code');
    }
  };
  const emit = (bytes: readonly number[], bits: number): void => {
    for (const [index, byte] of bytes.entries()) {
      output.push(byte);
      const before = Math.floor((index * bits) / bytes.length);
      costs.push(Math.floor(((index + 1) * bits) / bytes.length) - before);
    }
  };
  const padding = (): void => {
    for (; at % 8 !== 0; bit()) overhead.padding += 1;
  };

  const stored = (): void => {
    padding();
    const length = number(16);
    if (length + number(16) !== 0xffff) throw new Error('length');
    overhead.blocks += 32;
    for (let each = 0; each < length; each++) emit([number(8)], 8);
  };
  const symbols = (literals: Code, distances: Code): void => {
    for (;;) {
      const start = at;
      const found = symbol(literals);
      if (found === 256) {
        overhead.ends += at - start;
        return;
      }
      if (found < 256) {
        emit([found], at - start);
        continue;
      }
      const [lengthBits = 0, firstLength = 0] = lengthRows.get(found) ?? [];
      const length = firstLength + number(lengthBits);
      const far = symbol(distances);
      const [distanceBits = 0, firstDistance = 0] = distanceRows.get(far) ?? [];
      const distance = firstDistance + number(distanceBits);
      const bytes: number[] = [];
      for (let each = 0; each < length; each++) {
        const from = output.length - distance + each;
        bytes.push((from < output.length ? output[from] : bytes[from - output.length]) ?? Number.NaN);
      }
      emit(bytes, at - start);
    }
  };
  const ownCodes = (): [Code, Code] => {
    const start = at;
    const literalCount = number(5) + 257;
    const distanceCount = number(5) + 1;
    const lengthCount = number(4) + 4;
    const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    const lengthLengths: number[] = Array(19).fill(0);
    for (const each of order.slice(0, lengthCount)) lengthLengths[each] = number(3);
    const lengthCode = codeOf(lengthLengths);
    const lengths: number[] = [];
    while (lengths.length < literalCount + distanceCount) {
      const found = symbol(lengthCode);
      if (found < 16) lengths.push(found);
      else if (found === 16) lengths.push(...Array(3 + number(2)).fill(lengths.at(-1)));
      else lengths.push(...Array(found === 17 ? 3 + number(3) : 11 + number(7)).fill(0));
    }
    overhead.codes += at - start;
    return [codeOf(lengths.slice(0, literalCount)), codeOf(lengths.slice(literalCount))];
  };
  const header = (): void => {
    const start = at;
    number(24);
    const flags = number(8);
    for (let each = 0; each < 6; each++) number(8);
    if (flags & 4) for (let left = number(16); left > 0; left--) number(8);
    if (flags & 8) while (number(8) !== 0);
    if (flags & 16) while (number(8) !== 0);
    if (flags & 2) number(16);
    overhead.members += at - start;
  };

  while (at < gzip.length * 8) {
    header();
    for (let last = 0; last === 0; ) {
      last = bit();
      const kind = number(2);
      overhead.blocks += 3;
      if (kind === 0) stored();
      else if (kind === 1) {
        const literals = [Array(144).fill(8), Array(112).fill(9), Array(24).fill(7), Array(8).fill(8)];
        symbols(codeOf(literals.flat()), codeOf(Array(32).fill(5)));
      } else symbols(...ownCodes());
    }
    padding();
    for (let each = 0; each < 8; each++) number(8);
    overhead.members += 64;
  }
  return { output: Buffer.from(output), bits: costs, overhead };
}
