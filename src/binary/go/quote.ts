/** The escapes of one character in Go's string literals (Go specification, "Rune literals"). */
const single: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  '"': 34,
};

const literal = /^(?:`[^`\r]*`|"(?:[^"\\\n]|\\.)*")/s;
const piece = /\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|[^\\]+/gs;

/** The quoted literal that `text` begins with, quotes included, as strconv.QuotedPrefix; undefined when there is none. */
export function quotedPrefix(text: string): string | undefined {
  return literal.exec(text)?.[0];
}

/** What a Go string literal stands for, as strconv.Unquote; undefined when it is not one. */
export function unquoteGo(text: string): string | undefined {
  if (quotedPrefix(text) !== text) return undefined;
  const inner = text.slice(1, -1);
  if (text.startsWith('`')) return inner;
  const bytes: Buffer[] = [];
  for (const [whole, hex, octal, short, long, letter] of inner.matchAll(piece)) {
    const unit = hex ? Number.parseInt(hex, 16) : octal ? Number.parseInt(octal, 8) : single[letter ?? ''];
    const point = Number.parseInt(short ?? long ?? '', 16);
    if (unit !== undefined && unit <= 0xff) bytes.push(Buffer.of(unit));
    else if (isCodePoint(point)) bytes.push(Buffer.from(String.fromCodePoint(point)));
    else if (!whole.startsWith('\\')) bytes.push(Buffer.from(whole));
    else return undefined;
  }
  return Buffer.concat(bytes).toString('utf8');
}

function isCodePoint(point: number): boolean {
  return point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
}
