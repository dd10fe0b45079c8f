import { barOf, shortened } from '../bars.ts';
import { signed, sizeText } from '../comparison-text.ts';
import { formatBytes } from '../format-bytes.ts';
import { plainLine } from '../plain-text.ts';
import { type Style, styleOf } from '../style.ts';
import { changeParagraphs } from './changes-text.ts';
import { type HistoryPoint, type HistorySeries, type HistorySizes, seriesOf } from './history.ts';

interface TextOptions {
  readonly columns?: number;
  readonly color?: boolean;
}

/** How wide a table is, and its columns; 0: there is no room for one. */
interface Widths {
  readonly columns: number;
  readonly name: number;
  readonly date: number;
  readonly bar: number;
}

const bytesWidth = 8;
/** `+412 KiB (+5.4 %)` */
const changeWidth = 20;
const narrowestName = 12;
const widestName = 24;
const dateWidth = 10;
const widestBar = 18;
const narrowestBar = 6;

/**
 * The sizes of every target and platform over commits or releases, for a person: a table each, the newest on top, with the
 * change to what was before; then what each added. Ends with a line break.
 * @param points from the oldest to the newest
 */
export function formatHistory(points: readonly HistoryPoint[], options: TextOptions = {}): string {
  const { columns = 80, color = false } = options;
  const style = styleOf(color);
  const widths = widthsFor(points, columns);
  const tables = seriesOf(points).map((series) => tableOf(series, points, widths, style));
  if (tables.length === 0) return 'no sizes are known\n';
  const paragraphs = [...tables, ...changeParagraphs(points, columns, style)];
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What is left beside the numbers goes to names, then bars, then dates. */
function widthsFor(points: readonly HistoryPoint[], columns: number): Widths {
  const free = columns - 2 - (2 + bytesWidth) * 2 - (2 + changeWidth);
  const longest = Math.max(6, ...points.map(({ name }) => plainLine(name).length));
  const name = Math.min(longest, widestName, Math.max(narrowestName, free - 2 - narrowestBar));
  const left = free - name - 2;
  const bar = left < narrowestBar ? 0 : Math.min(widestBar, left);
  const hasDates = points.some((point) => dateOf(point) !== '');
  return { columns, name, bar, date: hasDates && left - bar >= dateWidth + 2 ? dateWidth : 0 };
}

/** The bytes that bars and changes are about: what lies on the disk, else what is pulled. */
type Measure = keyof HistorySizes;

function tableOf(
  { name, sizes }: HistorySeries,
  points: readonly HistoryPoint[],
  widths: Widths,
  style: Style,
): string[] {
  const measure: Measure = sizes.some((each) => each?.diskBytes !== undefined) ? 'diskBytes' : 'pullBytes';
  const known = sizes.flatMap((each) => each?.[measure] ?? []);
  const longest = Math.max(1, ...known);
  const rows: string[] = [];
  let before: number | undefined;
  for (const [at, point] of points.entries()) {
    const each = sizes[at];
    if (each === undefined) continue;
    rows.push(rowOf(point, each, { measure, before, longest }, widths, style));
    before = each[measure] ?? before;
  }
  return [headOf(name, known, measure, widths, style), ...columnNames(widths, style), ...rows.toReversed()];
}

/** `api linux/amd64   7.1 MiB → 8.4 MiB   +1.3 MiB (18.3 %)`, from the first point to the last. */
function headOf(
  name: string,
  known: readonly number[],
  measure: Measure,
  { columns }: Widths,
  style: Style,
): string {
  const [before, after] = [known[0], known.at(-1)];
  const isChange = before !== undefined && after !== undefined && known.length > 1;
  const change = isChange ? `   ${sizeText({ before, after })}` : '';
  const rest = `${change}${isChange && measure === 'pullBytes' ? ', pulled' : ''}`;
  const title = shortened(plainLine(name), Math.max(narrowestName, columns - rest.length));
  return `${style.bold(title)}${rest}`;
}

function columnNames({ name, date }: Widths, style: Style): string[] {
  const dates = date === 0 ? '' : ' '.repeat(date + 2);
  const titles = ['on disk', 'pulled'].map((title) => `  ${title.padStart(bytesWidth)}`).join('');
  return [style.dim(`  ${' '.repeat(name)}${dates}${titles}`)];
}

function rowOf(
  point: HistoryPoint,
  sizes: HistorySizes,
  { measure, before, longest }: { measure: Measure; before: number | undefined; longest: number },
  widths: Widths,
  style: Style,
): string {
  const name = shortened(plainLine(point.name), widths.name);
  const now = sizes[measure];
  const bar = widths.bar === 0 ? '' : `  ${barOf((now ?? 0) / longest, widths.bar).padEnd(widths.bar)}`;
  const cells = [
    `  ${point.isRelease === true ? style.bold(name) : name}${' '.repeat(widths.name - name.length)}`,
    widths.date === 0 ? '' : style.dim(dateOf(point).padEnd(widths.date)),
    bytesCell(sizes.diskBytes),
    bytesCell(sizes.pullBytes),
  ];
  const line = `${cells.filter((cell) => cell !== '').join('  ')}${bar}`;
  return `${line}  ${changeText(before, now, style)}`.trimEnd();
}

function bytesCell(bytes: number | undefined): string {
  return (bytes === undefined ? '–' : formatBytes(bytes)).padStart(bytesWidth);
}

function changeText(before: number | undefined, now: number | undefined, style: Style): string {
  if (before === undefined || now === undefined) return '';
  if (before === now) return style.dim(`${'·'.padStart(9)}`);
  const text = signed(now - before).padStart(9);
  const paint = now > before ? style.bad : style.good;
  const share = before === 0 ? '' : ` (${percent((now - before) / before)})`;
  return `${paint(text)}${share}`;
}

/** `+5.4 %`, `−0.1 %`, `<0.1 %`. */
function percent(part: number): string {
  const text = Math.abs(part * 100).toFixed(Math.abs(part) < 9.995 ? 1 : 0);
  return text === '0.0' ? '<0.1 %' : `${part < 0 ? '−' : '+'}${text} %`;
}

/** The day of the commit, as its author's clock had it; '' when it is not known. */
function dateOf({ created = '' }: HistoryPoint): string {
  return /^\d{4}-\d\d-\d\d(?=T)/.exec(created)?.[0] ?? '';
}
