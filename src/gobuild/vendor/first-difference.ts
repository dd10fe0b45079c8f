/** Where two texts part. */
export interface FirstDifference {
  /** Of the first byte that is another one, or where the shorter one ends. */
  readonly offset: number;
  /** Line of that byte, from 1. */
  readonly line: number;
  /** They are the same but for carriage returns before line feeds, as git's autocrlf makes them. */
  readonly lineEndsOnly: boolean;
}

/** Undefined for what is the same. */
export function firstDifference(one: Buffer, other: Buffer): FirstDifference | undefined {
  if (one.equals(other)) return undefined;
  const shorter = Math.min(one.length, other.length);
  let offset = 0;
  while (offset < shorter && one[offset] === other[offset]) offset += 1;
  let line = 1;
  for (let at = one.indexOf(10); at >= 0 && at < offset; at = one.indexOf(10, at + 1)) line += 1;
  return { offset, line, lineEndsOnly: withoutReturns(one) === withoutReturns(other) };
}

/** Byte for byte, whatever the text's encoding. */
function withoutReturns(text: Buffer): string {
  return text.toString('latin1').replaceAll('\r\n', '\n');
}
