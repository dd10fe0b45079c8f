/** Writes short texts that fit. Widths are summed from those of single characters, each measured once. */
export interface Letters {
  /** The first of the texts that fits; else as much of the last one's start as does, with an ellipsis; empty when that says nothing. */
  readonly fitting: (texts: readonly string[], font: string, width: number) => string;
  readonly width: (text: string, font: string) => number;
}

const fewest = 5;

export function letters(context: CanvasRenderingContext2D): Letters {
  const known = new Map<string, Map<string, number>>();
  const widthsOf = (font: string): Map<string, number> => {
    const widths = known.get(font) ?? new Map<string, number>();
    known.set(font, widths);
    return widths;
  };
  const widthOf = (letter: string, font: string, widths: Map<string, number>): number => {
    const width = widths.get(letter);
    if (width !== undefined) return width;
    context.font = font;
    const measured = context.measureText(letter).width;
    widths.set(letter, measured);
    return measured;
  };
  const width = (text: string, font: string): number => {
    const widths = widthsOf(font);
    let sum = 0;
    for (const letter of text) sum += widthOf(letter, font, widths);
    return sum;
  };
  const cut = (text: string, font: string, room: number): string => {
    const widths = widthsOf(font);
    let sum = widthOf('…', font, widths);
    let end = 0;
    let count = 0;
    for (const letter of text) {
      sum += widthOf(letter, font, widths);
      if (sum > room) break;
      end += letter.length;
      count += 1;
    }
    return count >= fewest ? `${text.slice(0, end)}…` : '';
  };
  return {
    width,
    fitting: (texts, font, room) =>
      texts.find((text) => width(text, font) <= room) ?? cut(texts.at(-1) ?? '', font, room),
  };
}
