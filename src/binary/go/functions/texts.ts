import { marksOf, type Pieces } from '../linked/pieces.ts';

/** Texts that end with a zero byte, one behind the other; none of them is empty. */
export function textPieces(bytes: Buffer): Pieces {
  const marks = marksOf(bytes.length);
  let isStart = true;
  for (let at = 0; at < bytes.length; at++) {
    const isEnd = bytes[at] === 0;
    if (isStart && !isEnd) marks.mark(at);
    isStart = isEnd;
  }
  return marks.pieces();
}

/** Offset of the zero byte that ends a text; the length where none does. */
export function textEnd(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(0, start);
  return end < 0 ? bytes.length : end;
}
