/**
 * Two hashes of 32 bits (FNV-1a with two primes) of a name, written into an array: equal ones are the same name; of a
 * million names two others are as likely to meet as one in thirty million.
 */
export function nameHash(
  bytes: Uint8Array,
  from: number,
  length: number,
  into: Uint32Array,
  at: number,
): void {
  let [first, second] = [0x811c_9dc5, 0x9747_b28c];
  for (let i = from; i < from + length; i += 1) {
    const byte = bytes[i] ?? 0;
    first = Math.imul(first ^ byte, 0x0100_0193);
    second = Math.imul(second ^ byte, 0x85eb_ca6b);
    second ^= second >>> 13;
  }
  into[at] = first;
  // Zeros stand for no name.
  into[at + 1] = second === 0 ? 1 : second;
}

/** The same of a text. */
export function textHash(text: string, into: Uint32Array, at: number): void {
  const bytes = Buffer.from(text);
  nameHash(bytes, 0, bytes.length, into, at);
}
