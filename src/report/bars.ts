import { formatBytes } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import type { Style } from './style.ts';

export interface Bar {
  readonly name: string;
  readonly bytes: number;
  /** Said after the name, in the background, where there is room. */
  readonly note?: string;
}

const barWidth = 18;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/**
 * Lines of bytes, share of `whole`, a bar and a name; the longest bar is that of the first. What does not fit into the width
 * is cut in its middle, where import paths differ least.
 */
export function barLines(
  bars: readonly Bar[],
  whole: number,
  { columns, style }: { readonly columns: number; readonly style: Style },
): string[] {
  const longest = Math.max(1, ...bars.map(({ bytes }) => bytes));
  const room = columns - 2 - 8 - 2 - 6 - 2 - barWidth - 2;
  return bars.map(({ name, bytes, note }) => {
    const bar = barOf(bytes / longest, barWidth);
    const share = whole === 0 ? 0 : (bytes / whole) * 100;
    const said = shortened(plainLine(name), Math.max(12, room));
    const fits = note !== undefined && said.length + 2 + note.length <= room;
    const tail = fits ? `  ${style.dim(plainLine(note))}` : '';
    const numbers = `${formatBytes(bytes).padStart(8)}  ${`${share.toFixed(1)} %`.padStart(6)}`;
    return `  ${numbers}  ${bar.padEnd(barWidth)}  ${said}${tail}`.trimEnd();
  });
}

/** A bar that fills a part, 0 to 1, of so many columns. */
export function barOf(part: number, width: number): string {
  const filled = Math.round(part * width * 8);
  return '█'.repeat(Math.floor(filled / 8)) + (eighths[filled % 8] ?? '');
}

/** Bars below a title: the first ones, and a line with the sum of the others. None without bars. */
export function barParagraph(
  title: string,
  bars: readonly Bar[],
  whole: number,
  limit: number,
  page: { readonly columns: number; readonly style: Style },
): string[] {
  if (bars.length === 0) return [];
  const rest = bars.slice(limit).reduce((sum, { bytes }) => sum + bytes, 0);
  const left = bars.length - limit;
  const more = left <= 0 ? [] : [`  ${formatBytes(rest).padStart(8)}  ${page.style.dim(`in ${left} more`)}`];
  return [page.style.bold(title), ...barLines(bars.slice(0, limit), whole, page), ...more];
}

/** A name of at most `width` characters; of a longer one the end stays, and as much of its start as there is room for. */
export function shortened(name: string, width: number): string {
  if (name.length <= width) return name;
  const tail = Math.ceil((width - 1) * 0.65);
  return `${name.slice(0, width - 1 - tail)}…${name.slice(-tail)}`;
}
